"""Quoting by mouse, by keyboard, by touch, and without JavaScript, in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from .conftest import take_screenshot, violations
from .quoting_urls import KEY, TEXTS

# What is quoted in each text: its second word to the one behind the odd character.
WORDS = {
    "zh-hans": "不扩散核武器条约》𠮷字",
    "ru": "Договор, мы 😀 призываем",
    "en": "the Treaty, we call 😀 upon",
}
CODES = list(WORDS)
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
# A selection from a character to a character of the text of a cell, as a mouse makes.
SELECT = """([language, first, last]) => {
  const p = document.querySelector(`.cell[data-language="${language}"] p`);
  const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  const spots = [];
  let started = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.matches(".number, .visually-hidden")) continue;
    const from = started ? 0 : node.data.length - node.data.trimStart().length;
    started = true;
    for (let at = from; at <= node.data.length; at += 1) spots.push([node, at]);
  }
  const range = document.createRange();
  let seen = -1, begin = null, end = null;
  spots.forEach(([node, at]) => {
    if (at === node.data.length) { if (seen + 1 === last) end = [node, at]; return; }
    seen += 1;
    if (seen === first) begin = [node, at];
    if (seen === last) end = [node, at];
  });
  range.setStart(...begin); range.setEnd(...end);
  const selection = document.getSelection();
  selection.removeAllRanges(); selection.addRange(range);
}"""


@pytest.fixture
def site(live_server: LiveServer) -> Iterator[str]:
    """The portal with the pages of quoting_urls; the letter is not needed."""
    with override_settings(ROOT_URLCONF="tests.browser.quoting_urls"):
        yield str(live_server.url)


def form_page(site: str, code: str = "en") -> str:
    return f"{site}/{code}/quoting-form/"


def stored(code: str) -> str:
    return f"{code}|{TEXTS[code].index(WORDS[code])}|{WORDS[code]}"


def utf_16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def select_words(page: Page, code: str, words: str) -> None:
    start = TEXTS[code].index(words)
    first = utf_16(TEXTS[code][:start])
    page.evaluate(SELECT, [code, first, first + utf_16(words)])


def choose_language(page: Page, code: str) -> None:
    page.locator(f"[name=pick_language][value={code}]").check()


@pytest.mark.usefixtures("faults")
@pytest.mark.parametrize("code", CODES)
class TestEachLanguage:
    def test_by_tapping_the_first_and_the_last_word(
        self, page: Page, site: str, code: str
    ) -> None:
        page.goto(form_page(site, code))
        choose_language(page, code)
        words = page.get_by_role("option")
        labels = words.all_text_contents()
        first = next(n for n, w in enumerate(labels) if WORDS[code].startswith(w))
        last = next(n for n, w in enumerate(labels) if WORDS[code].endswith(w))
        words.nth(first).click()
        words.nth(last).click()
        expect(page.locator("blockquote")).to_have_text(WORDS[code])
        take_screenshot(page, f"quoting-{code}")
        assert violations(page) == []
        page.get_by_role("button", name="Post").click()
        expect(page.locator("#stored")).to_have_text(stored(code))

    def test_by_selecting_with_the_mouse(
        self, page: Page, site: str, code: str
    ) -> None:
        page.goto(form_page(site, code))
        select_words(page, code, WORDS[code])
        page.locator(".quote-selection").click()
        expect(page.locator("blockquote")).to_have_text(WORDS[code])
        page.get_by_role("button", name="Post").click()
        expect(page.locator("#stored")).to_have_text(stored(code))

    def test_from_the_text_to_the_form(self, page: Page, site: str, code: str) -> None:
        page.goto(f"{site}/{code}/quoting-text/")
        select_words(page, code, WORDS[code])
        page.locator(".quote-selection").click()
        expect(page).to_have_url(re.compile(rf"quoting-form/\?of={KEY}&"))
        expect(page.locator("blockquote")).to_have_text(WORDS[code])

    def test_on_a_phone(self, page: Page, site: str, code: str) -> None:
        page.set_viewport_size({"width": 320, "height": 700})
        page.goto(form_page(site, code))
        choose_language(page, code)
        assert page.evaluate(TOO_WIDE) <= 0
        take_screenshot(page, f"quoting-{code}-320")


@pytest.mark.usefixtures("faults")
class TestKeyboard:
    def test_arrows_extend_and_enter_quotes(self, page: Page, site: str) -> None:
        page.goto(form_page(site))
        page.locator("[name=pick_language]").first.focus()
        choose_language(page, "en")
        page.keyboard.press("Tab")
        expect(page.get_by_role("option").first).to_be_focused()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowRight")
        expect(page.get_by_role("status").last).to_have_text("Chosen: the Treaty")
        page.keyboard.press("Enter")
        expect(page.locator("blockquote")).to_have_text("the Treaty")
        expect(page.locator("[aria-selected=true]")).to_have_text(["the", "Treaty"])
        expect(page.get_by_role("status").last).to_have_text("You quote: the Treaty")

    def test_ends_and_sentences(self, page: Page, site: str) -> None:
        page.goto(form_page(site))
        choose_language(page, "en")
        page.get_by_role("option").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Shift+End")
        page.keyboard.press("Enter")
        expect(page.locator("blockquote")).to_have_text("Then we left & slept.")
        page.keyboard.press("Home")
        page.keyboard.press("ArrowUp")
        expect(page.get_by_role("option").first).to_be_focused()

    def test_escape_clears_what_is_marked(self, page: Page, site: str) -> None:
        page.goto(form_page(site))
        choose_language(page, "ru")
        page.get_by_role("option").first.focus()
        page.keyboard.press("Shift+ArrowRight")
        expect(page.locator("[aria-selected=true]")).to_have_count(2)
        page.keyboard.press("Escape")
        expect(page.locator("[aria-selected=true]")).to_have_count(0)
        expect(page.locator("blockquote")).to_be_hidden()

    def test_one_stop_for_all_words(self, page: Page, site: str) -> None:
        page.goto(form_page(site))
        choose_language(page, "zh-hans")
        expect(page.locator(".quote-words [tabindex='0']")).to_have_count(1)


@pytest.mark.usefixtures("faults")
class TestSelecting:
    def test_half_words_become_whole_ones(self, page: Page, site: str) -> None:
        page.goto(form_page(site))
        select_words(page, "en", "eaty, we ca")
        page.locator(".quote-selection").click()
        expect(page.locator("blockquote")).to_have_text("Treaty, we call")

    def test_a_whole_paragraph(self, page: Page, site: str) -> None:
        page.goto(form_page(site))
        page.locator(".cell[data-language=ru] p").click(click_count=3)
        page.locator(".quote-selection").click()
        expect(page.locator("blockquote")).to_have_text(TEXTS["ru"])

    def test_not_across_two_texts(self, page: Page, site: str) -> None:
        page.goto(form_page(site))
        page.evaluate("document.getSelection().selectAllChildren(document.body)")
        expect(page.locator(".quote-selection")).to_be_hidden()
        page.evaluate(
            "document.getSelection().setBaseAndExtent("
            "document.querySelector('[data-language=ru] p'), 2,"
            "document.querySelector('[data-language=en] p'), 2)"
        )
        expect(page.locator(".quote-selection")).to_be_hidden()

    def test_nothing_selected_no_button(self, page: Page, site: str) -> None:
        page.goto(form_page(site))
        select_words(page, "en", "Treaty")
        expect(page.locator(".quote-selection")).to_be_visible()
        page.evaluate("document.getSelection().removeAllRanges()")
        expect(page.locator(".quote-selection")).to_be_hidden()

    def test_removed_again(self, page: Page, site: str) -> None:
        page.goto(form_page(site))
        page.get_by_label("Comment", exact=True).fill("a thought")
        select_words(page, "en", "Treaty")
        page.locator(".quote-selection").click()
        page.get_by_role("button", name="Remove the quote").click()
        expect(page.locator("blockquote")).to_be_hidden()
        page.get_by_role("button", name="Post").click()
        expect(page.locator("#stored")).to_have_count(0)


@pytest.mark.parametrize("code", CODES)
def test_without_javascript(browser: Browser, site: str, code: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(form_page(site, code))
    page.get_by_label("Comment", exact=True).fill("half a thought")
    choose_language(page, code)
    page.locator("[name=pick][value=language]").click()
    page.locator("[name=pick_sentence]").first.check()
    page.locator("[name=pick][value=sentence]").click()
    start = TEXTS[code].index(WORDS[code])
    page.locator("[name=pick_first]").select_option(str(start))
    labels = page.locator("[name=pick_last] option")
    ends = [str(label.get_attribute("value")) for label in labels.all()]
    last = max(int(end) for end in ends if int(end) < start + len(WORDS[code]))
    page.locator("[name=pick_last]").select_option(str(last))
    assert page.evaluate(TOO_WIDE) <= 0
    take_screenshot(page, f"quoting-steps-{code}-320")
    page.locator("[name=pick][value=words]").click()
    expect(page.locator("blockquote")).to_have_text(WORDS[code])
    expect(page.locator("[name=source]")).to_have_value("half a thought")
    page.get_by_role("button", name="Post").click()
    expect(page.locator("#stored")).to_have_text(stored(code))
