"""Publishing an edition: digests are computed, and its text is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents import fixity
from documents.languages import LANGUAGES
from documents.models import ClauseVersion, Document, Edition

if TYPE_CHECKING:
    from portal.models import User

DIGESTS = [f"digest_{language.suffix}" for language in LANGUAGES]


class CannotPublish(Exception):
    """An edition that cannot be published; `message` says why."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


@transaction.atomic
def publish_edition(edition: Edition, *, user: User | None) -> Edition:
    """Publish a draft and return it as stored.

    Raises CannotPublish when it is published already, empty, or older than a
    published edition.
    """
    # The document's row is the lock: two publications come one after the other.
    Document.objects.select_for_update().get(pk=edition.document_id)
    edition = Edition.objects.select_related("document").get(pk=edition.pk)
    versions = list(edition.versions.for_reading())
    latest = edition.document.editions.published().latest_first().first()
    _refuse_unless_publishable(edition, versions, latest)
    edition.previous_digest = latest.digest if latest else ""
    _digest_texts(versions)
    text = fixity.manifest(
        edition, languages=edition.languages.all(), versions=versions
    )
    edition.digest = fixity.edition_digest(text)
    edition.state = Edition.State.PUBLISHED
    edition.published_at = timezone.now()
    edition.published_by = user
    edition.save(
        update_fields=[
            "digest",
            "previous_digest",
            "state",
            "published_at",
            "published_by",
        ]
    )
    return edition


def _refuse_unless_publishable(
    edition: Edition, versions: list[ClauseVersion], latest: Edition | None
) -> None:
    if edition.is_published:
        raise CannotPublish(_("This edition is published already."))
    if not versions:
        raise CannotPublish(_("This edition has no clauses."))
    if latest and latest.number > edition.number:
        raise CannotPublish(_("A later edition is published already."))


def _digest_texts(versions: list[ClauseVersion]) -> None:
    for version in versions:
        for language in LANGUAGES:
            text = version.in_language("text", language.code)
            stored = fixity.digest(text) if text else ""
            setattr(version, f"digest_{language.suffix}", stored)
    ClauseVersion.objects.bulk_update(versions, DIGESTS)
