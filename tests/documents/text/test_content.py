"""The content of a clause: from a row, into a row, and when two are equal."""

from __future__ import annotations

from dataclasses import dataclass, replace

from documents.text.content import ClauseContent


@dataclass
class Row:
    """A row that is no model."""

    kind: str = "article"
    depth: int = 1
    locator: str = "treaty/art1"
    text_zh_hans: str | None = None
    text_ru: str | None = "Слова"
    text_en: str | None = ""
    number_zh_hans: str | None = ""
    number_ru: str | None = "1."
    number_en: str | None = "1."

    def in_language(self, field: str, code: str) -> str:
        return getattr(self, f"{field}_{code.replace('-', '_')}") or ""


CONTENT = ClauseContent("article", 1, {"ru": "Слова"}, {"ru": "1.", "en": "1."})


class TestFromARow:
    def test_languages_without_words_are_left_out(self) -> None:
        content = ClauseContent.of(Row())
        assert content == CONTENT
        assert (content.texts, content.locator) == ({"ru": "Слова"}, "treaty/art1")

    def test_columns_say_the_same_as_the_row(self) -> None:
        assert ClauseContent.from_columns(vars(Row())) == ClauseContent.of(Row())
        assert ClauseContent.from_columns(CONTENT.columns()) == CONTENT

    def test_into_a_row_takes_back_what_is_said_no_longer(self) -> None:
        row = Row()
        ClauseContent("note", texts={"en": "Words"}).put_into(row)
        assert ClauseContent.of(row) == ClauseContent("note", texts={"en": "Words"})
        assert (row.text_ru, row.number_ru, row.locator) == ("", "", "treaty/art1")


class TestEquality:
    def test_an_empty_text_is_no_text_and_the_place_does_not_count(self) -> None:
        other = replace(CONTENT, texts={**CONTENT.texts, "en": ""}, locator="x/y")
        assert other == CONTENT

    def test_kind_depth_text_and_number_count(self) -> None:
        for other in (
            replace(CONTENT, kind="note"),
            replace(CONTENT, depth=0),
            CONTENT.with_texts({"ru": "слова"}),
            CONTENT.with_words("en", text="", number="2."),
        ):
            assert other != CONTENT


class TestLanguages:
    def test_a_number_alone_is_the_clause_in_a_language(self) -> None:
        assert CONTENT.has("en")
        assert not CONTENT.has("zh-hans")
        assert CONTENT.language_beside("ru") == "en"
        assert CONTENT.language_beside("en") == "ru"

    def test_without_another_language_it_stays_with_the_one_given(self) -> None:
        assert ClauseContent("note", texts={"ru": "a"}).language_beside("ru") == "ru"

    def test_what_is_shown_has_a_text_where_there_is_one(self) -> None:
        assert CONTENT.language_shown("ru") == "ru"
        assert CONTENT.language_shown("en") == "ru"
        assert CONTENT.first_text(["zh-hans", "en", "ru"]) == "Слова"
        assert CONTENT.first_text(["en"]) == ""
