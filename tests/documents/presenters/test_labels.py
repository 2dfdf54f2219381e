"""Places and their names."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from documents.importing import Unit
from documents.models import KEY
from documents.presenters.labels import (
    enumerate_labels,
    full_label,
    introduce,
    label,
    place,
)
from documents.text.kinds import Kind, PartKind
from documents.text.locators import CODES, key_for, locators, loose_units


def unit(kind: Kind, number: str = "", depth: int = 0, part: str = "statement") -> Unit:
    return Unit(part, kind, number, depth, "")


class TestLocators:
    def test_preamble_is_counted(self) -> None:
        units = [unit(Kind.OPENING), *[unit(Kind.PREAMBULAR)] * 2]
        assert locators(units) == [
            "statement/opening",
            "statement/pre1",
            "statement/pre2",
        ]

    def test_printed_numbers_count_whatever_their_dress(self) -> None:
        units = [unit(Kind.OPERATIVE, "3．"), unit(Kind.SUBPARAGRAPH, "（a）", 1)]
        assert locators(units) == ["statement/op3", "statement/op3/a"]

    def test_a_new_article_closes_the_last(self) -> None:
        units = [
            unit(Kind.ARTICLE, "Article VII", part="treaty"),
            unit(Kind.PARAGRAPH, "1.", 1, part="treaty"),
            unit(Kind.ARTICLE, "Article VIII", part="treaty"),
            unit(Kind.PARAGRAPH, "1.", 1, part="treaty"),
        ]
        assert locators(units)[1::2] == ["treaty/art7/p1", "treaty/art8/p1"]

    def test_an_unnumbered_piece_continues_the_one_before_it(self) -> None:
        units = [
            unit(Kind.OPERATIVE, "2."),
            unit(Kind.OPERATIVE),
            unit(Kind.SUBPARAGRAPH, "(a)", 1),
            unit(Kind.SUBPARAGRAPH, "", 1),
            unit(Kind.OPERATIVE),
            unit(Kind.OPERATIVE, "3."),
        ]
        assert locators(units) == [
            "statement/op2",
            "statement/op2_cont",
            "statement/op2/a",
            "statement/op2/a_cont",
            "statement/op2_cont2",
            "statement/op3",
        ]

    def test_what_stands_before_the_first_number_takes_none(self) -> None:
        units = [
            unit(Kind.PARAGRAPH),
            unit(Kind.PARAGRAPH, "1."),
            unit(Kind.HEADING),
            unit(Kind.HEADING, "1."),
        ]
        assert locators(units) == [
            "statement/p_un1",
            "statement/p1",
            "statement/h_un1",
            "statement/h1",
        ]

    def test_marks_without_a_number_are_items_of_the_list(self) -> None:
        marks = ("(a)", "-", "-")
        items = [unit(Kind.SUBPARAGRAPH, mark, 1) for mark in marks]
        assert locators([unit(Kind.OPERATIVE, "1."), *items])[1:] == [
            "statement/op1/a",
            "statement/op1/item2",
            "statement/op1/item3",
        ]

    def test_below_nothing_a_subparagraph_is_no_agenda_item(self) -> None:
        units = [unit(Kind.AGENDA_ITEM), unit(Kind.SUBPARAGRAPH, "", 1)]
        assert locators(units) == ["statement/item", "statement/sub1"]
        assert loose_units(units) == [1]

    @given(st.lists(st.integers(0, 3), max_size=12))
    def test_a_printed_number_always_decides(self, pieces: list[int]) -> None:
        """Whatever unnumbered pieces stand between, before and behind."""
        units = []
        for number, count in enumerate(pieces, start=1):
            units += [unit(Kind.OPERATIVE)] * count
            units.append(unit(Kind.OPERATIVE, f"{number}."))
        found = [
            locator
            for each, locator in zip(units, locators(units), strict=True)
            if each.number
        ]
        assert found == [f"statement/op{n}" for n in range(1, len(pieces) + 1)]

    def test_a_number_that_begins_anew_is_told_apart(self) -> None:
        units = [unit(Kind.OPERATIVE, "1."), unit(Kind.OPERATIVE, "1.")]
        assert locators(units) == ["statement/op1", "statement/op1_2"]

    @given(
        st.lists(
            st.builds(
                unit,
                st.sampled_from(sorted(Kind)),
                st.sampled_from(["", "1.", "2．", "(a)", "（b）", "第三条", "-", "IV"]),
                st.integers(0, 3),
                st.sampled_from(["letter", "statement", "annex-2"]),
            ),
            max_size=40,
        )
    )
    def test_no_two_are_equal_and_all_can_be_keys_and_labels(
        self, units: list[Unit]
    ) -> None:
        found = locators(units)
        assert len(set(found)) == len(found) == len(units)
        for locator in found:
            KEY(key_for(locator))
            assert full_label(locator)


class TestLabels:
    @pytest.mark.parametrize(
        ("locator", "en", "ru", "zh"),
        [
            (
                "statement/pre7",
                "preambular para. 7",
                "пункт 7 преамбулы",
                "序言部分第7段",
            ),
            (
                "statement/pre7/1",
                "preambular para. 7 (1)",
                "пункт 7 преамбулы (1)",
                "序言部分第7段(1)",
            ),
            ("treaty/art7", "article 7", "статья 7", "第7条"),
            (
                "decision/op2_cont",
                "para. 2, continued",
                "пункт 2 (продолжение)",
                "第2段（续）",
            ),
            (
                "decision/op2/a_cont2",
                "para. 2 (a), continued (2)",
                "пункт 2 (a) (продолжение 2)",
                "第2段(a)（续2）",
            ),
            (
                "treaty/art2/p_un1",
                "article 2, para. 1 (unnumbered)",
                "статья 2, пункт 1 (без номера)",
                "第2条第1款（无编号）",
            ),
            ("decision/subb", "subparagraph b", "подпункт b", "分段b"),
            # As in editions published before:
            ("decision/op3_2", "para. 3-2", "пункт 3-2", "第3-2段"),
            (
                "decision/item1",
                "masthead, agenda item 1",
                "шапка документа, пункт повестки дня 1",
                "刊头：议程项目1",
            ),
        ],
    )
    def test_in_each_language(self, locator: str, en: str, ru: str, zh: str) -> None:
        for code, words in (("en", en), ("ru", ru), ("zh-hans", zh)):
            with override(code):
                assert label(locator) == words

    def test_letter_paragraphs_are_named_with_the_letter(self) -> None:
        assert label("letter/p2") == "letter, para. 2"
        assert place("letter/p2") == "para. 2"

    def test_every_kind_and_part_has_a_name(self) -> None:
        for part in PartKind:
            for code in CODES.values():
                assert full_label(f"{part}/{code or 'p'}1")

    def test_punctuation_is_that_of_the_language(self) -> None:
        with override("zh-hans"):
            assert enumerate_labels(["第1段", "第2段"]) == "第1段、第2段"
            assert introduce("memo", "第1段") == "memo：第1段"
        assert introduce("memo", "para. 1") == "memo: para. 1"

    def test_a_list_of_nothing_is_empty(self) -> None:
        assert enumerate_labels([]) == ""
