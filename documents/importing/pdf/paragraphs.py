"""Paragraphs of a PDF: its lines put together by margins, gaps and indents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from documents.importing.lines import is_stopped, is_terminal
from documents.importing.pdf.extract import Page
from documents.importing.pdf.furniture import find_furniture
from documents.importing.pdf.lines import PrintedLine, read_lines
from documents.importing.sheets import Paragraph, Sheets

# A distance of lines is common that occurs so often as the commonest.
COMMON: Final = 0.2
# In pitches, the usual distance of two lines.
GAP: Final = 1.28
# In sizes of the letters.
INDENT, SAME_PLACE = 0.8, 0.4
# A line that ends so far before the right margin is short; a share of the width.
SHORT: Final = 0.12
NOTE_SIZE: Final = 0.93
NUMBERED: Final = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3})*[.．、)]?|[(（]?[a-zа-я]{1,4}[.)）]|[(（][IVXivx]{1,5}[)）]"
    r"|第[一二三四五六七八九十百\d]+[条章节]|[一二三四五六七八九十]+[、.．]"
    r"|[(（][一二三四五六七八九十]+[)）]|[•–—-])(?:\s|(?=[^\W\d]))"
)
NOTE: Final = re.compile(r"(?:[⁰¹²³⁴-⁹]+|\*{1,3}|\d{1,2}\s|\[\d+\]|[a-z]\s)")


@dataclass(frozen=True, slots=True)
class Measures:
    """What is usual in a file: size and pitch; margins by page and column."""

    size: float
    pitch: float
    margins: dict[tuple[int, int], tuple[float, float]]

    @classmethod
    def of(cls, lines: Sequence[PrintedLine]) -> Measures:
        """Measure the lines of the text."""
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
        size = sizes.most_common(1)[0][0] if sizes else 10.0
        steps = Counter(
            round(a.baseline - b.baseline)
            for a, b in pairwise(lines)
            if (a.page, a.column) == (b.page, b.column)
            and size < a.baseline - b.baseline < 3 * size
        )
        return cls(size, _pitch(steps) or 1.2 * size, _margins(lines))

    def margin(self, line: PrintedLine) -> tuple[float, float]:
        return self.margins[line.page, line.column]


def _pitch(steps: Counter[int]) -> float:
    """Return the distance of the lines of a paragraph: the least of the common ones."""
    most = max(steps.values(), default=0)
    common = [step for step, count in steps.items() if count >= COMMON * most]
    return float(min(common, default=0))


def _margins(
    lines: Sequence[PrintedLine],
) -> dict[tuple[int, int], tuple[float, float]]:
    groups: dict[tuple[int, int], list[PrintedLine]] = {}
    for line in lines:
        groups.setdefault((line.page, line.column), []).append(line)
    widest = {column: _margin(_of(groups, column)) for _page, column in groups}
    return {
        place: _margin(own, widest[place[1]]) if len(own) > 3 else widest[place[1]]
        for place, own in groups.items()
    }


def _of(
    groups: dict[tuple[int, int], list[PrintedLine]], column: int
) -> list[PrintedLine]:
    return [line for place, own in groups.items() if place[1] == column for line in own]


def _margin(
    lines: Sequence[PrintedLine], usual: tuple[float, float] | None = None
) -> tuple[float, float]:
    """Return the left and the right margin: the commonest of the long lines."""
    right = max(line.right for line in lines)
    if usual is not None:
        right = max(right, min(usual[1], right + 0.05 * usual[1]))
    least = min(line.left for line in lines)
    long = [line for line in lines if line.right - line.left > 0.6 * (right - least)]
    places = Counter(round(line.left) for line in long or lines)
    best = max(places.values())
    # Of places as common the outer one: an indent is not the margin.
    left = min(place for place, count in places.items() if count >= 0.5 * best)
    return float(left), right


def build_paragraphs(pages: Sequence[Page]) -> Sheets:
    """Return the paragraphs of pages in reading order, the furniture apart."""
    lines = [read_lines(page) for page in pages]
    cut = find_furniture(pages, lines)
    kept = [
        [line for index, line in enumerate(own) if (place, index) not in cut]
        for place, own in enumerate(lines)
    ]
    measures = Measures.of([line for own in kept for line in own])
    builder = _Builder(measures)
    for own in kept:
        notes = _note_lines(own, measures)
        builder.add_page(own[: len(own) - notes], own[len(own) - notes :])
    furniture = [lines[place][index].text for place, index in sorted(cut)]
    return Sheets(builder.paragraphs, furniture)


def _note_lines(lines: Sequence[PrintedLine], measures: Measures) -> int:
    """Return how many lines at the foot are notes: small, the first one marked."""
    count = 0
    for line in reversed(lines):
        if line.size > NOTE_SIZE * measures.size and not _is_rule(line):
            break
        count += 1
    while count and not NOTE.match(lines[len(lines) - count].text):
        count -= 1
    return count


def _is_rule(line: PrintedLine) -> bool:
    """Return whether a line is a rule above notes, however short, and no text."""
    return not line.text.strip("_—–-─ ")


class _Builder:
    """Puts lines together, page by page."""

    def __init__(self, measures: Measures) -> None:
        self.measures = measures
        self.paragraphs: list[Paragraph] = []
        self.last: PrintedLine | None = None
        self.before_last: PrintedLine | None = None

    def add_page(
        self, lines: Iterable[PrintedLine], notes: Sequence[PrintedLine]
    ) -> None:
        for line in lines:
            if self.last is None or self._breaks(self.last, line):
                self.paragraphs.append(Paragraph([], line.page))
                self.before_last = None
            else:
                self.before_last = self.last
            self.paragraphs[-1].lines.append(line.text)
            self.last = line
        if notes and self.paragraphs:
            self.paragraphs[-1].notes += _join_notes(notes)

    def _breaks(self, a: PrintedLine, b: PrintedLine) -> bool:
        """Return whether a paragraph begins with `b`."""
        if (a.page, a.column) != (b.page, b.column):
            return self._breaks_at_turn(a, b)
        if abs(a.baseline - b.baseline) < SAME_PLACE * b.size:
            return True  # another column of a masthead
        if a.baseline - b.baseline > GAP * self._pitch(a, b):
            return True
        if abs(a.size - b.size) > 0.15 * b.size:
            return True
        if a.bold != b.bold and self._is_short(a):
            return True
        return self._breaks_at_place(a, b)

    def _pitch(self, a: PrintedLine, b: PrintedLine) -> float:
        """Return the usual distance of lines of this size."""
        return self.measures.pitch * max(1.0, max(a.size, b.size) / self.measures.size)

    def _breaks_at_place(self, a: PrintedLine, b: PrintedLine) -> bool:
        if self._is_centred(b) and self._is_centred(a):
            return False
        same = abs(b.left - a.left) < SAME_PLACE * b.size
        if same:
            return self._is_item_after(a, b)
        if b.left - a.left > INDENT * b.size:
            # A list's text may hang behind the number of its first line.
            hangs = self.before_last is None and NUMBERED.match(a.text)
            return not (
                hangs and b.left - a.left < 5 * b.size and not is_terminal(a.text)
            )
        return b.left < a.left and bool(NUMBERED.match(b.text)) and self._is_ended(a)

    def _is_item_after(self, a: PrintedLine, b: PrintedLine) -> bool:
        """Return whether `b`, below `a`, begins an item of its own."""
        indented = b.left > self.measures.margin(b)[0] + INDENT * b.size
        return indented and bool(NUMBERED.match(b.text)) and is_terminal(a.text)

    def _is_ended(self, a: PrintedLine) -> bool:
        return is_terminal(a.text) or self._is_short(a)

    def _breaks_at_turn(self, a: PrintedLine, b: PrintedLine) -> bool:
        indented = b.left > self.measures.margin(b)[0] + INDENT * b.size
        if indented and (NUMBERED.match(b.text) or is_stopped(a.text)):
            return True
        if indented and is_terminal(a.text) and not self._hangs_on(a, b):
            return True
        return self._is_short(a) and is_stopped(a.text)

    def _hangs_on(self, a: PrintedLine, b: PrintedLine) -> bool:
        """Return whether `b` goes on below `a` in a paragraph that hangs as a whole."""
        same = abs(b.left - a.left) < SAME_PLACE * b.size
        return same and self.before_last is not None and b.text[:1].islower()

    def _is_short(self, a: PrintedLine) -> bool:
        left, right = self.measures.margin(a)
        return a.right < right - SHORT * (right - left)

    def _is_centred(self, line: PrintedLine) -> bool:
        left, right = self.measures.margin(line)
        before, after = line.left - left, right - line.right
        return before > 2 * line.size and abs(before - after) < 1.5 * line.size


def _join_notes(lines: Sequence[PrintedLine]) -> list[str]:
    notes: list[str] = []
    for line in lines:
        if _is_rule(line):
            continue
        if NOTE.match(line.text) or not notes:
            notes.append(line.text)
        else:
            notes[-1] += f" {line.text}"
    return notes
