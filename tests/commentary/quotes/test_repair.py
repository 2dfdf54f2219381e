"""What authors say of quotes that an edition changed, and what comes of it later."""

from __future__ import annotations

import pytest
from django.test import Client

from commentary.models import Comment, Notice, QuotePlace
from commentary.quotes.anchoring.selectors import select
from commentary.quotes.repair import choose_place_again, confirm_place, leave_place
from documents.errors import Refused
from documents.models import Edition
from documents.services import publish_edition
from portal.people.models import User
from tests.base import at_most, signed_in
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.commentary.quotes.test_reanchoring import (
    next_edition,
    place_in,
    reword,
    words_at,
)
from tests.factories import make_edition, read_edition

pytestmark = pytest.mark.django_db
KEY = "statement-pre2"
FIRST = (
    "Recalling that the treaty on the zone was opened for signature by the five states"
    " of the region and that it is open to no other state,"
)
QUOTED = "opened for signature by the five states of the region"
SECOND = FIRST.replace("five states", "five sovereign states")
APPROXIMATE = "opened for signature by the five sovereign states of the region"
GONE = "Welcoming something else entirely,"


@pytest.fixture(scope="module")
def kept_first(module_transaction: None) -> int:
    """An edition with a clause that is long enough to be quoted from."""
    return following(make_edition(paragraphs=3), FIRST).pk


@pytest.fixture
def first(kept_first: int, db: None) -> Edition:
    return read_edition(kept_first)


@pytest.fixture
def anna() -> User:
    return make_commentator("anna")


def following(edition: Edition, text: str) -> Edition:
    draft = next_edition(edition)
    reword(draft, KEY, en=text)
    return publish_edition(draft, user=None)


@pytest.fixture
def comment(first: Edition, anna: User) -> Comment:
    return make_comment(version_of(first, KEY), anna, quoted=QUOTED)


@pytest.fixture
def second(first: Edition, comment: Comment) -> Edition:
    return following(first, SECOND)


@pytest.fixture
def place(second: Edition, comment: Comment) -> QuotePlace:
    found = place_in(second, comment)
    assert found.state == QuotePlace.State.APPROXIMATE
    assert words_at(found) == APPROXIMATE
    return found


class TestConfirming:
    def test_later_editions_look_for_the_words_that_were_confirmed(
        self, second: Edition, comment: Comment, place: QuotePlace, anna: User
    ) -> None:
        confirm_place(place)
        third = following(second, SECOND.replace("no other", "any other"))
        later = place_in(third, comment)
        assert later.state in (QuotePlace.State.EXACT, QuotePlace.State.MOVED)
        assert words_at(later) == APPROXIMATE
        assert Notice.objects.filter(person=anna).count() == 1

    def test_what_was_not_found_cannot_be_confirmed(
        self, second: Edition, comment: Comment
    ) -> None:
        third = following(second, GONE)
        with pytest.raises(Refused):
            confirm_place(place_in(third, comment))


class TestLeaving:
    def test_asks_no_more(
        self, second: Edition, comment: Comment, place: QuotePlace, anna: User
    ) -> None:
        left = leave_place(place)
        assert (left.state, left.start) == (QuotePlace.State.DETACHED, None)
        assert not QuotePlace.objects.placed_in(second).exists()
        third = following(second, SECOND.replace("no other", "any other"))
        later = place_in(third, comment)
        assert later.answer == QuotePlace.Answer.LEFT
        assert later.state == QuotePlace.State.DETACHED
        assert Notice.objects.filter(person=anna).count() == 1

    def test_ends_when_the_words_are_there_again(
        self, second: Edition, comment: Comment, place: QuotePlace
    ) -> None:
        leave_place(place)
        third = following(second, FIRST)
        assert words_at(place_in(third, comment)) == QUOTED


class TestChoosing:
    def test_later_editions_look_for_the_words_that_were_chosen(
        self, second: Edition, comment: Comment, place: QuotePlace
    ) -> None:
        version = version_of(second, KEY)
        words = "it is open to no other state"
        start = SECOND.index(words)
        selector = select(SECOND, start, start + len(words))
        chosen = choose_place_again(place, version=version, selector=selector)
        assert words_at(chosen) == words
        third = following(second, f"Moreover, {SECOND}")
        assert words_at(place_in(third, comment)) == words

    def test_after_leaving_has_later_editions_ask_again(
        self, second: Edition, comment: Comment, place: QuotePlace
    ) -> None:
        leave_place(place)
        text = SECOND.replace("no other", "any other")
        third = following(second, text)
        start = text.index(APPROXIMATE)
        selector = select(text, start, start + len(APPROXIMATE))
        version = version_of(third, KEY)
        later = place_in(third, comment)
        choose_place_again(later, version=version, selector=selector)
        fourth = following(third, text.replace("sovereign", "free and sovereign"))
        last = place_in(fourth, comment)
        assert last.state == QuotePlace.State.APPROXIMATE
        assert last.answer == QuotePlace.Answer.NONE

    def test_words_of_another_edition_are_refused(
        self, first: Edition, place: QuotePlace
    ) -> None:
        selector = select(FIRST, 0, 9)
        with pytest.raises(Refused):
            choose_place_again(place, version=version_of(first, KEY), selector=selector)

    def test_a_later_edition_asks_anew(
        self, second: Edition, place: QuotePlace
    ) -> None:
        following(second, GONE)
        for answer in (confirm_place, leave_place):
            with pytest.raises(Refused):
                answer(place)


