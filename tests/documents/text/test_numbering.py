"""Printed numbers: read in their list, printed again in the same style."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text.numbering import STYLES, NoSuchNumber, Numeral, read_series

FRAMES = [
    ("", "."),
    ("(", ")"),
    ("（", "）"),
    ("", "、"),
    ("", ""),
    ("第", "条"),
    ("", ")"),
]
SMALLEST_STYLE = 10


def understood(numbers: list[str]) -> list[Numeral]:
    series = read_series(numbers)
    assert None not in series
    return [numeral for numeral in series if numeral]


@pytest.mark.parametrize(
    ("number", "following"),
    [
        ("3.", "4."),
        ("3", "4"),
        ("9．", "10．"),
        ("３．", "４．"),
        ("三、", "四、"),
        ("十、", "十一、"),
        ("（一）", "（二）"),
        ("(c)", "(d)"),
        ("（c）", "（d）"),
        ("z)", "aa)"),
        ("б)", "в)"),
        ("и)", "к)"),
        ("B.", "C."),
        ("(iv)", "(v)"),
        ("IX.", "X."),
        ("㈡", "㈢"),
        ("⑨", "⑩"),
        ("3.1.", "3.2."),
        ("第七条", "第八条"),
        ("第 7 条", "第 8 条"),
        ("Article VII", "Article VIII"),
        ("Article 9.", "Article 10."),
        ("Статья IX", "Статья X"),
    ],
)
def test_the_next_number_has_the_same_style(number: str, following: str) -> None:
    [numeral] = understood([number])
    assert str(numeral) == number
    assert str(numeral.at(numeral.value + 1)) == following


@pytest.mark.parametrize("number", ["-", "*", "3 bis", "", "7a", "Preamble", "007."])
def test_what_is_no_number_is_not_understood(number: str) -> None:
    assert read_series([number]) == [None]


@pytest.mark.parametrize(
    ("numbers", "values"),
    [
        (["(h)", "(i)", "(j)"], [8, 9, 10]),
        (["(i)", "(ii)"], [1, 2]),
        (["(a)", "(b)", "(d)", "(i)"], [1, 2, 4, 9]),
        (["(u)", "(v)"], [21, 22]),
        (["(i)", "(vi)"], [1, 6]),
        (["(v)"], [5]),
        (["(c)"], [3]),
    ],
)
def test_the_list_tells_letters_from_roman_numbers(
    numbers: list[str], values: list[int]
) -> None:
    assert [numeral.value for numeral in understood(numbers)] == values


@pytest.mark.parametrize(
    ("number", "value"), [("㈩", 11), ("я)", 29), ("(a)", 0), ("I.", 400), ("3.", -1)]
)
def test_beyond_a_style(number: str, value: int) -> None:
    [numeral] = understood([number])
    with pytest.raises(NoSuchNumber):
        numeral.at(value)


@given(
    st.sampled_from(STYLES),
    st.sampled_from(FRAMES),
    st.integers(1, SMALLEST_STYLE - 4),
    st.integers(2, 3),
    st.integers(0, 2),
)
def test_there_and_back_is_as_it_was(
    style: object, frame: tuple[str, str], first: int, count: int, shift: int
) -> None:
    """A list that is shifted and shifted back, and its order in between."""
    assert style in STYLES
    write = next(each.print for each in STYLES if each is style)
    before, after = frame
    numbers = [f"{before}{write(first + n)}{after}" for n in range(count)]
    there = [str(n.at(n.value + shift)) for n in understood(numbers)]
    assert len({*there}) == count
    read = understood(there)
    assert [n.value for n in read] == sorted(n.value for n in read)
    assert [str(n.at(n.value - shift)) for n in read] == numbers


@given(st.integers(1, 390), st.integers(0, 9), st.sampled_from([0, 2, -2, -1]))
def test_long_series(first: int, shift: int, kind: int) -> None:
    """Arabic, Chinese and both Roman styles, in their hundreds."""
    write = STYLES[kind].print
    numbers = [f"{write(value)}." for value in (first, first + 1)]
    [one, two] = understood(numbers)
    assert (one.value, two.value) == (first, first + 1)
    if first + shift < 399:
        assert str(one.at(first + shift)) == f"{write(first + shift)}."


def test_a_number_below_follows_the_one_above() -> None:
    [old, other], [below] = understood(["3.", "4."]), understood(["3.1."])
    assert str(below.below(old, other)) == "4.1."
    assert below.below(other, old) == below
    [thirteen] = understood(["13.1."])
    assert thirteen.below(old, other) == thirteen
