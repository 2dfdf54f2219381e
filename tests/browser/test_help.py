"""The help page: fits every width, and axe finds nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.base import LANGUAGES

from .conftest import take_screenshot, violations

WIDTHS = (1280, 390, 320)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_fits_and_is_accessible(
    page: Page, site: str, faults: list[str], code: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/{code}/help/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    take_screenshot(page, f"help-{code}-{width}")
