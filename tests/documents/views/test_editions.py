"""Editions with their digests and files, and what changed between two."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client

from documents.languages import CODES
from documents.models import ClauseVersion, Edition
from documents.services import (
    begin_draft,
    merge_clauses,
    move_clause,
    publish_edition,
    remove_clause,
    reword_clause,
)
from documents.text.content import ClauseContent
from tests.base import at_most, flat, queries_of, signed_in
from tests.factories import make_edition, make_person, read_edition

pytestmark = pytest.mark.django_db
URL = "/en/documents/memo/editions/2/changes/"
# Of another document than the one whose changes are shown.
LIST = "/en/documents/listed/editions/"


def row(edition: Edition, key: str) -> ClauseVersion:
    return edition.versions.for_reading().select_related("edition").get(clause__key=key)


def reword(draft: Edition, key: str, text: str) -> None:
    version = row(draft, key)
    texts = {code: version.in_language("text", code) for code in ("zh-hans", "ru")}
    wording = ClauseContent(version.kind, texts={**texts, "en": text})
    reword_clause(version, wording, revision=version.revision)


def renumber(draft: Edition, key: str, number: str) -> None:
    version = row(draft, key)
    texts = {code: version.in_language("text", code) for code in CODES}
    numbers = dict.fromkeys(CODES, number)
    wording = ClauseContent(version.kind, texts=texts, numbers=numbers)
    reword_clause(version, wording, revision=version.revision)


@pytest.fixture(scope="module")
def kept_draft(module_transaction: None) -> int:
    return begin_draft(make_edition(paragraphs=4), user=None).pk


@pytest.fixture
def draft(kept_draft: int, db: None) -> Edition:
    return read_edition(kept_draft)


def published(draft: Edition, client: Client, query: str = "") -> str:
    publish_edition(draft, user=None)
    return client.get(URL + query).content.decode()


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


class TestShown:
    def test_a_rewording_as_a_redline_in_its_language(
        self, client: Client, draft: Edition
    ) -> None:
        reword(draft, "statement-pre2", "Noting matter 2,")
        html = flat(published(draft, client))
        words = '<del><span class="visually-hidden" lang="en">[deleted: </span>point'
        assert words in html
        assert html.count("<del>") == html.count("<ins>") == 1

    def test_only_what_changed_unless_all_is_asked_for(
        self, client: Client, draft: Edition
    ) -> None:
        reword(draft, "statement-pre2", "Noting matter 2,")
        assert published(draft, client).count('<div class="clause') == 1
        assert client.get(f"{URL}?show=all").content.decode().count(
            '<div class="clause'
        ) == len(draft.versions.all())

    def test_moved_and_renumbered_are_named(
        self, client: Client, draft: Edition
    ) -> None:
        move_clause(row(draft, "statement-pre4"), position=2)
        text = plain(published(draft, client))
        assert "moved" in text
        assert "was: preambular para. 4" in text

    @pytest.mark.parametrize(
        ("number", "shown"),
        [
            ("2.", "[deleted: 1. ] [inserted: 2. ] Noting point X,"),
            ("", "[deleted: 1. ] Noting point X,"),
        ],
    )
    def test_a_printed_number_is_told_in_words(
        self, client: Client, draft: Edition, number: str, shown: str
    ) -> None:
        renumber(draft, "statement-op1", number)
        assert shown in plain(published(draft, client))

    def test_removed_and_merged_with_where_they_went(
        self, client: Client, draft: Edition
    ) -> None:
        merge_clauses(row(draft, "statement-pre1"), row(draft, "statement-pre2"))
        text = plain(published(draft, client))
        assert "1 clause removed" in text
        assert "1 clause merged with another" in text
        assert "from: preambular para. 2" in text

    @pytest.mark.parametrize(
        ("count", "told"), [(1, "изменен 1 пункт"), (3, "изменены 3 пункта")]
    )
    def test_counts_agree_in_russian(
        self, client: Client, draft: Edition, count: int, told: str
    ) -> None:
        for place in range(count):
            reword(draft, f"statement-pre{place + 1}", "Other words,")
        published(draft, client)
        page = client.get(URL.replace("/en/", "/ru/")).content.decode()
        assert f"{told}</a>" in page

    def test_nothing_changed(self, client: Client, draft: Edition) -> None:
        assert "Nothing changed between these editions." in published(draft, client)

    def test_the_first_edition_has_nothing_before_it(self, client: Client) -> None:
        make_edition()
        html = client.get("/en/documents/memo/editions/1/changes/").content.decode()
        assert "This is the first edition" in html
        assert '<form class="comparison"' not in html

    def test_any_two_editions(self, client: Client, draft: Edition) -> None:
        remove_clause(row(draft, "statement-pre2"))
        publish_edition(draft, user=None)
        back = client.get("/en/documents/memo/editions/1/changes/?from=2")
        text = plain(back.content.decode())
        assert "How edition 1, " in text
        assert " differs from the later edition 2, " in text
        assert "1 clause removed later" in text
        assert "preambular para. 2 removed later" in text
        assert '/en/documents/memo/editions/2/changes/?from=1"' in back.text

    def test_both_editions_are_named(self, client: Client, draft: Edition) -> None:
        text = published(draft, client)
        [title] = re.findall(r"<title>(.*?)</title>", text, re.DOTALL)
        [heading] = re.findall(r"<h1>(.*?)</h1>", text, re.DOTALL)
        for words in (title, heading):
            assert re.search(
                r"What changed in edition 2, .*compared with edition 1, ", words
            )


def clauses_in(html: str) -> list[str]:
    return re.findall(r'<div class="clause[^>]* id="([^"]+)"', html)


class TestFilters:
    def test_a_count_leads_to_what_it_counts(
        self, client: Client, draft: Edition
    ) -> None:
        reword(draft, "statement-pre2", "Noting matter 2,")
        move_clause(row(draft, "statement-pre4"), position=2)
        html = flat(published(draft, client, "?from=1&texts=en"))
        assert clauses_in(html) == ["statement-pre4", "statement-pre2"]
        assert '<a href="?from=1&amp;texts=en&amp;kind=moved">1 clause moved' in html
        assert 'aria-current="true">2 clauses changed</a>' in html
        moved = flat(client.get(f"{URL}?from=1&texts=en&kind=moved").text)
        assert clauses_in(moved) == ["statement-pre4"]
        assert 'aria-current="true">1 clause moved</a>' in moved
        [filters] = re.findall(r'<nav class="change-filters".*?</nav>', moved)
        assert filters.count("aria-current") == 1
        assert '<a href="?from=1&amp;texts=en">2 clauses changed' in moved

    def test_changes_of_one_kind_are_counted_once(
        self, client: Client, draft: Edition
    ) -> None:
        reword(draft, "statement-pre2", "Noting matter 2,")
        reword(draft, "statement-pre4", "Noting matter 4,")
        published(draft, client, "?from=1")
        for query in ("?from=1", "?from=1&kind=edited"):
            html = flat(client.get(f"{URL}{query}").text)
            [filters] = re.findall(r'<nav class="change-filters".*?</nav>', html)
            assert 'aria-current="true">2 clauses edited</a>' in filters
            assert "2 clauses changed" not in filters
            assert filters.count("2 clauses") == 1

    def test_what_did_not_change_can_be_asked_for(
        self, client: Client, draft: Edition
    ) -> None:
        reword(draft, "statement-pre2", "Noting matter 2,")
        kept = clauses_in(published(draft, client, "?kind=kept"))
        assert len(kept) == draft.versions.count() - 1
        assert "statement-pre2" not in kept

    def test_the_chooser_and_the_form_keep_the_filter(
        self, client: Client, draft: Edition
    ) -> None:
        html = published(draft, client, "?kind=moved")
        assert '<input type="hidden" name="kind" value="moved">' in html
        chosen = client.get(f"{URL}?kind=moved&from=1&column1=ru")
        assert chosen["Location"] == f"{URL}?from=1&kind=moved&texts=ru"

    def test_a_kind_that_there_is_not(self, client: Client, draft: Edition) -> None:
        text = plain(published(draft, client, "?kind=moved"))
        assert "No clause changed in this way. Show everything that changed" in text


class TestChoosing:
    def test_both_sides(self, client: Client, draft: Edition) -> None:
        html = published(draft, client)
        options = re.findall(r'<option value="(\d)" (selected)?', html)
        assert options[:4] == [
            ("2", ""),
            ("1", "selected"),
            ("2", "selected"),
            ("1", ""),
        ]

    def test_the_form_leads_to_the_edition_that_it_names(
        self, client: Client, draft: Edition
    ) -> None:
        publish_edition(draft, user=None)
        response = client.get(f"{URL}?from=2&to=1&kind=moved&texts=ru,en")
        first = "/en/documents/memo/editions/1/changes/"
        assert response["Location"] == f"{first}?from=2&kind=moved&texts=ru,en"

    def test_an_edition_against_itself(self, client: Client, draft: Edition) -> None:
        assert "does not differ from itself" in published(draft, client, "?from=2")

    def test_what_is_stated_can_change_alone(
        self, client: Client, draft: Edition
    ) -> None:
        draft.languages.filter(language="en").update(**{"credit_en": "Jane Doe"})
        text = plain(published(draft, client))
        assert "Jane Doe" in text
        assert "only what is stated about them" in text


class TestRefused:
    @pytest.mark.parametrize(
        "query",
        [
            "?from=" + 5000 * "1",
            "?from=x",
            "?from=-1",
            "?from=٢",
            "?to=x",
            "?show=some",
            "?kind=some",
        ],
    )
    def test_nonsense_is_400(self, client: Client, draft: Edition, query: str) -> None:
        publish_edition(draft, user=None)
        assert client.get(URL + query).status_code == 400

    def test_no_such_edition_is_404(self, client: Client, draft: Edition) -> None:
        publish_edition(draft, user=None)
        assert client.get(f"{URL}?from=9").status_code == 404

    def test_a_draft_is_not_compared_for_strangers(
        self, client: Client, draft: Edition
    ) -> None:
        first = "/en/documents/memo/editions/1/changes/?from=2"
        assert client.get(first).status_code == 404
        assert client.get(URL).status_code == 404
        editor = signed_in(make_person("editor", "documents.view_edition"))
        assert editor.get(URL).status_code == 200


class TestCost:
    def test_constant_in_the_number_of_clauses(self, client: Client) -> None:
        for slug, paragraphs in (("short", 5), ("long", 120)):
            edition = begin_draft(make_edition(slug, paragraphs=paragraphs), user=None)
            for key in ("statement-pre1", "statement-pre3"):
                reword(edition, key, "Other")
            publish_edition(edition, user=None)
        short, long = (
            queries_of(lambda s=slug: client.get(URL.replace("memo", s)))  # type: ignore[misc] # mypy cannot infer a lambda's default
            for slug in ("short", "long")
        )
        assert short == long
        with at_most(12):
            client.get(URL.replace("memo", "long"))


class TestList:
    def test_each_edition_with_its_digest(self, client: Client) -> None:
        first = make_edition("listed")
        second = publish_edition(begin_draft(first, user=None), user=None)
        html = client.get(LIST).content.decode()
        assert first.digest in html
        assert second.digest in html
        assert html.count("What changed") == 1

    def test_drafts_are_for_editors(self, client: Client) -> None:
        begin_draft(make_edition("listed"), user=None)
        assert "draft" not in client.get(LIST).content.decode()
        editor = signed_in(make_person("editor", "documents.view_edition"))
        assert "Edition 2, draft" in editor.get(LIST).content.decode()

    def test_cost_does_not_grow(self, client: Client) -> None:
        edition = make_edition("listed")
        few = queries_of(lambda: client.get(LIST))
        for _ in range(3):
            edition = publish_edition(begin_draft(edition, user=None), user=None)
        assert queries_of(lambda: client.get(LIST)) == few


class TestProof:
    def test_the_manifest_has_the_edition_digest(self, client: Client) -> None:
        edition = make_edition("listed")
        response = client.get(f"{LIST}1/manifest.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert sha256(response.content).hexdigest() == edition.digest

    def test_sha256sum_alone_checks_the_texts(
        self, client: Client, tmp_path: Path
    ) -> None:
        make_edition("listed")
        archive = zipfile.ZipFile(io.BytesIO(client.get(f"{LIST}1/texts.zip").content))
        archive.extractall(tmp_path)
        assert self.sha256sum(tmp_path) == 0
        (tmp_path / "statement-pre1.ru.txt").write_text("иначе")
        assert self.sha256sum(tmp_path) == 1

    def sha256sum(self, folder: Path) -> int:
        command = ["sha256sum", "--check", "--strict", "--quiet", "manifest.txt"]
        return subprocess.run(  # noqa: S603 - a constant
            command, cwd=folder, check=False, timeout=60
        ).returncode

    def test_the_same_bytes_each_time(self, client: Client) -> None:
        make_edition("listed")
        one, two = (client.get(f"{LIST}1/texts.zip").content for _ in range(2))
        assert one == two

    @pytest.mark.parametrize("file", ["manifest.txt", "texts.zip"])
    def test_drafts_are_404(self, client: Client, file: str) -> None:
        begin_draft(make_edition("listed"), user=None)
        assert client.get(f"{LIST}2/{file}").status_code == 404
