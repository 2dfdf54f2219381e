"""Text as received beside the units of a page of the import desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.services import DeskUnit

# Of the text shown before the first unit and, where no unit follows, at the end.
MARGIN = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text as received: a unit begins with it, or a page, or both."""

    text: str
    unit: int | None = None
    page: int = 0  # 0: no page begins here


def cut_received(
    received: str, units: Sequence[DeskUnit], following: Sequence[DeskUnit]
) -> list[Piece]:
    """Return the text as received that belongs to units, cut where each begins.

    It ends where one of `following` begins. In a text with pages the first piece and
    each that begins a page says which.
    """
    starts: dict[int, int] = {}
    for each in units:
        if each.origin >= 0:
            starts.setdefault(each.origin, each.id)
    if not starts:
        return []
    first, last = min(starts), max(starts)
    begin = 0 if units[0].id == starts[first] and first < MARGIN else first
    ends = [each.origin for each in following if each.origin > last]
    end = min(ends, default=len(received))
    return list(_cut(received, begin, end, starts))


def _cut(
    received: str, begin: int, end: int, starts: dict[int, int]
) -> Iterator[Piece]:
    pages = _number_pages(received, begin, end)
    cuts = sorted({begin, *starts, *pages} - {end})
    for at, until in zip(cuts, [*cuts[1:], end], strict=True):
        text = received[at:until].strip("\f\n")
        yield Piece(text, starts.get(at), pages.get(at, 0))


def _number_pages(received: str, begin: int, end: int) -> dict[int, int]:
    """Return where pages begin in a stretch, the first with its start; {} without."""
    page = received.count("\f", 0, begin) + 1
    found = {begin: page} if "\f" in received else {}
    at = received.find("\f", begin, end)
    while at >= 0:
        page += 1
        found[at] = page
        at = received.find("\f", at + 1, end)
    return found
