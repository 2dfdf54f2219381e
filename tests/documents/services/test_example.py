"""The invented example: its editions, what they show, and when it is there."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from documents.comparing import Change
from documents.languages import CODES
from documents.management.commands.load_example import FOLDER
from documents.models import ClauseVersion, Document, Edition, LanguageVersion
from documents.presenters.changes import changes_between
from documents.services import load_example, open_example_draft

pytestmark = pytest.mark.django_db
SLUG = "example-lighthouses"
# What became of clauses since the edition before, beside those that were kept.
SHOWN = {
    2: {Change.EDITED, Change.INSERTED, Change.RENUMBERED},
    3: {Change.EDITED, Change.RENUMBERED, Change.MOVED, Change.RECAST}
    | {Change.REMOVED, Change.SPLIT},
    4: {Change.EDITED, Change.MERGED, Change.REMOVED, Change.RESTORED},
}


def run(command: str, *args: str) -> str:
    out = io.StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def editions() -> list[Edition]:
    return list(Edition.objects.filter(document__slug=SLUG).order_by("number"))


@pytest.fixture(scope="class")
def example(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The example, loaded once for a class and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        run("load_example")
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("example")
class TestExample:
    def test_four_editions_are_published_on_their_days(self) -> None:
        days = [edition.published_at for edition in editions()]
        assert [day.date() for day in days if day] == [
            date(2020, 3, 2),
            date(2021, 6, 15),
            date(2022, 9, 20),
            date(2024, 1, 10),
        ]
        in_force = Edition.objects.published_by(date(2022, 1, 1))
        assert in_force[0].number == 2

    def test_every_kind_of_change_occurs(self) -> None:
        occurring = {
            after.number: {
                change
                for each in changes_between(before, after)
                for change in each.changes
            }
            for before, after in pairwise(editions())
        }
        assert set().union(*occurring.values()) == set(Change)
        for number, expected in SHOWN.items():
            assert occurring[number] == {Change.KEPT, *expected}

    @pytest.mark.parametrize(
        ("number", "key", "languages"),
        [
            (2, "declaration-pre5", {"zh-hans", "ru", "en"}),
            (2, "declaration-op1", {"ru"}),  # a translation corrected
            (3, "declaration-op3-n2", {"zh-hans", "en"}),  # Russian did not follow
            (4, "declaration-op3-n2", {"ru"}),
        ],
    )
    def test_edited_languages(self, number: int, key: str, languages: set[str]) -> None:
        before, after = editions()[number - 2 : number]
        [change] = [c for c in changes_between(before, after) if c.key == key]
        assert set(change.languages) == languages

    def test_three_languages_are_complete(self) -> None:
        rows = list(ClauseVersion.objects.all())
        assert len(rows) == 24 + 25 + 25 + 25
        for row in rows:
            assert all(row.in_language("text", code) for code in CODES)
            numbers = [row.in_language("number", code) for code in CODES]
            assert all(numbers) or not any(numbers)

    def test_paragraphs_are_numbered_without_a_gap(self) -> None:
        for edition in editions():
            rows = edition.versions.filter(kind="operative").order_by("position")
            printed = [row.in_language("number", "en") for row in rows]
            assert printed == [f"{count}." for count in range(1, len(rows) + 1)]

    def test_editions_are_described_in_three_languages(self) -> None:
        for edition in editions():
            for code in CODES:
                assert edition.in_language("label", code)
                assert edition.in_language("note", code)

    def test_one_language_of_one_edition_is_not_confirmed(self) -> None:
        rows = LanguageVersion.objects.filter(confirmed=False)
        assert [(row.edition.number, row.language) for row in rows] == [(3, "ru")]

    def test_verifies(self) -> None:
        lines = run("verify_editions", SLUG).splitlines()
        assert len(lines) == 4
        assert all("as published, sha256" in line for line in lines)

    def test_again_changes_nothing(self) -> None:
        before = [*ClauseVersion.objects.values(), *Edition.objects.values()]
        assert "there already" in run("load_example")
        assert load_example(FOLDER) is None
        after = [*ClauseVersion.objects.values(), *Edition.objects.values()]
        assert after == before


@pytest.mark.usefixtures("example")
class TestEveryPageSaysSo:
    @pytest.mark.parametrize("code", CODES)
    @pytest.mark.parametrize(
        "path",
        [
            "",
            "editions/",
            "editions/1/",
            "editions/3/changes/",
            "clauses/declaration-op2-c/",
        ],
    )
    def test_that_it_is_invented(self, client: Client, code: str, path: str) -> None:
        html = client.get(f"/{code}/documents/{SLUG}/{path}").content.decode()
        assert 'class="notice invented"' in html

    def test_and_so_does_its_title(self) -> None:
        document = Document.objects.get()
        assert document.is_invented
        assert "(invented example)" in document.in_language("title", "en")
        assert "(вымышленный пример)" in document.in_language("title", "ru")
        assert "（虚构示例）" in document.in_language("title", "zh-hans")


@pytest.mark.usefixtures("example")
class TestDraft:
    def test_is_left_open(self) -> None:
        run("load_example", "--draft")
        draft = Edition.objects.get(number=5)
        assert not draft.is_published
        new = draft.versions.get(clause__key="declaration-pre7")
        assert new.in_language("text", "en")
        assert not new.in_language("text", "ru")
        assert not draft.languages.filter(confirmed=True).exists()

    def test_is_not_opened_twice(self) -> None:
        run("load_example", "--draft")
        assert open_example_draft(FOLDER) is None
        assert Edition.objects.count() == 5


def test_it_is_never_loaded_by_default() -> None:
    run("load_documents")
    assert not Document.objects.filter(is_invented=True).exists()
    assert not Document.objects.filter(slug=SLUG).exists()
