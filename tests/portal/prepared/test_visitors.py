"""Prepared pages: the same as made ones, never later than what was acknowledged."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import resolve
from django.utils import timezone

from commentary.models import Comment, CrossReference
from documents.models import ClauseVersion, Document, Edition, Touch
from documents.services import begin_draft, publish_edition
from portal.people.models import User
from portal.prepared.keeping import PAGES, KeptPages, choose_coding, make_kept
from portal.prepared.scopes import OF_ANYTHING, OF_DOCUMENT, Scope
from portal.prepared.visitors import AnswerVisitors
from tests.base import at_once, signed_in
from tests.commentary.factories import (
    hide,
    make_comment,
    make_instrument,
    make_moderator,
    make_reference,
    make_referrer,
    version_of,
)
from tests.factories import make_edition, make_withdrawal
from tests.portal.prepared.touching import WITH_ANOTHER, touching_tables

pytestmark = pytest.mark.django_db
DOCUMENT = "/en/documents/memo/"
CLAUSE = f"{DOCUMENT}clauses/statement-pre1/"
PAGES_OF_ALL = [
    "/{}/",
    "/{}/help/",
    "/{}/documents/",
    "/{}/documents/memo/",
    "/{}/documents/memo/?texts=ru,en",
    "/{}/documents/memo/?marks=off",
    "/{}/documents/memo/editions/",
    "/{}/documents/memo/editions/1/",
    "/{}/documents/memo/editions/1/changes/",
    "/{}/documents/memo/metadata/",
    "/{}/documents/memo/clauses/statement-pre1/",
    "/{}/documents/memo/commentary/",
    "/{}/documents/memo/references/",
    "/{}/documents/memo/references/network/",
    "/{}/commentary/",
    "/{}/instruments/",
    "/{}/terms/",
    "/{}/instruments/pact/",
]


@pytest.fixture
def carol() -> User:
    return make_referrer("carol")


@pytest.fixture
def reference(version: ClauseVersion, carol: User) -> CrossReference:
    return make_reference(version, make_instrument(), carol)


def read(client: Client, path: str, **headers: str) -> str:
    return client.get(path, headers=headers).content.decode()


@pytest.mark.parametrize("code", ["zh-hans", "ru", "en"])
@pytest.mark.parametrize("path", PAGES_OF_ALL)
class TestPage:
    def test_is_made_once_and_is_the_ordinary_one(
        self, client: Client, reference: CrossReference, path: str, code: str
    ) -> None:
        address = path.format(code)
        with override_settings(
            MIDDLEWARE=[
                name
                for name in settings.MIDDLEWARE
                if not name.startswith("portal.prepared")
            ]
        ):
            made = Client().get(address)
        first = client.get(address)
        with CaptureQueriesContext(connection) as queries:
            second = client.get(address)
        assert made.content == first.content == second.content
        assert len(queries) == 1
        shown = ("Content-Type", "Content-Language", "X-Frame-Options")
        for name in (*shown, "Content-Security-Policy", "Referrer-Policy"):
            assert second[name] == made[name]


def test_every_prepared_page_is_tried(
    client: Client, reference: CrossReference
) -> None:
    tried = {
        resolve(path.format("en").split("?")[0]).view_name for path in PAGES_OF_ALL
    }
    fragments = {
        "commentary:clause-commentary",  # of an address for POST, see below
        "commentary:clause-panel",  # see tests/commentary/reading/test_panel.py
    }
    assert tried | fragments == OF_DOCUMENT | OF_ANYTHING


@pytest.mark.parametrize("path", PAGES_OF_ALL)
def test_whatever_a_page_reads_touches_it(
    client: Client, reference: CrossReference, path: str
) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get(path.format("en"))
    read_from = {
        table
        for query in queries.captured_queries
        for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])
    }
    assert read_from - touching_tables() <= WITH_ANOTHER


class TestTruth:
    """What a change acknowledges is on the next answer."""

    @pytest.fixture(autouse=True)
    def _kept(self, client: Client, version: ClauseVersion, carol: User) -> None:
        self.comment = make_comment(version, carol, "Spoken **once**")
        for path in (DOCUMENT, CLAUSE, "/en/commentary/", "/en/"):
            assert client.get(path).status_code == 200

    def test_a_comment(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        make_comment(version, carol, "Spoken again")
        assert "2 comments" in read(client, DOCUMENT)
        assert "Spoken again" in read(client, CLAUSE)
        assert "Spoken again" in read(client, "/en/commentary/")

    def test_what_a_moderator_hides(self, client: Client) -> None:
        hide(self.comment, make_moderator())
        assert ">1 comment<" not in read(client, DOCUMENT)
        for path in (CLAUSE, "/en/commentary/"):
            assert "<strong>once" not in read(client, path)

    def test_what_raw_sql_changes(self, client: Client) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE commentary_comment SET html = '<p>Sung</p>'")
        assert "Sung" in read(client, CLAUSE)

    def test_a_name(self, client: Client, carol: User) -> None:
        carol.display_name = "Caroline"
        carol.save()
        assert "Caroline" in read(client, CLAUSE)

    def test_a_new_edition(self, client: Client, edition: Edition) -> None:
        draft = begin_draft(edition, user=None)
        version = draft.versions.get(clause__key="statement-pre1")
        version.text_en = "recalling what was said,"
        version.save()
        assert "recalling what was said" not in read(client, DOCUMENT)
        publish_edition(draft, user=None)
        assert "recalling what was said" in read(client, DOCUMENT)

    def test_a_withdrawn_edition(self, client: Client, edition: Edition) -> None:
        make_withdrawal(edition)
        assert client.get(DOCUMENT).status_code == 410
        assert client.get(CLAUSE).status_code == 410

    def test_another_name_in_addresses(self, client: Client, edition: Edition) -> None:
        Document.objects.update(slug="note")
        assert client.get(DOCUMENT).status_code == 301

    def test_a_reference(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        make_reference(version, make_instrument(), carol)
        assert "1 reference" in read(client, DOCUMENT)


class TestWhatDoesNotTouch:
    @pytest.mark.parametrize(
        "change",
        [
            lambda: User.objects.update(last_login=timezone.now()),
            lambda: User.objects.create_user("dan@example.org", display_name="Dan"),
            lambda: Comment.objects.filter(pk=0).update(state="hidden"),
        ],
        ids=["signing in", "a new person", "nothing"],
    )
    def test_changes_no_number(
        self, version: ClauseVersion, carol: User, change: Callable[[], object]
    ) -> None:
        before = Scope("memo").read_number(), Scope("").read_number()
        change()
        assert (Scope("memo").read_number(), Scope("").read_number()) == before

    def test_nor_does_a_comment_on_another_document(
        self, version: ClauseVersion, carol: User
    ) -> None:
        other = version_of(make_edition("other"), "statement-pre1")
        before, everything = Scope("memo").read_number(), Scope("").read_number()
        make_comment(other, carol)
        assert Scope("memo").read_number() == before
        assert Scope("").read_number() > everything


class TestWhoIsAnswered:
    def test_a_person_sees_pages_of_their_own(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        client.get(DOCUMENT)
        html = read(signed_in(carol), DOCUMENT)
        assert "Your account" in html
        assert "Your account" not in read(client, DOCUMENT)

    def test_a_message_is_for_who_it_was_left(
        self, client: Client, version: ClauseVersion
    ) -> None:
        plain = read(client, DOCUMENT)
        storage, answer = CookieStorage(RequestFactory().get("/")), HttpResponse()
        storage.add(20, "Well done")
        storage.update(answer)
        client.cookies.update(answer.cookies)
        assert "Well done" in read(client, DOCUMENT)
        assert read(Client(), DOCUMENT) == plain

    def test_columns_are_those_of_the_visitor(
        self, client: Client, version: ClauseVersion
    ) -> None:
        read(client, DOCUMENT)
        client.get(f"{DOCUMENT}?column1=ru")
        assert "columns-1" in read(client, DOCUMENT)
        assert "columns-3" in read(Client(), DOCUMENT)

    def test_a_fragment_is_no_page(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        path = f"{CLAUSE}commentary/"
        assert client.get(path).status_code == 302
        fragment = read(client, path, hx_request="true")
        assert "<html" not in fragment
        assert read(client, path, hx_request="true") == fragment
        make_comment(version, carol, "Spoken")
        assert "Spoken" in read(client, path, hx_request="true")

    @pytest.mark.parametrize(
        "path", ["/en/nothing/", "/en/documents/none/", "/nowhere"]
    )
    def test_what_is_not_there_is_not_kept(self, client: Client, path: str) -> None:
        assert client.get(path).status_code in (302, 404)
        assert client.get(path).status_code in (302, 404)
        assert len(PAGES) == 0

    def test_other_hosts_are_refused(
        self, client: Client, version: ClauseVersion
    ) -> None:
        client.get(DOCUMENT)
        answer = client.get(DOCUMENT, headers={"host": "evil.example"})
        assert answer.status_code == 400

    def test_a_form_is_never_kept(self, client: Client) -> None:
        client.get("/accounts/login/")
        assert len(PAGES) == 0


class TestAnswer:
    @pytest.mark.parametrize(
        ("accepted", "coding", "decode"),
        [
            ("gzip, deflate, br", "br", brotli.decompress),
            ("gzip", "gzip", gzip.decompress),
            ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
            ("", "", bytes),
            ("identity", "", bytes),
        ],
    )
    def test_is_in_a_coding_that_is_accepted(
        self,
        client: Client,
        version: ClauseVersion,
        accepted: str,
        coding: str,
        decode: Callable[[bytes], bytes],
    ) -> None:
        plain = client.get(DOCUMENT).content
        answer = client.get(DOCUMENT, headers={"accept-encoding": accepted})
        assert answer.headers.get("Content-Encoding", "") == coding
        assert decode(answer.content) == plain
        assert int(answer["Content-Length"]) == len(answer.content)
        assert "Accept-Encoding" in answer["Vary"]

    def test_is_304_until_something_changes(
        self, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        etag = client.get(DOCUMENT)["ETag"]
        again = client.get(DOCUMENT, headers={"if-none-match": etag})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Content-Security-Policy"]
        other = client.get(
            DOCUMENT, headers={"if-none-match": etag, "accept-encoding": "br"}
        )
        assert other.status_code == 200
        make_comment(version, carol)
        changed = client.get(DOCUMENT, headers={"if-none-match": etag})
        assert changed.status_code == 200
        assert changed["ETag"] != etag

    def test_a_head_is_answered_and_kept_by_no_one(
        self, client: Client, version: ClauseVersion
    ) -> None:
        assert client.head(DOCUMENT).status_code == 200
        assert len(PAGES) == 0


def test_codings_are_chosen_by_name() -> None:
    assert choose_coding("abr, xgzip") == ""
    assert choose_coding("GZIP ;q=1.0,BR") == "br"


def test_the_oldest_pages_make_room() -> None:
    page = make_kept(Scope(""), (0, 1), HttpResponse("words " * 100))
    pages = KeptPages(page.size * 2)
    for number in range(3):
        pages.keep((number,), page)
    assert [pages.find((number,)) is not None for number in range(3)] == [
        False,
        True,
        True,
    ]
    small = KeptPages(page.size - 1)
    small.keep((1,), page)
    assert small.find((1,)) is None


class TestManyAtOnce:
    """Who asks for what another is making waits for it, but not for long."""

    @pytest.fixture(autouse=True)
    def _no_writer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Scope, "_count", lambda _self: (0, 1))

    def ask_twice(self, monkeypatch: pytest.MonkeyPatch, end: Event) -> tuple[int, int]:
        """Ask while the page is being made; return how often it is made, and answered.

        The first is made until `end`, which the second sets when it meets the first.
        """
        begun, made, lock = Event(), [], Lock()

        class Watched:
            def acquire(self, *args: Any, **options: Any) -> bool:
                is_held = lock.acquire(*args, **options)
                if not is_held:
                    end.set()
                return is_held

            def release(self) -> None:
                lock.release()

        def make(_request: HttpRequest) -> HttpResponse:
            made.append(1)
            if len(made) == 1:
                begun.set()
                assert end.wait(30)
            return HttpResponse("made")

        monkeypatch.setattr(PAGES, "_makers", [Watched()])
        monkeypatch.setattr("portal.prepared.keeping.MAKERS", 1)
        answer = AnswerVisitors(make)
        request = RequestFactory().get(DOCUMENT)
        with ThreadPoolExecutor() as threads:
            first = threads.submit(answer, request)
            assert begun.wait(30)
            second = threads.submit(answer, RequestFactory().get(DOCUMENT))
            answers = [first.result(30), second.result(30)]
        return len(made), sum(each.content == b"made" for each in answers)

    def test_it_is_made_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.ask_twice(monkeypatch, Event()) == (1, 2)

    def test_who_has_waited_long_makes_it_too(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Twice(Event):
            """Set when the second has met the first twice: when it waits no more."""

            met = 0

            def set(self) -> None:
                self.met += 1
                if self.met == 2:
                    super().set()

        monkeypatch.setattr("portal.prepared.keeping.PATIENCE", 0.01)
        assert self.ask_twice(monkeypatch, Twice()) == (2, 2)


@pytest.mark.django_db(transaction=True)
class TestBesideWriters:
    def test_no_answer_is_older_than_what_was_acknowledged(
        self, version: ClauseVersion, carol: User
    ) -> None:
        written: list[int] = []
        wrong: list[tuple[int, int]] = []

        def write() -> None:
            for _each in range(15):
                make_comment(version, carol)
                written.append(1)

        def look() -> None:
            reader = Client()
            for _each in range(60):
                known = len(written)
                found = re.search(r">(\d+) comments?<", read(reader, DOCUMENT))
                shown = int(found[1]) if found else 0
                if shown < known:
                    wrong.append((shown, known))

        at_once(write, write, look, look, look, refusals=())
        assert not wrong
        assert ">30 comments<" in read(Client(), DOCUMENT)

    def test_folding_changes_no_number(
        self, version: ClauseVersion, carol: User
    ) -> None:
        numbers: list[tuple[int, int]] = []

        def write() -> None:
            for _each in range(80):
                Comment.objects.update(edited_at=timezone.now())

        def fold() -> None:
            for _each in range(20):
                Touch.objects.fold()

        def look() -> None:
            numbers.extend(Scope("memo").read_number() for _each in range(200))

        make_comment(version, carol)
        before = Scope("memo").read_number()
        at_once(write, fold, fold, look, refusals=())
        Touch.objects.fold()
        _document, count = Scope("memo").read_number()
        assert count == before[1] + 160  # of the former and of the later rows
        assert numbers == sorted(numbers)
        assert Touch.objects.filter(scope=version.clause.document_id).count() < 100


def test_each_browser_gets_its_own_languages_first(
    client: Client, edition: Edition
) -> None:
    def first_two(accepted: str) -> list[str]:
        html = read(client, DOCUMENT, accept_language=accepted)
        return re.findall(r'class="column-language" lang="([^"]+)"', html)[:2]

    orders = [first_two(each) for each in ("ru", "zh-CN, ru;q=0.5", "ru", "fr")]
    assert orders == [["en", "ru"], ["en", "zh-Hans"], ["en", "ru"], ["en", "zh-Hans"]]
