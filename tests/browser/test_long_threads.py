"""Long threads, histories and discussions of references, in a browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from commentary.comments.thread import REPLIES_PER_PAGE
from commentary.models import Comment, CrossReference
from commentary.references.views import COMMENTS_PER_PAGE
from documents.models import Document
from tests.base import LANGUAGES, LETTER
from tests.browser.conftest import take_screenshot, violations
from tests.commentary.comments.test_thread import replied
from tests.commentary.comments.test_views import edits, many_words
from tests.commentary.factories import (
    make_comment,
    make_commentator,
    make_instrument,
    make_reference,
    make_referrer,
    version_of,
)

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "statement-pre2"
CLAUSE = f"documents/{LETTER}/clauses/{KEY}/"
WIDTHS = (1280, 390)


@pytest.fixture
def thread(site: str) -> Comment:
    """A comment with more replies than two pages hold, the last to an early one."""
    edition = Document.objects.get(slug=LETTER).editions.get(number=1)
    first = make_comment(version_of(edition, KEY), make_commentator("carol"))
    early = replied(first, 2 * REPLIES_PER_PAGE + 1)[0]
    replied(early, 1, "Late")
    return first


def picture(page: Page, address: str, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        assert violations(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
        take_screenshot(page, f"{name}-{width}")


class TestReplies:
    def test_in_the_panel_the_next_ones_come_in_place(
        self, page: Page, site: str, thread: Comment, faults: Any
    ) -> None:
        page.goto(f"{site}/en/documents/{LETTER}/")
        page.locator(f"#{KEY} .thread-link").click()
        panel = page.locator("#panel")
        expect(panel.get_by_text("Reply 0;")).to_be_visible()
        panel.get_by_role("link", name="Later replies").click()
        expect(panel.get_by_text(f"Reply {REPLIES_PER_PAGE};")).to_be_visible()
        expect(panel.get_by_text("Reply 0;")).to_have_count(0)
        panel.get_by_role("link", name="Earlier replies").first.click()
        expect(panel.get_by_text("Reply 0;")).to_be_visible()
        assert page.url.endswith(f"/{LETTER}/?clause={KEY}")

    def test_what_is_answered_on_an_earlier_page_is_a_click_away(
        self, page: Page, site: str, thread: Comment, faults: Any
    ) -> None:
        late = Comment.objects.latest("created_at")
        page.goto(f"{site}/en/comments/{late.pk}/")
        assert page.url.endswith(f"?thread={thread.pk}&replies=3#comment-{late.pk}")
        expect(page.get_by_text("Late 0;")).to_be_in_viewport()
        page.locator(f"#comment-{late.pk} .answers a").click()
        page.wait_for_url(re.compile(f"{KEY}/#comment-"))
        expect(page.get_by_text("Reply 0;")).to_be_in_viewport()

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_fits(
        self, page: Page, site: str, thread: Comment, code: str, faults: Any
    ) -> None:
        address = f"{site}/{code}/{CLAUSE}?thread={thread.pk}&replies=3"
        picture(page, address, f"replies-{code}")


class TestHistory:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_fits(
        self, page: Page, site: str, thread: Comment, code: str, faults: Any
    ) -> None:
        words = ["Short words", *(f"Short words, again {n}" for n in range(8))]
        edits(thread, [*words, many_words(0), many_words(1), many_words(1) + " End"])
        address = f"{site}/{code}/comments/{thread.pk}/history/"
        picture(page, address, f"history-{code}")


class TestReference:
    @pytest.fixture
    def tied(self, thread: Comment) -> CrossReference:
        instrument = make_instrument()
        made = make_reference(thread.version, instrument, make_referrer("rita"))
        author = make_commentator("ada")
        for number in range(COMMENTS_PER_PAGE + 1):
            make_comment(thread.version, author, f"Said {number}.", reference=made)
        return made

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_fits(
        self, page: Page, site: str, tied: CrossReference, code: str, faults: Any
    ) -> None:
        address = f"{site}/{code}/references/{tied.pk}/?page=2"
        picture(page, address, f"reference-{code}")
