"""What was found is marked in the text itself: forms, phrases, Chinese characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.search.highlight import Highlighter
from documents.search.query import read_query

pytestmark = pytest.mark.django_db


def marked(typed: str, text: str) -> list[str]:
    highlighter = Highlighter(read_query(typed), [text])
    return [text[start:end] for start, end in highlighter.find(text).spans]


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("договор", "к Протоколу к Договору", ["Договору"]),
        ("елка", "Ёлки и ёлка", ["Ёлки", "ёлка"]),
        ("ассамблея", "Генеральной Ассамблеи", ["Ассамблеи"]),
        ("«судья суда»", "судьей суда", ["судьей суда"]),
        ("treaty", "All treaties; a treatise", ["treaties"]),
        (
            "“nuclear weapon”",
            "nuclear weapons, not weapons nuclear",
            ["nuclear weapons"],
        ),
        ("nuclear-weapon", "nuclear — weapon", ["nuclear — weapon"]),
        ("cleanup", "the clean-up of", ["clean-up"]),
        ("clean-up", "a cleanup, a clean-up", ["cleanup", "clean-up"]),
        ("无核武器区", "建立无核武器区的条约", ["无核武器区"]),
        ("無核武器區", "建立无核武器区的条约", ["无核武器区"]),
        ("无核武器区", "建立無核武器區的條約", ["無核武器區"]),
        ("区", "该区将包括区域", ["区", "区"]),
        ("第7段", "序言部分第７段的", ["第７段"]),
        ("1997年2月", "1997 年 2 月 28 日", ["1997 年 2 月"]),
        ("90(bb)", "item 90 (bb).", ["90 (bb"]),
        ("word", "wo\u00adrd ﬁne word", ["wo\u00adrd", "word"]),
        ("treaty -zone", "treaty zone", ["treaty"]),
        ("не", "не было", []),
        ("a OR b", "<b>b</b>", ["b", "b", "b"]),
    ],
)
def test_marks(typed: str, text: str, expected: list[str]) -> None:
    assert marked(typed, text) == expected


@settings(max_examples=200)
@given(
    st.text(st.sampled_from("ab-–«»“” ́中亞區1.Ёя\u00adﬁ"), max_size=30),
    st.text(st.sampled_from("ab-–“” 中亚区1Ёя"), max_size=12),
)
def test_marks_stay_within_the_text_and_apart(text: str, typed: str) -> None:
    spans = Highlighter(read_query(typed), [text]).find(text).spans
    places = [place for span in spans for place in span]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
