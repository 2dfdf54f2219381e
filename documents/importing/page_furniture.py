"""Page furniture: removes running heads and page numbers, moves footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from documents.importing.footnotes import RULE, footnote_length, footnotes
from documents.importing.line_starts import align_pages
from documents.importing.lines import UNSPACED, Line, begins_small, is_terminal
from documents.importing.orphan_numbers import FAR_RIGHT, with_marks, with_numbers
from documents.languages import LANGUAGES
from documents.languages.base import Cues
from documents.text.symbols import PRINTED_SYMBOL

JOB_NUMBER: Final = (
    r"\d{2}-\d{5}(?:\s*\*?)(?:\s*\d{3,4}[a-z])?(?:\.[A-Z])?"
    r"(?:\s*\(\s*[A-Za-z]\s*\))?(?:\s*\d{6}){0,4}"
)
# The day on which the job was printed, ddmmyy: alone on a line beside other furniture.
JOB_DATE: Final = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d"
PAGE: Final = "|".join(
    (
        *(number for each in LANGUAGES for number in each.page_numbers),
        r"[-–—]\s*\d{1,3}\s*[-–—]|\d{1,3}\s*/\s*\d{1,3}|\d{1,3}\.?|[ivx]{1,5}",
    )
)
LANGUAGE: Final = "|".join(name for each in LANGUAGES for name in each.printed_names)
CONTINUED: Final = r"/?\s*(?:\.\s?){3}/?|/?…/?"
NOTE: Final = "|".join(note for each in LANGUAGES for note in each.page_notes)
BARCODE: Final = r"\*\s?[\d-]{6,12}\s?\*"
PIECE: Final = (
    f"(?:{PRINTED_SYMBOL}|{JOB_NUMBER}|{JOB_DATE}|{BARCODE}|{CONTINUED}|{LANGUAGE}"
    f"|{PAGE}|{NOTE})"
)
FURNITURE: Final = re.compile(rf"{PIECE}(?:[\s,;|·–-]+{PIECE})*")
# What is furniture wherever it stands: job numbers, bar codes, and what is with them.
SURE: Final = re.compile(
    rf"(?:(?:{PRINTED_SYMBOL}|{PAGE})[\s,;|·–-]+)?(?:{JOB_NUMBER}|{BARCODE})"
    rf"(?:[\s,;|·–-]+{PIECE})*"
)
SYMBOLS: Final = re.compile(rf"{PRINTED_SYMBOL}(?:[\s,;–-]+{PRINTED_SYMBOL})*")
# A footnote that is only a symbol: "4 A/62/163." No running head ends with a stop.
NOTED_SYMBOL: Final = re.compile(
    rf"\d{{1,2}}\s+{PRINTED_SYMBOL}(?:[\s,;]+{PRINTED_SYMBOL})*\."
)
PAGE_OF_PAGES: Final = re.compile(r"(\d{1,3})\s?/\s?(\d{1,3})")
BARE_NUMBER: Final = re.compile(r"\d{1,3}\.?")
LONGEST_HEAD: Final = 110
# A running head that has the symbol on one side and the title on the other.
SIDED_HEAD: Final = re.compile(
    rf"{PRINTED_SYMBOL}\s{{3,}}\S.{{0,110}}|\S.{{0,110}}?\s{{3,}}{PRINTED_SYMBOL}"
)


def strip_furniture(
    lines: list[Line], cues: Cues
) -> tuple[list[Line], tuple[str, ...]]:
    """Return the lines of the text alone, and what was cut, in the order printed.

    The line after a cut has `turn` set.

    Footnotes are attached to the line before them. The symbols of the masthead stay.
    Each page is moved to the margin of its own.
    """
    order = {id(line): place for place, line in enumerate(lines)}
    kept = _without_feet(lines, cues)
    stays = set(map(id, kept))
    feet = [line for line in lines if id(line) not in stays]
    lines = with_numbers(with_marks(kept, cues), cues)
    body = _find_body(lines, cues)
    counted = _count_up(lines)
    cut = {
        index
        for index, line in enumerate(lines)
        if _is_furniture(lines, index, counted)
        and not _is_masthead_symbol(lines, index, body)
    }
    cut |= {index for index in range(1, len(lines)) if _has_symbol(lines, index, cut)}
    cut |= _running_heads(lines, cut, cues)
    furniture = [*feet, *(lines[index] for index in cut)]
    furniture.sort(key=lambda line: order.get(id(line), 0))
    told = tuple(line.text for line in furniture)
    return align_pages(_without(lines, cut, cues)), told


def _without_feet(lines: list[Line], cues: Cues) -> list[Line]:
    """Return the lines without the furniture that is nothing else wherever it stands.

    A number alone on its line may then be joined to its words on the next page.
    """
    body = _find_body(lines, cues)
    kept: list[Line] = []
    turn = False
    for index, line in enumerate(lines):
        # Below a foot, a symbol is the head of the next page.
        foot = (turn and SYMBOLS.fullmatch(line.text)) or _is_sure_furniture(
            lines, index
        )
        if foot and not _is_masthead_symbol(lines, index, body):
            turn = True
            continue
        line.turn, turn = line.turn or (turn and bool(kept)), False
        kept.append(line)
    return kept


def _is_sure_furniture(lines: list[Line], index: int) -> bool:
    text = lines[index].text
    page = PAGE_OF_PAGES.fullmatch(text)
    if page and int(page[1]) <= int(page[2]) and _is_between_gaps(lines, index):
        return True
    if re.fullmatch(JOB_DATE, text):
        near = [*lines[max(0, index - 2) : index], *lines[index + 1 : index + 3]]
        return any(SURE.match(other.text) for other in near)
    return SURE.fullmatch(text) is not None and not NOTED_SYMBOL.fullmatch(text)


def _is_between_gaps(lines: list[Line], index: int) -> bool:
    after = lines[index + 1] if index + 1 < len(lines) else None
    set_off = lines[index].gap > 0 or lines[index].turn
    return set_off and (after is None or after.gap > 0 or after.turn)


def _find_body(lines: list[Line], cues: Cues) -> int:
    """Return the index of the first line below the masthead."""
    # A masthead does not continue on the next page.
    turn = next((i for i, line in enumerate(lines) if i and line.turn), len(lines))
    return min(turn, _first_body_line(lines, cues))


def _first_body_line(lines: list[Line], cues: Cues) -> int:
    return next(
        (
            index
            for index, line in enumerate(lines)
            if (cues.preambular.match(line.text) and len(line.text) > 20)
            or cues.letter_opening.match(line.text)
            or (len(line.text) > 60 and is_terminal(line.text))
        ),
        len(lines),
    )


def _is_masthead_symbol(lines: list[Line], index: int, body: int) -> bool:
    text = lines[index].text
    if index >= body or not SYMBOLS.fullmatch(text):
        return False
    return not any(text in line.text for line in lines[:index])


def _is_furniture(lines: list[Line], index: int, counted: Sequence[int]) -> bool:
    line = lines[index]
    if not FURNITURE.fullmatch(line.text) or NOTED_SYMBOL.fullmatch(line.text):
        return False
    if re.fullmatch(rf"(?:{LANGUAGE})", line.text):
        near = [*lines[max(0, index - 2) : index], *lines[index + 1 : index + 3]]
        return any(
            re.fullmatch(f"{PRINTED_SYMBOL}|{PAGE}", other.text) for other in near
        )
    if re.fullmatch(r"[ivx]{1,5}", line.text):
        return index > 0
    return not BARE_NUMBER.fullmatch(line.text) or _is_page_number(
        lines, index, counted[index]
    )


def _is_page_number(lines: list[Line], index: int, counted: int) -> bool:
    """Return whether a line is a page number, not a paragraph's or a sentence's end.

    `counted`: how far the numbers at the beginning of lines count up to here.
    """
    line = lines[index]
    if line.indent > FAR_RIGHT:
        return True
    following = lines[index + 1] if index + 1 < len(lines) else None
    if line.text.endswith((".", "．")) and following and _value(line) <= counted:
        return False
    if index and not line.gap and following and following.gap and not line.turn:
        before = lines[index - 1].text
        return is_terminal(before) or begins_small(following.text)
    return True


def _value(line: Line) -> int:
    return int(line.text.rstrip(".．"))


def _count_up(lines: list[Line]) -> list[int]:
    """Return, for each line, how far the numbers count up: 1, 2, 3."""
    counted, last = [], 0
    for line in lines:
        number = re.match(r"(\d{1,3})[.．]", line.text)
        if number and int(number[1]) == last + 1:
            last += 1
        counted.append(last)
    return counted


def _running_heads(lines: list[Line], cut: set[int], cues: Cues) -> set[int]:
    """Return the indexes of lines repeated at page turns or within sentences.

    Lines of the text may be repeated too, so a running head is accepted only if it is
    separated from the text, or if all of three or more occurrences are at page turns.
    """
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if index in cut or len(line.text) > LONGEST_HEAD:
            continue
        if not _begins_heading(lines, index, cues):
            places.setdefault(re.sub(r"\d+", "#", line.text.lower()), []).append(index)
    found: set[int] = set()
    # Running heads are on every page, or on every other one.
    enough = max(1, 0.4 * _count_turns(lines, cut))
    for group in places.values():
        if len(group) < enough:
            continue
        again = [i for i in group if _is_head(lines, i, cut, set_off=True)]
        if len(group) > 1 and len(again) >= len(group) - 1:
            found.update(again)
        elif len(group) > 2:
            tight = [i for i in group[1:] if _is_head(lines, i, cut, set_off=False)]
            found.update(tight if len(tight) == len(group) - 1 else ())
    return found


def _has_symbol(lines: list[Line], index: int, cut: set[int]) -> bool:
    """Return whether a line at the top of a page is a symbol and, far off, a title."""
    line, after = lines[index], lines[index + 1 : index + 2]
    if not (line.turn or index - 1 in cut) or not SIDED_HEAD.fullmatch(
        line.raw.strip()
    ):
        return False
    return not after or after[0].gap > 0 or after[0].turn


def _begins_heading(lines: list[Line], index: int, cues: Cues) -> bool:
    """Return whether the line begins an annex's heading of several lines."""
    if not cues.annex_words.search(lines[index].text):
        return False
    text = ""
    for line in lines[index : index + 4]:
        text += (" " if cues.spaced and text else "") + line.text
        if cues.annex.match(text):
            return line is not lines[index]
    return False


