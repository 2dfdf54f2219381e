"""Digits that call footnotes, and digits that do not."""

from __future__ import annotations

import pytest

from documents.importing import parse
from documents.importing.footnotes import FootnoteCalls


class TestFootnoteCalls:
    @pytest.mark.parametrize(
        ("text", "clean"),
        [
            ("the Treaty1 and Document,2 as", "the Treaty and Document, as"),
            ("of 4 December 1998,1 and", "of 4 December 1998, and"),
            ("Document,1the provisions", "Document, the provisions"),
            (
                "of 13 November 2017,1 and the report2 of",
                "of 13 November 2017, and the report of",
            ),
            ("разоружению1, и", "разоружению, и"),
            ("最后文件1的原则", "最后文件的原则"),
        ],
    )
    def test_calls_go(self, text: str, clean: str) -> None:
        assert FootnoteCalls(["1 See A/1.", "2 See A/2."]).remove(text) == clean

    @pytest.mark.parametrize(
        "text",
        [
            "G8 and P5",
            "on 4月1日",
            "第1条",
            "paragraphs 60, 61 and 62",
            "1976-е",
            "52/38 S",
            "of document A/60/650/Add.1, and its Corr.1",
            "документу A/60/650/Add.1",
            "见A/60/650/Add.1号文件",
            "see No.1 and (vol.1)",
            "at www.un.org/lamps1 since",
        ],
    )
    def test_the_documents_own_digits_stay(self, text: str) -> None:
        assert FootnoteCalls(["1 See A/1."]).remove(text) == text
        assert FootnoteCalls([]).remove(text) == text

    def test_without_notes_a_short_name_keeps_its_digit(self) -> None:
        text = "aircraft Ka1 and Mi2"
        assert FootnoteCalls([]).remove(text) == text


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_notes_below_one_another(between: str) -> None:
    notes = [
        "* Reissued.",
        "** Ms. Flavia.",
        "[1] See A/72/1.",
        "[2] 3 June.",
        "³ Two.",
    ]
    text = (
        "Report on harbours*\n\n1. The committee met in June.[1] It elected a chair.**"
        "\n\n2. It then[2] adjourned³.\n\n"
    )
    units = parse(text + between.join(notes), "en").units
    assert [unit.text for unit in units[1:]] == [
        "The committee met in June. It elected a chair.**",
        "It then adjourned.",
        "* Reissued.",
        "** Ms. Flavia.",
        "1 See A/72/1.",
        "2 3 June.",
        "3 Two.",
    ]
