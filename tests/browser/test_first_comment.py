"""The first comment in one go: by mouse, by keyboard, by touch, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Locator, Page, expect

from commentary.models import Comment
from portal.people.models import User
from portal.people.roles import settle_roles
from tests.base import LETTER
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import current_edition
from tests.portal.people.base import ADDRESS, PASSWORD, last_code, make_account

from .conftest import follow, violations
from .test_accounts import add_key, prove, sign_in
from .test_panel import TOO_WIDE

KEY = "statement-op2"
# For some milliseconds htmx has not yet taken over a form that it brought.
SETTLING = ".htmx-settling, .htmx-added"
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
        viewport={"width": request.param, "height": 800},
        has_touch=is_phone,
        timezone_id="Asia/Almaty",
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
    expect(panel.locator("[data-fresh] time")).to_contain_text("UTC+5")
    assert clicks <= 7
    expect(panel.locator(".messages li")).to_have_count(1)
    expect(panel.locator(".messages")).to_contain_text("Your account has been created")
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
    expect(page.locator(SETTLING)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#panel [name=code]")).to_be_focused()
    page.keyboard.type(last_code())
    expect(page.locator(SETTLING)).to_have_count(0)
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


def test_a_reply_in_one_go(visitor: Page, site: str) -> None:
    answered = make_comment(
        version_of(current_edition(), KEY), make_commentator("rita"), "Which zone?"
    )
    visitor.goto(f"{site}{PAGE}?clause={KEY}")
    visitor.locator(f"#comment-{answered.pk} [data-quote-comment]").click()
    slot = visitor.locator(f"#slot-{answered.pk}")
    expect(slot.locator("[name=source]")).to_be_focused()
    visitor.keyboard.type("Which office?")
    slot.locator("button.main").click()
    expect(slot.locator("[name=display_name]")).to_be_focused()
    expect(slot.locator("blockquote")).to_have_text("Which zone?")
    assert visitor.evaluate(TOO_WIDE) <= 0
    visitor.keyboard.type("Анна")
    slot.locator("[name=email]").fill(ADDRESS)
    slot.locator("button.main").click()
    expect(slot.locator("[name=code]")).to_be_focused()
    visitor.keyboard.type(last_code())
    slot.locator("button.main").click()
    fresh = visitor.locator("#panel [data-fresh]")
    expect(fresh).to_contain_text("Which office?")
    assert Comment.objects.get(parent=answered).author is not None
    assert visitor.evaluate("Object.keys(localStorage).length") == 0


def write_and_sign_in(page: Page, site: str) -> Locator:
    page.goto(f"{site}{PAGE}?clause={KEY}")
    page.fill("#panel #write textarea", "Which office?")
    page.locator("#panel #write button.main").click()
    page.get_by_role("link", name="I have an account").click()
    step = page.locator("#write .first-comment")
    expect(step.locator("[name=login]")).to_be_focused()
    return step


def test_whoever_has_an_account_signs_in_on_the_spot(visitor: Page, site: str) -> None:
    anna = make_account()
    User.objects.filter(pk=anna.pk).update(display_name="Анна")
    step = write_and_sign_in(visitor, site)
    assert violations(visitor, "#panel") == []
    assert visitor.evaluate(TOO_WIDE) <= 0
    step.locator("[name=login]").fill(anna.email)
    step.locator("[name=password]").fill(PASSWORD)
    step.locator("button.main").click()
    expect_posted(visitor)
    assert visitor.evaluate("Object.keys(localStorage).length") == 0


def test_or_with_a_passkey(page: Page, here: str) -> None:
    anna = make_account()
    User.objects.filter(pk=anna.pk).update(display_name="Анна")
    add_key(page)
    sign_in(page, here)
    page.goto(f"{here}/accounts/2fa/webauthn/add/")
    prove(page)
    page.check("#id_passwordless")
    page.click("#passkey_add")
    expect(page.locator(".codes")).to_be_visible()
    page.context.clear_cookies()
    write_and_sign_in(page, here)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect_posted(page)


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
