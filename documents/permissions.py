"""Permissions of documents: get an object the person may see, or Http404.

Views begin here. An object that is not public is answered as one that does not exist,
so that the difference reveals nothing.
"""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from documents.errors import BadAddress, NothingThere
from documents.models import Clause, Document, Edition
from portal.people.models import Visitor

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def get_document_or_404(user: Visitor, slug: str) -> Document:
    """Return a document the person may see; one query."""
    return get_object_or_404(Document.objects.visible_to(user), slug=slug)


def find_renamed(user: Visitor, slug: str) -> Document | None:
    """Return a document the person may see by a name that it no longer has."""
    return Document.objects.visible_to(user).named(slug).exclude(slug=slug).first()


def present_slug(slug: str) -> str:
    """Return the present slug of the document that has or had this one, if any."""
    names = Document.objects.named(slug).values_list("slug", flat=True)
    return names.first() or slug


def get_current_edition_or_404(user: Visitor, slug: str) -> Edition:
    """Return the latest published edition with its document; one query.

    While nothing is published, the first draft, for those who may see drafts.
    """
    editions = Edition.objects.visible_to(user).filter(document__slug=slug)
    edition = editions.with_document().current_first().first()
    if edition is None:
        raise Http404
    return edition


def get_edition_or_404(user: Visitor, slug: str, number: int) -> Edition:
    """Return an edition by its number, with its document; one query."""
    return get_object_or_404(
        Edition.objects.visible_to(user).with_document(),
        document__slug=slug,
        number=number,
    )


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
    edition = editions.filter(number__gte=since).current_first().first()
    if edition is None:
        raise Http404
    edition.document = clause.document
    return edition


def edition_on(user: Visitor, slug: str, value: str) -> Edition:
    """Return the edition in force on a day written as 2006-09-08; two queries.

    Raises BadAddress for what is not a day or is in the future, NothingThere for a day
    before the first edition, Http404 when the document does not exist.
    """
    document = get_document_or_404(user, slug)
    day = _day(value)
    editions = Edition.objects.filter(document=document).with_document()
    edition = editions.in_force_on(day).first()
    if edition is None:
        message = gettext("No edition of this document had been published by %(day)s.")
        raise NothingThere(message % {"day": date_format(day, "DATE_FORMAT")})
    return edition


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
    return get_object_or_404(
        Clause.objects.visible_to(user).select_related("document", "part"),
        document__slug=slug,
        key=key,
    )
