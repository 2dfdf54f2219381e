"""Saved searches: whose they are, what they tell of and what not, and their feed."""

from __future__ import annotations

import pytest
from django.test import Client

from commentary.models import Comment, Notice, SavedSearch
from commentary.notices import searches
from commentary.notices.notify import notify_of_comment
from commentary.notices.watch import watch
from commentary.personal_data.data_export import export_activity
from commentary.personal_data.erasure import erase_contributions
from documents.models import Edition
from documents.services import begin_draft, publish_edition
from portal.people.models import User
from tests.base import at_most, queries_of, signed_in
from tests.commentary.factories import (
    hide,
    make_comment,
    make_commentator,
    make_moderator,
    suspend,
    version_of,
)
from tests.commentary.quotes.test_reanchoring import reword
from tests.factories import make_draft, make_edition, make_withdrawal
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
KEY = "statement-pre2"
SAVE, LIST, FEED = "/en/search/save/", "/en/searches/", "/en/search/feed.atom"
COMMENTS = {"q": "camels", "show": "commentary"}
TEXT = {"q": "camels"}
Kind = Notice.Kind


@pytest.fixture
def edition() -> Edition:
    return make_edition()


@pytest.fixture
def sara() -> User:
    """Sara saves searches."""
    return make_commentator("sara")


@pytest.fixture
def carol() -> User:
    """Carol comments."""
    return make_commentator("carol")


def save(user: User, **asked: str) -> SavedSearch:
    response = signed_in(user).post(SAVE, asked)
    assert response["Location"] == LIST
    return SavedSearch.objects.by(user).latest("pk")


def told(person: User) -> list[str]:
    """What a person was told by now, of what is shown still."""
    run_jobs()
    rows = Notice.objects.told_to(person).order_by("pk")
    return list(rows.values_list("kind", flat=True))


