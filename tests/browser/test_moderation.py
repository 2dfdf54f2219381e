"""Reporting, deciding and appealing in a real browser: three languages, two widths."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from commentary.models import Comment, MessageTemplate
from commentary.moderation.report import appeal_decision, report_comment
from portal.people.models import User
from tests.base import LANGUAGES
from tests.commentary.factories import (
    hide,
    make_comment,
    make_commentator,
    make_moderator,
    suspend,
    version_of,
)
from tests.factories import current_edition

from .conftest import take_screenshot, violations

WIDTHS = {"phone": 390, "desk": 1280}


def sign_in(context: BrowserContext, user: User, site: str) -> None:
    """Put the person's session into the browser."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}
    context.add_cookies([cookie])


@pytest.fixture
def carol() -> User:
    return make_commentator("carol")


@pytest.fixture
def mona() -> User:
    return make_moderator("mona")


@pytest.fixture
def comment(site: str, carol: User, mona: User) -> Comment:
    """A comment that two people reported; another, hidden, whose author appeals."""
    version = version_of(current_edition(), "statement-pre7")
    comment = make_comment(
        version, carol, "You *clearly* never read the Treaty. Buy my book!"
    )
    rita = make_commentator("rita")
    report_comment(comment, reporter=rita, reason="spam", words="He sells a book.")
    report_comment(comment, reporter=make_commentator("dan"), reason="abuse")
    make_comment(version, rita, "Please stay with the text.", parent=comment)
    other = make_comment(version, carol, "Nonsense, all of it.")
    appeal_decision(hide(other, mona), words="It is a judgement, not an insult.")
    return comment


@pytest.mark.usefixtures("faults")
@pytest.mark.parametrize("code", LANGUAGES)
class TestPages:
    def test_fit_and_can_be_read_by_all(
        self, page: Page, site: str, code: str, comment: Comment, mona: User
    ) -> None:
        sign_in(page.context, mona, site)
        hidden = Comment.objects.get(state="hidden")
        paths = {
            "queue": "moderation/",
            "case": f"moderation/comments/{comment.pk}/",
            "appeal": f"moderation/comments/{hidden.pk}/",
            "account": f"moderation/people/{comment.author_id}/",
            "log": "moderation/log/",
            "report": f"comments/{comment.pk}/report/",
        }
        self._look(
            page, {f"{site}/{code}/{path}": name for name, path in paths.items()}
        )

    def test_of_the_author(
        self,
        page: Page,
        site: str,
        code: str,
        comment: Comment,
        carol: User,
        mona: User,
    ) -> None:
        hide(comment, mona, "Please direct it at the arguments.")
        suspend(carol, mona)
        sign_in(page.context, carol, site)
        paths = {
            "decision": f"comments/{comment.pk}/decision/",
            "suspension": "suspension/",
        }
        self._look(
            page, {f"{site}/{code}/{path}": name for name, path in paths.items()}
        )

    def _look(self, page: Page, addresses: dict[str, str]) -> None:
        for address, name in addresses.items():
            for width_name, width in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(address)
                code = address.split("/")[3]
                take_screenshot(page, f"moderation-{name}-{code}-{width_name}")
                assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert violations(page) == []


@pytest.mark.usefixtures("faults")
def test_a_comment_is_hidden_by_keyboard(
    page: Page, site: str, comment: Comment, mona: User
) -> None:
    titles = {"title_en": "Arguments", "text_en": "Please direct it at the arguments."}
    MessageTemplate.objects.update_or_create(name="courtesy", defaults=titles)
    sign_in(page.context, mona, site)
    page.goto(f"{site}/en/moderation/comments/{comment.pk}/")
    page.get_by_role("radio", name="hidden").focus()
    page.keyboard.press("Space")
    page.get_by_label("Reason").select_option("abuse")
    page.get_by_label("Template").select_option("courtesy")
    page.get_by_role("button", name="Insert the template into the message").press(
        "Enter"
    )
    expect(page.get_by_label("Message to the author")).to_have_value(
        "Please direct it at the arguments."
    )
    expect(page.get_by_role("radio", name="hidden")).to_be_checked()
    page.get_by_role("button", name="Decide").press("Enter")
    expect(page.locator("main").get_by_role("status")).to_contain_text(
        "Recorded: hidden."
    )
    comment.refresh_from_db()
    assert comment.state == "hidden"
