"""Presenter of an edition's menu: its editions, what changed, and files of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from documents.errors import BadAddress
from documents.exports import FORMATS
from documents.models import Edition, ReadClause
from documents.presenters.changes import changed_clauses
from documents.presenters.citation import edition_name
from documents.presenters.columns import Columns

SINCE: Final = "since"
MOST_LISTED: Final = 8  # editions; a page of their own has all


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A line of the menu: a name, an address, and whether it is what is shown."""

    name: str
    url: str
    is_shown: bool = False
    is_saved: bool = False


class EditionMenu:
    """What an edition's page offers: other editions, changes since, and files.

    `current` is the current edition if another one is shown, `before` the edition that
    was current before this one, `since` the one that the address asks to be compared
    with. One query. Raises BadAddress when the address names no earlier edition.
    """

    def __init__(
        self, request: HttpRequest, edition: Edition, columns: Columns
    ) -> None:
        self._edition = edition
        self._query = columns.query
        self._path = request.path
        visible = edition.document.editions.visible_to(request.user)
        self._all = list(visible.defer("metadata", "note").latest_first())
        for each in self._all:
            each.document = edition.document
        published = [each for each in self._all if each.is_published]
        self._earlier = [each for each in published if each.number < edition.number]
        latest = next(iter(published), None)
        self.current = None if latest == edition else latest
        self.before = next(iter(self._earlier), None)
        self.since = self._read_since(request)

    def _read_since(self, request: HttpRequest) -> Edition | None:
        asked = request.GET.get(SINCE)
        found = (each for each in self._earlier if str(each.number) == asked)
        edition = next(found, None)
        if asked is not None and edition is None:
            message = gettext(
                "“since” is the number of an earlier edition, not “%(value)s”."
            )
            raise BadAddress(message % {"value": asked[:40]})
        return edition

    def find_changed(self, clauses: Sequence[ReadClause]) -> Collection[int]:
        """Return the ids of clauses that this edition changed; one query at most."""
        if self.before is None:
            return ()
        return changed_clauses(self.before, self._edition, clauses)

    @property
    def editions(self) -> list[MenuLine]:
        """The latest editions, and the one that is shown."""
        return [
            MenuLine(
                edition_name(each),
                each.get_absolute_url() + self._query,
                each == self._edition,
            )
            for place, each in enumerate(self._all)
            if place < MOST_LISTED or each == self._edition
        ]

    @property
    def earlier(self) -> list[MenuLine]:
        """The editions since which changes can be shown in the text."""
        glue = "&" if self._query else "?"
        return [
            MenuLine(
                edition_name(each),
                f"{self._path}{self._query}{glue}{SINCE}={each.number}",
                each == self.since,
            )
            for each in self._earlier[:MOST_LISTED]
        ]

    @property
    def since_name(self) -> str:
        """The name of the edition compared with; "" without one."""
        return edition_name(self.since) if self.since else ""

    @property
    def plain_url(self) -> str:
        """The address of the text without changes shown in it."""
        return f"{self._path}{self._query}"

    @property
    def changes_url(self) -> str:
        """The address of the page of changes; "" when there is nothing before."""
        return self._address("edition-changes") + self._query if self.before else ""

    @property
    def files(self) -> list[MenuLine]:
        """The formats in which the edition can be had; none of a draft."""
        if not self._edition.is_published:
            return []
        return [
            MenuLine(
                str(each.label),
                self._address(each.url_name),
                is_saved=bool(each.saved_as),
            )
            for each in FORMATS
        ]

    def _address(self, name: str) -> str:
        names = [self._edition.document.slug, self._edition.number]
        return reverse(f"documents:{name}", args=names)
