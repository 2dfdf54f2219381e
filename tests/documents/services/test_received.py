"""Received files: kept once with what was made from them, removed when unused."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from documents.models import ClauseVersion, Document, Edition, ReceivedFile
from documents.models.received import CHUNK
from documents.services import (
    SourceFile,
    begin_draft,
    import_text,
    keep_file,
    publish_edition,
    remove_unused_files,
    split_clause,
)
from portal.people.roles import Role
from tests.factories import (
    make_draft,
    make_edition,
    make_import,
    make_member,
    make_units,
)

pytestmark = pytest.mark.django_db
DATA = b"The General Assembly,"


def age(file: ReceivedFile, days: int) -> None:
    ReceivedFile.objects.filter(pk=file.pk).update(
        received_at=timezone.now() - timedelta(days=days)
    )


def import_data(data: bytes, *, page: int = 0) -> Edition:
    units = make_units("en")
    for unit in units:
        object.__setattr__(unit, "page", page)
    document, _created = Document.objects.get_or_create(slug="memo")
    file = SourceFile.of("memo.txt", data)
    return import_text(document, language="en", file=file, units=units).edition


class TestKept:
    def test_the_same_bytes_once(self) -> None:
        first = keep_file(DATA)
        age(first, 20)
        keep_file(DATA)
        kept = ReceivedFile.objects.get()
        assert (kept.sha256, kept.size) == (sha256(DATA).hexdigest(), len(DATA))
        assert (kept.format, bytes(kept.content)) == ("txt", DATA)
        assert timezone.now() - kept.received_at < timedelta(minutes=1)

    @pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 2 * CHUNK + 7])
    def test_is_read_in_chunks(self, size: int) -> None:
        data = bytes(place % 251 for place in range(size))
        pieces = list(keep_file(data).chunks())
        assert b"".join(pieces) == data
        assert all(len(piece) <= CHUNK for piece in pieces)

    def test_with_the_text_that_was_made_from_it(self) -> None:
        keep_file(DATA)
        assert import_data(DATA).languages.get().received_id == keep_file(DATA).pk

    def test_a_text_without_its_file(self) -> None:
        assert import_data(DATA).languages.get().received_id is None

    def test_a_new_edition_keeps_it(self) -> None:
        edition = publish_edition(make_draft(kept=True), user=None)
        draft = begin_draft(edition, user=None)
        files = [
            set(each.languages.values_list("received")) for each in (edition, draft)
        ]
        assert files[0] == files[1]
        assert len(files[0]) == 3


class TestPages:
    def test_each_clause_has_that_of_its_language(self) -> None:
        edition = import_data(DATA, page=3)
        assert {row.page_in("en") for row in edition.versions.all()} == {3}
        assert {row.page_in("ru") for row in edition.versions.all()} == {0}

    def test_a_file_paged_otherwise_changes_them(self) -> None:
        import_data(DATA, page=3)
        edition = import_data(DATA + b" ", page=4)
        assert {row.page_in("en") for row in edition.versions.all()} == {4}

    def test_of_a_split_clause(self) -> None:
        edition = import_data(DATA, page=3)
        row = edition.versions.get(clause__key="statement-pre1")
        assert row.text_en
        new = split_clause(row, at={"en": row.text_en.index(" ")})
        assert edition.versions.get(clause=new).page_in("en") == 3


class TestRemoved:
    def test_what_no_edition_took(self) -> None:
        old, new, used = (keep_file(data) for data in (b"old", b"new", DATA))
        import_data(DATA)
        age(old, 40)
        age(used, 40)
        assert remove_unused_files() == 1
        assert {each.pk for each in ReceivedFile.objects.all()} == {new.pk, used.pk}

    def test_what_is_in_hand_stays(self) -> None:
        pending = make_import(make_member(Role.EDITOR))
        kept = keep_file(b"memo-en")
        assert kept.pk == pending.file_sha256
        age(kept, 40)
        assert remove_unused_files() == 0
        pending.delete()
        assert remove_unused_files() == 1


class TestFrozen:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE documents_receivedfile SET content = 'other'",
            "UPDATE documents_receivedfile SET format = 'html'",
            "UPDATE documents_receivedfile SET sha256 = repeat('0', 64)",
            "DELETE FROM documents_receivedfile",
            "UPDATE documents_languageversion SET received_id = NULL",
            "UPDATE documents_clauseversion SET page_en = 7",
            "INSERT INTO documents_receivedfile VALUES (repeat('0', 64), 'txt', 1,"
            " 'x', now())",
            "INSERT INTO documents_receivedfile VALUES"
            " (encode(sha256('x'), 'hex'), 'txt', 2, 'x', now())",
        ],
    )
    def test_raw_sql_is_refused(self, statement: str) -> None:
        make_edition(kept=True)
        before = [*ReceivedFile.objects.values()], [*ClauseVersion.objects.values()]
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement)
        after = [*ReceivedFile.objects.values()], [*ClauseVersion.objects.values()]
        assert after == before

    def test_a_file_of_an_edition_cannot_be_deleted(self) -> None:
        make_edition(kept=True)
        with pytest.raises(ProtectedError):
            ReceivedFile.objects.all().delete()
