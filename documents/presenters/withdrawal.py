"""Presenter of a withdrawal: what readers are told of it, and what stays readable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.models import Document, Edition, Withdrawal
from documents.presenters.citation import edition_name
from documents.presenters.localized import LocalizedText, localized_field, short_title
from portal.people.models import Visitor

SENTENCES: dict[str, Promise] = {
    "withdrawn document": _("This document was withdrawn on %(date)s."),
    "withdrawn edition": _("This edition was withdrawn on %(date)s."),
    "superseded document": _("This document was superseded on %(date)s."),
    "superseded edition": _("This edition was superseded on %(date)s."),
}


@dataclass(frozen=True, slots=True)
class WithdrawalNotice:
    """A withdrawal in the reader's language: sentence, reason and successor."""

    withdrawal: Withdrawal
    sentence: str
    reason: LocalizedText
    successor: Document | None
    successor_title: LocalizedText


def read_withdrawal(withdrawal: Withdrawal) -> WithdrawalNotice:
    """Return what is told of a withdrawal, read with_target."""
    successor = withdrawal.successor
    return WithdrawalNotice(
        withdrawal,
        str(SENTENCES[withdrawal.case])
        % {"date": date_format(withdrawal.at, "DATE_FORMAT")},
        localized_field(withdrawal, "reason"),
        successor,
        short_title(successor) if successor else LocalizedText("", None),
    )


def notice_of(edition: Edition) -> WithdrawalNotice | None:
    """Return what is told of an edition's withdrawal; None for one that stands."""
    return read_withdrawal(edition.withdrawal) if edition.withdrawal else None


def notices_in(
    document: Document, editions: Iterable[Edition]
) -> dict[int, WithdrawalNotice]:
    """Return what is told of each of a document's editions, read with_closed, by id.

    One query when any of them is closed.
    """
    closed = [edition for edition in editions if edition.is_closed]
    if not closed:
        return {}
    rows = Withdrawal.objects.in_force().filter(document=document).with_target()
    found: dict[int, WithdrawalNotice] = {}
    for row in reversed(rows.strictest_first()):
        for edition in closed:
            covers = row.edition_id in (None, edition.pk)
            if covers and edition.is_published:
                found[edition.pk] = read_withdrawal(row)
    return found


@dataclass(frozen=True, slots=True)
class UndoneWithdrawal:
    """A withdrawal that no longer holds, for the record: what, when and why."""

    name: str  # of the edition; "" for the whole document
    notice: WithdrawalNotice
    restored: str
    reason: LocalizedText


def read_undone(document: Document) -> list[UndoneWithdrawal]:
    """Return a document's withdrawals that were undone, the latest first; one query."""
    rows = document.withdrawals.exclude(undone_at=None).for_list()
    return [
        UndoneWithdrawal(
            edition_name(row.edition) if row.edition else "",
            read_withdrawal(row),
            gettext("This was undone on %(date)s.")
            % {"date": date_format(row.undone_at or row.at, "DATE_FORMAT")},
            localized_field(row, "undone_reason"),
        )
        for row in rows
    ]


def withdrawal_context(withdrawal: Withdrawal, user: Visitor) -> dict[str, Any]:
    """Return the template context of the page about a withdrawal; two queries."""
    document = withdrawal.document
    published = document.editions.published().with_closed().latest_first()
    told = notices_in(document, published)
    return {
        "document": document,
        "title": short_title(document),
        "edition": withdrawal.edition,
        "edition_name": edition_name(withdrawal.edition) if withdrawal.edition else "",
        "notice": read_withdrawal(withdrawal),
        "editions": [
            (edition, edition_name(edition), told.get(edition.pk))
            for edition in published
        ],
        "has_current": document.editions.visible_to(user).exists(),
        "ask": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }
