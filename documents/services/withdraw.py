"""Withdrawal of a document or an edition that was published by mistake; undoing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.errors import Refused
from documents.languages import CODES, LANGUAGES
from documents.models import Document, Edition, Withdrawal
from documents.services.describe import describe_as_printed
from documents.services.draft import lock_document
from documents.signals import withdrawal_changed
from portal.people.models import User

WITHDRAWING: Final = "documents.withdraw_edition"
Kind = Withdrawal.Kind
ALREADY: Final[dict[str, Promise]] = {
    Kind.WITHDRAWN: _("This has already been withdrawn."),
    Kind.SUPERSEDED: _("This has already been marked as superseded."),
}


class CannotWithdraw(Refused):
    """It is not published, is withdrawn already, or lacks a reason or a successor."""


class AlreadyUndone(Refused):
    """The withdrawal is not in force any more."""

    message = _("This has already been undone.")


@transaction.atomic
def withdraw(
    target: Document | Edition,
    *,
    kind: str,
    reason: Mapping[str, str],
    text_readable: bool,
    successor: Document | None = None,
    user: User | None,
) -> Withdrawal:
    """Withdraw a document or an edition, or say that it is superseded; return how.

    `reason` has a text in every language, by its code. A superseded text stays
    readable, and an edition is superseded by a later one.

    Raises CannotWithdraw, and PermissionDenied when the person may not withdraw.
    """
    edition = target if isinstance(target, Edition) else None
    pk = edition.document_id if edition else target.pk
    document = lock_document(pk, user, WITHDRAWING)
    _refuse_unless_published(document, edition)
    _refuse_what_is_closed(document, edition)
    _refuse_without_reason(reason)
    if kind == Kind.SUPERSEDED and edition is not None:
        _refuse_without_later(edition)
    if successor == document:
        raise CannotWithdraw(_("A document cannot be superseded by itself."))
    withdrawal = Withdrawal.objects.create(
        document=document,
        edition=edition,
        kind=kind,
        text_readable=text_readable or kind == Kind.SUPERSEDED,
        successor=successor,
        by=user,
        **_by_column("reason", reason),
    )
    _tell(withdrawal)
    return withdrawal


@transaction.atomic
def undo_withdrawal(
    withdrawal: Withdrawal, *, reason: Mapping[str, str], user: User | None
) -> Withdrawal:
    """Undo a withdrawal, for a reason in every language; return it as stored.

    Raises AlreadyUndone, CannotWithdraw, and PermissionDenied.
    """
    document = lock_document(withdrawal.document_id, user, WITHDRAWING)
    withdrawal = Withdrawal.objects.select_related("edition").get(pk=withdrawal.pk)
    withdrawal.document = document
    if not withdrawal.is_in_force:
        raise AlreadyUndone
    _refuse_without_reason(reason)
    withdrawal.undone_at = timezone.now()
    withdrawal.undone_by = user
    columns = _by_column("undone_reason", reason)
    for name, said in columns.items():
        setattr(withdrawal, name, said)
    withdrawal.save(update_fields=["undone_at", "undone_by", *columns])
    _tell(withdrawal)
    return withdrawal


def _refuse_unless_published(document: Document, edition: Edition | None) -> None:
    rows = document.editions.published()
    if edition is not None:
        rows = rows.filter(pk=edition.pk)
    if not rows.exists():
        raise CannotWithdraw(_("Only what has been published can be withdrawn."))


def _refuse_what_is_closed(document: Document, edition: Edition | None) -> None:
    """Raise CannotWithdraw for a target with a withdrawal of its own in force."""
    rows = Withdrawal.objects.in_force().filter(document=document, edition=edition)
    before = rows.first()
    if before is not None:
        raise CannotWithdraw(ALREADY[before.kind])


def _refuse_without_reason(reason: Mapping[str, str]) -> None:
    if not all(reason.get(code, "").strip() for code in CODES):
        raise CannotWithdraw(_("Give the reason in every language."))


def _refuse_without_later(edition: Edition) -> None:
    later = Edition.objects.standing().filter(
        document=edition.document_id, number__gt=edition.number
    )
    if not later.exists():
        raise CannotWithdraw(
            _(
                "No later edition of this document supersedes this one. Say of the"
                " whole document that it is superseded, or withdraw the edition."
            )
        )


def _by_column(field: str, reason: Mapping[str, str]) -> dict[str, str]:
    return {
        f"{field}_{language.suffix}": reason[language.code].strip()
        for language in LANGUAGES
    }


def _tell(withdrawal: Withdrawal) -> None:
    """Call the document what its current edition prints, and tell the receivers."""
    document = withdrawal.document
    current = document.editions.standing().latest_first().first()
    if current is not None:
        current.document = document
        describe_as_printed(current, list(current.versions.for_reading()))
    withdrawal_changed.send(type(withdrawal), withdrawal=withdrawal)
