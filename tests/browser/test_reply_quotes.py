"""Quoting words of a comment in a reply: by mouse, touch and keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from commentary.models import Comment, ReplyQuote
from tests.base import LETTER
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import current_edition

from .conftest import follow, take_screenshot, violations
from .test_commentary import sign_in
from .test_panel import TOO_WIDE

KEY = "statement-op2"
PAGE = f"/en/documents/{LETTER}/?clause={KEY}"
NAMES = {
    "en": "Quote in a reply",
    "ru": "Процитировать в ответе",
    "zh-hans": "在回复中引用",
}
SELECT = """
(body) => {
  const range = document.createRange();
  range.setStart(body.querySelector("p").firstChild, 2);
  range.setEnd(body.querySelector("strong").firstChild, 3);
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
}
"""


@pytest.fixture
def answered(site: str) -> Comment:
    version = version_of(current_edition(), KEY)
    return make_comment(version, make_commentator("rita"), "Which **zone** is it?")


@pytest.fixture(params=[1440, 390])
def reader(
    request: pytest.FixtureRequest, browser: Browser, site: str, answered: Comment
) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": request.param, "height": 800}, has_touch=request.param < 400
    )
    sign_in(context, site, make_commentator("carol"))
    page = context.new_page()
    yield page
    context.close()


def press(page: Page, selector: str) -> None:
    target = page.locator(selector)
    is_touched = page.evaluate("navigator.maxTouchPoints > 0")
    target.tap() if is_touched else target.click()


def select_words(page: Page, answered: Comment) -> None:
    body = page.locator(f"#comment-{answered.pk} .body")
    body.scroll_into_view_if_needed()
    body.evaluate(SELECT)


@pytest.mark.parametrize("language", NAMES)
def test_selected_words_are_quoted_in_a_reply(
    reader: Page, site: str, answered: Comment, language: str
) -> None:
    reader.goto(f"{site}{PAGE.replace('/en/', f'/{language}/')}")
    select_words(reader, answered)
    button = reader.locator(".quote-selection")
    expect(button).to_have_text(NAMES[language])
    press(reader, ".quote-selection")
    slot = reader.locator(f"#slot-{answered.pk}")
    expect(slot.locator("[name=source]")).to_be_focused()
    # Half a word that was selected is a whole one.
    expect(slot.locator("[name=quoted_words]")).to_have_value("Which zone")
    assert reader.evaluate(TOO_WIDE) <= 0
    assert violations(reader, "#panel") == []
    width = reader.viewport_size["width"] if reader.viewport_size else 0
    take_screenshot(reader, f"reply-quote-{language}-{width}", full_page=False)
    reader.keyboard.type("This one.")
    press(reader, f"#slot-{answered.pk} button.main")
    fresh = reader.locator("#panel [data-fresh]")
    expect(fresh.locator("blockquote")).to_have_text("Which zone")
    expect(fresh.locator("figcaption")).to_have_text("Rita")
    assert ReplyQuote.objects.get().reply.parent == answered


def test_more_words_go_into_the_reply_that_is_open(
    reader: Page, site: str, answered: Comment
) -> None:
    reader.goto(f"{site}{PAGE}")
    slot = reader.locator(f"#slot-{answered.pk}")
    press(reader, f"#comment-{answered.pk} .comment-tools a:first-child")
    expect(slot.locator("[name=quoted_words]")).to_be_hidden()
    slot.locator("[name=source]").fill("Typed before")
    select_words(reader, answered)
    press(reader, ".quote-selection")
    expect(slot.locator("[name=quoted_words]")).to_have_value("Which zone")
    expect(slot.locator("[name=source]")).to_have_value("Typed before")


def test_the_quote_is_kept_with_the_draft(
    reader: Page, site: str, answered: Comment
) -> None:
    reader.goto(f"{site}{PAGE}")
    press(reader, f"#comment-{answered.pk} [data-quote-comment]")
    slot = reader.locator(f"#slot-{answered.pk}")
    slot.locator("[name=quoted_words]").fill("zone")
    slot.locator("[name=source]").fill("Not lost")
    reader.on("dialog", lambda dialog: dialog.accept())
    reader.reload()
    press(reader, f"#comment-{answered.pk} .comment-tools a:first-child")
    expect(slot.locator("[name=quoted_words]")).to_have_value("zone")
    expect(slot.locator("[name=source]")).to_have_value("Not lost")


def test_by_keyboard(
    page: Page, site: str, faults: list[str], answered: Comment
) -> None:
    sign_in(page.context, site, make_commentator("carol"))
    page.goto(f"{site}{PAGE}")
    page.locator(f"#comment-{answered.pk} [data-quote-comment]").focus()
    page.keyboard.press("Enter")
    slot = page.locator(f"#slot-{answered.pk}")
    expect(slot.locator("[name=source]")).to_be_focused()
    page.keyboard.type("This one.")
    page.keyboard.press("Shift+Tab")
    expect(slot.locator("[name=quoted_words]")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("zone is")
    slot.locator("button.main").focus()
    page.keyboard.press("Enter")
    fresh = page.locator("#panel [data-fresh]")
    expect(fresh.locator("blockquote")).to_have_text("zone is")


def test_without_scripts(browser: Browser, site: str, answered: Comment) -> None:
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, site, make_commentator("carol"))
    page = context.new_page()
    page.goto(f"{site}/en/documents/{LETTER}/clauses/{KEY}/")
    follow(page.get_by_role("link", name="Quote", exact=True))
    words = page.locator("[name=quoted_words]")
    expect(words).to_have_value("Which zone is it?")
    words.fill("zone is it?")
    page.locator("[name=source]").fill("This one.")
    follow(page.get_by_role("button", name="Send the reply"))
    expect(page.locator(".thread blockquote")).to_have_text("zone is it?")
    context.close()
