"""Markup of texts, redlines and rows, joined in Python.

A long page has thousands of cells: a template for each would take ten times as long.
What the rows of a page have in common is made once. Everything is escaped here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from documents.comparing import Segment, SegmentKind
from documents.languages import Language
from documents.matching.sentence_alignment import Span
from documents.models import Edition
from documents.presenters.changes import ChangedCell
from documents.presenters.columns import Columns
from documents.presenters.rows import Cell, Row
from documents.text.marks import Mark, Piece, pieces

# What stands beside a clause, under its place: markup that others give.
Beside: TypeAlias = Callable[[Row], str]
FOCUSABLE: Final = ' tabindex="-1"'


def join_markup(parts: Iterable[str]) -> SafeString:
    """Join what is markup already."""
    return SafeString("".join(parts))


# --- Texts


def mark_up_text(text: str, marks: Sequence[Mark] = ()) -> SafeString:
    """Return a text with its marks as markup."""
    return mark_up_pieces(pieces(text, marks)) if marks else escape(text)


def mark_up_sentences(
    text: str, marks: Sequence[Mark], said: Sequence[Span | None]
) -> SafeString:
    """Return a text in which each counterpart is an element with its number."""
    parts: list[str] = []
    place = 0
    for number, span in enumerate(said):
        if span is None:
            continue
        start, end = span
        parts.append(_mark_up_between(text, marks, place, start))
        parts.append(f'<span class="said" data-said="{number}">')
        parts.append(_mark_up_between(text, marks, start, end))
        parts.append("</span>")
        place = end
    parts.append(_mark_up_between(text, marks, place, len(text)))
    return join_markup(parts)


def _mark_up_between(
    text: str, marks: Sequence[Mark], start: int, end: int
) -> SafeString:
    inside = [
        replace(mark, start=mark.start - start, end=mark.end - start)
        for mark in marks
        if mark.end > start and mark.start < end
    ]
    return mark_up_text(text[start:end], inside)


def mark_up_pieces(found: Iterable[Piece]) -> SafeString:
    """Return the pieces of a text: links, marked words, and plain ones."""
    return join_markup(map(_mark_up_piece, found))


def _mark_up_piece(piece: Piece) -> SafeString:
    if link := piece.link:
        pattern = '<a class="{}" href="{}" title="{}">{}</a>'
        return format_html(pattern, piece.classes, link.href, link.label, piece.text)
    if piece.marks:
        pattern = '<mark class="{} depth-{}" title="{}">{}</mark>'
        return format_html(pattern, piece.classes, piece.depth, piece.label, piece.text)
    return escape(piece.text)


def mark_up_redline(segments: Iterable[Segment]) -> SafeString:
    """Return a redline; what was done to words is told to screen readers too."""
    return join_markup(map(_mark_up_segment, segments))


def _mark_up_segment(segment: Segment) -> SafeString:
    if segment.kind is SegmentKind.SAME:
        return escape(segment.text)
    return format_html(
        '<{0}{1}><span class="visually-hidden" lang="{2}">[{3}{4} </span>{5}'
        '<span class="visually-hidden">]</span></{0}>',
        segment.kind.value,
        SafeString(' class="moved"') if segment.moved else "",
        get_language() or "",
        _said_of(segment),
        gettext(":"),
        segment.text,
    )


def _said_of(segment: Segment) -> str:
    if segment.moved:
        return pgettext("words in a redline", "moved")
    if segment.kind is SegmentKind.DELETED:
        return gettext("deleted")
    return pgettext("words in a redline", "inserted")


# --- Cells and rows


def mark_up_cell(cell: Cell | ChangedCell) -> SafeString:
    """Return the number and the text of a cell; "" if it has no text."""
    if isinstance(cell, ChangedCell):
        words = mark_up_redline(cell.segments)
        number = mark_up_redline(cell.numbers)
    else:
        words = (
            mark_up_sentences(cell.text, cell.marks, cell.said)
            if cell.said
            else mark_up_text(cell.text, cell.marks)
        )
        number = escape(cell.number)
    if words and number:
        return join_markup((f'<span class="number">{number}</span> ', words))
    return words


class CellMarkup:
    """Markup of the cells in these languages; their openings are made once."""

    def __init__(self, languages: Iterable[Language]) -> None:
        languages = list(languages)
        self._openings = {each.code: _open_cell(each) for each in languages}
        self._redlines = {each.code: _open_redline(each) for each in languages}
        self._missing = {each.code: _missing_cell(each) for each in languages}

    def render(self, cells: Iterable[Cell | ChangedCell]) -> SafeString:
        """Return the cells of one clause."""
        return join_markup(map(self._render_cell, cells))

    def _render_cell(self, cell: Cell | ChangedCell) -> str:
        code = cell.language.code
        words = mark_up_cell(cell)
        if not words:
            return self._missing[code]
        is_redline = isinstance(cell, ChangedCell)
        opening = (self._redlines if is_redline else self._openings)[code]
        return f"{opening}{words}</p></div>"


def _open_cell(language: Language) -> SafeString:
    return format_html(
        '<div class="cell" lang="{}" data-language="{}" data-name="{}"><p>',
        language.bcp47,
        language.code,
        language.name,
    )


def _open_redline(language: Language) -> SafeString:
    """The same without the code: nothing is quoted from words of two editions."""
    pattern = '<div class="cell" lang="{}" data-name="{}"><p>'
    return format_html(pattern, language.bcp47, language.name)


def _missing_cell(language: Language) -> SafeString:
    return format_html(
        '<div class="cell" data-language="{}" data-name="{}">'
        '<p class="missing">{}</p></div>',
        language.code,
        language.name,
        gettext(language.not_yet),
    )


class RowMarkup:
    """Markup of the rows of an edition: margin, and cells in column order.

    `in_full` leaves no place unnamed and, on a narrow screen, no text folded away.
    """

    def __init__(
        self,
        edition: Edition,
        columns: Columns,
        *,
        before: Edition | None = None,
        beside: Beside | None = None,
        in_full: bool = False,
    ) -> None:
        self._in_full = in_full
        self._cells = CellMarkup(columns.languages)
        self._beside = beside
        names = [edition.document.slug, "KEY"]
        stem = reverse("documents:clause-detail", args=names)
        self._stem, _key, rest = stem.partition("KEY")
        self._rest = escape(rest + columns.query)
        self._changed = _mark_of_change(edition, before, columns) if before else ""
        is_folded = len(columns.codes) > 1 and not in_full
        self._folds = [_unfold(), _unfold(" checked")] if is_folded else ["", ""]

    def render(self, row: Row, *, is_first: bool = False) -> str:
        """Return a row; the first one can have the focus, for who skips to the text."""
        beside = ""
        if self._beside and (own := self._beside(row)):
            # An element of its own: what others give changes while the page is read.
            beside = f'<span class="beside">{own}</span>'
        changed = self._changed.replace("KEY", row.key) if row.is_changed else ""
        return (
            f'<div class="{_classes(row, self._in_full)}" id="{row.key}"'
            f' data-kind="{row.kind}"{_depth(row)}{FOCUSABLE if is_first else ""}'
            f' role="group" aria-label="{escape(row.labels.full)}">'
            f'<div class="margin"><a class="place" href="{self._stem}{row.key}'
            f'{self._rest}">{escape(row.labels.label)}</a>{changed}{beside}'
            f"{self._folds[row.is_found_aside]}</div>{self._cells.render(row.cells)}</div>"
        )


def _depth(row: Row) -> str:
    return f' data-depth="{row.depth}"' if row.depth else ""


def _classes(row: Row, in_full: bool) -> str:
    names = ["clause"]
    if row.is_self_evident and not in_full:
        names.append("self-evident")
    if row.is_changed:
        names.append("changed")
    if row.is_removed:
        names.append("removed")
    return " ".join(names)


def _mark_of_change(edition: Edition, before: Edition, columns: Columns) -> SafeString:
    """Return the mark of a clause that changed, with KEY for its key."""
    names = [edition.document.slug, edition.number]
    address = reverse("documents:edition-changes", args=names)
    said = gettext("Changed since edition %(number)s") % {"number": before.number}
    return format_html(
        '<a class="changed-mark" href="{0}{1}from={2}#KEY" title="{3}"'
        ' aria-label="{3}">Δ</a>',
        address,
        f"{columns.query}&" if columns.query else "?",
        before.number,
        said,
    )


def _unfold(state: str = "") -> SafeString:
    """Return the control that shows the other texts of a clause on a narrow screen.

    A checkbox works without JavaScript, and costs nothing where all texts are shown.
    """
    # Translators: of a clause, in the other languages
    words = pgettext("of a clause", "Other texts")
    pattern = '<input class="unfold" type="checkbox" aria-label="{}"{}>'
    return format_html(pattern, words, SafeString(state))


def mark_up_outline(lines: Iterable[tuple[str, str]]) -> SafeString:
    """Return the lines of an outline: each an anchor on the page and its words."""
    return format_html_join("", '<li><a href="#{}">{}</a></li>', lines)
