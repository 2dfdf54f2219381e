"""Which names people can give themselves."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, override

from portal.people.names import validate_name
from tests.base import LANGUAGES


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "Анна Каренина",
            "王小明",
            "Nguyễn Văn 3",
            "Nguye\u0302\u0303n",
            "می\u200cخواهم",
            "क्\u200dष",
            "O'Neill-Ødegård",
            "A moderator of debates",
        ],
    )
    def test_real_ones(self, name: str) -> None:
        validate_name(name)

    @pytest.mark.parametrize(
        "name",
        [
            "Anna\u200b",
            "An\u00adna",
            "Anna\ufeff",
            "Anna\U000e0041",
            "\u202eAnna",
            "\u200dAnna",
            "Anna\u200c",
            "Anna \u200d B",
            "\u3164",
            "Anna\uffa0",
            "\u115f\u1160",
            "Anna\u2800",
            "A" + 4 * "\u0301",
            "!!",
            "...",
        ],
    )
    def test_what_cannot_be_read(self, name: str) -> None:
        with pytest.raises(ValidationError):
            validate_name(name)

    @pytest.mark.parametrize(
        "name",
        ["MODERATOR", "Ｍｏｄｅｒａｔｏｒ", " Clause book ", "“A former participant”"],
    )
    def test_what_passes_for_the_portal(self, name: str) -> None:
        with pytest.raises(ValidationError, match="reserved for the portal"):
            validate_name(name)

    @pytest.mark.parametrize("code", LANGUAGES)
    @pytest.mark.parametrize(
        "said",
        [
            "moderator",
            "Moderator",
            "administrator",
            "a former participant",
            "A former participant",
        ],
    )
    def test_what_the_catalogues_call_it(self, code: str, said: str) -> None:
        with override(code):
            name = gettext(said)
        with pytest.raises(ValidationError, match="reserved for the portal"):
            validate_name(name)
