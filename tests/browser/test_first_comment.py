"""The first comment in one go: by mouse, by keyboard, by touch, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from commentary.models import Comment
from portal.people.roles import settle_roles
from tests.base import LETTER
from tests.portal.people.base import ADDRESS, last_code

from .conftest import follow, violations
from .test_panel import TOO_WIDE

KEY = "statement-op2"
PAGE = f"/en/documents/{LETTER}/"


@pytest.fixture(autouse=True)
def _roles(site: str) -> None:
    settle_roles()
    cache.clear()


@pytest.fixture(params=[1440, 390, 320])
def visitor(
    request: pytest.FixtureRequest, browser: Browser, site: str
) -> Iterator[Page]:
    is_phone = request.param < 400
    context = browser.new_context(
        viewport={"width": request.param, "height": 800}, has_touch=is_phone
    )
    page = context.new_page()
    page.goto(f"{site}{PAGE}")
    yield page
    context.close()


def expect_posted(page: Page) -> None:
    fresh = page.locator("#panel [data-fresh]")
    expect(fresh).to_contain_text("Which office?")
    expect(fresh).to_be_focused()
    comment = Comment.objects.get()
    assert comment.author is not None
    assert comment.author.display_name == "Анна"
    expect(page).to_have_url(re.compile(rf"{PAGE}\?clause={KEY}$"))


def test_in_six_clicks(visitor: Page) -> None:
    panel, clicks = visitor.locator("#panel"), 0
    is_phone = visitor.evaluate("navigator.maxTouchPoints > 0")

    def press(selector: str) -> None:
        nonlocal clicks
        target = visitor.locator(selector)
        target.tap() if is_phone else target.click()
        clicks += 1

    press(f"#{KEY} .thread-link")
    press("#panel #write textarea")
    visitor.keyboard.type("Which office?")
    press("#panel #write button.main")
    expect(panel.locator("[name=display_name]")).to_be_focused()
    assert visitor.evaluate(TOO_WIDE) <= 0
    assert violations(visitor, "#panel") == []
    visitor.keyboard.type("Анна")
    press("#panel [name=email]")
    visitor.keyboard.type(ADDRESS)
    press("#panel #write button.main")
    expect(panel.locator("[name=code]")).to_be_focused()
    assert violations(visitor, "#panel") == []
    visitor.keyboard.type(last_code())
    press("#panel #write button.main")
    expect_posted(visitor)
    assert clicks <= 7
    expect(visitor.locator(".account-menu summary")).to_have_text("Анна")
    assert visitor.evaluate("Object.keys(localStorage).length") == 0


def test_by_keyboard(page: Page, site: str, faults: list[str]) -> None:
    page.goto(f"{site}{PAGE}")
    page.locator(f"#{KEY} .thread-link").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#commentary-name")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Which office?")
    page.locator("#panel #write button.main").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel [name=display_name]")).to_be_focused()
    page.keyboard.type("Анна")
    page.keyboard.press("Tab")
    page.keyboard.type(ADDRESS)
    page.keyboard.press("Enter")
    expect(page.locator("#panel [name=code]")).to_be_focused()
    page.keyboard.type(last_code())
    page.keyboard.press("Enter")
    expect_posted(page)


def test_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    page.goto(f"{site}{PAGE}")
    follow(page.locator(f"#{KEY} .thread-link"))
    page.fill("#write textarea", "Which office?")
    follow(page.locator("#write button.main"))
    page.fill("[name=display_name]", "Анна")
    page.fill("[name=email]", ADDRESS)
    follow(page.locator("#write button.main"))
    page.fill("[name=code]", last_code())
    follow(page.locator("#write button.main"))
    comment = Comment.objects.get()
    expect(page.locator(f"#comment-{comment.pk}")).to_contain_text("Which office?")
    context.close()


def test_the_header_leads_back_with_the_quote(
    page: Page, site: str, faults: list[str]
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{site}{PAGE}")
    cell = page.locator(f"#{KEY} .cell[data-language=en] p")
    cell.dblclick(position={"x": 60, "y": 12})
    page.locator(".quote-selection").click()
    expect(page.locator("#panel #write textarea")).to_be_focused()
    words = page.locator("#panel [data-quote-shown] blockquote").inner_text()
    link = page.locator(".account-links a").first
    link.dispatch_event("click")
    page.wait_for_url("**/accounts/login/**")
    target = page.locator("[name=next]").first.get_attribute("value")
    page.goto(f"{site}{target}")
    quote = page.locator("#panel [data-quote-shown] blockquote").first
    expect(quote).to_have_text(words)
