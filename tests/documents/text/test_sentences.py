"""Sentences and words to choose from, in each language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentary.quotes.anchoring.selectors import select
from documents.languages import CODES
from documents.text.sentences import sentences
from tests.commentary.quotes.anchoring.edits import clauses_of

# Sentences, as they must be found; a bar stands where one ends.
ENGLISH = [
    "The Treaty is open. |It enters into force at once.",
    "Recalling art. VII and paras. 2 and 3, they met. |Then they signed.",
    "Mr. A. B. Ivanov spoke (see annex). |Nobody objected.",
    "It costs 1,000.50 in 2006. |It is no. 5 of A/61/89.",
    "“We agree.” |“So do we!” |He said: “Yes.” and left.",
    "Was it signed? |Yes… |They left.",
    "first line\n|second line\n|1. Third line, point by point",
    "They agree; |the others do not",
    "No. 5 is missing. |See No. 6.",
]
RUSSIAN = [
    "Договор открыт. |Он вступает в силу сразу.",
    "Ссылаясь на п. 3 ст. VII и т.д., они встретились. |Затем подписали.",
    "Выступил г-н А. Б. Иванов (см. приложение). |Никто не возражал.",
    "8 сентября 2006 г. Казахстан подписал. |Это док. А/61/89.",
    "«Мы согласны». |«И мы!» |Все разошлись.",
    "Соблюдают; |другие — нет",
]
CHINESE = [
    "首先，这是第一句。|其次，这是第二句！|“真的吗？”|是的。",
    "（见附件。）|第二条；|第三条",
    "A/61/89号文件。|2006年9月8日。",
]
CASES = [
    (language, case)
    for language, cases in zip(CODES, (CHINESE, RUSSIAN, ENGLISH), strict=True)
    for case in cases
]


class TestSentences:
    @pytest.mark.parametrize(("language", "case"), CASES)
    def test_end_where_a_reader_ends(self, language: str, case: str) -> None:
        found = sentences(case.replace("|", ""), language)
        assert "|".join(sentence.text for sentence in found) == case

    @pytest.mark.parametrize("text", ["", "  \n ", "."])
    def test_a_text_of_nothing(self, text: str) -> None:
        assert len(sentences(text, "en")) == (1 if text else 0)

    @pytest.mark.parametrize("code", CODES)
    def test_every_clause_of_the_letter(self, code: str) -> None:
        for text in clauses_of(code):
            found = sentences(text, code)
            assert "".join(sentence.text for sentence in found) == text
            assert all(sentence.words for sentence in found)


class TestWords:
    def test_blanks_are_not_chosen(self) -> None:
        (sentence,) = sentences("nuclear-weapon-free zone, 1,000 km", "en")
        words = [word.text for word in sentence.words]
        assert words == ["nuclear-weapon-free", "zone", ",", "1,000", "km"]
        assert [word.is_word for word in sentence.words] == [
            True,
            True,
            False,
            True,
            True,
        ]

    def test_chinese_by_the_character_and_latin_by_the_word(self) -> None:
        (sentence,) = sentences("A/61/89号文件，1997年", "zh-hans")
        words = [word.text for word in sentence.words]
        assert words == ["A", "/", "61/89", "号", "文", "件", "，", "1997", "年"]

    def test_an_accent_stays_with_its_character(self) -> None:
        (sentence,) = sentences("第\u0301一", "zh-hans")
        assert [word.text for word in sentence.words] == ["第\u0301", "一"]


class TestProperties:
    @given(st.text(), st.sampled_from(CODES))
    def test_tokens_give_the_text_back(self, text: str, language: str) -> None:
        found = sentences(text, language)
        tokens = [token for sentence in found for token in sentence.tokens]
        assert "".join(token.text for token in tokens) == text
        assert all(text[p.start : p.end] == p.text != "" for p in tokens)
        assert all(sentence.words for sentence in found) or not text.strip()

    @given(st.text(alphabet="аб .。;；\n!A1)”\u0301𠮷", min_size=1), st.data())
    def test_any_words_can_be_quoted(self, text: str, data: st.DataObject) -> None:
        language = data.draw(st.sampled_from(CODES))
        for sentence in sentences(text, language):
            words = sentence.words
            if words:
                first = data.draw(st.integers(0, len(words) - 1))
                last = data.draw(st.integers(first, len(words) - 1))
                found = select(text, words[first].start, words[last].end)
                assert found.start == words[first].start
