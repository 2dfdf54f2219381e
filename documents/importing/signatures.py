"""Signature blocks: one text for each signatory, also from lines set in columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from documents.importing.line_starts import is_post_line, without_interim
from documents.importing.lines import (
    BLANKS,
    DANGLING,
    Line,
    begins_small,
    is_stopped,
    without_blanks,
)
from documents.languages.base import Cues

LONGEST_LINE: Final = 120
MOST_LINES: Final = 3
# A name has initials: "А.Муталибов", "S. SHUSHKEVICH".
INITIAL: Final = re.compile(r"[A-ZА-ЯЁ][a-zа-яё]?\.")
COLUMN_GAP: Final = re.compile(r"\s{3,}|\t+")
POST_END: Final = re.compile(
    r"(?:to\s+the\s+United\s+Nations|при\s+Организации\s+Объедин[её]нных\s+Наций"
    r"|при\s+ООН|代表|大使|部长)$"
)
POST_OPEN: Final = re.compile(
    r"(?:Permanent\s+(?:Representative|Observer)|Постоянн\w+\s+(?:представител|наблюдат))"
    r"|Charg[ée]|Поверенн"
)

SignatureLine: TypeAlias = tuple[str, bool]


def can_be_signature(text: str, cues: Cues) -> bool:
    """Return whether a line can be in a signature block: short, no full stop."""
    limit = LONGEST_LINE if cues.spaced else LONGEST_LINE // 2
    text = without_interim(text)
    name = re.search(r"\b[A-ZА-Я]\.$", text)
    return len(text) <= limit and (
        not is_stopped(text) or bool(name) or text[-1] in ":："
    )


def split_signatures(lines: Sequence[Line], cues: Cues) -> list[str]:
    """Return one text per signatory, its lines separated by line feeds."""
    columns = _columns(lines, cues)
    if columns:
        return [record for column in columns for record in _split(column, cues)]
    return _split([(line.text, bool(line.gap)) for line in lines], cues)


def _split(lines: Iterable[SignatureLine], cues: Cues) -> list[str]:
    joined = _join_wrapped(list(lines), cues)
    texts = [text for text, _ in joined]
    apart = _by_gap(joined)
    if any(cues.signed.search(text) for text in texts):
        groups = _by_mark(texts, cues)
    elif _are_blocks(apart, cues):
        groups = apart
    elif any(cues.signed_for.match(text) for text in texts):
        groups = _by_header(texts, cues)
    else:
        groups = apart
    return ["\n".join(group) for group in groups if group]


def _are_blocks(groups: list[list[str]], cues: Cues) -> bool:
    """Return whether blank lines separate signatories: each has a post and a name."""
    return len(groups) > 1 and all(
        1 < len(group) <= MOST_LINES
        and (cues.post.match(group[0]) or cues.signed_for.match(group[0]))
        and not any(cues.signed_for.match(text) for text in group[1:])
        for group in groups
    )


def _by_mark(texts: list[str], cues: Cues) -> list[list[str]]:
    """Divide at "(Signed)", which begins or ends each block, as in the first one."""
    opens = bool(cues.signed.match(texts[0])) or _is_header(texts[0], cues)
    groups: list[list[str]] = [[]]
    name_next = False
    for text in texts:
        marked = bool(cues.signed.search(text))
        header = _is_header(text, cues)
        only_header = all(_is_header(line, cues) for line in groups[-1])
        if opens and groups[-1] and (header or (marked and not only_header)):
            groups.append([])
        groups[-1].append(text)
        closes = name_next or (marked and not cues.signed_alone.match(text))
        name_next = marked and bool(cues.signed_alone.match(text))
        if not opens and closes:
            groups.append([])
    return groups


def _is_header(text: str, cues: Cues) -> bool:
    """Return whether a line names the State signed for, as "For the Republic of"."""
    return bool(cues.signed_for.match(text)) and not cues.post.match(text)


def _by_header(texts: list[str], cues: Cues) -> list[list[str]]:
    """Divide a treaty's signatures: one for each name, the State with the first."""
    groups: list[list[str]] = []
    for text in texts:
        after_header = bool(
            groups
            and len(groups[-1]) == 1
            and cues.signed_for.match(groups[-1][0])
            and not cues.signed_for.match(text)
        )
        if after_header or (groups and cues.post.match(text)):
            groups[-1].append(text)
        else:
            groups.append([text])
    return groups


