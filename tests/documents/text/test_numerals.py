"""The table of numerals, read and written."""

from __future__ import annotations

import pytest

from documents.text.numerals import hanzi, normalise_number, roman, value_of


class TestWriting:
    @pytest.mark.parametrize("value", [1, 4, 9, 14, 40, 90, 99, 107, 110, 399])
    def test_what_is_written_is_read_again(self, value: int) -> None:
        assert value_of(roman(value)) == value
        assert value_of(hanzi(value)) == value

    @pytest.mark.parametrize(
        ("value", "written"),
        [(7, "七"), (10, "十"), (21, "二十一"), (107, "一百零七"), (110, "一百一十")],
    )
    def test_chinese(self, value: int, written: str) -> None:
        assert hanzi(value) == written

    @pytest.mark.parametrize("value", [0, 400, 1990])
    def test_beyond_the_table_roman_is_arabic(self, value: int) -> None:
        assert roman(value) == str(value)


class TestReading:
    @pytest.mark.parametrize(
        ("printed", "number"),
        [
            ("Article VII.", "7"),
            ("Статья ХІ", "11"),  # Cyrillic letters
            ("Article l", "1"),  # a typewriter's
            ("第十二条", "12"),
            ("㈦", "7"),
            ("⑳", "20"),
            ("１２．", "12"),
            ("(б)", "b"),
            ("—", ""),
        ],
    )
    def test_its_dress_does_not_matter(self, printed: str, number: str) -> None:
        assert normalise_number(printed) == number

    def test_words_have_no_value(self) -> None:
        assert value_of("premier") == 0
