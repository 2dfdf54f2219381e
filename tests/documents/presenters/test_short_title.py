"""What a document is called where space is short."""

from __future__ import annotations

import pytest
from django.utils import translation

from documents.models import Document
from documents.presenters.localized import short_title

TITLES = {"title_en": "A long title", "title_ru": "Длинное название"}


@pytest.mark.parametrize(
    ("short", "active", "expected"),
    [
        ({}, "en", "A long title"),
        ({"short_title_en": "Short"}, "en", "Short"),
        # The reader's own language before brevity in another.
        ({"short_title_ru": "Кратко"}, "en", "A long title"),
        ({"short_title_ru": "Кратко"}, "ru", "Кратко"),
        ({"short_title_ru": "Кратко"}, "zh-hans", "Кратко"),
    ],
)
def test_short_title(short: dict[str, str], active: str, expected: str) -> None:
    document = Document(slug="memo", **TITLES, **short)
    with translation.override(active):
        assert str(short_title(document)) == expected
