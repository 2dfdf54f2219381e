"""Hyphens at line ends: which are the printer's, and which the document's."""

from __future__ import annotations

import pytest

from documents.importing.line_joins import Vocabulary, join_lines
from documents.languages import BY_CODE


def join(*lines: str, spaced: bool = True) -> str:
    return join_lines(
        lines, spaced=spaced, vocabulary=Vocabulary.of(lines, BY_CODE["en"].cues)
    )


class TestHyphens:
    @pytest.mark.parametrize(
        ("lines", "joined"),
        [
            (("represen-", "tatives of"), "representatives of"),
            (("Ки\u2010", "тайской"), "Китайской"),
            (("сложив\u00ad", "шихся"), "сложившихся"),
            (("a weapon-", "free zone, weapon or"), "a weapon-free zone, weapon or"),
            (("государств-", "членов бывшего"), "государств-членов бывшего"),
            (("Чан Кай-", "ши"), "Чан Кай-ши"),
            (("по-", "прежнему"), "по-прежнему"),
            (("по-", "становляет"), "постановляет"),
            (("1976-", "е заседание"), "1976-е заседание"),
            (("non-", "proliferation"), "non-proliferation"),
            (("wide-", "ly"), "widely"),
        ],
    )  # fmt: skip
    def test_at_line_ends(self, lines: tuple[str, ...], joined: str) -> None:
        assert join(*lines) == joined

    def test_chinese_lines_close_up(self) -> None:
        assert join("中亚无核武", "器区", spaced=False) == "中亚无核武器区"

    def test_latin_words_stay_apart_in_chinese(self) -> None:
        assert join("称为Nuclear", "Suppliers集团", spaced=False) == (
            "称为Nuclear Suppliers集团"
        )
