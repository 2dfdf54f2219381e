"""The pages of notices and watches: whose they are, and what the buttons do."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import RequestContext, Template
from django.test import Client, RequestFactory
from django.utils import translation

from commentary.models import Comment, Notice, Watch
from commentary.notices.watch import watch
from documents.models import Edition
from documents.services import begin_draft, publish_edition
from portal.people.models import User
from tests.base import at_most, queries_of, signed_in
from tests.commentary.factories import (
    make_comment,
    make_commentator,
    make_moderator,
    suspend,
    version_of,
)
from tests.factories import make_draft, make_edition, read_edition

pytestmark = pytest.mark.django_db
KEY = "statement-pre2"
PAGES = ["notices/", "watches/", "searches/", "quotes/"]


@pytest.fixture(scope="module")
def kept_edition(module_transaction: None) -> int:
    return make_edition(paragraphs=3).pk


@pytest.fixture
def edition(kept_edition: int, db: None) -> Edition:
    return read_edition(kept_edition)


@pytest.fixture
def anna() -> User:
    return make_commentator("anna")


@pytest.fixture
def boris() -> User:
    return make_commentator("boris")


@pytest.fixture
def reply(edition: Edition, anna: User, boris: User) -> Comment:
    said = make_comment(version_of(edition, KEY), anna)
    return make_comment(version_of(edition, KEY), boris, "No *way*.", parent=said)


def notice_of(person: User) -> Notice:
    return Notice.objects.get(person=person)


class TestEveryPage:
    @pytest.mark.parametrize("code", ["zh-hans", "ru", "en"])
    @pytest.mark.parametrize("where", PAGES)
    def test_is_there_in_every_language(
        self, reply: Comment, anna: User, where: str, code: str
    ) -> None:
        response = signed_in(anna).get(f"/{code}/{where}")
        assert response.status_code == 200
        assert response["Content-Language"] == code

    @pytest.mark.parametrize("where", [*PAGES, "notices/1/", "quotes/1/"])
    def test_asks_a_stranger_to_sign_in(self, where: str) -> None:
        response = Client().get(f"/en/{where}")
        assert response.status_code == 302
        assert f"next=/en/{where}" in response["Location"]

    @pytest.mark.parametrize("where", PAGES)
    def test_is_only_read(self, anna: User, where: str) -> None:
        assert signed_in(anna).post(f"/en/{where}").status_code == 405


class TestNotices:
    def test_say_what_happened(self, reply: Comment, anna: User) -> None:
        html = signed_in(anna).get("/en/notices/").content.decode()
        assert "Boris replied to you (statement, preambular para. 2)" in html
        assert "No way." in html

    def test_cost_the_same_however_many(
        self, edition: Edition, reply: Comment, anna: User, boris: User
    ) -> None:
        client = signed_in(anna)
        with at_most(8):
            one = queries_of(lambda: client.get("/en/notices/"))
        for _count in range(3):
            make_comment(version_of(edition, KEY), boris, parent=reply.parent)
        assert queries_of(lambda: client.get("/en/notices/")) == one

    def test_lead_to_the_comment_and_are_read(self, reply: Comment, anna: User) -> None:
        notice = notice_of(anna)
        client = signed_in(anna)
        client.head(f"/en/notices/{notice.pk}/")
        assert notice_of(anna).read_at is None
        response = client.get(f"/en/notices/{notice.pk}/")
        assert response["Location"] == reply.get_absolute_url()
        assert notice_of(anna).read_at is not None

    def test_of_an_edition_lead_to_what_changed(
        self, edition: Edition, anna: User
    ) -> None:
        watch(anna, edition.document)
        publish_edition(begin_draft(edition, user=None), user=None)
        response = signed_in(anna).get(f"/en/notices/{notice_of(anna).pk}/")
        assert response["Location"] == "/en/documents/memo/editions/2/changes/"

    def test_the_head_counts_the_unread(
        self, edition: Edition, reply: Comment, anna: User
    ) -> None:
        client = signed_in(anna)
        assert "unread-count" in client.get("/en/").content.decode()
        client.post(f"/en/notices/{notice_of(anna).pk}/read/")
        assert "unread-count" not in client.get("/en/").content.decode()

    def test_all_are_read_at_once(
        self, edition: Edition, reply: Comment, anna: User, boris: User
    ) -> None:
        make_comment(version_of(edition, KEY), boris, parent=reply.parent)
        signed_in(anna).post("/en/notices/read/")
        assert not Notice.objects.filter(person=anna).unread().exists()

    def test_of_hidden_comments_are_gone(self, reply: Comment, anna: User) -> None:
        Comment.objects.filter(pk=reply.pk).update(state="hidden")
        client = signed_in(anna)
        html = client.get("/en/notices/").content.decode()
        assert "Boris" not in html
        assert "unread-count" not in html
        assert client.get(f"/en/notices/{notice_of(anna).pk}/").status_code == 404

    @pytest.mark.parametrize("address", ["", "read/"])
    def test_are_nobody_elses(
        self, reply: Comment, anna: User, boris: User, address: str
    ) -> None:
        path = f"/en/notices/{notice_of(anna).pk}/{address}"
        moderator = make_commentator("mod", "commentary.moderate_comment")
        for client in (signed_in(boris), signed_in(moderator)):
            response = client.post(path) if address else client.get(path)
            assert response.status_code == 404
        assert notice_of(anna).read_at is None

    def test_a_name_is_no_markup(self, reply: Comment, anna: User, boris: User) -> None:
        User.objects.filter(pk=boris.pk).update(display_name="<script>a</script>")
        html = signed_in(anna).get("/en/notices/").content.decode()
        assert "<script>a" not in html


ADDRESSES = [
    "documents/memo/watch/",
    "documents/memo/parts/statement/watch/",
    f"documents/memo/clauses/{KEY}/watch/",
]


class TestWatching:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_and_no_longer(self, edition: Edition, anna: User, address: str) -> None:
        client = signed_in(anna)
        for _press in range(2):
            response = client.post(f"/en/{address}", {"watch": "1"})
            assert response["Location"].startswith("/en/documents/memo/")
            assert Watch.objects.filter(person=anna).count() == 1
        client.post(f"/en/{address}", {"watch": "0"})
        assert not Watch.objects.filter(person=anna).exists()

    def test_a_thread_from_anywhere_in_it(self, reply: Comment) -> None:
        vera = make_commentator("vera")
        signed_in(vera).post(f"/en/comments/{reply.pk}/watch/", {"watch": "1"})
        assert Watch.objects.get(person=vera).thread == reply.parent

    def test_leads_back_but_not_elsewhere(self, edition: Edition, anna: User) -> None:
        client = signed_in(anna)
        for back, place in (
            ("/en/watches/", "/en/watches/"),
            ("https://evil.example/", "/en/documents/memo/"),
            ("//evil.example/", "/en/documents/memo/"),
            ("javascript:a", "/en/documents/memo/"),
        ):
            response = client.post(f"/en/{ADDRESSES[0]}", {"watch": "1", "next": back})
            assert response["Location"] == place

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_strangers_sign_in_first(self, edition: Edition, address: str) -> None:
        response = Client().post(f"/en/{address}", {"watch": "1"})
        assert response.status_code == 302
        assert "login" in response["Location"]
        assert not Watch.objects.exists()

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_is_no_get(self, edition: Edition, anna: User, address: str) -> None:
        assert signed_in(anna).get(f"/en/{address}").status_code == 405

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_what_is_not_public_is_not_there(
        self, edition: Edition, anna: User, address: str
    ) -> None:
        make_draft("hidden")
        client = signed_in(anna)
        for slug in ("hidden", "none"):
            path = f"/en/{address.replace('memo', slug)}"
            assert client.post(path, {"watch": "1"}).status_code == 404
        assert not Watch.objects.exists()


class TestSuspended:
    @pytest.fixture
    def sam(self, edition: Edition) -> User:
        """Sam watches the document, and is suspended."""
        person = make_commentator("sam")
        watch(person, edition.document)
        suspend(person, make_moderator("mona"))
        return person

    @pytest.mark.parametrize("address", ADDRESSES[1:])
    def test_watches_nothing_more(self, sam: User, address: str) -> None:
        posted = signed_in(sam).post(f"/en/{address}", {"watch": "1"}, follow=True)
        assert "You cannot do this while your account is suspended." in posted.text
        assert Watch.objects.get().document is not None

    def test_may_stop(self, sam: User) -> None:
        signed_in(sam).post(f"/en/{ADDRESSES[0]}", {"watch": "0"})
        assert not Watch.objects.exists()

    def test_is_offered_no_more(self, sam: User, anna: User) -> None:
        for page in ("documents/memo/", f"documents/memo/clauses/{KEY}/"):
            for _kept in range(2):
                assert ">\n    Watch this" not in signed_in(sam).get(f"/en/{page}").text
                assert ">\n    Watch this" in signed_in(anna).get(f"/en/{page}").text
        html = signed_in(sam).get("/en/documents/memo/").text
        assert "Stop watching this document" in html


class TestList:
    def test_names_what_is_watched(
        self, edition: Edition, reply: Comment, boris: User
    ) -> None:
        clause = version_of(edition, KEY).clause
        for thing in (edition.document, clause.part, clause):
            watch(boris, thing)
        client = signed_in(boris)
        with at_most(8):
            html = client.get("/en/watches/").content.decode()
        assert "The whole document" in html
        assert "Statement, preambular para. 2" in html
        assert "Thread begun by Anna (statement, preambular para. 2)" in html

    def test_removes(self, edition: Edition, anna: User, boris: User) -> None:
        watch(anna, edition.document)
        [mine] = Watch.objects.filter(person=anna)
        address = f"/en/watches/{mine.pk}/remove/"
        assert signed_in(boris).post(address).status_code == 404
        assert Client().post(address).status_code == 404
        for _click in range(2):
            assert signed_in(anna).post(address).status_code == 302
        assert not Watch.objects.exists()


class TestButton:
    TEMPLATE = (
        "{% load watching %}"
        "{% watch_button document %}{% watch_button clause '/en/x/' %}"
        "{% watch_button clause.part %}{% watch_button thread %}"
    )

    def render(
        self, edition: Edition, reply: Comment, user: User | AnonymousUser
    ) -> str:
        request = RequestFactory().get("/en/")
        request.user = user
        things = {
            "document": edition.document,
            "clause": version_of(edition, KEY).clause,
            "thread": reply.parent,
        }
        with at_most(6), translation.override("en"):
            page = Template(self.TEMPLATE)
            return page.render(RequestContext(request, things))

    def test_says_what_it_does(
        self, edition: Edition, reply: Comment, anna: User
    ) -> None:
        watch(anna, version_of(edition, KEY).clause)
        html = self.render(edition, reply, anna)
        assert "Watch this document" in html
        assert "Stop watching this clause" in html
        assert "Watch this part" in html
        assert "Stop watching this thread" in html  # which Anna began
        assert html.count("csrfmiddlewaretoken") == 4
        assert html.count('name="next" value="/en/x/"') == 1

    def test_is_not_for_strangers(self, edition: Edition, reply: Comment) -> None:
        assert "<form" not in self.render(edition, reply, AnonymousUser())
