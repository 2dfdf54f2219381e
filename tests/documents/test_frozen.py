"""What is published cannot be altered, whoever asks and however."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from documents.integrity import digests
from documents.models import (
    ClauseVersion,
    Derivation,
    Document,
    Edition,
    LanguageVersion,
)
from documents.services import begin_draft, merge_clauses, publish_edition
from tests.factories import make_draft, make_edition

pytestmark = pytest.mark.django_db
STATEMENTS = [
    "UPDATE documents_clauseversion SET text_en = 'other'",
    "UPDATE documents_clauseversion SET text_en = text_en",
    "UPDATE documents_clauseversion SET position = position + 100",
    "UPDATE documents_clauseversion SET digest_ru = ''",
    "DELETE FROM documents_clauseversion",
    "UPDATE documents_languageversion SET standing = 'authentic'",
    "DELETE FROM documents_languageversion",
    "INSERT INTO documents_languageversion (edition_id, language, standing, credit,"
    " source, confirmed, file_name, file_sha256) SELECT id, 'xx', 'official', '', '',"
    " true, '', '' FROM documents_edition",
    "UPDATE documents_edition SET state = 'draft', published_at = NULL, digest = ''",
    "UPDATE documents_edition SET note = 'other'",
    "UPDATE documents_edition SET digest = repeat('0', 64)",
    "DELETE FROM documents_edition",
    "UPDATE documents_clause SET key = key || 'x'",
    "UPDATE documents_documentslug SET slug = 'other'",
    "DELETE FROM documents_documentslug",
    "UPDATE documents_edition SET published_slug = 'other'",
    "UPDATE documents_part SET original_language = 'en'",
    "CREATE TEMP TABLE documents_edition (id bigint, state text) ON COMMIT DROP;"
    " UPDATE documents_clauseversion SET text_en = 'other'",
    "CREATE TEMP TABLE documents_edition (id bigint, state text) ON COMMIT DROP;"
    " DELETE FROM documents_clauseversion",
    "SET LOCAL pgtrigger.ignore = '{documents_clauseversion}';"
    " DELETE FROM documents_clauseversion",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_raw_sql_is_refused(statement: str) -> None:
    make_edition()
    before = [*ClauseVersion.objects.values()]
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert [*ClauseVersion.objects.values()] == before


class TestOrm:
    def test_update_and_delete(self) -> None:
        make_edition()
        for rows in (ClauseVersion.objects.all(), LanguageVersion.objects.all()):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            ClauseVersion.objects.update(kind="note")

    def test_bulk_update(self) -> None:
        [row, *_rest] = make_edition().versions.all()
        row.kind = "note"
        with pytest.raises(IntegrityError), transaction.atomic():
            ClauseVersion.objects.bulk_update([row], ["kind"])

    def test_a_row_is_not_carried_into_or_out_of_it(self) -> None:
        edition, draft = make_edition(), make_draft("other")
        with pytest.raises(IntegrityError), transaction.atomic():
            edition.versions.update(edition=draft)
        with pytest.raises(IntegrityError), transaction.atomic():
            draft.languages.update(edition=edition)

    def test_the_document_stays(self) -> None:
        make_edition()
        with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
            Document.objects.all().delete()


def test_a_draft_is_free() -> None:
    draft = make_draft()
    draft.versions.update(kind="note")
    draft.versions.all().delete()
    Edition.objects.all().delete()
    assert not Edition.objects.exists()


@pytest.fixture
def truncate_guard() -> Iterator[None]:
    """The guard that other tests do without; see tests/conftest.py."""
    tables = (
        "clauseversion",
        "languageversion",
        "edition",
        "clause",
        "part",
        "document",
        "documentevent",
        "relation",
        "relationevent",
        "receivedfile",
    )
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f"ALTER TABLE documents_{table}"
                f" ENABLE TRIGGER documents_{table}_no_truncate"
            )
    yield  # the transaction of the test is rolled back, and this with it


@pytest.mark.usefixtures("truncate_guard")
@pytest.mark.parametrize(
    "table",
    [
        "clauseversion",
        "edition",
        "document",
        "documentevent",
        "relation",
        "relationevent",
        "receivedfile",
    ],
)
def test_truncate_is_refused(table: str) -> None:
    make_edition()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(f"TRUNCATE documents_{table} CASCADE")


class TestVerifying:
    def verify(self) -> None:
        call_command("verify_editions")

    def test_all_is_well(self, capsys: pytest.CaptureFixture[str]) -> None:
        edition = make_edition()
        self.verify()
        said = capsys.readouterr().out
        assert said == f"memo, edition 1: as published, sha256 {edition.digest}\n"

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ("clauseversion SET text_ru = 'иначе' WHERE position = 3",
             "the text of statement-pre2 in Русский is not the published text"),
            ("clauseversion SET kind = 'note' WHERE position = 1",
             (
                 "statement-title: the manifest now says “# clause 1 statement/title"
                 " note depth 0” where it said “# clause 1 statement/title title"
                 " depth 0”"
             )),
            ("clauseversion SET number_en = '9.' WHERE position = 5",
             (
                 "statement-op1: the manifest now says “# number en 9.” where it said"
                 " “# number en 1.”"
             )),
            ("clauseversion SET number_ru = '' WHERE position = 5",
             " where it said “# number ru 1.”"),
            ("clauseversion SET locator = 'statement/op8' WHERE position = 5",
             "its digest does not match its clauses"),
            ("languageversion SET standing = 'authentic' WHERE language = 'ru'",
             "the languages: the manifest now says “# language ru authentic"),
            ("edition SET previous_digest = repeat('a', 64)", "does not follow"),
            ("edition SET metadata = jsonb_set(metadata, '{symbol}', '\"A/1\"')",
             (
                 "the metadata: the manifest now says “# symbol A/1” where it said"
                 " “# symbol none”"
             )),
            ("document SET title_en = 'Another'",
             "the title of memo in English is not the one it prints"),
            ("part SET title_ru = 'Иное'",
             "the title of statement in Русский is not the one it prints"),
        ],
    )  # fmt: skip
    def test_what_the_owner_of_the_tables_altered_is_named(
        self, change: str, fault: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        make_edition()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            table = f"documents_{change.split()[0]}"
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE documents_{change}")
        with pytest.raises(CommandError) as failed:
            self.verify()
        assert failed.value.returncode == 1
        assert fault in capsys.readouterr().out


class TestDerivations:
    def test_stay_with_their_edition(self) -> None:
        draft = begin_draft(make_edition(), user=None)
        one, two, *_rest = draft.versions.for_reading()[1:]
        merge_clauses(one, two)
        publish_edition(draft, user=None)
        with pytest.raises(IntegrityError), transaction.atomic():
            Derivation.objects.all().delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            Derivation.objects.create(
                edition=draft, clause=two.clause, origin=one.clause
            )

    def test_are_in_the_digest(self) -> None:
        draft = begin_draft(make_edition(), user=None)
        one, two, *_rest = draft.versions.for_reading()[1:]
        merge_clauses(one, two)
        manifest = digests.manifest(publish_edition(draft, user=None))
        assert "# derived statement-pre1 from statement-pre2" in manifest


def test_records_of_changes_stay() -> None:
    make_draft()
    ignore = "SELECT set_config('pgtrigger.ignore', %s, true)"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_append_only%'"
        )
        names = ",".join(
            f"documents_clauseversionevent:{name},{name}"
            for (name,) in cursor.fetchall()
        )
        cursor.execute(ignore, [f"{{{names}}}"])
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("DELETE FROM documents_clauseversionevent")
        cursor.execute("SELECT count(*) FROM documents_clauseversionevent")
        assert cursor.fetchone() != (0,)
