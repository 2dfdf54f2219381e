"""Lists of commentary: the latest, a document's, a person's."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from commentary.models import Comment
from documents.models import ClauseVersion, Edition
from documents.services import begin_draft, publish_edition, remove_clause
from portal.people.models import User
from tests.base import at_most, queries_of, signed_in
from tests.commentary.factories import make_comment, version_of
from tests.factories import make_person

pytestmark = pytest.mark.django_db
DOCUMENT = "/en/documents/memo/commentary/"


@pytest.fixture
def comment(version: ClauseVersion, carol: User) -> Comment:
    return make_comment(version, carol, "Said lately")


@pytest.fixture
def pages(comment: Comment) -> list[str]:
    return ["/en/commentary/", DOCUMENT, f"/en/people/{comment.author_id}/"]


class TestLists:
    def test_show_what_was_said(self, client: Client, pages: list[str]) -> None:
        for page in pages:
            assert "Said lately" in client.get(page).content.decode()

    @pytest.mark.parametrize("state", ["hidden", "withdrawn", "pending"])
    def test_show_nothing_that_is_not_public(
        self, client: Client, pages: list[str], rita: User, state: str
    ) -> None:
        Comment.objects.update(state=state)
        for page in pages:
            assert "Said lately" not in client.get(page).content.decode()
            assert "Said lately" not in signed_in(rita).get(page).content.decode()

    def test_name_the_document_but_on_its_own_page(
        self, client: Client, pages: list[str]
    ) -> None:
        named = [
            client.get(page).text.partition('class="entries"')[2].count(">Statement<")
            for page in pages
        ]
        assert named == [1, 0, 1]

    def test_cost_the_same_for_many(
        self, client: Client, pages: list[str], version: ClauseVersion, rita: User
    ) -> None:
        few = [queries_of(lambda page=page: client.get(page)) for page in pages]  # type: ignore[misc]
        for _each in range(20):
            make_comment(version, rita)
            make_comment(version, Comment.objects.earliest("pk").author or rita)
        for page, count in zip(pages, few, strict=True):
            with at_most(count):
                client.get(page)

    def test_narrow_by_language_and_kind(
        self, client: Client, comment: Comment, version: ClauseVersion, rita: User
    ) -> None:
        make_comment(version, rita, "Вопрос", language="ru", kind="question")
        html = client.get("/en/commentary/?language=ru&kind=question").content.decode()
        assert "Вопрос" in html
        assert "Said lately" not in html

    def test_of_people_who_said_nothing_are_404(self, client: Client) -> None:
        silent = make_person("silent")
        assert client.get(f"/en/people/{silent.pk}/").status_code == 404
        assert client.get("/en/people/999999/").status_code == 404


class TestRemoved:
    def test_finds_what_was_said_of_clauses_that_are_gone(
        self, client: Client, edition: Edition, comment: Comment
    ) -> None:
        assert "Said lately" not in client.get(f"{DOCUMENT}?removed=1").content.decode()
        draft = begin_draft(edition, user=None)
        row = version_of(draft, "statement-pre1")
        remove_clause(row, revision=row.revision)
        publish_edition(draft, user=None)
        assert "Said lately" in client.get(f"{DOCUMENT}?removed=1").content.decode()
        gone = client.get("/en/documents/memo/clauses/statement-pre1/")
        assert gone.status_code == 410
        assert "Said lately" in gone.content.decode()


class TestMoreThanIsCounted:
    @pytest.fixture(autouse=True)
    def _count_little(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("documents.presenters.paging.MOST_COUNTED", 4)
        monkeypatch.setattr("commentary.comments.list_views.PER_PAGE", 2)

    def test_the_last_page_leads_to_what_is_earlier(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        for number in range(5):
            make_comment(version, carol, f"Said as number {number}")
        assert "Earlier comments" not in client.get(DOCUMENT).content.decode()
        last = client.get(f"{DOCUMENT}?page=2&language=en").content.decode()
        assert "number 1" in last
        [address] = re.findall(r'href="(\?[^"]*until=[^"]*)"', last)
        assert "language=en" in address
        earlier = client.get(DOCUMENT + unescape(address)).content.decode()
        assert "number 0" in earlier
        assert "number 1" not in earlier
        assert "Earlier comments" not in earlier

    @pytest.mark.parametrize(
        "until",
        ["x", "2026-13-01", "2026-11-28", "9999999", "%00", "0001-01-01T00:00Z"],
    )
    def test_nonsense_narrows_nothing_or_all(self, client: Client, until: str) -> None:
        assert client.get(f"/en/commentary/?until={until}").status_code in (200, 400)
