"""What addresses say of what was withdrawn or superseded, to each and in each state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from documents.integrity.verify import verify_document
from documents.models import Document, Edition
from documents.services import publish_edition, undo_withdrawal
from portal.people.roles import ROLES, Role
from tests.base import flat, queries_of, signed_in
from tests.documents.services.test_withdraw import make_second
from tests.factories import (
    REASON,
    make_draft,
    make_edition,
    make_member,
    make_withdrawal,
)

pytestmark = pytest.mark.django_db
OF_EDITION = [
    "/en/documents/memo/editions/2/",
    "/en/documents/memo/editions/2/changes/",
    "/en/documents/memo/editions/1/changes/?from=2",
    "/en/documents/memo/editions/2/manifest.txt",
    "/en/documents/memo/editions/2/texts.zip",
    "/id/memo/e2/statement-pre1",
]
OF_DOCUMENT = [
    "/en/documents/memo/",
    "/en/documents/memo/?on=2026-01-01",
    "/en/documents/memo/editions/",
    "/en/documents/memo/metadata/",
    "/en/documents/memo/clauses/statement-pre1/",
    "/en/documents/memo/commentary/",
    "/en/documents/memo/references/",
    "/en/documents/memo/references.csv",
    "/en/documents/memo/references/network/",
    "/en/documents/memo/clauses/statement-pre1/preview/",
    "/en/documents/memo/clauses/statement-pre1/commentary/",
    "/en/documents/memo/clauses/statement-pre1/references/targets/",
    "/en/documents/memo/commentary/feed.atom",
    "/en/documents/memo/clauses/statement-pre1/commentary/feed.atom",
    "/id/memo",
    "/id/memo/metadata",
    "/id/memo/statement-pre1",
]
OF_FIRST = [address.replace("/2/", "/1/") for address in OF_EDITION[:1]]
VISITORS = ["anonymous", *ROLES]


@pytest.fixture
def second() -> Edition:
    return make_second(make_edition(), "Secret title")


def visitor(name: str) -> Client:
    return Client() if name == "anonymous" else signed_in(make_member(Role(name)))


def statuses(client: Client, addresses: list[str]) -> dict[str, int]:
    return {each: client.get(each, follow=True).status_code for each in addresses}


@pytest.mark.parametrize("name", VISITORS)
class TestStatus:
    """The same for everybody: editors read it at the desk, to undo it."""

    def test_a_withdrawn_edition(self, name: str, second: Edition) -> None:
        make_withdrawal(second)
        client = visitor(name)
        assert statuses(client, OF_EDITION) == dict.fromkeys(OF_EDITION, 410)
        open_ones = [each for each in OF_DOCUMENT if "?on" not in each] + OF_FIRST
        assert statuses(client, open_ones) == dict.fromkeys(open_ones, 200)

    def test_a_withdrawn_edition_that_stays_readable(
        self, name: str, second: Edition
    ) -> None:
        make_withdrawal(second, text_readable=True)
        client = visitor(name)
        assert statuses(client, OF_EDITION) == dict.fromkeys(OF_EDITION, 200)

    def test_a_withdrawn_document(self, name: str, second: Edition) -> None:
        make_withdrawal(second.document)
        every = [*OF_EDITION, *OF_DOCUMENT, *OF_FIRST]
        assert statuses(visitor(name), every) == dict.fromkeys(every, 410)

    def test_a_withdrawn_document_that_stays_readable(
        self, name: str, second: Edition
    ) -> None:
        make_withdrawal(second.document, text_readable=True)
        client = visitor(name)
        assert statuses(client, OF_DOCUMENT) == dict.fromkeys(OF_DOCUMENT, 410)
        readable = [each for each in OF_EDITION if each.startswith("/en")] + OF_FIRST
        assert statuses(client, readable) == dict.fromkeys(readable, 200)

    def test_a_superseded_document(self, name: str, second: Edition) -> None:
        make_withdrawal(second.document, kind="superseded")
        every = [each for each in OF_DOCUMENT if "?on" not in each] + OF_EDITION
        assert statuses(visitor(name), every) == dict.fromkeys(every, 200)

    def test_undone_all_is_as_before(self, name: str, second: Edition) -> None:
        for target in (second, second.document):
            made = make_withdrawal(target)
            undo_withdrawal(made, reason=REASON, user=None)
        every = [each for each in OF_DOCUMENT if "?on" not in each] + OF_EDITION
        assert statuses(visitor(name), every) == dict.fromkeys(every, 200)


class TestPage:
    @pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
    def test_people_read_why_in_their_language(
        self, client: Client, second: Edition, language: str
    ) -> None:
        make_withdrawal(second)
        page = client.get(f"/{language}/documents/memo/editions/2/")
        html = flat(page.text)
        assert REASON[language] in html
        assert 'content="noindex"' in html
        assert second.digest in html
        assert f'href="/{language}/documents/memo/"' in html
        assert "Secret title" not in html

    def test_programs_get_a_line(self, client: Client, second: Edition) -> None:
        make_withdrawal(second)
        for answer in (
            client.get("/en/documents/memo/editions/2/manifest.txt"),
            client.get(
                "/en/documents/memo/editions/2/",
                headers={"Accept": "application/json"},
            ),
        ):
            assert answer.status_code == 410
            assert "no-store" in answer["Cache-Control"]
            assert answer["Content-Type"] == "text/plain; charset=utf-8"
            assert REASON["en"] in answer.text

    def test_what_was_typed_comes_back(self, client: Client, second: Edition) -> None:
        make_withdrawal(second.document)
        client.force_login(make_member(Role.COMMENTATOR, "carol"))
        path = "/en/documents/memo/clauses/statement-pre1/commentary/"
        page = client.post(path, {"source": "Long thoughts", "kind": "comment"})
        assert page.status_code == 410
        assert "Long thoughts</textarea>" in page.text

    def test_readable_text_has_a_notice(self, client: Client, second: Edition) -> None:
        make_withdrawal(second, text_readable=True)
        html = flat(client.get("/en/documents/memo/editions/2/").text)
        assert "This edition was withdrawn on" in html
        assert REASON["en"] in html
        assert 'content="noindex"' in html
        assert "Read the current edition" in html
        export = client.get("/en/documents/memo/editions/2/manifest.txt")
        assert export["X-Robots-Tag"] == "noindex"

    def test_a_successor_is_named(self, client: Client, second: Edition) -> None:
        other = make_edition("later").document
        make_withdrawal(second.document, kind="superseded", successor=other)
        for path in ("", "clauses/statement-pre1/", "editions/1/"):
            html = flat(client.get(f"/en/documents/memo/{path}").text)
            assert "This document was superseded on" in html
            assert 'href="/en/documents/later/"' in html
            assert 'content="noindex"' in html


def test_a_day_by_which_all_was_withdrawn(client: Client) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    first = publish_edition(make_draft(), user=None, at=long_ago)
    second = make_second(first)
    day = "/en/documents/memo/?on=2021-01-01"
    assert client.get(day).status_code == 200
    make_withdrawal(first)
    assert client.get(day).status_code == 410
    assert client.get("/en/documents/memo/").context["edition"] == second


class TestLists:
    @pytest.fixture
    def pages(self, client: Client) -> Iterator[str]:
        return (client.get(path).text for path in ("/en/", "/en/documents/"))

    @pytest.mark.parametrize("kind", ["withdrawn", "superseded"])
    def test_documents_leave_it_out(
        self, pages: Iterator[str], second: Edition, kind: str
    ) -> None:
        make_withdrawal(second.document, kind=kind, text_readable=True)
        assert all("/documents/memo/" not in page for page in pages)

    def test_documents_name_the_edition_before(
        self, pages: Iterator[str], second: Edition
    ) -> None:
        make_withdrawal(second)
        for page in pages:
            assert "/documents/memo/" in page
            assert "Secret title" not in page

    def test_the_list_of_editions_says_so(
        self, client: Client, second: Edition
    ) -> None:
        make_withdrawal(second)
        html = flat(client.get("/en/documents/memo/editions/").text)
        assert REASON["en"] in html
        assert second.digest in html
        assert "/editions/2/" not in html

    def test_the_feed_leaves_it_out(self, client: Client, second: Edition) -> None:
        path = "/en/documents/memo/commentary/feed.atom"
        assert "/editions/2/" in client.get(path).text
        make_withdrawal(second)
        assert "/editions/2/" not in client.get(path).text

    def test_histories_leave_it_out(self, client: Client, second: Edition) -> None:
        page = "/en/documents/memo/clauses/statement-title/"
        assert "Secret title" in client.get(page).text
        make_withdrawal(second, text_readable=True)
        assert "Secret title" not in client.get(page).text


class TestQueries:
    PAGES = (
        "/en/",
        "/en/documents/",
        "/en/documents/memo/",
        "/en/documents/memo/editions/1/",
        "/en/documents/memo/clauses/statement-pre1/",
        "/en/documents/memo/editions/",
    )

    def test_what_stands_costs_nothing(self, client: Client, second: Edition) -> None:
        """Two queries more where a notice is, none where there is none."""
        before = [self.count(client, page) for page in self.PAGES]
        make_withdrawal(make_edition("other"))
        assert [self.count(client, page) for page in self.PAGES[2:]] == before[2:]
        make_withdrawal(second.document, kind="superseded")
        after = [self.count(client, page) for page in self.PAGES[2:]]
        assert all(
            more - less <= 1 for less, more in zip(before[2:], after, strict=True)
        )

    def count(self, client: Client, page: str) -> int:
        return queries_of(lambda: client.get(page))


def test_digests_of_a_withdrawn_edition_verify(second: Edition) -> None:
    make_withdrawal(second)
    document = Document.objects.get()
    assert [each.fault for each in verify_document(document)] == ["", ""]


def test_what_was_undone_stays_on_record(client: Client, second: Edition) -> None:
    withdrawal = make_withdrawal(second)
    undo_withdrawal(withdrawal, reason={**REASON, "en": "The owner agreed."}, user=None)
    page = flat(client.get("/en/documents/memo/editions/").text)
    assert "Withdrawn and restored" in page
    assert "This was undone on" in page
    assert REASON["en"] in page
    assert "The owner agreed." in page
    assert "Withdrawn and restored" not in client.get("/en/documents/").text
