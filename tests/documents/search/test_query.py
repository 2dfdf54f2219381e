"""Reading queries: never an error, whatever is typed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.search.query import LONGEST, MOST_TERMS, Hint, Query, read_query

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
TYPED = st.text(st.sampled_from(' "«»“”„「」《》-−|ORИЛИ或aя中/.\0\n\x1f'), max_size=60)


def groups_of(query: Query) -> list[list[str]]:
    return [[term.text for term in group] for group in query.groups]


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        ("nuclear weapon", [["nuclear"], ["weapon"]]),
        ("“nuclear weapon” zone", [["nuclear weapon"], ["zone"]]),
        ('"nuclear weapon"', [["nuclear weapon"]]),
        ("«ядерное оружие»", [["ядерное оружие"]]),
        ("„Waffe der“", [["waffe der"]]),
        ("「无核武器区」", [["无核武器区"]]),
        ("《不扩散核武器条约》", [["不扩散核武器条约"]]),
        ("无核武器区、条约", [["无核武器区"], ["条约"]]),
        ("nuclear-weapon-free", [["nuclear weapon free"]]),
        ("A/54/42", [["a 54 42"]]),
        ("90(bb)", [["90 bb"]]),
        ("States’", [["states"]]),
        ("treaty OR договор zone", [["treaty", "договор"], ["zone"]]),
        ("a | b ИЛИ c", [["a", "b", "c"]]),
        ("条约 或 公约", [["条约", "公约"]]),
        ("treaty or convention", [["treaty"], ["or"], ["convention"]]),
        ("OR treaty OR", [["treaty"]]),
        ("treaty -protocol", [["treaty"]]),
        ("ЁЛКА Ｔｒｅａｔｙ", [["елка"], ["treaty"]]),
        ("", []),
        ('  «» "" - – \' ', []),
    ],
)
def test_reads(typed: str, groups: list[list[str]]) -> None:
    assert groups_of(read_query(typed)) == groups


@pytest.mark.parametrize(
    ("typed", "excluded"),
    [
        ("treaty -protocol", ["protocol"]),
        ("treaty −«ядерное оружие»", ["ядерное оружие"]),
        ("treaty-protocol", []),
        ("treaty - protocol", []),
        ("договор -самолёт -区", ["самолет", "区"]),
    ],
)
def test_leaves_out(typed: str, excluded: list[str]) -> None:
    assert [term.text for term in read_query(typed).excluded] == excluded


@pytest.mark.parametrize(
    ("typed", "hints"),
    [
        ("treaty", ()),
        ("“nuclear weapon", (Hint.QUOTE,)),
        ("«ядерное оружие", (Hint.QUOTE,)),
        ("-treaty", (Hint.EXCLUDED,)),
        ("word " * 200, (Hint.CUT,)),
        ("x" * (LONGEST + 1), (Hint.CUT,)),
    ],
)
def test_says_what_it_could_not_read(typed: str, hints: tuple[Hint, ...]) -> None:
    assert read_query(typed).hints == hints


def test_what_stands_behind_an_open_quotation_mark_is_words() -> None:
    query = read_query("treaty “nuclear weapon")
    assert groups_of(query) == [["treaty"], ["nuclear"], ["weapon"]]


def test_a_compound_may_be_written_as_one() -> None:
    [term] = read_query("non-proliferation").terms
    assert term.compound == "nonproliferation"


@settings(max_examples=500)
@given(ANY | TYPED)
def test_reads_anything(typed: str) -> None:
    query = read_query(typed)
    assert len(query.groups) <= MOST_TERMS * LONGEST
    assert all(word.text for term in query.terms for word in term.words)


@given(st.integers(0, 30).map(lambda n: "\"«-|或A/'中 \x01"[n % 11]))
def test_reads_ten_thousand_characters_at_once(sign: str) -> None:
    begun = time.process_time()
    read_query(sign * 10_000)
    read_query(f"{sign} " * 5_000)
    assert time.process_time() - begun < 0.5
