"""The record of a draft: who changed what, and when.

What came with a draft is told by its transaction, so most tests here commit.
"""

from __future__ import annotations

from typing import Any

import pghistory
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from documents.audit import record_of
from documents.models import ClauseVersion, Edition
from documents.presenters.change_record import Entry, read_entries
from documents.services import (
    begin_draft,
    delete_edition,
    merge_clauses,
    move_clause,
    remove_clause,
    restore_clause,
    split_clause,
)
from documents.workbench.drafts import clause_url
from tests.base import LANGUAGES, queries_of
from tests.documents.presenters.test_publication_summary import reword
from tests.documents.services.test_edit import row
from tests.documents.workbench.base import administrator
from tests.documents.workbench.test_overview import typed, url
from tests.factories import make_edition

pytestmark = pytest.mark.django_db(transaction=True)
EVENTS = ("clauseversion", "languageversion", "edition", "derivation")


@pytest.fixture
def draft() -> Edition:
    return begin_draft(make_edition(paragraphs=4), user=None)


def entries(draft: Edition, key: str = "") -> list[Entry]:
    clause = draft.document.clauses.get(key=key) if key else None
    return read_entries(draft, list(record_of(draft, clause)))


def told(draft: Edition) -> list[str]:
    return [entry.what for entry in entries(draft) if entry.key][::-1]


def record(draft: Edition) -> str:
    return reverse("admin:documents_edition_record", args=[draft.pk])


class TestWhat:
    def test_what_came_with_the_draft_is_no_change(self, draft: Edition) -> None:
        assert [entry.what for entry in entries(draft)] == ["made"]

    def test_every_operation(self, draft: Edition) -> None:
        reword(draft, "statement-pre1", en="Other")
        move_clause(row(draft, "statement-pre1"), position=3)
        version = row(draft, "statement-pre2")
        remove_clause(version)
        restore_clause(draft, version.clause, position=2)
        assert told(draft) == ["changed", "moved to place 3", "removed", "restored"]

    def test_split_and_merge(self, draft: Edition) -> None:
        cuts = {"zh-hans": 3, "ru": 8, "en": 7}
        split_clause(row(draft, "statement-pre1"), at=cuts)
        merge_clauses(row(draft, "statement-pre2"), row(draft, "statement-pre3"))
        assert sorted(told(draft)) == [
            "merged into another clause",
            "merged with another clause",
            "split",
            "split off",
        ]

    def test_a_redline_for_each_language(self, draft: Edition) -> None:
        reword(draft, "statement-pre1", en="Noting item 1,", ru="иначе")
        [entry] = entries(draft, "statement-pre1")
        assert [cell.language.code for cell in entry.cells] == ["ru", "en"]
        assert [(s.kind, s.text) for s in entry.cells[1].segments] == [
            ("same", "Noting "),
            ("del", "point"),
            ("ins", "item"),
            ("same", " 1,"),
        ]

    def test_languages_and_the_edition(self, draft: Edition) -> None:
        draft.languages.filter(language="ru").update(standing="official")
        Edition.objects.filter(pk=draft.pk).update(**{"label_en": "Second"})
        facts = [entry.facts for entry in entries(draft)[:2]]
        assert [(f[0].before, f[0].after) for f in facts] == [
            ("", "Second"),
            ("unofficial translation", "official translation"),
        ]
        # A column of a language says which.
        assert [f[0].name.endswith("(English)") for f in facts] == [True, False]


class TestWho:
    def test_the_person_who_sent_the_form(self, draft: Edition) -> None:
        admin = administrator()
        sent = typed(row(draft, "statement-pre1"), text_en="Other")
        admin.post(url(draft, "edit", "statement-pre1"), sent)
        admin.post(url(draft, "move", "statement-pre1"), {"to": "down"})
        assert {entry.who for entry in entries(draft)[:2]} == {"anna@example.org"}
        page = admin.get(record(draft))
        assert "anna@example.org" in page.text
        assert "</ins>" in page.text

    def test_the_command(self, draft: Edition) -> None:
        with pghistory.context(command="import_document"):
            reword(draft, "statement-pre1", en="Other")
        assert entries(draft, "statement-pre1")[0].who == "import_document"

    def test_raw_sql_is_recorded_too(self, draft: Edition) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE documents_clauseversion SET text_ru = 'x'"
                " WHERE edition_id = %s AND position = 2",
                [draft.pk],
            )
        assert [entry.what for entry in entries(draft)] == ["changed", "made"]


class TestPage:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_in_every_language(self, draft: Edition, code: str) -> None:
        reword(draft, "statement-pre1", en="Other")
        headers = {"accept-language": code}
        page = administrator().get(record(draft), headers=headers)
        assert page.status_code == 200
        assert f'<html lang="{code}"' in page.text

    def test_of_one_clause(self, draft: Edition) -> None:
        reword(draft, "statement-pre1", en="Other")
        reword(draft, "statement-pre2", en="Another")
        address = clause_url(draft, "record", "statement-pre1")
        page = administrator().get(address)
        assert [entry.key for entry in page.context["entries"]] == ["statement-pre1"]

    def test_is_read_only(self, draft: Edition) -> None:
        assert administrator().post(record(draft), {}).status_code == 405

    def test_is_divided(self, draft: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("documents.workbench.overview.RECORDS_PER_PAGE", 2)
        for count in range(3):
            reword(draft, "statement-pre1", en=f"Other {count}")
        page = administrator().get(f"{record(draft)}?page=2")
        assert [entry.what for entry in page.context["entries"]] == ["changed", "made"]

    def test_effort_does_not_grow(self, draft: Edition) -> None:
        admin = administrator()
        reword(draft, "statement-pre1", en="Other")
        admin.get(record(draft))
        few = queries_of(lambda: admin.get(record(draft)))
        for count in range(5):
            for key in ("statement-pre1", "statement-pre2"):
                reword(draft, key, en=f"Other {count}")
        assert queries_of(lambda: admin.get(record(draft))) == few


class TestForGood:
    def events(self, model: str) -> Any:
        return apps.get_model("documents", f"{model}event").objects

    def test_records_outlast_the_draft(self, draft: Edition) -> None:
        reword(draft, "statement-pre1", en="Other")
        pk = draft.pk
        delete_edition(draft)
        kept = self.events("clauseversion").filter(edition_id=pk)
        assert kept.filter(pgh_label="update").count() == 1
        assert kept.filter(pgh_label="delete").count() == 6

    @pytest.mark.parametrize("model", EVENTS)
    def test_are_not_altered(self, draft: Edition, model: str) -> None:
        merge_clauses(row(draft, "statement-pre2"), row(draft, "statement-pre3"))
        assert self.events(model).exists()
        for statement in ("UPDATE {} SET pgh_label = 'x'", "DELETE FROM {}"):
            with (
                pytest.raises(DatabaseError),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement.format(f"documents_{model}event"))

    @pytest.mark.parametrize("model", EVENTS)
    def test_are_not_emptied(self, draft: Edition, model: str) -> None:
        table = f"documents_{model}event"
        with connection.cursor() as cursor, transaction.atomic():
            # The guard that other tests do without; see tests/conftest.py.
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(f"TRUNCATE {table}")
            transaction.set_rollback(True)

    def test_publishing_changes_no_text(self, draft: Edition) -> None:
        before = self.events("clauseversion").count()
        ClauseVersion.objects.filter(edition=draft).update(**{"digest_en": "0" * 64})
        assert self.events("clauseversion").count() == before
