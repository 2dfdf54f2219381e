"""Search in a real browser: by keyboard, from a result to its words and beyond."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.base import LANGUAGES, LETTER

from .conftest import follow, overflowing, take_screenshot, violations

WIDTHS = (320, 820, 1440)


@pytest.mark.usefixtures("faults")
class TestResults:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_fit_and_are_accessible(self, page: Page, site: str, code: str) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{site}/{code}/search/?q=договор")
            assert overflowing(page) == []
            take_screenshot(page, f"search-{code}-{width}")
        assert violations(page) == []

    def test_a_slash_leads_to_the_box_and_enter_finds(
        self, page: Page, site: str
    ) -> None:
        page.goto(f"{site}/en/documents/")
        page.keyboard.press("/")
        expect(page.locator(".site-search input")).to_be_focused()
        page.keyboard.type("uranium")
        page.keyboard.press("Enter")
        expect(page.locator(".found-clauses li")).to_have_count(1)

    def test_a_result_leads_to_its_words(self, page: Page, site: str) -> None:
        page.goto(f"{site}/en/search/?q=uranium")
        follow(page.locator(".found-clauses h3 a"))
        expect(page.locator("#statement-op5 .match.current")).to_have_text("uranium")
        expect(page.locator("#statement-op5 .match.current")).to_be_in_viewport()


@pytest.mark.usefixtures("faults")
class TestInTheDocument:
    def test_one_goes_from_match_to_match_by_keys(self, page: Page, site: str) -> None:
        page.goto(f"{site}/en/documents/{LETTER}/")
        page.keyboard.press("/")
        expect(page.locator("#find")).to_be_focused()
        page.keyboard.type("Protocol OR uranium")
        page.keyboard.press("Enter")
        current, place = (
            page.locator(".match.current"),
            page.locator("[data-found-place]"),
        )
        expect(place).to_have_text("1 / 2")
        page.keyboard.press("n")
        expect(current).to_have_text("uranium")
        expect(place).to_have_text("2 / 2")
        page.keyboard.press("p")
        expect(current).to_have_text("Protocol")
        assert violations(page) == []

    @pytest.mark.parametrize("width", WIDTHS)
    def test_what_was_found_fits(self, page: Page, site: str, width: int) -> None:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site}/ru/documents/{LETTER}/?q=договор")
        assert overflowing(page) == []
        take_screenshot(page, f"found-{width}", full_page=False)

    def test_texts_that_are_not_shown_are_told_of(self, page: Page, site: str) -> None:
        page.goto(f"{site}/en/documents/{LETTER}/?texts=en&q=铀")
        follow(page.locator(".found-line a", has_text="中文"))
        expect(page.locator(".match.current")).to_have_text("铀")

    def test_what_another_text_has_is_unfolded_on_a_phone(
        self, page: Page, site: str
    ) -> None:
        page.set_viewport_size({"width": 390, "height": 780})
        page.goto(f"{site}/ru/search/?q=铀")
        follow(page.locator(".found-clauses h3 a"))
        current = page.locator("#statement-op5 .match.current")
        expect(current).to_have_text("铀")
        expect(current).to_be_in_viewport()
        page.goto(f"{site}/ru/documents/{LETTER}/?q=добычей OR 铀")
        expect(page.locator("#statement-op5 .match.current")).to_have_text("добычей")
        expect(page.locator("#statement-op5 .unfold")).not_to_be_checked()
