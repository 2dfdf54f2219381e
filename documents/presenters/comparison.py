"""Presenter of the page of changes: which clauses it shows, counted, and as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from documents.comparing import Change, ClauseChange
from documents.errors import BadAddress
from documents.models import Edition
from documents.presenters.changes import (
    ChangeNote,
    changes_between,
    count_changes,
    counted,
    locators_of,
    note_of,
)
from documents.presenters.columns import Columns
from documents.presenters.labels import enumerate_labels
from documents.presenters.markup import RowMarkup, join_markup
from documents.presenters.reading_text import lay_out
from documents.presenters.rows import redlined_row

KIND: Final = "kind"
SHOW: Final = "show"
ONLY_CHANGED: Final = "changed"
EVERYTHING: Final = "all"


@dataclass(frozen=True, slots=True)
class FilterLink:
    """A count at the head of the page, which leads to what it counts."""

    name: str
    url: str
    is_shown: bool


class ShownChanges:
    """The clauses of two editions that a page of changes shows.

    `?kind=moved` shows those that moved, `?show=all` all clauses; else those that
    changed. Four queries, none without an edition before. Raises BadAddress when the
    address asks for something else.
    """

    def __init__(
        self,
        request: HttpRequest,
        before: Edition | None,
        after: Edition,
        columns: Columns,
    ) -> None:
        self._query = request.GET.copy()
        self._kind = _read_kind(request)
        self._show = _read_show(request)
        self._edition = after
        self._columns = columns
        self.is_backwards = before is not None and before.number > after.number
        self._all = changes_between(before, after) if before else []

    @cached_property
    def rows(self) -> Sequence[ClauseChange]:
        """What the page shows, in reading order."""
        return [each for each in self._all if self._admits(each)]

    def _admits(self, change: ClauseChange) -> bool:
        if self._kind:
            return self._kind in change.changes
        return change.is_change or self._show == EVERYTHING

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What a form of the page keeps of the address: the filter."""
        asked = ((name, self._query.get(name)) for name in (KIND, SHOW))
        return [(name, value) for name, value in asked if value]

    @property
    def is_filtered(self) -> bool:
        """Whether only one kind of change is shown."""
        return self._kind is not None

    @property
    def plain_url(self) -> str:
        """The address of everything that changed."""
        return self._address()

    @property
    def links(self) -> list[FilterLink]:
        """The filters: everything that changed, each kind of change, all clauses."""
        changed = sum(each.is_change for each in self._all)
        is_plain = self._kind is None and self._show == ONLY_CHANGED
        plain = FilterLink(_count_changed(changed), self._address(), is_plain)
        # What did not change comes last, before all clauses.
        counts = sorted(
            count_changes(self._all), key=lambda each: each[0] is Change.KEPT
        )
        kinds = [
            FilterLink(
                counted(kind, count, backwards=self.is_backwards),
                self._address(kind=kind.value),
                self._kind is kind,
            )
            for kind, count in counts
        ]
        if [count for kind, count in counts if kind is not Change.KEPT] == [changed]:
            # One filter for the same clauses, in the words that say more.
            only = kinds.pop(0)
            is_shown = is_plain or only.is_shown
            plain = replace(plain, name=only.name, is_shown=is_shown)
        is_all = self._kind is None and self._show == EVERYTHING
        return [
            plain,
            *kinds,
            # Translators: a link that shows those clauses too that did not change
            FilterLink(
                pgettext("which clauses to show", "all clauses"),
                self._address(show=EVERYTHING),
                is_all,
            ),
        ]

    def _address(self, **added: str) -> str:
        """Return the page with the other parameters kept, and these."""
        query = self._query.copy()
        for name in (KIND, SHOW):
            query.pop(name, None)
        query.update(added)
        return f"?{query.urlencode(safe=',')}"

    @property
    def markup(self) -> SafeString:
        """All rows: redlines, and in the margin what became of each clause."""
        locators = locators_of(self._all)
        notes = {
            each.key: note_of(each, locators, backwards=self.is_backwards)
            for each in self.rows
        }
        markup = RowMarkup(
            self._edition,
            self._columns,
            beside=lambda row: _mark_up_note(notes[row.key]),
            in_full=True,
        )
        blocks = ((1, each) for each in self._render(markup))
        return join_markup(lay_out(blocks, len(self.rows)))

    def _render(self, markup: RowMarkup) -> Sequence[str]:
        rows = (
            redlined_row(each, shown, self._columns.codes)
            for each in self.rows
            if (shown := each.after or each.before)
        )
        return [markup.render(row, is_first=not n) for n, row in enumerate(rows)]


def _count_changed(count: int) -> str:
    return ngettext("%(count)s clause changed", "%(count)s clauses changed", count) % {
        "count": count
    }


def _read_kind(request: HttpRequest) -> Change | None:
    asked = request.GET.get(KIND)
    if asked is None:
        return None
    try:
        return Change(asked)
    except ValueError:
        message = gettext("“kind” is one of %(kinds)s, not “%(value)s”.")
        details = {"kinds": ", ".join(Change), "value": asked[:40]}
        raise BadAddress(message % details) from None


def _read_show(request: HttpRequest) -> str:
    show = request.GET.get(SHOW, ONLY_CHANGED)
    if show not in {ONLY_CHANGED, EVERYTHING}:
        raise BadAddress(gettext("“show” is either “changed” or “all”."))
    return show


def _mark_up_note(note: ChangeNote) -> SafeString:
    names = format_html_join("", "<li>{}</li>", ((name,) for name in note.names))
    parts = [format_html('<ul class="change-names">{}</ul>', names)]
    if note.label_before:
        was = gettext("was: %(place)s") % {"place": note.label_before}
        parts.append(_was(was))
    if note.origins:
        words = pgettext("the clauses it was made of", "from: %(places)s")
        parts.append(_was(words % {"places": enumerate_labels(note.origins)}))
    return join_markup(parts)


def _was(words: str) -> SafeString:
    return format_html('<span class="was">{}</span>', words)
