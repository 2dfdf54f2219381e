"""Publication of an edition: digests are computed, the text becomes immutable."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.errors import Refused
from documents.integrity import digests
from documents.languages import LANGUAGES
from documents.models import Clause, ClauseVersion, Edition
from documents.services.describe import describe_as_printed
from documents.services.draft import (
    DocumentClosed,
    find_base,
    is_closed,
    lock_document,
)
from documents.services.sentence_alignment import align_edition
from documents.signals import edition_published
from portal.people.models import User

PUBLISHING = ("documents.change_edition", "documents.publish_edition")
CREDITS = ("credit", "source")
DIGESTS = [f"digest_{language.suffix}" for language in LANGUAGES]


class CannotPublish(Refused):
    """The edition is published already, empty, or not based on the latest one."""


class DraftChanged(CannotPublish):
    """The draft is not the one that the editor reviewed."""

    message = _(
        "The draft has changed in the meantime: please check what would now be"
        " published."
    )


def fingerprint(edition: Edition) -> str:
    """Return a hash of everything of a draft that gets published; two queries.

    Confirmations of languages are not part of it: they are given when publishing.
    """
    names = [
        field.attname
        for field in ClauseVersion._meta.concrete_fields
        if not field.attname.startswith(("digest", "text", "number"))
    ]
    names += [
        f"{field}_{lang.suffix}" for field in ("number", "text") for lang in LANGUAGES
    ]
    rows = edition.versions.order_by("pk").values_list(*names)
    stated = [f"{field}_{each.suffix}" for field in CREDITS for each in LANGUAGES]
    in_order = edition.languages.order_by("pk")
    languages = in_order.values_list("language", "standing", *stated)
    return sha256(repr([edition.pk, *rows, *languages]).encode()).hexdigest()


@transaction.atomic
def publish_edition(
    edition: Edition,
    *,
    user: User | None,
    at: datetime | None = None,
    seen: str | None = None,
    confirmed: Collection[str] | None = None,
) -> Edition:
    """Publish a draft and return it as stored.

    `at` is the time of an earlier publication elsewhere: ValueError when it is in the
    future, or not after the edition before. `seen` is the fingerprint of the draft as
    reviewed, `confirmed` the languages found to agree with this edition; without these
    the draft is published as it is.

    Raises CannotPublish when it is published already, empty, or not based on the latest
    published edition, nor, when that is withdrawn, on the latest that stands;
    or when the whole document is withdrawn or superseded; DraftChanged when its
    fingerprint is not `seen`; and PermissionDenied when the person may not publish.
    """
    # The document's row is the lock that serialises publications and withdrawals.
    document = lock_document(edition.document_id, user, *PUBLISHING)
    if is_closed(document):
        raise CannotPublish(DocumentClosed.message)
    # The edition's row waits for whoever is writing to it, services or not.
    drafts = Edition.objects.select_for_update(of=("self",), no_key=True)
    edition = drafts.select_related("document").get(pk=edition.pk)
    versions = list(edition.versions.for_reading())
    latest = edition.document.editions.published().latest_first().first()
    _refuse_unless_publishable(edition, versions, latest)
    if seen is not None and seen != fingerprint(edition):
        raise DraftChanged
    if confirmed is not None:
        _confirm(edition, confirmed)
    edition.previous_digest = latest.digest if latest else ""
    _forget_removed(edition)
    _digest_texts(versions)
    edition.published_slug = edition.document.slug
    edition.published_at = _past(at, latest) if at else timezone.now()
    digests.seal_metadata(edition)
    edition.digest = digests.edition_digest(digests.manifest(edition))
    edition.published_by = user
    _settle(edition)
    describe_as_printed(edition, versions)
    align_edition(edition, versions)
    edition_published.send(type(edition), edition=edition)
    return edition


def _forget_removed(edition: Edition) -> None:
    """Delete the identities that only drafts ever had, and whose texts were removed."""
    Clause.objects.filter(document=edition.document_id, versions=None).delete()


def _settle(edition: Edition) -> None:
    edition.state = Edition.State.PUBLISHED
    edition.save(
        update_fields=[
            "digest",
            "manifest_form",
            "metadata",
            "previous_digest",
            "state",
            "published_at",
            "published_by",
            "published_slug",
        ]
    )


def _refuse_unless_publishable(
    edition: Edition, versions: list[ClauseVersion], latest: Edition | None
) -> None:
    if edition.is_published:
        raise CannotPublish(_("This edition has already been published."))
    if not versions:
        raise CannotPublish(_("This edition has no clauses."))
    if latest and latest.number > edition.number:
        raise CannotPublish(_("A later edition has already been published."))
    if latest and edition.based_on_id not in {
        latest.pk,
        find_base(edition.document).pk,
    }:
        raise CannotPublish(
            _(
                "This draft is not based on the latest published edition and"
                " would undo its changes. Make a new edition from that one."
            )
        )


def _confirm(edition: Edition, codes: Collection[str]) -> None:
    edition.languages.filter(language__in=codes).update(confirmed=True)
    edition.languages.exclude(language__in=codes).update(confirmed=False)


def _past(at: datetime, latest: Edition | None) -> datetime:
    before = latest.published_at if latest else None
    if at > timezone.now() or (before and at <= before):
        raise ValueError(f"An edition cannot have been published at {at}.")
    return at


def _digest_texts(versions: list[ClauseVersion]) -> None:
    for version in versions:
        for language in LANGUAGES:
            text = version.in_language("text", language.code)
            stored = digests.digest(text) if text else ""
            setattr(version, f"digest_{language.suffix}", stored)
    ClauseVersion.objects.bulk_update(versions, DIGESTS)
