"""Redlines: nothing lost, no word cut, fit to be read."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.comparing import Segment, SegmentKind, bounded_redline, redline
from documents.comparing.redline import MOST_SEGMENTS, MOST_TOKENS
from documents.languages import CODES
from documents.text.tokens import tokenise

WORDS = {
    "zh-hans": "中亚无核武器区条约，。《》的在第3段 NPT",
    "ru": "зоны зоной ядерного оружия, — «Договор» № 3 й́ ",
    "en": "nuclear-weapon-free zone's treaty, (bb) 90 café ",
}


def shown(before: str, after: str, language: str) -> str:
    marks = {"same": "{}", "del": "[-{}-]", "ins": "[+{}+]"}
    parts = redline(before, after, language)
    return "".join(marks[part.kind].format(part.text) for part in parts)


def side(parts: tuple[Segment, ...], without: SegmentKind) -> str:
    return "".join(part.text for part in parts if part.kind is not without)


@st.composite
def wordings(draw: st.DrawFn) -> tuple[str, str, str]:
    language = draw(st.sampled_from(CODES))
    text = st.text(st.sampled_from(WORDS[language]), max_size=60)
    return draw(text), draw(text), language


class TestLaws:
    @given(wordings())
    def test_both_wordings_can_be_had_back(self, case: tuple[str, str, str]) -> None:
        before, after, language = case
        parts = redline(before, after, language)
        assert side(parts, SegmentKind.INSERTED) == before
        assert side(parts, SegmentKind.DELETED) == after

    @given(wordings())
    def test_segments_are_whole(self, case: tuple[str, str, str]) -> None:
        parts = redline(*case)
        assert all(part.text for part in parts)
        assert all(a.kind != b.kind for a, b in itertools.pairwise(parts))

    @given(st.text(), st.sampled_from(CODES))
    def test_tokens_give_the_text_back(self, text: str, language: str) -> None:
        assert "".join(tokenise(text, language)) == text

    @given(st.text(), st.sampled_from(CODES))
    def test_equal_wordings_show_no_change(self, text: str, language: str) -> None:
        expected = (Segment(SegmentKind.SAME, text),) if text else ()
        assert redline(text, text, language) == expected


@pytest.mark.parametrize(
    ("before", "after", "language", "expected"),
    [
        ("создании зоны", "создание зоны", "ru", "[-создании-][+создание+] зоны"),
        (
            "nuclear-weapon-free zone",
            "nuclear-free zone",
            "en",
            "[-nuclear-weapon-free-][+nuclear-free+] zone",
        ),
        ("在中亚建立无核武器区", "在中亚设立无核武器区", "zh-hans",
         "在中亚[-建立-][+设立+]无核武器区"),
        ("提交第五十三届会议", "提交第五十四届会议", "zh-hans",
         "提交第[-五十三-][+五十四+]届会议"),
        ("resolutions 1591 (2005), 1651 (2005) and 1665 (2006)",
         "resolutions 1591 (2005), 1651 (2005), 1665 (2006) and 1672 (2006)", "en",
         "resolutions 1591 (2005), 1651 (2005)[- and -][+, +]1665 (2006)"
         "[+ and 1672 (2006)+]"),
        ("the old, new way", "the late, best way", "en",
         "the [-old, new-][+late, best+] way"),
        ("第10段", "第12段", "zh-hans", "第[-10-][+12+]段"),
        ("1,000 votes of", "1,200 votes of", "en", "[-1,000-][+1,200+] votes of"),
        ("doc A/61/89 now", "doc A/61/90 now", "en", "doc A/[-61/89-][+61/90+] now"),
    ],
)  # fmt: skip
def test_reads_well(before: str, after: str, language: str, expected: str) -> None:
    assert shown(before, after, language) == expected


class TestMoves:
    @pytest.mark.parametrize(
        ("before", "after", "language"),
        [
            ("lamps, boats and books", "books, lamps and boats", "en"),
            ("фонари, лодки и журналы", "журналы, фонари и лодки", "ru"),
            ("灯塔设施、船只名单和航海日志", "航海日志、灯塔设施和船只名单", "zh-hans"),
        ],
    )
    def test_a_reordered_list_reads_as_moved(
        self, before: str, after: str, language: str
    ) -> None:
        changed = [part for part in redline(before, after, language) if part.moved]
        assert {part.kind for part in changed} == {
            SegmentKind.DELETED,
            SegmentKind.INSERTED,
        }

    def test_a_word_that_was_replaced_is_not(self) -> None:
        assert not any(part.moved for part in redline("one lamp", "two lamps", "en"))


class TestBounds:
    def test_a_small_change_in_a_long_text_is_marked(self) -> None:
        text = "字" * (MOST_TOKENS // 2 - 1)
        parts = bounded_redline(text, text + "词", "zh-hans")
        assert parts is not None
        assert parts[-1].text == "字词"  # the whole word that came to be

    def test_texts_that_are_too_long_are_not_compared(self) -> None:
        text = "字" * (MOST_TOKENS // 2)
        assert bounded_redline(text, text + "词", "zh-hans") is None

    def test_too_many_changes_are_not_marked(self) -> None:
        def words(number: int, count: int) -> str:
            return " ".join(f"kept{place} {number}" for place in range(count))

        assert bounded_redline(words(1, 20), words(2, 20), "en") is not None
        many = MOST_SEGMENTS
        assert bounded_redline(words(1, many), words(2, many), "en") is None
