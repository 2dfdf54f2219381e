"""A reference's page: who sees what, who decides, what is said of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from commentary.models import Comment, CrossReference
from commentary.references.presenters import DECISIONS_PER_PAGE
from commentary.references.review import (
    accept_reference,
    hide_reference,
    withdraw_reference,
)
from commentary.references.views import COMMENTS_PER_PAGE
from documents.models import ClauseVersion, Edition
from documents.services import begin_draft, publish_edition
from portal.people.models import User
from tests.base import flat, queries_of, signed_in
from tests.commentary.factories import (
    make_commentator,
    make_instrument,
    make_reference,
    make_referrer,
    make_reviewer,
)
from tests.commentary.quotes.test_reanchoring import reword
from tests.factories import make_person

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>[x](javascript:alert(1)) **so**"


@pytest.fixture
def rita() -> User:
    """Rita proposes."""
    return make_referrer("rita")


@pytest.fixture
def edith() -> User:
    """Edith is an editor."""
    return make_reviewer("edith")


@pytest.fixture
def made(version: ClauseVersion, rita: User) -> CrossReference:
    instrument = make_instrument("pact", title_en="The <b>Pact</b>")
    return make_reference(version, instrument, rita, note=EVIL, language="en")


def page(made: CrossReference, client: Client | None = None, tail: str = "") -> Any:
    return (client or Client()).get(f"/en/references/{made.pk}/{tail}")


def decide(made: CrossReference, user: User, action: str, **data: Any) -> Any:
    sent = {"action": action, "revision": made.revision, **data}
    return signed_in(user).post(f"/en/references/{made.pk}/decide/", sent)


class TestPage:
    def test_shows_both_ends_to_everybody(self, made: CrossReference) -> None:
        html = page(made).content.decode()
        assert "Noting point 1," in html
        assert "The &lt;b&gt;Pact&lt;/b&gt;" in html

    def test_notes_are_harmless(self, made: CrossReference) -> None:
        html = page(made).content.decode()
        assert "<strong>so</strong>" in html
        assert "<script>alert" not in html
        assert 'href="javascript' not in html

    def test_columns_are_chosen(self, made: CrossReference) -> None:
        html = page(made, tail="?texts=ru").content.decode()
        assert "отмечая пункт 1," in html
        assert "Noting point 1," not in html

    def test_a_withdrawn_one_keeps_its_history_not_its_note(
        self, made: CrossReference, rita: User
    ) -> None:
        withdraw_reference(made, user=rita, revision=0, reason="A slip.")
        html = page(made).content.decode()
        assert "A slip." in html
        assert "<strong>so</strong>" not in html

    def test_a_hidden_one_is_for_moderators(
        self, made: CrossReference, mona: User, rita: User
    ) -> None:
        hide_reference(made, user=mona, revision=0, hidden=True, reason="Abuse.")
        assert page(made).status_code == HTTPStatus.NOT_FOUND
        assert page(made, signed_in(rita)).status_code == HTTPStatus.NOT_FOUND
        assert page(made, signed_in(mona)).status_code == HTTPStatus.OK

    def test_there_is_none(self) -> None:
        assert Client().get("/en/references/99/").status_code == HTTPStatus.NOT_FOUND

    def test_its_history_has_pages(self, made: CrossReference, mona: User) -> None:
        size = len(page(made).content)
        for number in range(DECISIONS_PER_PAGE + 1):
            hide_reference(
                made,
                user=mona,
                revision=number,
                hidden=number % 2 == 0,
                reason=f"Turn {number};",
            )
        client = signed_in(mona)
        first = page(made, client).text
        assert f"Turn {DECISIONS_PER_PAGE};" in first
        assert "Turn 0;" not in first
        assert f'href="{made.get_absolute_url()}?decisions=2#decisions"' in first
        second = page(made, client, "?decisions=2").text
        assert "Turn 0;" in second
        # The oldest of a page is told by the event before it, on the next page.
        assert second.count("hidden by a moderator") == 1
        assert first.count("hidden by a moderator") == DECISIONS_PER_PAGE / 2
        assert first.count("shown again by a moderator") == DECISIONS_PER_PAGE / 2
        few = queries_of(lambda: page(made, client, "?decisions=2"))
        assert queries_of(lambda: page(made, client)) == few
        assert len(first) < size + DECISIONS_PER_PAGE * 1_000

    def test_takes_as_many_queries_with_more_said(
        self, made: CrossReference, carol: User
    ) -> None:
        client = signed_in(carol)
        talk(made, carol, "First.")
        few = queries_of(lambda: page(made, client))
        for number in range(4):
            talk(made, carol, f"Again {number}.")
        assert queries_of(lambda: page(made, client)) == few
        assert few <= 18


class TestDeciding:
    def test_editors_accept(self, made: CrossReference, edith: User) -> None:
        response = decide(made, edith, "accept", reason="Plain enough.")
        assert response.status_code == HTTPStatus.FOUND
        html = page(made).content.decode()
        assert "accepted" in html
        assert "Plain enough." in html
        assert "Edith" in html

    def test_a_dispute_needs_a_reason(self, made: CrossReference, edith: User) -> None:
        response = decide(made, edith, "dispute")
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Explain why the reference is disputed" in response.content.decode()

    def test_makers_only_withdraw(self, made: CrossReference, rita: User) -> None:
        html = page(made, signed_in(rita)).content.decode()
        assert 'value="withdraw"' in html
        assert 'value="accept"' not in html
        response = decide(made, rita, "accept")
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY

    def test_others_do_nothing(self, made: CrossReference) -> None:
        rob = make_referrer("rob")
        assert 'name="action"' not in page(made, signed_in(rob)).content.decode()
        for action in ("accept", "dispute", "withdraw", "confirm"):
            response = decide(made, rob, action, reason="Mine.")
            assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        made.refresh_from_db()
        assert made.state == "proposed"

    def test_strangers_sign_in_first(self, made: CrossReference) -> None:
        response = Client().post(f"/en/references/{made.pk}/decide/", {})
        assert response.status_code == HTTPStatus.FOUND
        assert "next=" in response["Location"]

    def test_what_was_decided_meanwhile_is_shown(
        self, made: CrossReference, edith: User
    ) -> None:
        decide(made, edith, "accept")
        response = decide(made, edith, "dispute", reason="My reason.")
        html = response.content.decode()
        assert response.status_code == HTTPStatus.CONFLICT
        assert "My reason." in html
        assert 'name="revision" value="1"' in html

    @pytest.mark.parametrize(
        "sent", [{}, {"action": "explode"}, {"action": "accept", "revision": "x"}]
    )
    def test_nonsense_is_refused(
        self, made: CrossReference, edith: User, sent: dict[str, str]
    ) -> None:
        client = signed_in(edith)
        response = client.post(f"/en/references/{made.pk}/decide/", sent)
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY

    def test_too_many_are_kept_in_the_form(
        self, made: CrossReference, rita: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_DECISIONS_PER_PERSON = 1
        other = make_reference(made.version, make_instrument("act"), rita)
        assert decide(other, rita, "withdraw").status_code == HTTPStatus.FOUND
        response = decide(made, rita, "withdraw", reason="Kept words")
        assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert int(response["Retry-After"]) > 3500
        assert "Kept words" in response.text
        made.refresh_from_db()
        assert made.state == "proposed"

    def test_they_are_counted_by_address(
        self, made: CrossReference, rita: User, edith: User, settings: Settings
    ) -> None:
        cache.clear()
        settings.COMMENTARY_POSTS_PER_ADDRESS = 1
        assert decide(made, rita, "accept").status_code == 422
        assert decide(made, rita, "accept").status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert decide(made, edith, "accept").status_code == HTTPStatus.FOUND
        cache.clear()

    def test_is_no_get(self, made: CrossReference, edith: User) -> None:
        response = signed_in(edith).get(f"/en/references/{made.pk}/decide/")
        assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED


class TestHiding:
    def hide(self, made: CrossReference, user: User, hidden: str, **data: Any) -> Any:
        sent = {"hidden": hidden, "reason": "Abuse.", "revision": 0, **data}
        return signed_in(user).post(f"/en/references/{made.pk}/hide/", sent)

    def test_moderators_hide_and_show_again(
        self, made: CrossReference, mona: User
    ) -> None:
        client = signed_in(mona)
        assert 'name="hidden" value="1"' in page(made, client).content.decode()
        response = self.hide(made, mona, "1")
        assert response["Location"] == made.get_absolute_url()
        assert page(made).status_code == HTTPStatus.NOT_FOUND
        assert 'name="hidden" value="0"' in page(made, client).content.decode()
        self.hide(made, mona, "0", revision=1, reason="No abuse.")
        html = page(made).content.decode()
        for said in ("hidden by a moderator", "shown again by a moderator", "No abuse"):
            assert said in html
        assert "Mona" in html

    def test_a_decision_about_a_hidden_one_is_told_as_it_is(
        self, made: CrossReference, mona: User, edith: User
    ) -> None:
        self.hide(made, mona, "1")
        made.refresh_from_db()
        accept_reference(made, user=edith, revision=1)
        html = page(made, signed_in(mona)).content.decode()
        assert html.count("hidden by a moderator") == 1
        assert "<strong>accepted</strong>" in html

    def test_needs_a_reason(self, made: CrossReference, mona: User) -> None:
        response = self.hide(made, mona, "1", reason=" ")
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Give a reason" in response.content.decode()
        assert page(made).status_code == HTTPStatus.OK

    def test_nothing_typed_is_lost_when_somebody_decided_meanwhile(
        self, made: CrossReference, mona: User, edith: User
    ) -> None:
        decide(made, edith, "accept")
        response = self.hide(made, mona, "1", reason="My reason.")
        html = response.content.decode()
        assert response.status_code == HTTPStatus.CONFLICT
        assert "My reason." in html
        assert page(made).status_code == HTTPStatus.OK

    @pytest.mark.parametrize("sent", [{"hidden": "x"}, {"revision": "x"}])
    def test_nonsense_is_refused(
        self, made: CrossReference, mona: User, sent: dict[str, str]
    ) -> None:
        response = self.hide(made, mona, **{"hidden": "1", **sent})
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY

    def test_is_nobody_elses(
        self, made: CrossReference, rita: User, edith: User
    ) -> None:
        for user in (rita, edith):
            assert 'name="hidden"' not in page(made, signed_in(user)).content.decode()
            assert self.hide(made, user, "1").status_code == HTTPStatus.NOT_FOUND
        response = Client().post(f"/en/references/{made.pk}/hide/", {"hidden": "1"})
        assert response.status_code == HTTPStatus.NOT_FOUND
        made.refresh_from_db()
        assert not made.is_hidden

    def test_is_no_get(self, made: CrossReference, mona: User) -> None:
        response = signed_in(mona).get(f"/en/references/{made.pk}/hide/")
        assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED


def talk(made: CrossReference, user: User, source: str, **data: Any) -> Any:
    sent = {
        "kind": "comment",
        "language": "en",
        "source": source,
        "submission": "12345678123456781234567812345678",
        **data,
    }
    if "submission" not in data:
        sent["submission"] = f"{Comment.objects.count():032d}"
    return signed_in(user).post(f"/en/references/{made.pk}/comments/", sent)


class TestDiscussing:
    def test_is_shown_with_the_reference(
        self, made: CrossReference, carol: User
    ) -> None:
        assert talk(made, carol, "Is it **so**?").status_code == HTTPStatus.FOUND
        comment = Comment.objects.get()
        assert (comment.reference, comment.clause) == (made, made.clause)
        assert "Is it <strong>so</strong>?" in page(made).content.decode()

    def test_nothing_typed_is_lost(self, made: CrossReference, carol: User) -> None:
        response = talk(made, carol, "Kept.", kind="nonsense")
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Kept." in response.content.decode()

    def test_too_many_are_kept_in_the_form(
        self, made: CrossReference, carol: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_COMMENTS_PER_PERSON = 1
        talk(made, carol, "First.")
        response = talk(made, carol, "Kept words")
        assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert int(response["Retry-After"]) > 3500
        assert "Kept words" in response.text
        assert Comment.objects.count() == 1

    def test_moderators_are_not_limited(
        self, made: CrossReference, mona: User, settings: Settings
    ) -> None:
        settings.COMMENTARY_COMMENTS_PER_PERSON = 1
        for source in ("First.", "Second."):
            assert talk(made, mona, source).status_code == HTTPStatus.FOUND

    def test_a_name_is_stored_only_with_the_comment(self, made: CrossReference) -> None:
        barred = make_person("barred")
        response = talk(made, barred, "Kept words", display_name="Zoë")
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        barred.refresh_from_db()
        assert barred.display_name == ""
        nameless = make_person("nameless", "commentary.add_comment")
        assert talk(made, nameless, "Said", display_name="Zoë").status_code == 302
        nameless.refresh_from_db()
        assert nameless.display_name == "Zoë"

    def test_a_form_sent_twice_is_once_and_renewed_for_more(
        self, made: CrossReference, carol: User
    ) -> None:
        form = "12345678-1234-5678-1234-567812345678"
        for _each in range(2):
            assert talk(made, carol, "Said", submission=form).status_code == 302
        response = talk(made, carol, "More words", submission=form)
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "More words" in response.text
        assert form not in response.text
        assert Comment.objects.count() == 1

    def test_a_preview_stores_nothing(self, made: CrossReference, carol: User) -> None:
        html = talk(made, carol, "*Soon*", preview="1").content.decode()
        assert "<em>Soon</em>" in html
        assert not Comment.objects.exists()

    def test_has_pages(self, made: CrossReference, carol: User) -> None:
        for number in range(COMMENTS_PER_PAGE):
            talk(made, carol, f"Said {number};")
        client = signed_in(carol)
        few = queries_of(lambda: page(made, client))
        size = len(page(made, client).content)
        assert "Page 1 of" not in page(made, client).text
        place = ""
        for number in range(3):
            place = talk(made, carol, f"More {number};")["Location"]
        last = Comment.objects.latest("pk").pk
        assert place == f"{made.get_absolute_url()}?page=2#comment-{last}"
        html = client.get(place).text
        assert "More 2;" in html
        assert "Said 0;" not in html
        html = page(made, client).text
        assert "Page 1 of 2" in html
        assert f'href="{made.get_absolute_url()}?page=2#commentary"' in html
        assert "More 0;" not in html
        assert queries_of(lambda: page(made, client)) == few
        assert len(page(made, client).content) < size * 1.1

    def test_hidden_comments_are_tombstones(
        self, made: CrossReference, carol: User
    ) -> None:
        talk(made, carol, "Secret words.")
        Comment.objects.update(state=Comment.State.HIDDEN)
        assert "Secret words." not in page(made).content.decode()

    def test_what_waits_for_approval_takes_no_reply(
        self, made: CrossReference, carol: User, settings: Settings
    ) -> None:
        talk(made, carol, "Shown.")
        shown = Comment.objects.get()
        settings.COMMENTARY_HOLD_FIRST = 2
        talk(made, carol, "Waiting.")
        pending = Comment.objects.get(state=Comment.State.PENDING)
        html = page(made, signed_in(carol)).text
        assert "Waiting." in html
        assert f"/comments/{shown.pk}/reply/" in html
        assert f"/comments/{pending.pk}/reply/" not in html

    def test_strangers_sign_in_first(self, made: CrossReference) -> None:
        response = Client().post(f"/en/references/{made.pk}/comments/", {})
        assert response.status_code == HTTPStatus.FOUND


class TestLookAgain:
    @pytest.fixture
    def changed(self, made: CrossReference, edition: Edition) -> CrossReference:
        draft = begin_draft(edition, user=None)
        reword(draft, made.clause.key, en="Quite otherwise,")
        publish_edition(draft, user=None)
        return made

    def listed(self, user: User) -> str:
        return signed_in(user).get("/en/references/look-again/").content.decode()

    def test_is_for_makers_and_editors(
        self, changed: CrossReference, rita: User, edith: User
    ) -> None:
        address = changed.get_absolute_url().removeprefix("/en")
        assert address in self.listed(rita)
        assert address in self.listed(edith)
        assert address not in self.listed(make_commentator("rob"))

    def test_strangers_sign_in_first(self) -> None:
        response = Client().get("/en/references/look-again/")
        assert response.status_code == HTTPStatus.FOUND

    def test_it_still_holds(self, changed: CrossReference, rita: User) -> None:
        assert "changed the text at one end" in page(changed).content.decode()
        decide(changed, rita, "confirm")
        assert "changed the text at one end" not in page(changed).content.decode()
        assert "Quite otherwise," in page(changed).content.decode()

    def test_it_still_holds_beside_what_an_editor_decided(
        self, changed: CrossReference, rita: User, edith: User
    ) -> None:
        decide(changed, edith, "accept", reason="Plain enough.")
        changed.refresh_from_db()
        decided = (changed.decided_by, changed.decided_at)
        decide(changed, rita, "confirm", reason="Only commas moved.")
        changed.refresh_from_db()
        assert (changed.decided_by, changed.decided_at) == decided
        assert (changed.state, changed.reason) == ("accepted", "Plain enough.")
        assert changed.confirmed_by == rita
        html = flat(page(changed).text)
        told = html[html.index('id="decisions"') :]
        confirmed, accepted, _proposed = told.split("<li>")[1:4]
        for words in ("<strong>confirmed</strong> · Rita", "Only commas moved."):
            assert words in confirmed
        for words in ("<strong>accepted</strong> · Edith", "Plain enough."):
            assert words in accepted
        csv = Client().get("/en/documents/memo/references.csv").getvalue().decode()
        assert "Plain enough." in csv
        assert "Only commas moved." not in csv
