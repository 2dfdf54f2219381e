"""What says the same lights up in every text: by mouse, by key, by finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.base import LETTER

from .conftest import take_screenshot, violations

READER = f"/en/documents/{LETTER}/?texts=zh-hans,ru,en"


def lit(page: Page) -> list[str]:
    """The beginnings of what is lit up, by column."""
    texts = page.locator(".said.lit").all_text_contents()
    return [text[:5] for text in texts]


@pytest.mark.usefixtures("faults")
class TestCounterparts:
    def test_by_mouse(self, page: Page, site: str) -> None:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(site + READER)
        row = page.locator("#letter-p2")
        row.scroll_into_view_if_needed()
        row.locator('.cell[lang="en"] .said', has_text="Third, the Treaty").hover()
        assert lit(page) == ["第三，这个", "В-тре", "Third"]
        take_screenshot(page, "counterparts")
        assert violations(page, "#letter-p2") == []
        page.mouse.move(5, 400)
        assert lit(page) == []

    def test_by_key(self, page: Page, site: str) -> None:
        page.goto(f"{site}{READER}#statement-pre7")
        # As "j" leaves it.
        row = page.locator("#statement-pre7")
        row.evaluate("row => { row.tabIndex = -1; row.focus(); }")
        page.keyboard.press("s")
        expect(page.locator(".said.lit")).to_have_count(3)
        page.keyboard.press("s")
        assert lit(page) == ["1997年", "Ташке", "the T"]
        expect(page.locator(":focus")).to_have_attribute("data-said", "1")

    def test_by_finger(self, browser: Browser, site: str) -> None:
        context = browser.new_context(
            has_touch=True, viewport={"width": 390, "height": 844}
        )
        page = context.new_page()
        page.goto(f"{site}{READER}#letter-p2")
        row = page.locator("#letter-p2")
        row.locator("input.unfold").tap()
        row.locator('.cell[lang="ru"] .said', has_text="Наконец").tap()
        assert lit(page) == ["最后，首次", "Након", "Lastl"]
        row.locator(".place").tap()
        context.close()
