from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from commentary.models import Claim, Comment, Decision, MessageTemplate
from commentary.moderation.decide import claim_comment, seen_of
from commentary.moderation.queue import THREAD_PER_PAGE
from commentary.moderation.report import appeal_decision, report_comment
from documents.models import ClauseVersion
from portal.people.models import User
from tests.base import LANGUAGES, at_most, queries_of, signed_in
from tests.commentary.factories import (
    hide,
    make_comment,
    make_commentator,
    make_moderator,
    suspend,
)

pytestmark = pytest.mark.django_db
QUEUE = "/en/moderation/"


@pytest.fixture
def comment(version: ClauseVersion, carol: User) -> Comment:
    return make_comment(version, carol, "Buy *carpets*!")


def case(comment: Comment, code: str = "en") -> str:
    return f"/{code}/moderation/comments/{comment.pk}/"


def account(person: User) -> str:
    return f"/en/moderation/people/{person.pk}/"


def said(comment: Comment, action: str = "kept", **others: Any) -> dict[str, Any]:
    return {"action": action, "seen": str(seen_of(comment)), **others}


class TestQueue:
    def test_groups_reports_by_comment(
        self, comment: Comment, rita: User, mona: User
    ) -> None:
        for name in ("dan", "eve"):
            report_comment(comment, reporter=make_commentator(name), reason="spam")
        report_comment(comment, reporter=rita, reason="abuse")
        html = signed_in(mona).get(QUEUE).content.decode()
        assert html.count('class="case"') == 1
        assert "2 reports: advertising" in html
        assert "1 report: insult" in html

    def test_holds_first_comments_and_appeals(
        self, comment: Comment, version: ClauseVersion, carol: User, mona: User
    ) -> None:
        appeal_decision(hide(comment, mona), words="It is no insult.")
        first = make_comment(version, carol, "My first")
        Comment.objects.filter(pk=first.pk).update(state="pending")
        client = signed_in(mona)
        assert client.get(QUEUE).text.count('class="case"') == 2
        assert "My first" in client.get(f"{QUEUE}?what=pending").text
        assert "My first" not in client.get(f"{QUEUE}?what=appeals").text
        assert "My first" not in client.get(f"{QUEUE}?what=reports").text
        assert "My first" not in client.get(f"{QUEUE}?language=ru").text
        assert client.get(f"{QUEUE}?what=x&language=y&page=z").status_code == 200

    @pytest.mark.parametrize("action", ["kept", "hidden"])
    def test_what_is_decided_is_gone(
        self, comment: Comment, rita: User, mona: User, action: str
    ) -> None:
        report_comment(comment, reporter=rita, reason="spam")
        client = signed_in(mona)
        data = said(comment, action, reason="spam")
        response = client.post(case(comment), data, follow=True)
        assert "Recorded" in response.text
        assert 'class="case"' not in response.text
        assert Decision.objects.get().action == action

    def test_what_was_withdrawn_is_gone(
        self, comment: Comment, rita: User, mona: User
    ) -> None:
        report_comment(comment, reporter=rita, reason="spam")
        Comment.objects.update(state="withdrawn")
        assert 'class="case"' not in signed_in(mona).get(QUEUE).text
        html = signed_in(mona).get(case(comment)).text
        assert "no decision is needed" in html

    def test_shows_who_looks_at_it(
        self, comment: Comment, rita: User, mona: User
    ) -> None:
        report_comment(comment, reporter=rita, reason="spam")
        claim_comment(comment, moderator=make_moderator("anna"))
        assert "Anna is reviewing this" in signed_in(mona).get(QUEUE).text

    def test_costs_the_same_for_many(
        self, version: ClauseVersion, carol: User, mona: User
    ) -> None:
        reporters = [make_commentator(f"r{count}") for count in range(3)]

        def add(count: int) -> None:
            for _each in range(count):
                comment = make_comment(version, carol)
                for reporter in reporters:
                    report_comment(comment, reporter=reporter, reason="spam")

        add(1)
        client = signed_in(mona)
        before = queries_of(lambda: client.get(QUEUE))
        add(5)
        assert queries_of(lambda: client.get(QUEUE)) == before <= 12


