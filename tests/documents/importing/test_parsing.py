"""What is refused after decoding, and small traps."""

from __future__ import annotations

import pytest

from documents.importing import ParsedText, parse
from documents.importing.refusals import (
    EmptyFile,
    NoStructure,
    NullCharacter,
    WrongLanguage,
)

from .base import read


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("Shopping list\n\n1. milk\n2. eggs\n3. bread", "en"),
            ("I went to the market. It was raining and the road was wet.", "en"),
            ("Список покупок\n\n1. молоко\n2. яйца", "ru"),
            ("购物清单\n\n1. 牛奶\n2. 鸡蛋", "zh-hans"),
            ("今天天气很好。我们去公园玩了一天，晚上才回家。", "zh-hans"),
        ],
    )
    def test_no_structure(self, text: str, language: str) -> None:
        with pytest.raises(NoStructure):
            parse(text, language)

    @pytest.mark.parametrize("text_language", ["zh-hans", "ru", "en"])
    @pytest.mark.parametrize("said", ["zh-hans", "ru", "en"])
    def test_language(self, text_language: str, said: str) -> None:
        if text_language == said:
            return
        with pytest.raises(WrongLanguage):
            parse(read(text_language), said)

    def test_french_is_not_english(self) -> None:
        text = "L'Assemblée générale, Rappelant les principes de la Charte des Nations "
        with pytest.raises(WrongLanguage):
            parse(text * 3, "en")

    def test_ukrainian_is_not_russian(self) -> None:
        text = "Генеральна Асамблея, посилаючись на свої резолюції і рішення її сесії"
        with pytest.raises(WrongLanguage):
            parse(text, "ru")

    def test_empty_and_null(self) -> None:
        with pytest.raises(EmptyFile):
            parse(" \n", "en")
        with pytest.raises(NullCharacter):
            parse("a\0b", "en")


def texts(parsed: ParsedText, kind: str) -> list[str]:
    return [unit.text for unit in parsed.units if unit.kind == kind]


class TestTraps:
    def test_letter_spaced_title(self) -> None:
        text = "С О Г Л А Ш Е Н И Е\n\nСтороны,\n\nдоговорились о нижеследующем:\n\n"
        parsed = parse(text + "Статья 1\n\nСтороны сотрудничают.", "ru")
        assert texts(parsed, "title") == ["СОГЛАШЕНИЕ"]
        assert parsed.parts == ("agreement",)

    def test_a_sentence_may_mention_an_article(self) -> None:
        first = "关于合作的协定\n\n第一条\n\n双方合作，并遵守\n第二条的规定。\n\n"
        parsed = parse(first + "第二条\n\n生效。", "zh-hans")
        assert texts(parsed, "paragraph") == [
            "双方合作，并遵守第二条的规定。",
            "生效。",
        ]

    def test_second_part_of_a_name_is_counted(self) -> None:
        text = "Annex I\n\nJoint Statement\n\nThe Ministers,\n\n1. Agree.\n\n"
        parsed = parse(text + text.replace("Annex I", "Annex II"), "en")
        assert parsed.parts == ("statement", "statement-2")


def test_pages_of_a_text_are_told_by_its_form_feeds() -> None:
    text = (
        "Resolution 99 (2018)\n\nThe Security Council,\n\fRecalling its boats,\n\n"
        "1. Decides to meet;\n\f\n2. Decides to part.\n\f"
    )
    assert [unit.page for unit in parse(text, "en").units] == [1, 1, 2, 2, 3]
    unpaged = parse(text.replace("\f", "\n"), "en").units
    assert {unit.page for unit in unpaged} == {0}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Declaration on harbours\n\nThe States members of the Harbour Organization,"
            " meeting in Zenda,\n\nHighly appreciate its role in peace.\n\n"
            "Adhere to its Charter.\n\nDeclare the following:\n\nI. Lamps\n\nThe"
            " parties will keep lamps.",
        ),
        (
            "ru",
            "Декларация о портах\n\nГосударства — члены Организации, собравшись в"
            " Зенде,\n\nвысоко оценивая ее роль.\n\nследуя ее Уставу.\n\nзаявляют о"
            " следующем:\n\nI. Лампы\n\nСтороны будут хранить лампы.",
        ),
    ],
)
def test_recitals_may_end_in_a_full_stop(language: str, text: str) -> None:
    kinds = [unit.kind for unit in parse(text, language).units]
    assert kinds == [
        "title", "opening", "preambular", "preambular", "opening", "heading",
        "paragraph",
    ]  # fmt: skip
