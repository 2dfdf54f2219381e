"""Lines of a PDF: its words put together by their baselines, column by column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from documents.importing.pdf.extract import Page, Word

# All in sizes of the letters, unless said otherwise.
SAME_BASELINE: Final = 0.2
SUPERIOR_SIZE: Final = 0.8
SUPERIOR_RISE: Final = (0.15, 0.6)
TOUCHING: Final = 0.35
# Columns of a masthead are so far apart; after a number alone so far.
SPLIT, SPLIT_AFTER_NUMBER = 2.5, 6.0
# In a justified line the smallest gap is so much of the largest.
EVEN: Final = 0.6
NUMBER_ALONE: Final = re.compile(
    r"[(（]?(?:\d{1,3}|[a-zа-я]{1,4}|[IVX]{1,5})[).）．、]?"
)
SUPERIORS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Two columns: the share of rows that leave the lane free, and the fewest rows.
FREE, FEWEST = 0.85, 12
LANES: Final = [0.40 + 0.01 * step for step in range(21)]  # of the width


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as printed; lengths in points, from the left and from the foot."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    page: int
    column: int = 0


@dataclass(slots=True)
class Row:
    """The words of one baseline, and their superior marks."""

    words: list[Word]
    size: float
    baseline: float

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)


def read_lines(page: Page) -> list[PrintedLine]:
    """Return the lines of a page in reading order."""
    rows = _rows(page.words)
    lane = _find_lane(rows, page.width)
    if lane is None:
        return [line for row in rows for line in _split(row, page.number, 0)]
    return list(_in_columns(rows, lane, page))


def _rows(words: Sequence[Word]) -> list[Row]:
    """Return the rows from the top down; the biggest words are placed first."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda each: -each.size):
        row = next((row for row in rows if _is_on(word, row)), None)
        if row is None:
            rows.append(Row([word], word.size, word.baseline))
        else:
            row.words.append(word)
    for row in rows:
        row.words.sort(key=lambda each: each.left)
    return sorted(rows, key=lambda row: (-row.baseline, row.left))


def _is_on(word: Word, row: Row) -> bool:
    rise = word.baseline - row.baseline
    if abs(rise) <= SAME_BASELINE * min(row.size, word.size):
        return True
    low, high = SUPERIOR_RISE
    if word.size >= SUPERIOR_SIZE * row.size or not low <= rise / row.size <= high:
        return False
    return any(_touches(word, other) for other in row.words)


def _touches(word: Word, other: Word) -> bool:
    reach = TOUCHING * other.size
    return word.left - other.right < reach and other.left - word.right < reach


def _split(row: Row, page: int, column: int) -> Iterator[PrintedLine]:
    """Yield the row's lines: one, unless the words are far apart.

    The words of a justified line are all equally far apart.
    """
    run: list[Word] = []
    justified = _is_justified(row)
    for word in row.words:
        is_far = run and word.left - run[-1].right > _far(run) * row.size
        if is_far and not justified:
            yield _line(run, row, page, column)
            run = []
        run.append(word)
    yield _line(run, row, page, column)


def _is_justified(row: Row) -> bool:
    gaps = [b.left - a.right for a, b in pairwise(row.words) if b.spaced]
    return len(gaps) > 1 and min(gaps) > EVEN * max(gaps)


def _far(run: Sequence[Word]) -> float:
    text = "".join(word.text for word in run)
    return SPLIT_AFTER_NUMBER if NUMBER_ALONE.fullmatch(text) else SPLIT


def _line(run: Sequence[Word], row: Row, page: int, column: int) -> PrintedLine:
    text = ""
    for place, word in enumerate(run):
        is_superior = word.size < SUPERIOR_SIZE * row.size and word.text.isdigit()
        said = word.text.translate(SUPERIORS) if is_superior else word.text
        blank = place > 0 and not is_superior and word.spaced
        text += (" " if blank else "") + said
    body = [word for word in run if word.size >= SUPERIOR_SIZE * row.size] or run
    return PrintedLine(
        text,
        run[0].left,
        run[-1].right,
        row.baseline,
        median(word.size for word in body),
        all(word.bold for word in body),
        page,
        column,
    )


# --- Two columns


def _find_lane(rows: Sequence[Row], width: float) -> float | None:
    """Return the middle of the lane between two columns, None where there is one."""
    wide = [row for row in rows if len(row.words) > 1 and _spans(row, width)]
    if len(wide) < FEWEST:
        return None
    free = {
        lane: sum(_leaves_free(row, lane * width) for row in wide) for lane in LANES
    }
    best = max(free.values())
    if best < FREE * len(wide):
        return None
    lanes = [lane for lane, count in free.items() if count == best]
    return median(lanes) * width


def _spans(row: Row, width: float) -> bool:
    return row.left < 0.4 * width and row.right > 0.6 * width


def _leaves_free(row: Row, place: float) -> bool:
    """Return whether no word is near the place, in a gap wider than one of words."""
    left = max((w.right for w in row.words if w.left < place), default=0.0)
    right = min((w.left for w in row.words if w.left >= place), default=0.0)
    return left < place and right - left > row.size


def _in_columns(rows: Sequence[Row], lane: float, page: Page) -> Iterator[PrintedLine]:
    """Yield the lines of two columns; a row across the lane ends them."""
    waiting: list[PrintedLine] = []
    for row in rows:
        sides = [
            [word for word in row.words if (word.left < lane) is is_left]
            for is_left in (True, False)
        ]
        if any(word.left < lane < word.right for word in row.words):
            yield from waiting
            waiting = []
            yield from _split(row, page.number, 0)
            continue
        for column, words in enumerate(sides):
            if words:
                side = Row(words, row.size, row.baseline)
                if column == 0:
                    yield from _split(side, page.number, 1)
                else:
                    waiting += _split(side, page.number, 2)
    yield from waiting