def _count_turns(lines: list[Line], cut: set[int]) -> int:
    return sum(
        index - 1 not in cut and (index in cut or line.turn)
        for index, line in enumerate(lines)
    )


def _is_head(lines: list[Line], index: int, cut: set[int], *, set_off: bool) -> bool:
    line = lines[index]
    if is_terminal(line.text) or begins_small(line.text) or index + 1 >= len(lines):
        return False
    after = lines[index + 1]
    at_turn = index - 1 in cut or index + 1 in cut or line.turn
    before_is_off = line.gap or index - 1 in cut or line.turn
    after_is_off = after.gap or index + 1 in cut or after.turn
    if set_off and not (before_is_off and after_is_off):
        return False
    return at_turn or (set_off and _interrupts(lines, index))


def _interrupts(lines: list[Line], index: int) -> bool:
    if not index:
        return False
    line, before, after = lines[index], lines[index - 1], lines[index + 1]
    if is_terminal(before.text):
        return False
    if UNSPACED.search(line.text):
        return before.width > 1.4 * line.width and before.width > 40
    return len(before.text) > 20 and begins_small(after.text)


def _without(lines: list[Line], cut: set[int], cues: Cues) -> list[Line]:
    kept: list[Line] = []
    turn = False
    index = 0
    while index < len(lines):
        line = lines[index]
        length = 0 if index in cut else footnote_length(lines, index, cut, cues)
        if index in cut or RULE.fullmatch(line.text) or length:
            if length and kept:
                kept[-1].notes.extend(footnotes(lines[index : index + length], cues))
            # A rule alone is a line for a signature, not a page turn.
            turn = turn or index in cut or bool(length)
            index += length or 1
            continue
        line.turn = line.turn or turn
        turn = False
        kept.append(line)
        index += 1
    return kept