class TestCase:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_shows_everything(
        self, comment: Comment, rita: User, mona: User, code: str
    ) -> None:
        report_comment(comment, reporter=rita, reason="spam", words="Carpets!")
        make_comment(comment.version, rita, "No thanks.", parent=comment)
        client = signed_in(mona)
        with at_most(28):
            html = client.get(case(comment, code)).content.decode()
        for words in ("<em>carpets</em>", "Carpets!", "No thanks.", "Noting point 1,"):
            assert words in html
        assert f'<html lang="{LANGUAGES[code]}">' in html

    def test_a_long_thread_costs_nothing(
        self, comment: Comment, rita: User, mona: User
    ) -> None:
        client = signed_in(mona)
        client.get(case(comment))
        before = queries_of(lambda: client.get(case(comment)))
        for _count in range(5):
            make_comment(comment.version, rita, parent=comment)
        assert queries_of(lambda: client.get(case(comment))) == before

    def test_a_long_thread_is_shown_a_page_at_a_time(
        self, comment: Comment, rita: User, mona: User
    ) -> None:
        replies = [
            make_comment(comment.version, rita, f"Reply {count}.", parent=comment)
            for count in range(THREAD_PER_PAGE)
        ]
        client = signed_in(mona)
        html = client.get(case(comment)).text
        assert "Reply 18." in html
        assert "Reply 19." not in html
        assert 'href="?page=2#thread"' in html
        # Of a later comment, the page on which it stands.
        html = client.get(case(replies[-1])).text
        assert "Reply 19." in html
        assert "Reply 18." not in html
        assert "Reply 0." in client.get(f"{case(replies[-1])}?page=1").text

    def test_looking_claims_it(self, comment: Comment, mona: User) -> None:
        signed_in(mona).get(case(comment))
        assert Claim.objects.get().moderator == mona
        anna = make_moderator("anna")
        client = signed_in(anna)
        html = client.get(case(comment)).text
        assert "Mona is reviewing this" in html
        assert 'class="ruling"' not in html
        response = client.post(f"{case(comment)}claim/", follow=True)
        assert 'class="ruling"' in response.text
        assert Claim.objects.get().moderator == anna

    def test_the_second_is_told_and_loses_nothing(
        self, comment: Comment, mona: User
    ) -> None:
        data = said(comment, "kept", message="Long words", note="Mine")
        hide(comment, make_moderator("anna"))
        response = signed_in(mona).post(case(comment), data)
        assert response.status_code == 409
        html = response.content.decode()
        assert "Anna has already decided: hidden" in html
        assert "Long words" in html
        comment.refresh_from_db()
        assert str(seen_of(comment)) in html
        assert Decision.objects.count() == 1

    @pytest.mark.parametrize("action", ["suspended", "approved", "appeal_accepted"])
    def test_what_does_not_fit_is_told(
        self, comment: Comment, mona: User, action: str
    ) -> None:
        data = said(comment, action, reason="spam", note="Kept words")
        response = signed_in(mona).post(case(comment), data)
        assert response.status_code == 409
        assert "Kept words" in response.content.decode()
        assert not Decision.objects.exists()

    def test_one_s_own_is_left_to_others(
        self, version: ClauseVersion, mona: User
    ) -> None:
        own = make_comment(version, mona)
        client = signed_in(mona)
        html = client.get(case(own)).text
        assert "another moderator must decide" in html
        assert 'class="ruling"' not in html
        assert not Claim.objects.exists()
        response = client.post(case(own), said(own))
        assert response.status_code == 409
        assert "another moderator must decide" in response.text
        assert not Decision.objects.exists()

    def test_a_template_is_put_into_the_message(
        self, comment: Comment, mona: User, carol: User
    ) -> None:
        carol.language = "ru"
        carol.save(update_fields=["language"])
        texts = {"title_en": "Don't", "text_ru": "Не надо", "text_en": "Please don't"}
        MessageTemplate.objects.create(name="dont", **texts)
        data = said(comment, "hidden", message="Bob,", template="dont", use_template=1)
        response = signed_in(mona).post(case(comment), data)
        assert response.status_code == 200
        assert "Не надо\n\nBob," in response.content.decode()
        assert not Decision.objects.exists()

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"action": "hidden"},
            {"action": "x", "reason": "spam"},
            {"action": "hidden", "reason": "x"},
            {"action": "hidden", "reason": "spam", "message": "x" * 2001},
            {"action": "hidden", "reason": "spam", "template": "none"},
            {"action": "hidden", "reason": "spam", "seen": "published.0.0"},
            {"action": "hidden", "reason": "spam", "seen": "x.-1.²."},
        ],
    )
    def test_bad_input_stores_nothing(
        self, comment: Comment, mona: User, data: dict[str, str]
    ) -> None:
        sent = {"seen": str(seen_of(comment)), **data}
        response = signed_in(mona).post(case(comment), sent)
        assert response.status_code == 422
        assert 'class="errorlist' in response.content.decode()
        assert not Decision.objects.exists()

    def test_a_comment_of_somebody_who_left(self, comment: Comment, mona: User) -> None:
        Comment.objects.update(author=None)
        client = signed_in(mona)
        assert "former participant" in client.get(case(comment)).text
        client.post(case(comment), said(comment, "hidden", reason="spam"))
        assert Decision.objects.get().person is None

    def test_get_changes_no_claim(self, comment: Comment, mona: User) -> None:
        assert signed_in(mona).get(f"{case(comment)}claim/").status_code == 405


