from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from commentary.models import Appeal, Comment
from commentary.moderation.decide import Ruling, decide_comment, seen_of
from documents.models import ClauseVersion
from portal.people.models import User
from tests.base import LANGUAGES, at_most, signed_in
from tests.commentary.factories import decide, hide, make_comment, suspend

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(version: ClauseVersion, carol: User) -> Comment:
    return make_comment(version, carol, "Buy *carpets*!")


def page(comment: Comment, code: str = "en") -> str:
    return f"/{code}/comments/{comment.pk}/decision/"


class TestDecision:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_says_why_and_not_what(
        self, comment: Comment, carol: User, mona: User, code: str
    ) -> None:
        hide(comment, mona, "Mind your <b>words</b>.")
        client = signed_in(carol)
        with at_most(9):
            html = client.get(page(comment, code)).content.decode()
        assert "Mind your &lt;b&gt;words&lt;/b&gt;." in html
        assert "carpets" not in html
        assert mona.display_name not in html
        assert 'id="appeal"' in html

    def test_is_404_for_others(self, comment: Comment, rita: User, mona: User) -> None:
        hide(comment, mona)
        for person in (rita, mona):
            assert signed_in(person).get(page(comment)).status_code == 404
            assert signed_in(person).post(page(comment)).status_code == 404

    def test_is_404_when_nothing_was_decided(
        self, comment: Comment, carol: User, mona: User
    ) -> None:
        decide(comment, "kept", mona)
        assert signed_in(carol).get(page(comment)).status_code == 404

    def test_strangers_sign_in_first(
        self, comment: Comment, mona: User, client: Client
    ) -> None:
        hide(comment, mona)
        assert client.get(page(comment)).status_code == 302
        assert client.get("/en/comments/999999/decision/").status_code == 302

    def test_notes_are_for_moderators(
        self, comment: Comment, carol: User, mona: User
    ) -> None:
        ruling = Ruling(reason="spam", note="Known seller")
        decide_comment(
            comment,
            moderator=mona,
            action="hidden",
            seen=seen_of(comment),
            ruling=ruling,
        )
        assert "Known seller" not in signed_in(carol).get(page(comment)).text


class TestAppeal:
    def test_too_many_are_kept_in_the_form(
        self, comment: Comment, carol: User, mona: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_APPEALS_PER_PERSON = 1
        other = make_comment(comment.version, carol)
        for each in (comment, other):
            hide(each, mona)
        client = signed_in(carol)
        client.post(page(comment), {"words": "It is no insult."})
        response = client.post(page(other), {"words": "Nor is this."})
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 3500
        assert "Nor is this." in response.text
        assert Appeal.objects.count() == 1

    def test_is_stored_and_answered(
        self, comment: Comment, carol: User, mona: User
    ) -> None:
        hide(comment, mona)
        client = signed_in(carol)
        response = client.post(page(comment), {"words": "It is no insult."})
        assert response.status_code == 302
        html = client.get(page(comment)).content.decode()
        assert "It is no insult." in html
        assert "not answered yet" in html
        decide(comment, "appeal_refused", mona)
        html = client.get(page(comment)).content.decode()
        assert "Your appeal was refused" in html
        assert 'id="appeal"' not in html

    def test_empty_is_refused(self, comment: Comment, carol: User, mona: User) -> None:
        hide(comment, mona)
        assert signed_in(carol).post(page(comment), {"words": " "}).status_code == 422

    def test_a_second_is_told_and_kept(
        self, comment: Comment, carol: User, mona: User
    ) -> None:
        hide(comment, mona)
        client = signed_in(carol)
        client.post(page(comment), {"words": "It is no insult."})
        response = client.post(page(comment), {"words": "Once more."})
        assert response.status_code == 409
        assert "Once more." in response.content.decode()
        assert Appeal.objects.count() == 1

    def test_against_a_suspension(self, carol: User, mona: User) -> None:
        suspend(carol, mona)
        client = signed_in(carol)
        assert "suspended your account" in client.get("/en/suspension/").text
        response = client.post("/en/suspension/", {"words": "I shall behave."})
        assert response.status_code == 302
        assert "I shall behave." in client.get("/en/suspension/").text

    def test_nothing_is_404(self, carol: User, client: Client) -> None:
        assert signed_in(carol).get("/en/suspension/").status_code == 404
        assert client.get("/en/suspension/").status_code == 302
