"""What is unusual about printed numbers, by part and language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.comparing import ClauseInEdition
from documents.presenters.number_checks import Fault, check_numbers
from documents.text.content import ClauseContent
from documents.text.kinds import Kind


def clause(
    number: str = "", kind: Kind = Kind.OPERATIVE, depth: int = 0, **words: str
) -> ClauseInEdition:
    """A clause in English that is known by its number."""
    content = ClauseContent(
        kind,
        depth,
        {"en": "Words", **words},
        {"en": number},
        f"statement/op{number.strip('.') or '9'}",
    )
    return ClauseInEdition(f"statement-{number}", "statement", content)


def faults(*clauses: ClauseInEdition) -> list[tuple[str, Fault]]:
    found = check_numbers(clauses)
    assert len(found) < 2
    return [(each.number, each.fault) for one in found for each in one.faults]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ("1 2 3", []),
        ("1 2 2 3", [("2.", Fault.DUPLICATE)]),
        ("1 2 4 5", [("4.", Fault.GAP)]),
        ("3 4", [("3.", Fault.GAP)]),
        ("1 3 2 4", [("2.", Fault.DISORDER)]),
        ("1 2 2 4 3", [("2.", Fault.DUPLICATE), ("3.", Fault.DISORDER)]),
    ],
)
def test_the_numbers_of_a_list(numbers: str, told: list[tuple[str, Fault]]) -> None:
    assert faults(*(clause(f"{number}.") for number in numbers.split())) == told


def test_what_has_no_number_among_what_has() -> None:
    assert faults(clause("1."), clause(), clause("2.")) == [("", Fault.UNNUMBERED)]
    assert faults(clause(), clause()) == []


def test_each_list_for_itself() -> None:
    items = [clause(f"({x})", Kind.SUBPARAGRAPH, 1) for x in "ab"]
    assert faults(clause("1."), *items, clause("2."), *items, clause("3.")) == []


def test_behind_a_heading_a_list_may_begin_anew() -> None:
    heading = clause(kind=Kind.HEADING)
    assert faults(clause("1."), clause("2."), heading, clause("1.")) == []
    assert faults(clause("1."), heading, clause("2."), clause("2.")) == [
        ("2.", Fault.DUPLICATE)
    ]


def test_letters_and_marks() -> None:
    above = clause("1.")
    items = [clause(mark, Kind.SUBPARAGRAPH, 1) for mark in ("(h)", "(j)", "(i)", "-")]
    assert faults(above, *items) == [("(h)", Fault.GAP), ("(i)", Fault.DISORDER)]


def test_by_language() -> None:
    """A number that one language lacks is told in that language."""
    clauses = [clause("1.", ru="Слова"), clause("2.", ru="Слова")]
    [first, second] = clauses
    numbers = {"en": "1.", "ru": "1."}
    first = ClauseInEdition(first.key, first.part, first.content.with_numbers(numbers))
    [found] = check_numbers([first, second])
    assert (found.part, found.language.code) == ("statement", "ru")
    assert [each.fault for each in found.faults] == [Fault.UNNUMBERED]


@given(st.permutations(range(1, 8)))
def test_any_order_of_all_numbers_has_no_gap(order: list[int]) -> None:
    told = {fault for _n, fault in faults(*(clause(f"{n}.") for n in order))}
    assert told <= {Fault.DISORDER}
    assert (not told) == (order == sorted(order))
