"""Service that proposes a cross-reference, and the refusal of duplicates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commentary.comments.post import AlreadySent, is_known
from commentary.locks import lock_person, share_documents
from commentary.models import CrossReference, Quote
from commentary.notices.notify import notify_of_reference
from commentary.permissions import may_refer, refuse_closed_text
from commentary.quotes.reanchoring import Chosen, anchor_quote, store_quote
from commentary.rate_limits import (
    refuse_many_open_references,
    refuse_many_references,
)
from commentary.references.staleness import edition_that_changed
from commentary.references.target import Target, key_of, more_precise_than, same_as
from commentary.text.markdown import render
from documents.errors import Refused
from documents.models import ClauseVersion
from portal.people.models import User


class AlreadyReferred(Refused):
    """The reference exists, as `reference`, equally or more precisely."""

    def __init__(self, reference: CrossReference, message: Promise) -> None:
        super().__init__(message)
        self.reference = reference


@transaction.atomic
def propose_reference(
    *,
    user: User,
    version: ClauseVersion,
    relation: str,
    target: Target,
    note: str = "",
    language: str = "",
    chosen: Chosen | None = None,
    submission: UUID,
) -> CrossReference:
    """Propose a reference from a clause, on the text that was read, to a target.

    Repeating a `submission` returns the stored reference. Raises Refused when the
    person may not propose, has too many proposals that wait for an editor, an end is
    not published, or the target is the clause itself;
    AlreadyReferred when the reference exists, equally or more precisely; AlreadySent
    when `submission` stored something else; TextClosed when an end was withdrawn or
    superseded; RateLimitExceeded beyond the hourly limit.
    """
    user = lock_person(user.pk)
    # Publication takes the same lock; see post_comment.
    share_documents({version.edition.document_id, target.document_id or 0})
    stored = CrossReference.objects.filter(submission=submission).first()
    reference = CrossReference(
        clause_id=version.clause_id,
        version=version,
        relation=relation,
        note=note,
        html=render(note, trusted=is_known(user)) if note else "",
        language=language if note else "",
        author=user,
        submission=submission,
        **target.fields,
    )
    if stored is not None:
        return _once(stored, reference, chosen)
    _refuse_unless_allowed(user, version, target)
    refuse_closed_text(version.edition, target.text_edition)
    refuse_many_references(user)
    refuse_many_open_references(user)
    refuse_what_is_said(reference)
    reference.look_again = edition_that_changed(reference)
    reference.quote = store_quote(version, chosen) if chosen else None
    _save(reference)
    if reference.quote is not None:
        anchor_quote(reference.quote)
    notify_of_reference(reference)
    return reference


def _once(
    stored: CrossReference, sent: CrossReference, chosen: Chosen | None
) -> CrossReference:
    """Return the stored reference if the form sent the same; raises AlreadySent."""
    if _content(stored) != _content(sent) or _words(stored.quote) != _words(chosen):
        raise AlreadySent
    return stored


def _content(reference: CrossReference) -> tuple[Any, ...]:
    said = reference.clause_id, reference.relation, reference.note, reference.language
    return (reference.author_id, *said, *key_of(reference))


def _words(quoted: Quote | Chosen | None) -> tuple[str, str, int] | None:
    if quoted is None:
        return None
    words = quoted.selector if isinstance(quoted, Chosen) else quoted
    return (quoted.language, words.exact, words.start)


def _refuse_unless_allowed(user: User, version: ClauseVersion, target: Target) -> None:
    if not may_refer(user):
        raise Refused(_("You may not propose cross-references with this account."))
    if not (version.edition.is_published and target.is_published()):
        raise Refused(_("You can refer to a draft once it has been published."))
    if target.version and target.version.clause_id == version.clause_id:
        raise Refused(_("A clause cannot refer to itself."))


def refuse_what_is_said(reference: CrossReference) -> None:
    """Raise AlreadyReferred if the same or a more precise reference exists."""
    others = CrossReference.objects.exclude(pk=reference.pk).with_ends()
    same = others.filter(same_as(reference)).first()
    if same is not None:
        raise _already_there(same)
    precise = more_precise_than(reference)
    better = others.filter(precise).first() if precise is not None else None
    if better is not None:
        raise AlreadyReferred(
            better, _("There is already a more precise reference of the same kind.")
        )


def _already_there(reference: CrossReference) -> AlreadyReferred:
    if reference.state == CrossReference.State.DISPUTED:
        message = _("This reference has already been proposed and is disputed.")
    else:
        message = _("This reference already exists.")
    return AlreadyReferred(reference, message)


def _save(reference: CrossReference) -> None:
    """Insert a reference. Raises AlreadyReferred if a concurrent insert was first."""
    try:
        with transaction.atomic():
            reference.save(force_insert=True)
    except IntegrityError:
        refuse_what_is_said(reference)
        raise
