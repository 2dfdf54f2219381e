"""How a text sets its paragraphs off: with blank lines, indents, or by words alone."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from documents.importing.line_starts import OPENERS, Start
from documents.importing.lines import (
    HAS_HAN,
    Line,
    begins_small,
    is_terminal,
    usual_width,
)
from documents.languages.base import Cues

FEW: Final = 8
# No printed line is as wide: a line that is holds a whole paragraph.
WIDEST: Final = 130


@dataclass(frozen=True, slots=True)
class Layout:
    """The signs a text uses to set its paragraphs off."""

    blank: bool
    indented: bool
    margin: int
    width: int
    ragged: bool
    unwrapped: bool
    single: bool

    @classmethod
    def of(cls, lines: Sequence[Line], starts: Sequence[Start], cues: Cues) -> Layout:
        """Find the signs out from lines that are certain to begin a unit."""
        margin = _margin(lines)
        sure = [
            b
            for (a, b), start in zip(
                itertools.pairwise(lines), starts[1:], strict=False
            )
            if _is_sure(a, b, start, cues)
        ]
        sample = sure if len(sure) > 2 else lines[1:]
        share = 0.5 if len(sure) > 2 else 0.12
        return cls(
            blank=sum(line.gap for line in sample) > share * len(sample),
            indented=sum(line.indent > margin for line in sample) > share * len(sample),
            margin=margin,
            width=usual_width(lines),
            ragged=_is_ragged(lines),
            unwrapped=_is_unwrapped(lines),
            single=not any(_goes_on(a, b) for a, b in itertools.pairwise(lines)),
        )


def _is_unwrapped(lines: Sequence[Line]) -> bool:
    """Tell whether each line is a paragraph, as web pages give them."""
    wide = [line for line in lines if line.width > WIDEST]
    stopped = sum(is_terminal(line.text) for line in wide)
    return len(wide) > 1 and stopped >= 0.8 * len(wide)


def _goes_on(a: Line, b: Line) -> bool:
    """Tell whether a sentence goes on from a line to the next one."""
    if b.gap or is_terminal(a.text):
        return False
    return begins_small(b.text) or (a.width > 50 and bool(HAS_HAN.search(a.text)))


def _is_ragged(lines: Sequence[Line]) -> bool:
    """Tell whether lines end anywhere, so that a short one says nothing."""
    width = usual_width(lines)
    inner = [
        a
        for a, b in itertools.pairwise(lines)
        if not (is_terminal(a.text) or b.gap or b.turn)
    ]
    short = sum(line.width < 0.8 * width for line in inner)
    return len(inner) >= FEW and short > 0.3 * len(inner)


def _margin(lines: Sequence[Line]) -> int:
    counts = Counter(line.indent for line in lines)
    usual = [indent for indent, count in counts.items() if count >= 0.1 * len(lines)]
    return min(usual, default=0)


def _is_sure(a: Line, b: Line, start: Start, cues: Cues) -> bool:
    if not is_terminal(a.text):
        return False
    if start in {Start.NUMBER, Start.ARTICLE}:
        return True
    return start in OPENERS and (
        not cues.spaced or not begins_small(b.text) or b.gap > 0
    )
