"""Lines of an extracted text: text, indent, width, and blank lines before."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from documents.languages import LANGUAGES
from documents.languages.base import NEVER, Cues
from documents.languages.base import words as either

INVISIBLE: Final = re.compile(r"[\ufeff\u200b-\u200f\u2060]|\u00ad(?=[^\n])(?!\s*\n)")
# Ligatures of Latin letters, which fonts and old extractions leave.
LIGATURES: Final = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
BLANKS: Final = re.compile(r"[^\S\n]+")
CLOSERS: Final = "\"'”’»›)）]］〉》」』*"
STOPS: Final = ".;:!?。；：！？…"
COMMAS: Final = ",，、"
# "; and" and «; и» end a recital or an item.
AND_AT_END: Final = re.compile(
    rf"[;；]\s*{either(*(word for each in LANGUAGES for word in each.conjunctions))}$"
)
# Signs of the languages that separate no words by blanks: Chinese.
UNSPACED: Final = re.compile(
    "|".join(each.script.signs.pattern for each in LANGUAGES if not each.spaced)
    or NEVER.pattern
)
# One spaced word at the beginning of a line: "П р и л о ж е н и е I к письму".
SPACED_WORD: Final = re.compile(
    r"^[^\W\d_](?: [a-z]){3,}(?!\S)|^[^\W\d_](?: [а-яё]){3,}(?!\S)"
    r"|^[A-Z](?: [A-Z]){3,}(?=\s\s|$)|^[А-ЯЁ](?: [А-ЯЁ]){3,}(?=\s\s|$)"
)
SPACED_LETTERS: Final = re.compile(r"(?:[^\W\d_]\s+){3,}[^\W\d_]$")


# A line that ends with a function word does not end a unit.
DANGLING: Final = re.compile(
    rf"\b{either(*(word for each in LANGUAGES for word in each.dangling))}$",
    re.IGNORECASE,
)
# Characters that take two columns.
WIDE: Final = re.compile(
    r"[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3"
    r"\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]"
)


FEW: Final = 3
MANY: Final = 12


@dataclass(slots=True)
class Line:
    """A printed line: its text, its position, and the footnotes removed after it."""

    raw: str
    text: str
    indent: int
    gap: int  # blank lines before it; after settle_gaps 1 or 0
    turn: bool = False  # whether a page turned before it
    notes: list[str] = field(default_factory=list)  # the footnotes that follow it
    page: int = 0  # from 1; 0 where pages are unknown
    width: int = field(init=False)  # in columns

    def __post_init__(self) -> None:
        self.width = columns(self.text)


def columns(text: str) -> int:
    """Return the width of a text in columns: a Chinese character takes two."""
    return len(text) if text.isascii() else len(text) + len(WIDE.findall(text))


def read_lines(text: str, cues: Cues) -> list[Line]:
    """Return the lines with text, each with the number of blank lines before it."""
    lines: list[Line] = []
    gap, turn = 0, False
    page = int("\f" in text)
    for raw in INVISIBLE.sub("", text).replace("\f", "\n\f\n").split("\n"):
        turn = turn or raw == "\f"
        page += raw == "\f"
        words = raw.strip()
        if not words:
            gap += raw != "\f"
            continue
        line = _line(raw, words, gap=gap, turn=turn, cues=cues)
        line.page = page
        lines.append(line)
        gap, turn = 0, False
    return lines


def _line(raw: str, words: str, *, gap: int, turn: bool, cues: Cues) -> Line:
    wide = raw.expandtabs(8)
    indent = sum(
        2 if char == "\u3000" else 1 for char in wide[: len(wide) - len(wide.lstrip())]
    )
    text = clean_line(words, cues)
    return Line(raw=wide, text=text, indent=indent, gap=gap, turn=turn)


def clean_line(words: str, cues: Cues) -> str:
    """Return a line without the blanks that only the print or the extraction put in."""
    words = words.translate(LIGATURES)
    return without_letter_spacing(words) if cues.spaced else without_blanks(words, cues)


def without_letter_spacing(words: str) -> str:
    """Join a letter-spaced heading, "S T A T E M E N T"; else collapse the blanks."""
    if not SPACED_LETTERS.match(words):
        closed = SPACED_WORD.sub(lambda word: word[0].replace(" ", ""), words)
        return BLANKS.sub(" ", closed)
    return " ".join(
        re.sub(r"\s", "", word) for word in re.split(r"\s{2,}", words) if word
    )


def without_blanks(words: str, cues: Cues) -> str:
    """Remove the blanks that extraction left in a line of a language without blanks.

    A blank after an article's number is kept: it distinguishes a heading from a
    sentence that mentions the article.
    """
    article = cues.article_apart.match(words)
    if article:
        number, rest = article.group(1), words[article.end() :]
        return f"{without_blanks(number, cues)} {without_blanks(rest, cues)}"
    kept = cues.kept_blanks.sub("\0", words)
    return BLANKS.sub("", kept).replace("\0", " ")


def is_terminal(text: str) -> bool:
    """Return whether a line ends where a unit may end: with a stop or a comma."""
    bare = text.rstrip(CLOSERS + " ")
    closed = bare.endswith((*STOPS, *COMMAS[:2]))
    return closed or bool(AND_AT_END.search(text[-20:]))


def is_stopped(text: str) -> bool:
    """Return whether a line ends with such punctuation other than a comma."""
    bare = text.rstrip(CLOSERS + " ")
    return bare.endswith(tuple(STOPS)) or bool(AND_AT_END.search(text[-20:]))


def begins_small(text: str) -> bool:
    """Return whether the first letter is lower case (never in Chinese)."""
    first = text.lstrip("«“\"'(—–- ")[:1]
    return first.islower()


def usual_width(lines: Sequence[Line]) -> int:
    """Return the width that nine lines in ten do not exceed."""
    widths = sorted(line.width for line in lines)
    return widths[int(0.9 * (len(widths) - 1))] if widths else 0


def settle_gaps(lines: list[Line]) -> None:
    """Replace the counts of blank lines by 1 (separated) or 0.

    Some extractions put a blank line after every line. One blank line then means
    nothing, two or more separate.
    """
    doubled = _is_doubled(lines)
    for line in lines:
        line.gap = int(line.gap > (1 if doubled else 0))


def _is_doubled(lines: list[Line]) -> bool:
    pairs = list(itertools.pairwise(lines))
    if _is_doubled_throughout(pairs):
        return True
    apart = [(a, b) for a, b in pairs if b.gap]
    single = [(a, b) for a, b in apart if b.gap == 1]
    if len(apart) < 0.75 * len(pairs) or not single:
        return False
    width = usual_width(lines)
    middles = sum(_is_mid_sentence(a, b, width) for a, b in single)
    # Of a few lines, titles without a stop may be as many.
    share = 0.12 if len(single) >= MANY else 0.5
    return middles >= 2 and middles >= share * len(single)


def _is_doubled_throughout(pairs: Sequence[tuple[Line, Line]]) -> bool:
    """Return whether no lines are adjacent and sentences often span a blank line."""
    near = [(a, b) for a, b in pairs if b.gap == 1]
    far = [b for _, b in pairs if b.gap > 2]
    if len(near) < FEW or not far or len(near) + len(far) < 0.9 * len(pairs):
        return False
    # A full line without a stop continues; where blank lines separate, few do.
    width = max(a.width for a, _ in pairs)
    open_ends = [
        begins_small(b.text) or (a.width > 0.85 * width and _is_han(a))
        for a, b in near
        if a.width > 0.7 * width and not is_terminal(a.text)
    ]
    return sum(open_ends) > 0.08 * len(near) or len(open_ends) > max(
        1, 0.15 * len(near)
    )


def _is_han(line: Line) -> bool:
    return bool(UNSPACED.search(line.text))


def _is_mid_sentence(a: Line, b: Line, width: int) -> bool:
    if is_terminal(a.text):
        return False
    if UNSPACED.search(a.text):
        return a.width >= 0.7 * width
    return begins_small(b.text) or a.text.endswith(("-", "\u2010", "\u00ad"))
