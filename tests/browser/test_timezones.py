"""Time zones as a browser tells them, and times as people see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format
from playwright.sync_api import Browser, Page, expect

from commentary.models import Comment
from portal.people.models import User
from portal.people.timezones import zone_named
from tests.base import LANGUAGES
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition

from .conftest import follow, take_screenshot


@pytest.fixture
def almaty(browser: Browser, site: str) -> Iterator[Page]:
    """A browser of somebody in Almaty."""
    context = browser.new_context(timezone_id="Asia/Almaty")
    yield context.new_page()
    context.close()


def let_in(page: Page, site: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}
    page.context.add_cookies([cookie])  # type: ignore[list-item] # all it needs


def test_signing_up_tells_it(almaty: Page, site: str) -> None:
    almaty.goto(f"{site}/accounts/signup/")
    expect(almaty.locator("[name='timezone']")).to_have_value("Asia/Almaty")


def test_the_profile_offers_it_and_pages_show_it(almaty: Page, site: str) -> None:
    anna = make_commentator("anna")
    version = version_of(make_edition(paragraphs=2), "statement-pre2")
    said = make_comment(version, anna)
    make_comment(version, make_commentator("boris"), "Why so?", parent=said)
    let_in(almaty, site, anna)
    almaty.goto(f"{site}/accounts/profile/")
    expect(almaty.get_by_label("Time zone")).to_have_value("Asia/Almaty")
    take_screenshot(almaty, "timezone-profile")
    follow(almaty.get_by_role("button", name="Save"))
    for code in LANGUAGES:
        almaty.goto(f"{site}/{code}/notices/")
        expect(almaty.locator("time").first).to_contain_text("UTC+5")
        take_screenshot(almaty, f"timezone-notices-{code}")


class TestVisitors:
    """Nobody told the server where they are; the browser knows."""

    @pytest.fixture
    def said(self) -> Comment:
        """A comment, the last minutes of whose day are a new day's in Almaty."""
        version = version_of(make_edition(paragraphs=2), "statement-pre2")
        said = make_comment(version, make_commentator("anna"))
        when = datetime(2026, 8, 31, 22, 5, tzinfo=UTC)
        Comment.objects.filter(pk=said.pk).update(created_at=when)
        said.refresh_from_db()
        return said

    @pytest.mark.parametrize(
        "zone", ["Asia/Almaty", "America/St_Johns", "Asia/Kathmandu", "UTC"]
    )
    def test_see_their_own_time_in_the_form_of_the_language(
        self, browser: Browser, site: str, said: Comment, zone: str
    ) -> None:
        context = browser.new_context(timezone_id=zone)
        page = context.new_page()
        for code in LANGUAGES:
            with translation.override(code), timezone.override(zone_named(zone)):
                written = date_format(
                    timezone.localtime(said.created_at), "DATETIME_FORMAT"
                )
            page.goto(f"{site}/{code}/documents/memo/clauses/statement-pre2/")
            expect(page.locator(f"#comment-{said.pk} time").first).to_have_text(written)
        context.close()

    def test_see_it_in_what_comes_later(
        self, almaty: Page, site: str, said: Comment
    ) -> None:
        almaty.goto(f"{site}/en/documents/memo/")
        almaty.locator("#statement-pre2 .thread-link").click()
        expect(almaty.locator("#panel time").first).to_have_text(
            "1\N{NO-BREAK SPACE}September 2026, 03:05 (UTC+5)"
        )

    def test_whoever_is_signed_in_has_chosen(
        self, almaty: Page, site: str, said: Comment
    ) -> None:
        carol = make_commentator("carol")
        carol.timezone = "UTC"
        carol.save()
        let_in(almaty, site, carol)
        almaty.goto(f"{site}/en/documents/memo/clauses/statement-pre2/")
        expect(almaty.locator(f"#comment-{said.pk} time").first).to_contain_text(
            "22:05 (UTC)"
        )
