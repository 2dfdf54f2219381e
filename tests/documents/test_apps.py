"""The table of text languages: its order, and that none is incomplete."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core import checks

from documents.apps import check_languages
from documents.languages import BY_CODE, CODES, LANGUAGES


class TestOrder:
    def test_is_that_of_the_columns(self) -> None:
        assert CODES == ("zh-hans", "ru", "en")


class TestCompleteness:
    def test_every_language_is_complete(self) -> None:
        assert not [error for error in checks.run_checks() if error.is_serious()]
        assert check_languages() == []

    def test_what_a_language_lacks_is_named(self) -> None:
        # As its file would say it with these two left out.
        lacking: Any = None
        english = BY_CODE["en"]
        lame = replace(
            english, quoted=lacking, cues=replace(english.cues, article=lacking)
        )
        [error] = check_languages([*LANGUAGES, lame])
        assert error.id == "documents.E001"
        assert error.msg == "The text language en lacks quoted, cues.article."
        assert error.hint == "Give it in documents/languages/en.py."

    @pytest.mark.parametrize("table", ["cues", "pointers", "names", "symbols"])
    def test_a_table_may_not_be_left_out(self, table: str) -> None:
        changes: dict[str, Any] = {table: None}
        assert replace(BY_CODE["ru"], **changes).missing() == [table]
