"""Atom feeds: what is in them, what never is, and that every reader can read them."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commentary.feeds import Entries, render_feed
from commentary.models import Comment
from documents.models import Edition
from documents.services import begin_draft, publish_edition
from portal.people.models import User
from tests.base import at_most, queries_of
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.commentary.notices.test_notify import edit
from tests.factories import make_draft, make_edition, read_edition

KEY = "statement-pre2"
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DOCUMENT = "/en/documents/memo/commentary/feed.atom"
CLAUSE = f"/en/documents/memo/clauses/{KEY}/commentary/feed.atom"
RECENT = "/en/commentary/feed.atom"
FEEDS = [DOCUMENT, CLAUSE, RECENT]


@pytest.fixture(scope="module")
def kept_edition(module_transaction: None) -> int:
    return make_edition(paragraphs=3).pk


@pytest.fixture
def edition(kept_edition: int, db: None) -> Edition:
    return read_edition(kept_edition)


@pytest.fixture
def anna(db: None) -> User:
    return make_commentator("anna")


@pytest.fixture
def comment(edition: Edition, anna: User) -> Comment:
    return make_comment(version_of(edition, KEY), anna, "Why *so*?", quoted="point")


def parse(content: bytes) -> Any:
    return ElementTree.fromstring(content)  # noqa: S314 - our own feed


def entries(address: str, **headers: Any) -> list[Any]:
    response = Client().get(address, **headers)
    assert response.status_code == 200
    return list(parse(response.content).findall(f"{ATOM}entry"))


def titles(address: str) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in entries(address)]


class TestEntries:
    @pytest.mark.parametrize("address", FEEDS)
    def test_a_comment(self, comment: Comment, address: str) -> None:
        response = Client().get(address)
        assert response["Content-Type"].startswith("application/atom+xml")
        [entry] = [
            each for each in entries(address) if "comment" in each.findtext(f"{ATOM}id")
        ]
        assert entry.findtext(f"{ATOM}title") == "Anna: statement, preambular para. 2"
        assert entry.findtext(f"{ATOM}id") == f"tag:127.0.0.1,2026:comment/{comment.pk}"
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Anna"
        assert entry.find(f"{ATOM}author/{ATOM}email") is None
        content = entry.find(f"{ATOM}content")
        assert content.get("type") == "html"
        assert content.get(LANG) == "en"
        assert "<em>so</em>" in content.text
        assert '<blockquote lang="en">point</blockquote>' in content.text
        assert (
            entry.find(f"{ATOM}link").get("href").startswith("http://127.0.0.1:8000/")
        )
        assert entry.findtext(f"{ATOM}updated")

    def test_editions_are_in_the_documents(self, edition: Edition, anna: User) -> None:
        publish_edition(begin_draft(edition, user=None), user=None)
        begin_draft(Edition.objects.get(number=2), user=None)
        ids = [entry.findtext(f"{ATOM}id") for entry in entries(DOCUMENT)]
        assert ids == [
            "tag:127.0.0.1,2026:edition/memo/2",
            "tag:127.0.0.1,2026:edition/memo/1",
        ]

    def test_titles_are_in_the_language_of_the_address(self, comment: Comment) -> None:
        [title] = titles(CLAUSE.replace("/en/", "/ru/"))
        assert title == "Anna: заявление, пункт 2 преамбулы"
        feed = parse(Client().get(CLAUSE.replace("/en/", "/zh-hans/")).content)
        assert feed.get(LANG) == "zh-Hans"

    @pytest.mark.parametrize("address", FEEDS)
    def test_the_language_of_comments_is_chosen(
        self, comment: Comment, anna: User, address: str
    ) -> None:
        make_comment(version_of(comment.version.edition, KEY), anna, language="ru")

        def count(query: str) -> int:
            found = entries(address + query)
            return sum("comment" in each.findtext(f"{ATOM}id") for each in found)

        assert count("?language=ru") == 1
        assert count("?language=zh-hans") == 0
        assert count("") == 2
        assert count("?language=nonsense") == 2

    def test_the_id_stays_when_a_comment_is_edited(self, comment: Comment) -> None:
        [before] = entries(CLAUSE)
        edit(comment, "Because.")
        [after] = entries(CLAUSE)
        assert before.findtext(f"{ATOM}id") == after.findtext(f"{ATOM}id")
        assert before.findtext(f"{ATOM}updated") <= after.findtext(f"{ATOM}updated")
        assert "Because." in after.findtext(f"{ATOM}content")


class TestNothingHidden:
    @pytest.mark.parametrize("state", ["hidden", "withdrawn", "pending"])
    @pytest.mark.parametrize("address", FEEDS)
    def test_only_what_is_published(
        self, comment: Comment, address: str, state: str
    ) -> None:
        Comment.objects.filter(pk=comment.pk).update(state=state, source="secret")
        assert "secret" not in Client().get(address).content.decode()
        assert "Anna" not in Client().get(address).content.decode()

    @pytest.mark.parametrize(
        "address",
        [
            DOCUMENT.replace("memo", "hidden"),
            CLAUSE.replace("memo", "hidden"),
            DOCUMENT.replace("memo", "none"),
            CLAUSE.replace(KEY, "none"),
        ],
    )
    def test_drafts_have_none(self, edition: Edition, address: str) -> None:
        make_draft("hidden")
        assert Client().get(address).status_code == 404

    def test_no_address_is_told(self, comment: Comment, anna: User) -> None:
        User.objects.filter(pk=anna.pk).update(display_name="")
        content = Client().get(CLAUSE).content.decode()
        assert "example.org" not in content
        assert "A participant" in content


class TestConditions:
    @pytest.mark.parametrize("address", FEEDS)
    def test_what_is_there_is_not_sent_again(
        self, comment: Comment, address: str
    ) -> None:
        first = Client().get(address)
        for condition in (
            {"if-none-match": first["ETag"]},
            {"if-modified-since": first["Last-Modified"]},
        ):
            again = Client().get(address, headers=condition)
            assert again.status_code == 304
            assert again.content == b""

    @pytest.mark.parametrize("address", FEEDS)
    def test_what_changed_is(self, comment: Comment, anna: User, address: str) -> None:
        tag = Client().get(address)["ETag"]
        edit(comment, "Because.")
        assert Client().get(address)["ETag"] != tag
        tag = Client().get(address)["ETag"]
        Comment.objects.filter(pk=comment.pk).update(state="hidden")
        response = Client().get(address, headers={"if-none-match": tag})
        assert response.status_code == 200

    def test_each_language_has_its_own(self, comment: Comment) -> None:
        other = Client().get(CLAUSE.replace("/en/", "/ru/"))["ETag"]
        assert Client().get(CLAUSE)["ETag"] != other


class TestCost:
    @pytest.mark.parametrize("address", FEEDS)
    def test_does_not_grow(self, comment: Comment, anna: User, address: str) -> None:
        with at_most(6):
            one = queries_of(lambda: Client().get(address))
        for _count in range(4):
            make_comment(version_of(comment.version.edition, KEY), anna)
        assert queries_of(lambda: Client().get(address)) == one


class TestAnything:
    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_is_only_read(self, edition: Edition, method: str) -> None:
        assert getattr(Client(), method)(RECENT).status_code == 405

    def test_what_people_type_is_no_markup(self, comment: Comment, anna: User) -> None:
        User.objects.filter(pk=anna.pk).update(display_name="</title><script>x\x01")
        edit(comment, "]]></content><script>a</script> \x0b\ufffe &#0; @[x](1)")
        [entry] = entries(CLAUSE)
        assert "<script>" in entry.findtext(f"{ATOM}title")  # as text
        assert "<script" not in entry.findtext(f"{ATOM}content")

    @given(text=st.text(max_size=60), name=st.text(max_size=20))
    def test_is_well_formed(self, text: str, name: str) -> None:
        feed = render_feed(
            Entries([]), title=f"{name}{text}", page="/a", address="/b", name="c"
        )
        assert parse(feed.encode()).findtext(f"{ATOM}title") is not None