class TestSaving:
    def test_is_listed_with_its_narrowing_and_removed(
        self, edition: Edition, sara: User
    ) -> None:
        client = signed_in(sara)
        search = save(
            sara, q="camels", show="commentary", document="memo", said="question"
        )
        html = client.get(LIST).text
        assert search.get_absolute_url().replace("&", "&amp;") in html
        assert "question" in html
        address = f"/en/searches/{search.pk}/remove/"
        assert Client().post(address).status_code == 404
        assert signed_in(make_commentator("eve")).post(address).status_code == 404
        assert client.get(address).status_code == 405
        for _click in range(2):
            assert client.post(address)["Location"] == LIST
        assert not SavedSearch.objects.exists()

    def test_the_page_of_results_offers_it(self, edition: Edition, sara: User) -> None:
        html = signed_in(sara).get("/en/search/?q=point&part=statement").text
        form = html[html.index(f'action="{SAVE}"') :]
        assert 'name="part" value="statement"' in form[: form.index("</form>")]
        assert "Save this search" not in signed_in(sara).get("/en/search/?q=and").text
        visitors = Client().get("/en/search/?q=point").text
        assert "Sign in to save" in visitors
        assert "csrfmiddlewaretoken" not in visitors

    def test_not_while_suspended(self, edition: Edition, sara: User) -> None:
        mine = save(sara, **COMMENTS)
        suspend(sara, make_moderator())
        client = signed_in(sara)
        html = client.get("/en/search/?q=point").text
        assert "Save this search" not in html
        assert "Sign in to save" not in html
        posted = client.post(SAVE, TEXT, follow=True)
        assert "You cannot do this while your account is suspended." in posted.text
        assert SavedSearch.objects.get() == mine
        client.post(f"{LIST}{mine.pk}/remove/")
        assert not SavedSearch.objects.exists()

    def test_visitors_sign_in(self, edition: Edition) -> None:
        response = Client().post(SAVE, COMMENTS)
        assert response["Location"].startswith("/accounts/login/?next=/en/search/")
        assert not SavedSearch.objects.exists()

    def test_twice_is_once(self, edition: Edition, sara: User) -> None:
        assert save(sara, **COMMENTS) == save(sara, **COMMENTS)

    @pytest.mark.parametrize(
        "asked", [{}, {"q": ""}, {"q": "and"}, {"q": "x", "show": "pages"}]
    )
    def test_nothing_is_not_saved(
        self, edition: Edition, sara: User, asked: dict[str, str]
    ) -> None:
        response = signed_in(sara).post(SAVE, asked)
        assert response["Location"].startswith("/en/search/?")
        assert not SavedSearch.objects.exists()

    def test_no_more_than_there_is_room_for(
        self, edition: Edition, sara: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(searches, "MOST_SAVED", 1)
        save(sara, **COMMENTS)
        response = signed_in(sara).post(SAVE, TEXT, follow=True)
        assert "remove one first" in response.text
        assert SavedSearch.objects.count() == 1

    @pytest.mark.parametrize(
        ("narrowing", "is_told"),
        [
            ("show=commentary&after=2026-01-02", True),
            ("show=commentary&before=2026-01-02", True),
            ("editions=all", True),
            ("show=commentary&said=question&author=x", False),
            ("sort=rank&kind=heading", False),
            ("after=2026-01-02", False),  # the list of clauses has no dates
        ],
    )
    def test_the_page_says_what_is_left_out(
        self, edition: Edition, narrowing: str, is_told: bool
    ) -> None:
        html = Client().get(f"/en/search/?q=camels&{narrowing}").text
        assert "Atom" in html
        assert ("Dates and earlier editions are left out" in html) == is_told

    def test_a_draft_is_nothing_to_search_in(self, sara: User) -> None:
        make_draft("hidden")
        sent = {**TEXT, "document": "hidden"}
        assert signed_in(sara).post(SAVE, sent).status_code == 404


class TestComments:
    def test_are_told_of_in_any_form(
        self, edition: Edition, sara: User, carol: User
    ) -> None:
        save(sara, **COMMENTS)
        make_comment(version_of(edition, KEY), carol, "Is a camel meant?")
        make_comment(version_of(edition, KEY), carol, "Nothing of the kind.")
        assert told(sara) == [Kind.FOUND]

    @pytest.mark.parametrize(
        ("narrowing", "is_told"),
        [
            ({"document": "memo"}, True),
            ({"document": "other"}, False),
            ({"clause": KEY}, True),
            ({"clause": "statement-pre1"}, False),
            ({"said": "comment"}, True),
            ({"said": "question"}, False),
            ({"language": "en"}, True),
            ({"language": "ru"}, False),
            ({"author": "caro"}, True),
            ({"author": "dora"}, False),
        ],
    )
    def test_as_the_search_is_narrowed(
        self,
        edition: Edition,
        sara: User,
        carol: User,
        narrowing: dict[str, str],
        is_told: bool,
    ) -> None:
        make_edition("other")
        save(sara, **COMMENTS, **narrowing)
        make_comment(version_of(edition, KEY), carol, "Camels, camels.", language="en")
        assert told(sara) == [Kind.FOUND] * is_told

    def test_once_for_the_strongest_reason(
        self, edition: Edition, sara: User, carol: User
    ) -> None:
        save(sara, **COMMENTS)
        save(sara, **COMMENTS, clause=KEY)
        watch(sara, edition.document)
        make_comment(version_of(edition, KEY), carol, "Camels.")
        assert told(sara) == [Kind.WATCHED]

    def test_not_of_ones_own_nor_by_a_search_of_texts(
        self, edition: Edition, sara: User, carol: User
    ) -> None:
        save(sara, **COMMENTS)
        save(carol, **TEXT)
        make_comment(version_of(edition, KEY), sara, "Camels.")
        assert told(sara) == told(carol) == []

    def test_what_is_hidden_is_not_shown_any_more(
        self, edition: Edition, sara: User, carol: User
    ) -> None:
        save(sara, **COMMENTS)
        said = make_comment(version_of(edition, KEY), carol, "Camels.")
        assert told(sara) == [Kind.FOUND]
        hide(said, make_moderator())
        assert told(sara) == []

    def test_what_was_hidden_before_the_job_is_not_told(
        self, edition: Edition, sara: User, carol: User
    ) -> None:
        save(sara, **COMMENTS)
        said = make_comment(version_of(edition, KEY), carol, "Camels.")
        hide(said, make_moderator())
        run_jobs()
        assert not Notice.objects.filter(person=sara).exists()

    def test_what_waits_for_approval_is_told_once_it_is_approved(
        self, edition: Edition, sara: User, carol: User
    ) -> None:
        said = make_comment(version_of(edition, KEY), carol, "Camels.")
        Comment.objects.filter(pk=said.pk).update(state=Comment.State.PENDING)
        save(sara, **COMMENTS)
        said.refresh_from_db()
        notify_of_comment(said)
        assert told(sara) == []
        Comment.objects.filter(pk=said.pk).update(state=Comment.State.PUBLISHED)
        said.refresh_from_db()
        notify_of_comment(said)
        assert told(sara) == [Kind.FOUND]

    def test_names_the_oldest_search_that_finds_it_until_it_is_removed(
        self, edition: Edition, sara: User, carol: User
    ) -> None:
        save(sara, q="dogs", show="commentary")
        search = save(sara, q='"100% camels"', show="commentary")
        save(sara, **COMMENTS)
        make_comment(version_of(edition, KEY), carol, "100% camels.")
        assert told(sara) == [Kind.FOUND]
        client = signed_in(sara)
        assert (
            "Carol commented; your saved search “&quot;100% camels&quot;” finds it"
            in client.get("/en/notices/").text
        )
        search.delete()
        html = client.get("/en/notices/").text
        assert "Carol commented; a search that you saved finds it" in html

    def test_nobody_whose_account_is_closed(
        self, edition: Edition, sara: User, carol: User
    ) -> None:
        save(sara, **COMMENTS)
        User.objects.filter(pk=sara.pk).update(is_active=False)
        make_comment(version_of(edition, KEY), carol, "Camels.")
        assert told(sara) == []

    def test_takes_as_many_queries_for_many(
        self, edition: Edition, sara: User, carol: User
    ) -> None:
        save(sara, **COMMENTS)
        said = make_comment(version_of(edition, KEY), carol, "Camels, dogs, cats.")
        few = queries_of(lambda: searches.tell_searchers_of_comment(said.pk))
        for word in ("dogs", "cats", "camel OR dog"):
            save(make_commentator(word[:4].strip()), q=word, show="commentary")
        many = queries_of(lambda: searches.tell_searchers_of_comment(said.pk))
        assert many == few
        assert Notice.objects.filter(comment=said).count() == 4


class TestEditions:
    def publish(self, edition: Edition, key: str = KEY, words: str = "Camels.") -> None:
        draft = begin_draft(edition, user=None)
        reword(draft, key, en=words)
        publish_edition(draft, user=None)

    @pytest.mark.parametrize(
        ("narrowing", "is_told"),
        [
            ({}, True),
            ({"clause": KEY}, True),
            ({"clause": "statement-pre1"}, False),
            ({"part": "statement"}, True),
            ({"part": "letter"}, False),
            ({"language": "en"}, True),
            ({"language": "ru"}, False),
        ],
    )
    def test_are_told_of(
        self,
        edition: Edition,
        sara: User,
        narrowing: dict[str, str],
        is_told: bool,
    ) -> None:
        save(sara, **TEXT, **narrowing)
        self.publish(edition)
        assert told(sara) == [Kind.FOUND_TEXT] * is_told

    def test_only_of_what_is_new_in_them(self, edition: Edition, sara: User) -> None:
        self.publish(edition)
        save(sara, **TEXT)
        self.publish(edition.document.editions.get(number=2), "statement-pre1", "Dogs.")
        assert told(sara) == []

    def test_a_first_edition_is_new(self, edition: Edition, sara: User) -> None:
        save(sara, q="point")
        make_edition("another")
        assert told(sara) == [Kind.FOUND_TEXT]

    def test_who_watches_too_is_told_once(self, edition: Edition, sara: User) -> None:
        save(sara, **TEXT)
        watch(sara, edition.document)
        self.publish(edition)
        assert told(sara) == [Kind.EDITION]

    def test_not_what_was_withdrawn(self, edition: Edition, sara: User) -> None:
        save(sara, **TEXT)
        self.publish(edition)
        make_withdrawal(edition.document.editions.get(number=2))
        assert Kind.FOUND_TEXT not in told(sara)


class TestPersonalData:
    def test_is_exported_and_erased(self, edition: Edition, sara: User) -> None:
        save(sara, **COMMENTS, document="memo")
        [search] = export_activity(sara)["saved_searches"]
        assert (search["q"], search["document"]) == ("camels", "memo")
        erase_contributions(sara, erase=False)
        assert not SavedSearch.objects.exists()


class TestFeed:
    def test_of_comments(self, edition: Edition, carol: User) -> None:
        make_comment(version_of(edition, KEY), carol, "Camels are open.")
        hidden = make_comment(version_of(edition, KEY), carol, "Camels are hidden.")
        hide(hidden, make_moderator("mona"))
        for client in (Client(), signed_in(make_moderator("mark")), signed_in(carol)):
            xml = client.get(FEED, COMMENTS).text
            assert "Camels are open." in xml
            assert "are hidden" not in xml

    def test_of_editions_that_stand(self, edition: Edition) -> None:
        make_draft("hidden")
        make_withdrawal(make_edition("gone").document)
        response = Client().get(FEED, {"q": "point"})
        assert response["Content-Type"].startswith("application/atom+xml")
        assert "/documents/memo/editions/1/" in response.text
        assert "/hidden/" not in response.text
        assert "/gone/" not in response.text
        again = Client().get(
            FEED, {"q": "point"}, headers={"if-none-match": response["ETag"]}
        )
        assert again.status_code == 304

    @pytest.mark.parametrize(
        "query", ["", "q=", "q=and", "show=pages&q=point", "q=%22"]
    )
    def test_of_nothing(self, edition: Edition, query: str) -> None:
        with at_most(12):
            assert Client().get(f"{FEED}?{query}").status_code == 200