def _by_gap(lines: list[SignatureLine]) -> list[list[str]]:
    groups: list[list[str]] = []
    for text, gap in lines:
        if gap or not groups:
            groups.append([])
        groups[-1].append(text)
    return groups


def _join_wrapped(lines: list[SignatureLine], cues: Cues) -> list[SignatureLine]:
    joined: list[SignatureLine] = []
    for place, (text, gap) in enumerate(lines):
        following = lines[place + 1][0] if place + 1 < len(lines) else ""
        if (
            joined
            and not gap
            and (
                _is_wrapped(joined[-1][0], text, cues)
                or _is_header_wrapped(joined[-1][0], text, following, cues)
            )
        ):
            before, was_gap = joined[-1]
            joined[-1] = (before + (" " if cues.spaced else "") + text, was_gap)
        else:
            joined.append((text, gap))
    return joined


def _is_header_wrapped(before: str, text: str, following: str, cues: Cues) -> bool:
    """Return whether a State's name continues; a name with initials is expected."""
    return (
        cues.spaced
        and _is_header(before, cues)
        and not before.endswith(":")
        and not (cues.signed_for.match(text) or cues.post.match(text))
        and not INITIAL.match(text)
        and bool(INITIAL.match(following))
    )


def _is_wrapped(before: str, text: str, cues: Cues) -> bool:
    if cues.signed.search(text) or cues.signed.search(before):
        return False
    if not cues.spaced:
        return (
            bool(POST_END.search(text))
            and not POST_END.search(before)
            and not (cues.post.match(text) and cues.post.match(before))
        )
    if DANGLING.search(before) or begins_small(text):
        return True
    return bool(POST_OPEN.match(before)) and not (
        POST_END.search(before) or cues.post.match(text)
    )


# Side by side


def _columns(lines: Sequence[Line], cues: Cues) -> list[list[SignatureLine]]:
    """Return the columns of lines printed side by side; [] if there are none."""
    rows = [_cells(line.raw) for line in lines]
    most = max(map(len, rows), default=0)
    several = [row for row in rows if len(row) == most]
    if most < 2 or (len(several) < 2 and not _are_posts(several[0], cues)):
        return []
    centres = [centre for centre, _ in several[0]]
    columns: list[list[SignatureLine]] = [[] for _ in centres]
    for row, line in zip(rows, lines, strict=True):
        for place, (centre, text) in enumerate(row):
            nearest = _nearest(centre, centres) if len(row) < most else place
            clean = BLANKS.sub(" ", text) if cues.spaced else without_blanks(text, cues)
            columns[nearest].append((clean, bool(line.gap)))
    return columns


def _are_posts(row: list[tuple[float, str]], cues: Cues) -> bool:
    """Return whether every cell of a row is a signatory's post or State."""
    return all(
        is_post_line(text, cues) or cues.signed_for.match(text) for _, text in row
    )


def _cells(raw: str) -> list[tuple[float, str]]:
    cells: list[tuple[float, str]] = []
    bounds = [
        (0, 0),
        *(match.span() for match in COLUMN_GAP.finditer(raw)),
        (len(raw), len(raw)),
    ]
    for (_, start), (end, _) in pairwise(bounds):
        text = raw[start:end].strip()
        if text:
            cells.append(((start + end) / 2, text))
    return cells


def _nearest(centre: float, centres: Sequence[float]) -> int:
    return min(range(len(centres)), key=lambda place: abs(centres[place] - centre))
