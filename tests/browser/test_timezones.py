"""Time zones as a browser tells them, and times as people see them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from portal.people.models import User
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
