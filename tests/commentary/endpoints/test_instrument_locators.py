"""Places in an instrument, as stored and as each language says them."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from commentary.endpoints.instrument_locators import format_locator, make_locator
from documents.models import Instrument

ROMAN = Instrument(slug="npt", numerals=Instrument.Numerals.ROMAN)
ARABIC = Instrument(slug="pact", numerals=Instrument.Numerals.ARABIC)


@pytest.mark.parametrize(
    ("locator", "en", "ru", "zh"),
    [
        ("art. VII", "article VII", "статья VII", "第七条"),
        (
            "art. VII, para. 2 (a)",
            "article VII, paragraph 2 (a)",
            "статья VII, пункт 2 (a)",
            "第七条第2款(a)",
        ),
        ("annex I", "annex I", "приложение I", "附件一"),
        ("art. 105", "article 105", "статья 105", "第一百零五条"),
        ("art. 12", "article 12", "статья 12", "第十二条"),
        ("art. 110", "article 110", "статья 110", "第一百一十条"),
        ("somewhere", "somewhere", "somewhere", "somewhere"),
    ],
)
def test_each_language_says_it(locator: str, en: str, ru: str, zh: str) -> None:
    for code, said in (("en", en), ("ru", ru), ("zh-hans", zh)):
        with override(code):
            assert format_locator(locator) == said


@pytest.mark.parametrize(
    ("article", "paragraph", "locator"),
    [
        ("7", "", "art. VII"),
        ("vii", "", "art. VII"),
        ("", "3", "para. 3"),
        ("XIV", "2(b)", "art. XIV, para. 2 (b)"),
        ("", "", ""),
    ],
)
def test_what_is_typed_gets_one_form(
    article: str, paragraph: str, locator: str
) -> None:
    assert make_locator(ROMAN, article=article, paragraph=paragraph) == locator


@given(st.integers(1, 399))
def test_numerals_are_those_of_the_instrument(number: int) -> None:
    roman = make_locator(ROMAN, article=str(number), paragraph="")
    assert (
        make_locator(ROMAN, article=roman.removeprefix("art. "), paragraph="") == roman
    )
    arabic = make_locator(ARABIC, article=roman.removeprefix("art. "), paragraph="")
    assert arabic == f"art. {number}"


@given(st.text())
def test_anything_else_is_refused_or_read(typed: str) -> None:
    try:
        locator = make_locator(ARABIC, article=typed, paragraph="")
    except ValueError:
        return
    assert locator == "" or locator.startswith("art. ")
