"""Graph of a document's cross-references, laid out for SVG. Pure: numbers and strings.

Clauses are the left column, in the order of the text; their targets are the right
column; references between clauses of the document are arcs in the left margin. Long
names have several lines, and the picture grows downwards. The same content is available
as a table: commentary/references/table.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

ROW: Final = 30  # pixels of a name on one line
LINE: Final = 18  # pixels of each further line
TOP: Final = 24
ARCS: Final = 80  # pixels: the left margin, if there are arcs
GAP: Final = 260  # pixels between the columns
LETTER: Final = 8.6  # pixels of a letter at 14 px; Cyrillic is wider than Latin
LONGEST: Final = 64  # letters on a line


@dataclass(frozen=True, slots=True)
class Tie:
    """The references between two nodes, by their keys: an edge of the graph."""

    source: str
    target: str
    kind: str  # a CSS class: the references' state
    label: str
    count: int = 1  # how many references it stands for


@dataclass(frozen=True, slots=True)
class Point:
    """A node before layout."""

    key: str
    name: str
    url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node with its position; its name links to its address."""

    point: Point
    x: int
    y: int
    count: int
    number: int  # of all nodes of the picture

    @property
    def lines(self) -> list[tuple[int, str]]:
        """The lines of its name, each with its y, in the middle of the row."""
        lines = wrap_name(self.point.name)
        top = self.y - (len(lines) - 1) * LINE // 2
        return [(top + place * LINE, line) for place, line in enumerate(lines)]

    @property
    def width(self) -> int:
        """The estimated width of its name in pixels."""
        return round(max(map(_width, wrap_name(self.point.name))) * LETTER)


@dataclass(frozen=True, slots=True)
class Curve:
    """An edge as SVG path data."""

    path: str
    kind: str
    label: str
    ends: str  # the numbers of its two nodes: "3 17"


@dataclass(frozen=True, slots=True)
class Picture:
    """The graph as the template draws it."""

    left: list[GraphNode]
    right: list[GraphNode]
    curves: list[Curve]
    width: int
    height: int
    count: int  # of references


def draw_graph(
    inside: Sequence[Point], outside: Sequence[Point], ties: Sequence[Tie]
) -> Picture:
    """Return the layout: `inside` in the given order, `outside` near its neighbours."""
    rows = {point.key: index for index, point in enumerate(inside)}
    ordered = sorted(
        outside, key=lambda point: (_middle(point.key, ties, rows), point.key)
    )
    counts = _counts(ties)
    height = max(ROW, *map(_tall, (inside, outside))) + 2 * TOP
    has_arcs = any(tie.source in rows and tie.target in rows for tie in ties)
    x = 8 + (ARCS if has_arcs else 0)
    left = _column(inside, x, height, counts)
    right_x = x + _widest(left) + GAP
    right = _column(ordered, right_x, height, counts, first=len(left))
    places = {node.point.key: node for node in (*left, *right)}
    curves = [
        _curve(tie, places[tie.source], places[tie.target], right_x) for tie in ties
    ]
    width, count = right_x + _widest(right) + 8, sum(tie.count for tie in ties)
    return Picture(left, right, curves, width, height, count)


def _widest(nodes: Iterable[GraphNode]) -> int:
    return max((node.width for node in nodes), default=0)


def _counts(ties: Iterable[Tie]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for tie in ties:
        for key in {tie.source, tie.target}:
            counts[key] = counts.get(key, 0) + tie.count
    return counts


def _middle(key: str, ties: Iterable[Tie], rows: dict[str, int]) -> float:
    """Return the mean row of a node's neighbours, to reduce crossings."""
    near = [
        rows[other]
        for tie in ties
        for one, other in ((tie.source, tie.target), (tie.target, tie.source))
        if one == key and other in rows
    ]
    return sum(near) / len(near) if near else 0.0


def _column(
    points: Sequence[Point],
    x: int,
    height: int,
    counts: dict[str, int],
    first: int = 0,
) -> list[GraphNode]:
    """Return nodes spread over the height, the first with this number."""
    rest = (height - 2 * TOP - _tall(points)) / max(len(points), 1)
    nodes = []
    top = float(TOP)
    for number, point in enumerate(points, first):
        room = _row(point) + rest
        y = round(top + room / 2)
        nodes.append(GraphNode(point, x, y, counts.get(point.key, 0), number))
        top += room
    return nodes


def _tall(points: Iterable[Point]) -> int:
    return sum(map(_row, points))


def _row(point: Point) -> int:
    return ROW + LINE * (len(wrap_name(point.name)) - 1)


def _curve(tie: Tie, source: GraphNode, target: GraphNode, right: int) -> Curve:
    ends = f"{source.number} {target.number}"
    if source.x == target.x:
        return Curve(_arc(source.x, source.y, target.y), tie.kind, tie.label, ends)
    start, end = _edge(source, right), _edge(target, right)
    middle = (start + end) // 2
    path = (
        f"M{start},{source.y} C{middle},{source.y} {middle},{target.y} {end},{target.y}"
    )
    return Curve(path, tie.kind, tie.label, ends)


def _edge(node: GraphNode, right: int) -> int:
    """Return the x where edges meet a node: behind its name, or before it at right."""
    return right - 8 if node.x == right else node.x + node.width + 6


def _arc(x: int, start: int, end: int) -> str:
    bulge = min(ARCS - 8, 18 + abs(end - start) // 6)
    x -= 6
    return f"M{x},{start} C{x - bulge},{start} {x - bulge},{end} {x},{end}"


def _width(name: str) -> int:
    """Return the width of a name in Latin letters: a Chinese character counts two."""
    return sum(2 if ord(character) >= 0x2E80 else 1 for character in name)


def wrap_name(name: str) -> list[str]:
    """Return a name in lines; between words, or where a word is too long itself."""
    lines = [""]
    for token in _tokens(name):
        if lines[-1] and _width(lines[-1] + token.rstrip()) > LONGEST:
            lines.append("")
        lines[-1] += token
    return [line.strip() for line in lines if line.strip()] or [""]


def _tokens(name: str) -> Iterator[str]:
    """Yield what stays on one line: a word with its blank, a Chinese character."""
    for token in re.findall(r"[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+", name):
        for start in range(0, len(token), LONGEST):
            yield token[start : start + LONGEST]
