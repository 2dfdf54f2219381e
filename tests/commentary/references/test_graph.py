"""The picture of the network: every tie drawn, nothing outside it, legible."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentary.references.graph import ROW, Picture, Point, Tie, draw_graph


def points(prefix: str, count: int) -> list[Point]:
    return [Point(f"{prefix}{n}", f"Name {prefix}{n}", "/") for n in range(count)]


@st.composite
def networks(draw_from: st.DrawFn) -> Picture:
    inside = points("in", draw_from(st.integers(1, 60)))
    outside = points("out", draw_from(st.integers(0, 60)))
    keys = [point.key for point in (*inside, *outside)]
    pairs = st.tuples(st.sampled_from([p.key for p in inside]), st.sampled_from(keys))
    found = draw_from(st.lists(pairs.filter(lambda pair: pair[0] != pair[1])))
    ties = [Tie(*pair, "accepted", "says") for pair in found]
    return draw_graph(inside, outside, ties)


@given(networks())
def test_nothing_lies_outside(picture: Picture) -> None:
    for node in (*picture.left, *picture.right):
        assert 0 <= node.x <= picture.width
        assert 0 <= node.x + node.width <= picture.width
        assert 0 <= node.y <= picture.height
    for curve in picture.curves:
        numbers = [int(each) for each in re.findall(r"-?\d+", curve.path)]
        assert all(0 <= x <= picture.width for x in numbers[::2])
        assert all(0 <= y <= picture.height for y in numbers[1::2])


@given(networks())
def test_no_name_lies_over_another(picture: Picture) -> None:
    for column in (picture.left, picture.right):
        heights = [node.y for node in column]
        assert all(after - before >= ROW - 1 for before, after in pairwise(heights))


@pytest.mark.parametrize("count", [40, 400])
def test_many_clauses_make_it_longer_not_denser(count: int) -> None:
    inside = points("in", count)
    ties = [Tie(point.key, "npt", "accepted", "cites") for point in inside]
    picture = draw_graph(inside, [Point("npt", "NPT", "/")], ties)
    assert picture.height >= count * ROW
    assert len(picture.curves) == count
    assert picture.right[0].count == count


def test_what_is_tied_stands_near() -> None:
    ties = [Tie("in0", "out1", "accepted", ""), Tie("in9", "out0", "accepted", "")]
    picture = draw_graph(points("in", 10), points("out", 2), ties)
    assert [node.point.key for node in picture.right] == ["out1", "out0"]


@pytest.mark.parametrize("name", ["Of the " * 40, "A" * 200, "关" * 200])
def test_long_names_are_whole_on_several_lines(name: str) -> None:
    picture = draw_graph([Point("one", name, "/"), Point("two", "B", "/")], [], [])
    one, two = picture.left
    lines = [line for _y, line in one.lines]
    assert len(lines) > 1
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert picture.width < 900
    assert one.lines[0][0] >= 0
    assert two.y - one.lines[-1][0] >= ROW // 2


def test_lines_name_their_two_ends() -> None:
    ties = [Tie("in1", "out0", "accepted", "")]
    picture = draw_graph(points("in", 2), points("out", 1), ties)
    assert picture.curves[0].ends == "1 2"
    assert [node.number for node in (*picture.left, *picture.right)] == [0, 1, 2]
