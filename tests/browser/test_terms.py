"""Terms in the text show their equivalents: by mouse, by key, by finger."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Locator, Page, expect

from tests.base import LETTER

from .conftest import take_screenshot, violations

READER = f"/en/documents/{LETTER}/?texts=zh-hans,ru,en"
POINT = """(paragraph, words) => {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const place = node.data.indexOf(words);
        if (place < 0) continue;
        const range = document.createRange();
        range.setStart(node, place);
        range.setEnd(node, place + words.length);
        const rect = range.getClientRects()[0];
        return [rect.left + rect.width / 2, rect.top + rect.height / 2];
    }
}"""


def point_of(cell: Locator, words: str) -> tuple[float, float]:
    cell.scroll_into_view_if_needed()
    x, y = cell.locator("p").evaluate(POINT, words)
    return x, y


@pytest.fixture(autouse=True)
def _terms(site: str) -> None:
    """The letter's terms in the register."""
    for command in ("load_instruments", "load_terms"):
        call_command(command, stdout=io.StringIO())


@pytest.mark.usefixtures("faults")
class TestTerms:
    def test_by_mouse(self, page: Page, site: str) -> None:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"{site}{READER}#statement-op2")
        cell = page.locator('#statement-op2 .cell[lang="ru"]')
        before = cell.inner_html(), cell.bounding_box()
        page.mouse.move(*point_of(cell, "Департаменту по вопросам"))
        box = page.locator(".term-box")
        expect(box).to_contain_text("Department for Disarmament Affairs")
        expect(box).to_contain_text("裁军事务部")
        expect(box).to_have_attribute(
            "aria-label",
            "Equivalents of a term: Департаменту по вопросам разоружения",
        )
        assert (cell.inner_html(), cell.bounding_box()) == before
        take_screenshot(page, "terms", full_page=False)
        assert violations(page, ".term-box") == []
        page.keyboard.press("Escape")
        expect(box).to_have_count(0)

    def test_in_another_column(self, page: Page, site: str) -> None:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"{site}{READER}#statement-op2")
        cell = page.locator('#statement-op2 .cell[lang="zh-Hans"]')
        page.mouse.move(*point_of(cell, "法律事务厅"))
        box = page.locator(".term-box")
        expect(box).to_contain_text("Управление по правовым вопросам")

    def test_on_the_page_of_the_clause(self, page: Page, site: str) -> None:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"{site}/en/documents/{LETTER}/clauses/statement-op2/")
        cell = page.locator('#statement-op2 .cell[lang="ru"]')
        page.mouse.move(*point_of(cell, "Департаменту по вопросам"))
        box = page.locator(".term-box")
        expect(box).to_contain_text("Department for Disarmament Affairs")
        page.keyboard.press("Escape")
        expect(box).to_have_count(0)
        page.keyboard.press("t")
        expect(page.locator(".term-box:focus")).to_have_count(1)

    def test_by_key(self, page: Page, site: str) -> None:
        page.goto(f"{site}{READER}#statement-op2")
        row = page.locator("#statement-op2")
        row.evaluate("row => { row.tabIndex = -1; row.focus(); }")
        page.keyboard.press("t")
        expect(page.locator(".term-box:focus")).to_have_count(1)
        first = page.locator(".term-box").get_attribute("aria-label")
        page.keyboard.press("t")
        expect(page.locator(".term-box:focus")).not_to_have_attribute(
            "aria-label", first or ""
        )
        page.keyboard.press("Escape")
        expect(row).to_be_focused()

    def test_by_finger(self, browser: Browser, site: str) -> None:
        context = browser.new_context(
            has_touch=True, viewport={"width": 390, "height": 844}
        )
        page = context.new_page()
        page.goto(f"{site}{READER}#statement-op2")
        cell = page.locator('#statement-op2 .cell[lang="zh-Hans"]')
        page.touchscreen.tap(*point_of(cell, "裁军事务部"))
        expect(page.locator(".term-box")).to_contain_text("Department for")
        take_screenshot(page, "terms-phone", full_page=False)
        context.close()


@pytest.mark.usefixtures("faults")
@pytest.mark.parametrize("width", [390, 320])
def test_the_register_has_a_block_for_each_term_on_a_phone(
    page: Page, site: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{site}/ru/terms/")
    cells = page.locator(".terms tbody tr").first.locator("td").all()
    sizes = [box["width"] for cell in cells if (box := cell.bounding_box())]
    assert min(sizes) > width * 0.8
    field = page.locator(".narrowing-bar [name=find]").bounding_box()
    assert field is not None
    assert field["height"] >= 36
    take_screenshot(page, f"terms-register-{width}", full_page=False)