class TestPages:
    def test_the_list_asks(self, place: QuotePlace, anna: User) -> None:
        client = signed_in(anna)
        with at_most(8):
            html = client.get("/en/quotes/").content.decode()
        assert QUOTED in html
        assert APPROXIMATE in html
        for answer in ("confirm", "leave"):
            assert f"/en/quotes/{place.pk}/{answer}/" in html
        assert client.get(f"/en/quotes/{place.pk}/").status_code == 200

    def test_a_notice_leads_there(self, place: QuotePlace, anna: User) -> None:
        [notice] = Notice.objects.filter(person=anna)
        response = signed_in(anna).get(f"/en/notices/{notice.pk}/")
        assert response["Location"] == "/en/quotes/"

    @pytest.mark.parametrize(
        ("answer", "stored"), [("confirm", "confirmed"), ("leave", "left")]
    )
    def test_one_click(
        self, place: QuotePlace, anna: User, answer: str, stored: str
    ) -> None:
        response = signed_in(anna).post(f"/en/quotes/{place.pk}/{answer}/")
        assert response["Location"] == "/en/notices/"
        place.refresh_from_db()
        assert place.answer == stored

    def test_words_are_chosen_by_typing(self, place: QuotePlace, anna: User) -> None:
        data = {"words": "the treaty on\r\n the zone ".replace("\r\n", "")}
        signed_in(anna).post(f"/en/quotes/{place.pk}/choose/", data)
        place.refresh_from_db()
        assert (place.state, words_at(place)) == ("chosen", "the treaty on the zone")

    def test_words_are_chosen_by_marking(self, place: QuotePlace, anna: User) -> None:
        data = {"clause": KEY, "start": "0", "end": "9"}
        signed_in(anna).post(f"/en/quotes/{place.pk}/choose/", data)
        place.refresh_from_db()
        assert words_at(place) == "Recalling"

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"words": "said nowhere"},
            {"words": "the"},
            {"words": "x\0"},
            {"clause": KEY, "start": "5", "end": "5"},
            {"clause": KEY, "start": "0", "end": "9999"},
            {"clause": "statement-pre1", "start": "0", "end": "4"},
            {"clause": KEY, "start": "-1", "end": "4"},
        ],
    )
    def test_bad_words_are_refused_and_kept(
        self, place: QuotePlace, anna: User, data: dict[str, str]
    ) -> None:
        address = f"/en/quotes/{place.pk}/choose/"
        response = signed_in(anna).post(address, data)
        assert response.status_code == 422
        assert 'role="alert"' in response.content.decode()
        if "said" in data.get("words", ""):
            assert "said nowhere" in response.content.decode()
        place.refresh_from_db()
        assert place.answer == ""

    @pytest.mark.parametrize("name", ["anonymous", "stranger", "moderator"])
    @pytest.mark.parametrize("answer", ["", "confirm/", "leave/", "choose/"])
    def test_are_for_the_author_alone(
        self, place: QuotePlace, name: str, answer: str
    ) -> None:
        client = Client()
        if name != "anonymous":
            rights = ["commentary.moderate_comment"] if name == "moderator" else []
            client = signed_in(make_commentator(name, *rights))
        address = f"/en/quotes/{place.pk}/{answer}"
        response = client.post(address) if answer else client.get(address)
        leads_to_sign_in = name == "anonymous" and not answer
        assert response.status_code == (302 if leads_to_sign_in else 404)
        place.refresh_from_db()
        assert place.answer == ""

    def test_nothing_is_asked_of_a_comment_taken_back(
        self, place: QuotePlace, comment: Comment, anna: User
    ) -> None:
        Comment.objects.filter(pk=comment.pk).update(state="withdrawn")
        assert signed_in(anna).get(f"/en/quotes/{place.pk}/").status_code == 404

    def test_get_answers_nothing(self, place: QuotePlace, anna: User) -> None:
        for answer in ("confirm", "leave", "choose"):
            address = f"/en/quotes/{place.pk}/{answer}/"
            assert signed_in(anna).get(address).status_code == 405
