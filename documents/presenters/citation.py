"""Citation of a clause, and the permalink in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import pgettext

from documents.models import Edition
from documents.presenters.localized import printed_title
from documents.text.content import ClauseRow


def permalink(request: HttpRequest, edition: Edition, key: str) -> str:
    """Return the absolute permalink of a clause in this edition."""
    path = reverse(
        "permalinks:edition-clause", args=[edition.document.slug, edition.number, key]
    )
    return request.build_absolute_uri(path)


class Citation:
    """Citations of the clauses of one edition; shared parts are made once."""

    def __init__(
        self,
        request: HttpRequest,
        edition: Edition,
        versions: Iterable[ClauseRow] | None = None,
    ) -> None:
        self.title = printed_title(edition, versions)
        self._symbol = edition.document.symbol
        self._edition = edition_name(edition)
        # One reverse() for all: the key is the last segment of the address.
        self.stem = permalink(request, edition, "KEY").removesuffix("KEY")

    def address(self, key: str) -> str:
        """Return the permalink of the clause with this key."""
        return f"{self.stem}{key}"

    def text(self, place: str, address: str) -> str:
        """Return a clause's citation as one line in the active language.

        The page fills them in where it has one citation for all its clauses.
        """
        # Translators: a citation: title, place, edition. permalink
        pattern = pgettext("citation", "%(title)s, %(place)s (%(edition)s). %(link)s")
        title = f"{self.title} ({self._symbol})" if self._symbol else str(self.title)
        return pattern % {
            "title": title,
            "place": place,
            "edition": self._edition,
            "link": address,
        }


def edition_name(edition: Edition) -> str:
    """Return "edition 1, 8 September 2026", or "edition 2, draft".

    A corrigendum says what it corrects: "edition 3, corrigendum 1 to edition 2, …".
    """
    names: dict[str, Any] = {"number": edition.number}
    if edition.published_at is not None:
        names["date"] = date_format(edition.published_at, "DATE_FORMAT")
    if edition.corrects is None:
        return _pattern_of_edition(edition) % names
    names["corrigendum"] = edition.corrigendum
    names["corrected"] = edition.corrects.number
    return _pattern_of_corrigendum(edition) % names


def _pattern_of_edition(edition: Edition) -> str:
    if edition.published_at is None:
        # Translators: an edition that is not published yet
        return pgettext("name of an edition", "edition %(number)s, draft")
    # Translators: an edition with the day it was published
    return pgettext("name of an edition", "edition %(number)s, %(date)s")


def _pattern_of_corrigendum(edition: Edition) -> str:
    if edition.published_at is None:
        # Translators: an edition that corrects another and is not published yet
        return pgettext(
            "name of an edition",
            "edition %(number)s, corrigendum %(corrigendum)s to edition %(corrected)s,"
            " draft",
        )
    # Translators: an edition that corrects another, with the day it was published
    return pgettext(
        "name of an edition",
        "edition %(number)s, corrigendum %(corrigendum)s to edition %(corrected)s,"
        " %(date)s",
    )
