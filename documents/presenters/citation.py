"""Citation of a clause, and the permalink in it."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import pgettext

from documents.models import ClauseVersion, Edition
from documents.presenters.labels import full_label
from documents.presenters.localized import printed_title


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
        versions: Iterable[ClauseVersion] | None = None,
    ) -> None:
        self.title = printed_title(edition, versions)
        self._symbol = edition.document.symbol
        self._edition = edition_name(edition)
        # One reverse() for all: the key is the last segment of the address.
        self._stem = permalink(request, edition, "KEY").removesuffix("KEY")

    def address(self, version: ClauseVersion) -> str:
        """Return the clause's permalink."""
        return f"{self._stem}{version.clause.key}"

    def text(self, version: ClauseVersion, label: str | None = None) -> str:
        """Return the citation as one line in the active language."""
        # Translators: a citation: title, place, edition. permalink
        pattern = pgettext("citation", "%(title)s, %(place)s (%(edition)s). %(link)s")
        title = f"{self.title} ({self._symbol})" if self._symbol else str(self.title)
        return pattern % {
            "title": title,
            "place": label or full_label(version.locator),
            "edition": self._edition,
            "link": self.address(version),
        }


def edition_name(edition: Edition) -> str:
    """Return "edition 1, 8 September 2026", or "edition 2, draft"."""
    if edition.published_at is None:
        # Translators: an edition that is not published yet
        pattern = pgettext("name of an edition", "edition %(number)s, draft")
        return pattern % {"number": edition.number}
    # Translators: an edition with the day it was published
    pattern = pgettext("name of an edition", "edition %(number)s, %(date)s")
    day = date_format(edition.published_at, "DATE_FORMAT")
    return pattern % {"number": edition.number, "date": day}
