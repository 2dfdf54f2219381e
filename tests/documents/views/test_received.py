"""Files as received: offered with each text, and only ever saved."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from documents.models import ClauseVersion, Document, Edition
from documents.services import (
    SourceFile,
    begin_draft,
    import_text,
    keep_file,
    publish_edition,
    undo_withdrawal,
)
from tests.base import at_most, queries_of
from tests.documents.importing.word.packages import docx, para
from tests.factories import (
    REASON,
    make_draft,
    make_edition,
    make_units,
    make_withdrawal,
)

pytestmark = pytest.mark.django_db
URL = "/en/documents/memo/editions/1/received/{}/"
LIST = "/en/documents/memo/editions/"


def publish_from(data: bytes, name: str) -> Edition:
    keep_file(data)
    result = import_text(
        Document.objects.create(slug="memo"),
        language="en",
        file=SourceFile.of(name, data),
        units=make_units("en"),
    )
    return publish_edition(result.edition, user=None)


def saved(response: Any) -> bytes:
    assert isinstance(response, StreamingHttpResponse)
    return b"".join(response)


class TestSent:
    @pytest.mark.parametrize(
        ("data", "media", "name"),
        [
            (b"%PDF-1.7", "application/pdf", "memo-e1-en.pdf"),
            (
                docx(para("a")),
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "memo-e1-en.docx",
            ),
            (b"<html><script>alert(1)</script>", "text/html", "memo-e1-en.html"),
            (b"The General Assembly,", "text/plain", "memo-e1-en.txt"),
        ],
        ids=["pdf", "docx", "html", "txt"],
    )
    def test_as_it_came_and_to_be_saved(
        self, client: Client, data: bytes, media: str, name: str
    ) -> None:
        # What it is, its contents said, not its name.
        publish_from(data, 'evil".html\r\nX: y')
        response = client.get(URL.format("en"))
        assert saved(response) == data
        headers = response.headers
        assert headers["Content-Type"] == media
        assert headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert headers["Content-Length"] == str(len(data))

    def test_not_twice(self, client: Client) -> None:
        publish_from(b"The General Assembly,", "a.txt")
        etag = client.get(URL.format("en")).headers["ETag"]
        again = client.get(URL.format("en"), headers={"If-None-Match": etag})
        assert again.status_code == 304

    def test_in_few_queries(self, client: Client) -> None:
        publish_from(b"The General Assembly,", "a.txt")
        with at_most(3):
            saved(client.get(URL.format("en")))

    def test_what_is_not_there_or_may_not_be_seen(self, client: Client) -> None:
        edition = make_edition(kept=True)
        begin_draft(edition, user=None)
        make_draft("hidden", kept=True)
        for address in (
            URL.format("fr"),
            "/en/documents/memo/editions/2/received/en/",
            "/en/documents/hidden/editions/1/received/en/",
        ):
            assert client.get(address).status_code == 404

    def test_of_an_edition_made_before_files_were_kept(self, client: Client) -> None:
        make_edition()
        assert client.get(URL.format("en")).status_code == 404
        assert "received/" not in client.get(LIST).text

    def test_nothing_is_posted(self, client: Client) -> None:
        make_edition(kept=True)
        assert client.post(URL.format("en")).status_code == 405


class TestOffered:
    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("en", "As received"),
            ("ru", "В полученном виде"),
            ("zh-hans", "收到的原文件"),
        ],
    )
    def test_where_editions_and_texts_are(
        self, client: Client, code: str, words: str
    ) -> None:
        make_edition(kept=True)
        for address in (
            f"/{code}/documents/memo/editions/",
            f"/{code}/documents/memo/",
        ):
            page = client.get(address).text
            assert words in page
            assert f"/{code}/documents/memo/editions/1/received/ru/" in page

    def test_with_name_size_and_digest(self, client: Client) -> None:
        edition = publish_from(b"The General Assembly,", "folder/<memo>.txt")
        page = client.get(LIST).text
        assert "<bdi>&lt;memo&gt;.txt</bdi>" in page
        assert edition.languages.get().file_sha256 in page

    def test_cost_does_not_grow(self, client: Client) -> None:
        edition = make_edition(kept=True)
        few = queries_of(lambda: client.get(LIST))
        for _ in range(3):
            edition = publish_edition(begin_draft(edition, user=None), user=None)
        assert queries_of(lambda: client.get(LIST)) == few


class TestTakenBack:
    """What cannot be read any more is not in the file of the edition that mends it."""

    PAGES = (LIST, "/en/documents/memo/", "/en/documents/memo/clauses/statement-pre1/")
    SECOND = "/en/documents/memo/editions/2/received/en/"

    @pytest.fixture
    def first(self) -> Edition:
        first = publish_from(b"The General Assembly, telephone 123", "a.txt")
        publish_edition(begin_draft(first, user=None), user=None)
        return first

    def offers(self, client: Client) -> list[bool]:
        return ["/received/en/" in client.get(page).text for page in self.PAGES]

    def test_with_the_edition_that_it_came_with(
        self, client: Client, first: Edition
    ) -> None:
        withdrawal = make_withdrawal(first)
        assert client.get(self.SECOND).status_code == 410
        assert not any(self.offers(client))
        undo_withdrawal(withdrawal, reason=REASON, user=None)
        assert client.get(self.SECOND).status_code == 200
        assert all(self.offers(client)[:2])

    def test_not_while_that_can_be_read(self, client: Client, first: Edition) -> None:
        make_withdrawal(first, text_readable=True)
        assert client.get(self.SECOND).status_code == 200

    def test_not_with_a_later_edition(self, client: Client, first: Edition) -> None:
        make_withdrawal(first.document.editions.get(number=2))
        assert client.get(URL.format("en")).status_code == 200
        assert all(self.offers(client)[:2])


def test_a_clause_knows_its_page(client: Client) -> None:
    draft = make_draft(kept=True)
    ClauseVersion.objects.filter(edition=draft).update(**{"page_en": 3})
    publish_edition(draft, user=None)
    page = " ".join(
        client.get("/en/documents/memo/clauses/statement-pre1/").text.split()
    )
    assert "page 3 of the file" in page
    assert page.count("of the file") == 1