class TestAccount:
    def test_is_suspended_and_lifted(self, carol: User, mona: User) -> None:
        client = signed_in(mona)
        data = {"action": "suspended", "reason": "spam", "term": "7", "seen": "0"}
        assert client.post(account(carol), data).status_code == 302
        first = Decision.objects.get()
        assert first.until is not None
        assert "suspended until" in client.get(account(carol)).text
        data = {"action": "lifted", "seen": str(first.pk), "term": "7"}
        assert client.post(account(carol), data).status_code == 302
        assert "suspended until" not in client.get(account(carol)).text

    def test_for_good(self, carol: User, mona: User) -> None:
        data = {"action": "suspended", "reason": "spam", "term": "0", "seen": "0"}
        signed_in(mona).post(account(carol), data)
        assert "suspended indefinitely" in signed_in(mona).get(account(carol)).text

    def test_the_second_is_told(self, carol: User, mona: User) -> None:
        suspend(carol, make_moderator("anna"))
        data = {"action": "suspended", "reason": "spam", "term": "7", "seen": "0"}
        response = signed_in(mona).post(account(carol), data)
        assert response.status_code == 409
        assert "Anna has already decided" in response.content.decode()

    def test_a_moderator_is_not_suspended(self, mona: User) -> None:
        anna = make_moderator("anna")
        data = {"action": "suspended", "reason": "spam", "term": "7", "seen": "0"}
        response = signed_in(mona).post(account(anna), data)
        assert response.status_code == 409
        assert not Decision.objects.exists()

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"action": "suspended", "term": "7"},
            {"action": "suspended", "reason": "spam"},
            {"action": "suspended", "reason": "spam", "term": "3"},
            {"action": "suspended", "reason": "spam", "term": "7", "seen": "x"},
            {"action": "suspended", "reason": "spam", "term": "7", "seen": "9" * 30},
        ],
    )
    def test_bad_input(self, carol: User, mona: User, data: dict[str, str]) -> None:
        response = signed_in(mona).post(account(carol), {"seen": "0", **data})
        assert response.status_code == 422

    def test_an_appeal_is_in_the_queue(self, carol: User, mona: User) -> None:
        appeal_decision(suspend(carol, mona), words="I shall behave.")
        client = signed_in(mona)
        assert account(carol) in client.get(QUEUE).text
        with at_most(17):
            assert "I shall behave." in client.get(account(carol)).text


ADDRESSES = [
    "moderation/",
    "moderation/comments/{comment}/",
    "moderation/people/{person}/",
    "moderation/log/",
    "moderation/log.csv",
    "moderation/log.json",
]
ROLES = {
    "anonymous": None,
    "reader": (),
    "commentator": ("commentary.add_comment",),
    "editor": ("commentary.add_comment", "documents.change_edition"),
    "publisher": ("commentary.add_comment", "documents.publish_edition"),
    "moderator": ("commentary.add_comment", "commentary.moderate_comment"),
}


def visitor(role: str) -> Client:
    permissions = ROLES[role]
    if permissions is None:
        return Client()
    there = [name for name in permissions if name != "documents.publish_edition"]
    return signed_in(make_commentator(role, *there[1:]))


@pytest.mark.parametrize("role", ROLES)
class TestPermissions:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_pages_are_for_moderators(
        self, comment: Comment, role: str, address: str
    ) -> None:
        path = address.format(comment=comment.pk, person=comment.author_id)
        expected = 200 if role == "moderator" else 404
        assert visitor(role).get(f"/en/{path}").status_code == expected

    def test_so_are_decisions(self, comment: Comment, role: str) -> None:
        client = visitor(role)
        for address in (case(comment), f"{case(comment)}claim/"):
            data = said(comment, "hidden", reason="spam")
            expected = 302 if role == "moderator" else 404
            assert client.post(address, data).status_code == expected
        assert Decision.objects.exists() == (role == "moderator")


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_inactive_moderator_sees_nothing(
    comment: Comment, mona: User, address: str
) -> None:
    client = signed_in(mona)
    mona.is_active = False
    mona.save()
    path = address.format(comment=comment.pk, person=comment.author_id)
    assert client.get(f"/en/{path}").status_code == 404
