"""Suggestions below the search box: by keys, mouse and finger, while one composes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.base import LANGUAGES, LETTER

from .conftest import follow, overflowing, take_screenshot, violations

BOX = ".site-search input"
LIST = ".site-search [role=listbox]"
OPTIONS = f"{LIST} [role=option]"
ADDRESS = "/search/suggestions/"
TOLD = {
    "en": re.compile(r"^\d+ suggestions?$"),
    "ru": re.compile(r"^Предложений: \d+$"),
    "zh-hans": re.compile(r"^\d+ 条建议$"),
}


@pytest.mark.usefixtures("faults")
class TestByKeyboard:
    def test_arrows_and_enter_lead_straight_to_the_place(
        self, page: Page, site: str
    ) -> None:
        page.goto(f"{site}/en/documents/")
        page.keyboard.press("/")
        page.keyboard.type("op. 3")
        box, options = page.locator(BOX), page.locator(OPTIONS)
        expect(options.first).to_be_visible()
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
        page.keyboard.press("ArrowDown")
        chosen = options.first
        expect(chosen).to_have_attribute("aria-selected", "true")
        name = chosen.get_attribute("id") or ""
        expect(box).to_have_attribute("aria-activedescendant", name)
        expect(box).to_be_focused()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url == f"{site}/en/documents/{LETTER}/#statement-op3"

    def test_home_and_end_go_to_the_first_and_the_last(
        self, page: Page, site: str
    ) -> None:
        page.goto(f"{site}/en/")
        page.locator(BOX).press_sequentially("nuclear weap")
        options = page.locator(OPTIONS)
        expect(options.first).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("End")
        expect(options.last).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Home")
        expect(options.first).to_have_attribute("aria-selected", "true")
        expect(page.locator(f"{OPTIONS}[aria-selected]")).to_have_count(1)

    def test_escape_closes_and_arrows_open_again(self, page: Page, site: str) -> None:
        page.goto(f"{site}/en/")
        box = page.locator(BOX)
        box.press_sequentially("uran")
        expect(page.locator(LIST)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(LIST)).to_be_hidden()
        expect(box).to_have_attribute("aria-expanded", "false")
        expect(box).to_have_value("uran")
        page.keyboard.press("ArrowDown")
        expect(page.locator(LIST)).to_be_visible()

    def test_enter_without_a_choice_finds_as_ever(self, page: Page, site: str) -> None:
        page.goto(f"{site}/en/")
        page.locator(BOX).press_sequentially("uranium")
        expect(page.locator(LIST)).to_be_visible()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url == f"{site}/en/search/?q=uranium"

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_how_many_is_told(self, page: Page, site: str, code: str) -> None:
        page.goto(f"{site}/{code}/")
        page.locator(BOX).press_sequentially("uran")
        expect(page.locator(".site-search [role=status]")).to_have_text(TOLD[code])
        assert violations(page) == []


def note_asked(page: Page) -> list[str]:
    """Return a list to which each address is added that is asked for suggestions."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if ADDRESS in request.url:
            asked.append(request.url)

    page.on("request", note)
    return asked


@pytest.mark.usefixtures("faults")
class TestAsking:
    def test_once_for_what_is_typed_quickly(self, page: Page, site: str) -> None:
        page.goto(f"{site}/en/")
        asked = note_asked(page)
        page.locator(BOX).press_sequentially("uranium")
        expect(page.locator(LIST)).to_be_visible()
        assert len(asked) < len("uranium")
        assert asked[-1].endswith("?q=uranium")

    def test_not_while_characters_are_composed(self, page: Page, site: str) -> None:
        page.goto(f"{site}/zh-hans/")
        asked = note_asked(page)
        page.locator(BOX).focus()
        browser = page.context.new_cdp_session(page)
        for composed in ("y", "you", "铀"):
            browser.send(
                "Input.imeSetComposition",
                {
                    "text": composed,
                    "selectionStart": len(composed),
                    "selectionEnd": len(composed),
                },
            )
        expect(page.locator(BOX)).to_have_value("铀")
        assert asked == []
        browser.send("Input.insertText", {"text": "铀"})
        expect(page.locator(OPTIONS).first).to_be_visible()
        assert len(asked) == 1


@pytest.mark.usefixtures("faults")
class TestByMouse:
    def test_a_click_leads_to_the_place(self, page: Page, site: str) -> None:
        page.goto(f"{site}/ru/")
        page.locator(BOX).press_sequentially("уран")
        follow(page.locator(OPTIONS, has_text="Пункт 5"))
        assert page.url == f"{site}/ru/documents/{LETTER}/#statement-op5"

    def test_a_click_elsewhere_closes(self, page: Page, site: str) -> None:
        page.goto(f"{site}/en/documents/")
        page.locator(BOX).press_sequentially("uran")
        expect(page.locator(LIST)).to_be_visible()
        page.locator(".site-footer p").first.click()
        expect(page.locator(LIST)).to_be_hidden()


@pytest.mark.parametrize("width", [1440, 390, 320])
@pytest.mark.parametrize("code", LANGUAGES)
def test_fits_a_finger_and_every_width(
    browser: Browser, site: str, width: int, code: str
) -> None:
    context = browser.new_context(
        has_touch=True, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    page.goto(f"{site}/{code}/documents/{LETTER}/")
    page.locator(BOX).tap()
    page.locator(BOX).press_sequentially("nuclear weap")
    options = page.locator(OPTIONS)
    expect(options.first).to_be_visible()
    assert overflowing(page) == []
    take_screenshot(page, f"suggestions-{code}-{width}", full_page=False)
    box = options.first.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    address = options.first.get_attribute("href") or ""
    options.first.tap()
    page.wait_for_url(f"**{address}")
    context.close()
