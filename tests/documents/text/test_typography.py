"""Typography: what is the same in another form, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text.typography import fold_typography


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("２０１８年１２月１５日，请", "2018年12月15日,请"),
        ("«Вахта» ведётся", "“Вахта” ведется"),
        ("1976–1980 — and so on", "1976-1980 - and so on"),
        ("the Council’s", "the Council's"),
        ("the Council’s café", "the Council's café"),
        ("（a）；", "(a);"),
    ],
)
def test_says_the_same(one: str, other: str) -> None:
    assert fold_typography(one) == fold_typography(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Treaty", "treaty"), ("a, b", "a; b"), ("。", "."), ("й", "и"), ("《A》", "“A”")],
)
def test_says_something_else(one: str, other: str) -> None:
    assert fold_typography(one) != fold_typography(other)


@given(st.text())
def test_every_character_keeps_its_place(text: str) -> None:
    assert len(fold_typography(text)) == len(text)
    assert fold_typography(fold_typography(text)) == fold_typography(text)
