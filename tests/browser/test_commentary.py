"""Discussions in a real browser: beside the text, by keyboard, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from commentary.models import Comment
from portal.people.models import User
from tests.base import LANGUAGES, LETTER
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import current_edition

from .conftest import follow, take_screenshot, violations

KEY = "statement-pre7"
WIDTHS = (1440, 390)
MOST_TABS = 50


@pytest.fixture
def carol(site: str) -> User:
    """Carol, and a discussion between her and Rita."""
    carol, rita = make_commentator("carol"), make_commentator("rita")
    version = version_of(current_edition(), KEY)
    text = version.in_language("text", "ru")
    first = make_comment(
        version,
        rita,
        "Здесь **важное** слово.",
        language="ru",
        quoted=" ".join(text.split()[2:6]),
        quoted_language="ru",
    )
    make_comment(version, carol, "Which one?", parent=first, kind="question")
    return carol


def sign_in(context: BrowserContext, site: str, person: User) -> None:
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    context.add_cookies([{"name": name, "value": value, "url": site}])


@pytest.fixture
def reader(page: Page, site: str, faults: list[str], carol: User) -> Page:
    sign_in(page.context, site, carol)
    page.goto(f"{site}/en/documents/{LETTER}/")
    return page


@pytest.fixture
def plain(browser: Browser, site: str, carol: User) -> Iterator[Page]:
    """A browser without scripts."""
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, site, carol)
    yield context.new_page()
    context.close()


class TestPanel:
    def test_opens_beside_the_text_by_keyboard(self, reader: Page) -> None:
        link = reader.locator(f"#{KEY} .thread-link")
        link.focus()
        reader.keyboard.press("Enter")
        panel = reader.locator("#panel")
        expect(panel.locator("#commentary-name")).to_be_focused()
        expect(panel.get_by_text("Which one?")).to_be_visible()
        reader.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        expect(link).to_be_focused()

    def test_takes_a_comment_in_place(self, reader: Page) -> None:
        reader.locator(f"#{KEY} .thread-link").click()
        panel = reader.locator("#panel")
        panel.locator("#write textarea").fill("Said beside the text")
        panel.get_by_role("button", name="Send the comment").click()
        fresh = panel.locator("[data-fresh]")
        expect(fresh).to_contain_text("Said beside the text")
        expect(fresh).to_be_focused()
        assert reader.url.endswith(f"/documents/{LETTER}/?clause={KEY}")
        assert Comment.objects.filter(source="Said beside the text").count() == 1

    def test_takes_a_reply_in_place(self, reader: Page) -> None:
        reader.locator(f"#{KEY} .thread-link").click()
        panel = reader.locator("#panel")
        panel.get_by_role("link", name="Reply", exact=True).first.click()
        text = panel.locator(".slot [name=source]")
        expect(text).to_be_focused()
        text.fill("This one")
        panel.locator(".slot").get_by_role("button", name="Preview").click()
        expect(panel.locator(".slot .preview")).to_contain_text("This one")
        panel.get_by_role("button", name="Send the reply").click()
        expect(panel.locator("[data-fresh]")).to_contain_text("This one")

    def test_explains_mistakes_in_place(self, reader: Page, faults: list[str]) -> None:
        reader.locator(f"#{KEY} .thread-link").click()
        panel = reader.locator("#panel")
        panel.get_by_role("button", name="Send the comment").click()
        expect(panel.locator(".errors")).to_contain_text("Write something first.")
        faults[:] = [fault for fault in faults if "422" not in fault]

    def test_keeps_what_was_typed_when_sending_fails(
        self, reader: Page, faults: list[str]
    ) -> None:
        reader.locator(f"#{KEY} .thread-link").click()
        panel = reader.locator("#panel")
        panel.locator("#write textarea").fill("Not to be lost")

        def cut(route: Route) -> None:
            route.abort()

        reader.route("**/commentary/", cut)
        panel.get_by_role("button", name="Send the comment").click()
        expect(panel.locator(".failed")).to_contain_text("still here")
        expect(panel.locator("#write textarea")).to_have_value("Not to be lost")
        faults.clear()  # the browser tells of the failed request too

    def test_posts_once_when_pressed_twice(self, reader: Page) -> None:
        reader.locator(f"#{KEY} .thread-link").click()
        panel = reader.locator("#panel")
        panel.locator("#write textarea").fill("Only once")
        panel.get_by_role("button", name="Send the comment").dblclick()
        expect(panel.locator("[data-fresh]")).to_contain_text("Only once")
        assert Comment.objects.filter(source="Only once").count() == 1

    def test_keys_open_the_discussion_and_the_references(self, reader: Page) -> None:
        reader.keyboard.press("j")
        reader.keyboard.press("j")
        expect(reader.locator("#letter-p1")).to_be_focused()
        reader.keyboard.press("c")
        expect(reader.locator("#commentary-name")).to_be_focused()
        reader.keyboard.press("Escape")
        expect(reader.locator("#panel")).to_be_hidden()
        reader.keyboard.press("r")
        expect(reader.locator("#references-name")).to_be_focused()
        expect(reader).to_have_url(re.compile(r"\?clause=letter-p1&tab=references$"))


class TestWithoutScripts:
    def test_a_comment_is_previewed_and_sent(self, plain: Page, site: str) -> None:
        plain.goto(f"{site}/en/documents/{LETTER}/")
        plain.locator(f"#{KEY} .thread-link").click()
        plain.locator("#write textarea").fill("**Plainly** said")
        plain.get_by_role("button", name="Preview").click()
        expect(plain.locator(".preview strong")).to_have_text("Plainly")
        follow(plain.get_by_role("button", name="Send the comment"))
        comment = Comment.objects.get(source="**Plainly** said")
        assert plain.url.endswith(f"#comment-{comment.pk}")
        expect(plain.locator(f"#comment-{comment.pk} strong")).to_be_visible()

    def test_a_reply_is_sent_from_a_page_of_its_own(
        self, plain: Page, site: str
    ) -> None:
        plain.goto(f"{site}/en/documents/{LETTER}/clauses/{KEY}/")
        plain.get_by_role("link", name="Reply", exact=True).first.click()
        plain.locator("[name=source]").fill("In answer")
        plain.get_by_role("button", name="Send the reply").click()
        expect(plain.get_by_text("In answer")).to_be_visible()


@pytest.mark.parametrize("code", LANGUAGES)
class TestEachLanguage:
    def test_fits_and_is_accessible(
        self, page: Page, site: str, faults: list[str], carol: User, code: str
    ) -> None:
        sign_in(page.context, site, carol)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{site}/{code}/documents/{LETTER}/clauses/{KEY}/")
            wide = "document.documentElement.scrollWidth - innerWidth"
            assert page.evaluate(wide) <= 0
            assert violations(page) == []
            take_screenshot(page, f"discussion-{code}-{width}")
            page.goto(f"{site}/{code}/documents/{LETTER}/")
            page.locator(f"#{KEY} .thread-link").click()
            expect(page.locator("#panel .comment").first).to_be_visible()
            assert violations(page) == []
            take_screenshot(page, f"panel-{code}-{width}")

    @pytest.mark.parametrize("path", ["commentary/", f"documents/{LETTER}/commentary/"])
    def test_lists_are_accessible(
        self,
        page: Page,
        site: str,
        faults: list[str],
        carol: User,
        code: str,
        path: str,
    ) -> None:
        page.set_viewport_size({"width": 320, "height": 700})
        page.goto(f"{site}/{code}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert violations(page) == []


@pytest.mark.parametrize("code", LANGUAGES)
class TestQuoting:
    """In each language the words of that language's text are quoted."""

    def stored(self, code: str) -> str:
        quote = Comment.objects.latest("pk").quote
        assert quote is not None
        assert quote.language == code
        text = quote.version.in_language("text", code)
        assert text[quote.start : quote.end] == quote.exact
        return quote.exact

    def send(self, page: Page) -> None:
        page.locator(".write textarea").fill("Mark these words")
        page.locator(".write button.main").click()
        expect(page.get_by_text("Mark these words")).to_be_visible()

    def test_by_mouse(self, reader: Page, site: str, code: str) -> None:
        reader.goto(f"{site}/{code}/documents/{LETTER}/")
        cell = reader.locator(f"#{KEY} .cell[data-language={code}] p")
        cell.dblclick(position={"x": 40, "y": 12})
        reader.locator(".quote-selection").click()
        shown = reader.locator("#panel [data-quote-shown] blockquote")
        expect(shown).to_be_visible()
        words = shown.inner_text()
        self.send(reader)
        assert self.stored(code) == words
        mark = reader.locator("#panel .comment blockquote", has_text=words).last
        expect(mark).to_be_visible()

    def test_by_keyboard(self, reader: Page, site: str, code: str) -> None:
        reader.goto(f"{site}/{code}/documents/{LETTER}/clauses/{KEY}/")
        reader.locator(".quote-choice > summary").focus()
        reader.keyboard.press("Enter")
        reader.locator(f".quote-choice [value={code}]").focus()
        reader.keyboard.press("Space")
        reader.keyboard.press("Tab")
        focused = "document.activeElement.getAttribute('role')"
        for _press in range(MOST_TABS):
            if reader.evaluate(focused) == "option":
                break
            reader.keyboard.press("Tab")
        assert reader.evaluate(focused) == "option", "Tab did not reach the words"
        for key in ("ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Enter"):
            reader.keyboard.press(key)
        words = reader.locator("[data-quote-shown] blockquote").inner_text()
        self.send(reader)
        assert self.stored(code) == words
        assert len(words) >= 3

    def test_without_scripts(self, plain: Page, site: str, code: str) -> None:
        plain.goto(f"{site}/{code}/documents/{LETTER}/clauses/{KEY}/")
        plain.locator(".write textarea").fill("Mark these words")
        plain.locator(".quote-choice > summary").click()
        plain.locator(f".quote-choice [value={code}]").check()
        follow(plain.locator("button[name=pick][value=language]"))
        if plain.locator("[name=pick_sentence]").count():
            plain.locator("[name=pick_sentence]").first.check()
            follow(plain.locator("button[name=pick][value=sentence]"))
        plain.locator("[name=pick_first]").select_option(index=1)
        plain.locator("[name=pick_last]").select_option(index=3)
        follow(plain.locator("button[name=pick][value=words]"))
        words = plain.locator("[data-quote-shown] blockquote").inner_text()
        expect(plain.locator(".write textarea")).to_have_value("Mark these words")
        follow(plain.locator(".write button.main"))
        if code != "en":  # the comment is in English: that is asked once
            plain.locator(".write [name=language]").select_option("en")
            follow(plain.locator(".write button.main"))
        assert self.stored(code) == words
