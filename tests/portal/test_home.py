"""The home page: a clause in its languages, and what is new for everybody."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from documents.services import begin_draft, publish_edition
from portal.people.roles import Role
from tests.base import LETTER, at_most, signed_in
from tests.commentary.factories import (
    hide,
    make_comment,
    make_commentator,
    make_moderator,
    version_of,
)
from tests.factories import current_edition, make_draft, make_edition, make_member

pytestmark = pytest.mark.django_db


def home(client: Client, code: str = "en") -> str:
    return client.get(f"/{code}/").content.decode()


@pytest.mark.usefixtures("letter")
class TestSample:
    @pytest.mark.parametrize(
        ("code", "order"),
        [
            ("en", ["en", "ru", "zh-Hans"]),
            ("ru", ["ru", "zh-Hans", "en"]),
            ("zh-hans", ["zh-Hans", "ru", "en"]),
        ],
    )
    def test_is_read_in_one_s_own_language_first(
        self, client: Client, code: str, order: list[str]
    ) -> None:
        html = home(client, code)
        cells = re.findall(r'<div class="cell" lang="([\w-]+)"', html)
        assert cells[0] == order[0]
        assert sorted(cells) == sorted(order)
        assert f'href="/{code}/documents/{LETTER}/#statement-' in html

    def test_its_discussion_is_one_click_away(self, client: Client) -> None:
        html = home(client)
        [address] = re.findall(r'href="([^"]*#commentary)"', html)
        assert client.get(address.partition("#")[0]).status_code == 200


class TestRights:
    def test_a_draft_is_shown_to_editors_only(self, client: Client) -> None:
        make_draft("memo")
        assert "memo" not in home(client)
        html = home(signed_in(make_member(Role.EDITOR)))
        assert "/en/documents/memo/" in html


class TestLatest:
    def test_commentary_that_everybody_may_read(self, client: Client) -> None:
        version = version_of(make_edition(), "statement-pre1")
        carol = make_commentator("carol")
        make_comment(version, carol, "What of <b>this</b>?")
        hidden = make_comment(version, carol, "Never mind")
        hide(hidden, make_moderator())
        html = home(client)
        assert "What of" in html
        assert "<b>this" not in html
        assert "Never mind" not in home(signed_in(carol))

    def test_editions_with_what_changed(self, client: Client) -> None:
        edition = make_edition()
        publish_edition(begin_draft(edition, user=None), user=None)
        html = home(client)
        assert html.index("/editions/2/") < html.index("/editions/1/")
        assert "/editions/2/changes/" in html
        assert "/editions/1/changes/" not in html

    def test_costs_the_same_for_many(self, client: Client) -> None:
        version = version_of(make_edition(), "statement-pre1")
        carol = make_commentator("carol")
        for number in range(5):
            make_edition(f"memo-{number}")
            make_comment(version, carol)
        with at_most(10):
            home(client)


@pytest.mark.usefixtures("letter")
def test_knows_the_letter(client: Client) -> None:
    assert current_edition().get_absolute_url() in home(client)
