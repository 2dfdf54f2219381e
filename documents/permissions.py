"""Permissions of documents: get an object the person may see, or Http404.

Views begin here. An object that is not public is answered as one that does not exist,
so that the difference reveals nothing. One that was withdrawn is answered by saying so:
Withdrawn is raised, which portal.middleware answers with 410.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NoReturn

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from documents.errors import BadAddress, NothingThere
from documents.models import Clause, Document, Edition, ReceivedFile, Withdrawal
from portal.people.models import Visitor

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Withdrawn(Http404):
    """What an address leads to was withdrawn, by `withdrawal`."""

    def __init__(self, withdrawal: Withdrawal) -> None:
        super().__init__(str(withdrawal))
        self.withdrawal = withdrawal


def get_document_or_404(user: Visitor, slug: str) -> Document:
    """Return a document the person may see; one query."""
    document = Document.objects.visible_to(user).filter(slug=slug).first()
    if document is None:
        _raise_missing(Edition.objects.filter(document__slug=slug))
    return document


def find_renamed(user: Visitor, slug: str) -> Document | None:
    """Return a document the person may see by a name that it no longer has."""
    return Document.objects.visible_to(user).named(slug).exclude(slug=slug).first()


def present_slug(slug: str) -> str:
    """Return the present slug of the document that has or had this one, if any."""
    names = Document.objects.named(slug).values_list("slug", flat=True)
    return names.first() or slug


def get_current_edition_or_404(user: Visitor, slug: str) -> Edition:
    """Return the latest standing edition with its document; one query.

    While nothing is published, the first draft, for those who may see drafts. One that
    is superseded has the `withdrawal` that says so, for one query more.
    """
    editions = Edition.objects.visible_to(user).filter(document__slug=slug)
    edition = editions.with_document().with_closed().current_first().first()
    if edition is None:
        _raise_missing(Edition.objects.filter(document__slug=slug))
    return _with_withdrawal(edition)


def get_edition_or_404(user: Visitor, slug: str, number: int) -> Edition:
    """Return an edition by its number, with its document; one query.

    Also a withdrawn one whose text stays readable; it has its `withdrawal`, for one
    query more. Raises Withdrawn for one whose text does not.
    """
    edition = get_object_or_404(
        Edition.objects.on_record_for(user).with_document().with_closed(),
        document__slug=slug,
        number=number,
    )
    edition = _with_withdrawal(edition)
    if edition.withdrawal and not edition.withdrawal.text_readable:
        raise Withdrawn(edition.withdrawal)
    return edition


def _with_withdrawal(edition: Edition) -> Edition:
    if edition.is_closed and edition.is_published:
        edition.withdrawal = find_withdrawal(edition)
    return edition


def find_withdrawal(edition: Edition) -> Withdrawal | None:
    """Return what withdraws or supersedes an edition, the strictest; one query."""
    rows = Withdrawal.objects.in_force().of_edition(edition)
    return rows.with_target().strictest_first().first()


def _raise_missing(editions: QuerySet[Edition]) -> NoReturn:
    """Raise Withdrawn for the latest published of these editions, else Http404.

    For what is not visible: whatever of it is published was withdrawn.
    """
    published = Edition.objects.published().filter(pk__in=editions.values("pk"))
    latest = published.latest_first().first()
    withdrawal = find_withdrawal(latest) if latest else None
    if withdrawal is None:
        raise Http404
    raise Withdrawn(withdrawal)


def get_received_or_404(edition: Edition, language: str) -> ReceivedFile:
    """Return the file that a text of an edition is from, without its bytes; one query.

    The edition is one that the person may see. Raises Withdrawn, after two queries
    more, when the one that the file came with is withdrawn and cannot be read.
    """
    files = ReceivedFile.objects.without_content()
    file = get_object_or_404(
        files, languages__edition=edition, languages__language=language
    )
    if edition.number > 1:
        _refuse_taken_back(file, edition)
    return file


def _refuse_taken_back(file: ReceivedFile, edition: Edition) -> None:
    having = Edition.objects.filter(
        document=edition.document_id, languages__received=file
    )
    first = having.order_by("number")[0]
    withdrawal = find_withdrawal(first)
    if withdrawal and not withdrawal.text_readable:
        raise Withdrawn(withdrawal)


def edition_shown(user: Visitor, slug: str, *, on: str | None) -> Edition:
    """Return the edition shown at a document's address: the current one.

    With `on`, the one in force on that day (see edition_on).
    """
    if on is None:
        return get_current_edition_or_404(user, slug)
    return edition_on(user, slug, on)


def edition_for_clause(user: Visitor, clause: Clause) -> Edition:
    """Return the edition in which a clause is shown: the current one; one query.

    A clause created later is shown in its first draft, to those who may see drafts.
    """
    editions = Edition.objects.visible_to(user).filter(document=clause.document_id)
    born = clause.versions.visible_to(user).order_by("edition__number")
    since = Coalesce(Subquery(born.values("edition__number")[:1]), 1)
    since_then = editions.filter(number__gte=since)
    edition = since_then.with_closed().current_first().first()
    if edition is None:
        _raise_missing(Edition.objects.filter(document=clause.document_id))
    edition.document = clause.document
    return _with_withdrawal(edition)


def edition_on(user: Visitor, slug: str, value: str) -> Edition:
    """Return the edition in force on a day written as 2006-09-08; two queries.

    Raises BadAddress for what is not a day or is in the future, NothingThere for a day
    before the first edition, Withdrawn when all until then were withdrawn, Http404 when
    the document does not exist.
    """
    document = get_document_or_404(user, slug)
    day = _day(value)
    by_then = Edition.objects.filter(document=document).published_by(day)
    edition = by_then.standing().with_document().with_closed().first()
    if edition is None and by_then.exists():
        _raise_missing(by_then)
    if edition is None:
        message = gettext("No edition of this document had been published by %(day)s.")
        raise NothingThere(message % {"day": date_format(day, "DATE_FORMAT")})
    return _with_withdrawal(edition)


def _day(value: str) -> date:
    try:
        # fromisoformat also accepts 20060908 and 2006-W36-5; an address has one form.
        day = date.fromisoformat(value if DAY.fullmatch(value) else "")
    except ValueError:
        message = gettext("“%(value)s” is not a date; enter one such as 2006-09-08.")
        raise BadAddress(message % {"value": value[:40]}) from None
    if day > timezone.now().date():
        raise BadAddress(gettext("This date is in the future."))
    return day


def get_clause_or_404(user: Visitor, slug: str, key: str) -> Clause:
    """Return a clause with its document and part; one query."""
    clauses = Clause.objects.visible_to(user).select_related("document", "part")
    clause = clauses.filter(document__slug=slug, key=key).first()
    if clause is None:
        _raise_missing(
            Edition.objects.filter(document__slug=slug, versions__clause__key=key)
        )
    return clause
