"""Accounts as people use them: with a code by mail, an app, a key; without a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, ViewportSize, expect

from portal.people.models import User
from portal.people.roles import Role, settle_roles
from tests.base import LANGUAGES
from tests.portal.people.base import ADDRESS, PASSWORD, last_code, make_account
from tests.portal.people.test_second_factor import app_code

from .conftest import follow, take_screenshot, violations

PHONE: ViewportSize = {"width": 320, "height": 700}


@pytest.fixture(autouse=True)
def _roles(site: str) -> None:
    """Tables are emptied between tests in a browser, the roles with them."""
    settle_roles()
    cache.clear()


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A small browser without scripts."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def choose(page: Page, site: str, code: str) -> None:
    page.goto(f"{site}/{code}/")
    page.goto(f"{site}/language/{code}/")


def sign_up(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/signup/?next=/en/documents/")
    page.fill("#id_email", ADDRESS)
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_display_name", "Анна 安娜")
    follow(page.locator("button.primary"))
    page.fill("#id_code", last_code())
    follow(page.locator("button.primary"))


def sign_in(page: Page, site: str, target: str = "/accounts/profile/") -> None:
    page.goto(f"{site}/accounts/login/?next={target}")
    page.fill("#id_login", ADDRESS)
    page.fill("#id_password", PASSWORD)
    follow(page.locator("button.primary"))


def prove(page: Page) -> None:
    page.fill("#id_password", PASSWORD)
    follow(page.locator("button.primary"))


class TestWithoutScripts:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_from_signing_up_to_closing(
        self, plain: Page, site: str, code: str
    ) -> None:
        choose(plain, site, code)
        sign_up(plain, site)
        expect(plain).to_have_url(f"{site}/{code}/documents/")
        expect(plain.locator(".account-menu summary")).to_have_text("Анна 安娜")

        plain.locator(".site-menu > summary").click()
        plain.locator(".account-menu summary").click()
        plain.locator('.account-menu a[href$="/profile/"]').click()
        plain.check('[name=languages_read][value="ru"]')
        follow(plain.locator("button.primary"))
        expect(plain.locator(".messages")).to_be_visible()
        assert User.objects.get().languages_read == ["ru"]

        follow(plain.locator('.places a[href$="/data/"]'))
        follow(plain.locator('a[href$="/data/close/"]'))
        prove(plain)
        plain.check("#id_is_meant")
        follow(plain.locator("button.primary"))
        expect(plain).to_have_url(f"{site}/accounts/closed/")
        assert User.objects.get().closed_at is not None

    def test_the_code_of_an_app(self, plain: Page, site: str) -> None:
        make_account()
        sign_in(plain, site)
        plain.goto(f"{site}/accounts/2fa/totp/activate/")
        prove(plain)
        secret = plain.locator("#authenticator_secret").inner_text()
        plain.fill("#id_code", app_code(secret))
        follow(plain.locator("button.primary"))
        plain.context.clear_cookies()
        sign_in(plain, site)
        plain.fill("#id_code", app_code(secret, steps=9))
        follow(plain.locator("button.primary"))
        expect(plain).to_have_url(f"{site}/accounts/2fa/authenticate/")
        plain.fill("#id_code", app_code(secret))
        follow(plain.locator("button.primary"))
        expect(plain).to_have_url(f"{site}/accounts/profile/")

    def test_a_forgotten_password(self, plain: Page, site: str) -> None:
        make_account()
        plain.goto(f"{site}/accounts/login/")
        follow(plain.locator('a[href*="password/reset"]'))
        plain.fill("#id_email", ADDRESS)
        follow(plain.locator("button.primary"))
        plain.fill("#id_code", last_code())
        follow(plain.locator("button.primary"))
        plain.fill("#id_password1", "seven white swans 9")
        plain.fill("#id_password2", "seven white swans 9")
        follow(plain.locator("button.primary"))
        plain.locator(".site-menu > summary").click()
        expect(plain.locator(".account-menu")).to_be_visible()


def add_key(page: Page) -> Any:
    """Give the browser a key that answers by itself."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


class TestKeys:
    def test_a_passkey_signs_in(self, page: Page, here: str) -> None:
        make_account()
        add_key(page)
        sign_in(page, here)
        page.goto(f"{here}/accounts/2fa/webauthn/add/")
        prove(page)
        page.check("#id_passwordless")
        page.click("#passkey_add")
        expect(page.locator(".codes")).to_be_visible()

        page.goto(f"{here}/accounts/logout/")
        follow(page.locator("button.primary"))
        page.goto(f"{here}/accounts/login/?next=/accounts/2fa/webauthn/")
        page.click("#passkey_login")
        expect(page.locator(".keys li")).to_have_count(1)

        # Beside a password the key is the second step, and proves who one is.
        page.context.clear_cookies()
        sign_in(page, here)
        page.click("#passkey_authenticate")
        expect(page).to_have_url(f"{here}/accounts/profile/")

    def test_one_that_does_not_answer(self, page: Page, here: str) -> None:
        make_account()
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")  # and no key at all
        page.goto(f"{here}/accounts/login/")
        expect(page.locator("[data-passkey-trouble]")).to_be_hidden()
        page.evaluate(
            "() => { navigator.credentials.get = () => Promise.reject(Error('no')) }"
        )
        page.click("#passkey_login")
        expect(page.locator("[data-passkey-trouble]")).to_be_visible()


PAGES = {
    "profile": "/accounts/profile/",
    "address": "/accounts/email/",
    "password": "/accounts/password/change/",
    "factors": "/accounts/2fa/",
    "app": "/accounts/2fa/totp/activate/",
    "key": "/accounts/2fa/webauthn/add/",
    "data": "/accounts/data/",
    "close": "/accounts/data/close/",
}


@pytest.mark.parametrize("code", LANGUAGES)
class TestLooks:
    def test_for_visitors(
        self, page: Page, site: str, faults: list[str], code: str
    ) -> None:
        choose(page, site, code)
        for name in ("login", "signup", "password/reset"):
            page.goto(f"{site}/accounts/{name}/")
            self.look(page, f"account-{name.replace('/', '-')}-{code}")
        page.goto(f"{site}/accounts/signup/")
        page.fill("#id_email", ADDRESS)
        page.fill("#id_password1", "12345678")
        follow(page.locator("button.primary"))
        expect(page.locator(".errorlist")).to_be_visible()
        self.look(page, f"account-signup-refused-{code}")
        page.fill("#id_password1", PASSWORD)
        follow(page.locator("button.primary"))
        expect(page.locator("#id_code")).to_be_visible()
        self.look(page, f"account-code-{code}")

    def test_of_ones_own(
        self, page: Page, site: str, faults: list[str], code: str
    ) -> None:
        make_account(Role.EDITOR)
        User.objects.update(language=code, display_name="Анна 安娜")
        sign_in(page, site, "/accounts/data/close/")
        self.look(page, f"account-proof-{code}")
        prove(page)
        expect(page.locator("#id_is_meant")).to_be_visible()
        for name, path in PAGES.items():
            page.goto(site + path)
            self.look(page, f"account-{name}-{code}")
        folded = page.locator(".site-menu > summary")
        if folded.is_visible():  # as in Russian, whose line needs more room
            folded.click()
        page.locator(".account-menu summary").click()
        self.look(page, f"account-menu-{code}")

    def look(self, page: Page, name: str) -> None:
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, name
            if width != 320:
                take_screenshot(page, f"{name}-{width}")
        assert violations(page) == []
        page.set_viewport_size({"width": 1280, "height": 800})
