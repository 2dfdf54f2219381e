"""The languages of the interface are those of the settings, whatever texts are in."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from pytest_django import Settings

from portal.interface import (
    current_language,
    interface_languages,
    is_interface_language,
)


class TestInterfaceLanguages:
    def test_carry_their_tags(self) -> None:
        tags = [language.bcp47 for language in interface_languages()]
        assert tags == ["zh-Hans", "ru", "en"]

    def test_a_text_language_need_not_be_one(self, settings: Settings) -> None:
        settings.LANGUAGES = [("en", "English")]
        assert not is_interface_language("ru")
        with override("ru"):
            assert current_language() == "en"

    @pytest.mark.parametrize("code", ["zh-hans", "ru", "en"])
    def test_that_of_the_page(self, code: str) -> None:
        with override(code):
            assert current_language() == code
