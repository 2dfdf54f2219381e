"""What the application's own role cannot do to published editions, in SQL.

It owns nothing and has what the README grants: it cannot disable a trigger, and may
write every row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.models import Model
from pytest_django.plugin import DjangoDbBlocker

from documents.integrity import digests
from documents.integrity.verify import verify_document
from documents.models import (
    Clause,
    ClauseVersion,
    Derivation,
    Document,
    Edition,
    LanguageVersion,
    Part,
    Relation,
)
from documents.services import (
    begin_draft,
    correct_metadata,
    publish_edition,
    undo_withdrawal,
)
from tests.base import at_once, beside
from tests.databases import application_role
from tests.factories import REASON, make_draft, make_edition, make_withdrawal

IDENTITIES = (Document, Part, Clause, Edition, ClauseVersion, LanguageVersion)


@pytest.fixture(scope="module")
def role(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    with django_db_blocker.unblock(), ExitStack() as stack:
        try:
            name = stack.enter_context(application_role())
        except psycopg.OperationalError as error:
            pytest.skip(f"no role can be made on this PostgreSQL server: {error}")
        yield name


@contextmanager
def acting_as(role: str) -> Iterator[Any]:
    """A transaction of the application's role; gives its cursor."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{role}"')
        yield cursor
        cursor.execute("RESET ROLE")


def manifests() -> list[str]:
    return [digests.manifest(each) for each in Edition.objects.order_by("number")]


def below_head(manifest: str) -> list[str]:
    """The lines about languages, parts and clauses, which drafts have too."""
    lines = manifest.splitlines()
    [first, *_rest] = [at for at, each in enumerate(lines) if each[:10] == "# language"]
    return lines[first:]


@pytest.mark.django_db
class TestKeys:
    @pytest.mark.parametrize("model", IDENTITIES)
    def test_two_are_not_exchanged(self, role: str, model: type[Model]) -> None:
        make_draft("draft")
        make_edition("open")
        rows = model._default_manager.order_by("pk")
        first, *_rest, last = rows.values_list("pk", flat=True)
        with pytest.raises(IntegrityError, match="keeps its id"), acting_as(role):
            for old, new in ((first, -1), (last, first), (-1, last)):
                rows.filter(pk=old).update(id=new)

    @pytest.mark.parametrize("model", [Document, Part, Clause])
    def test_none_is_taken_by_another_row(self, role: str, model: type[Model]) -> None:
        make_edition()
        before = manifests()
        delete = f"DELETE FROM {model._meta.db_table}"  # noqa: S608 - ours
        with (
            pytest.raises(IntegrityError, match="published"),
            acting_as(role) as sql,
        ):
            sql.execute(delete)
        assert manifests() == before

    @pytest.mark.parametrize(
        "change",
        [
            "part SET document_id = (SELECT max(id) FROM documents_document)",
            "edition SET document_id = (SELECT max(id) FROM documents_document)",
            "clauseversion SET clause_id = (SELECT max(id) FROM documents_clause)",
            "clauseversion SET edition_id = (SELECT max(id) FROM documents_edition)",
            "languageversion SET edition_id = (SELECT max(id) FROM documents_edition)",
        ],
    )
    def test_a_draft_keeps_what_it_belongs_to(self, role: str, change: str) -> None:
        make_draft("draft")
        make_draft("other")
        with pytest.raises(IntegrityError), acting_as(role) as sql:
            sql.execute(f"UPDATE documents_{change}")

    @pytest.mark.parametrize(
        "statement",
        [
            "DELETE FROM documents_documentslug WHERE slug = 'memo'",
            "UPDATE documents_documentslug SET slug = 'free' WHERE slug = 'memo'",
            "UPDATE documents_documentslug SET document_id ="
            " (SELECT max(id) FROM documents_document) WHERE slug = 'memo'",
            "UPDATE documents_document SET slug = 'memo' WHERE slug = 'other'",
        ],
    )
    def test_a_former_slug_is_kept_for_its_document(
        self, role: str, statement: str
    ) -> None:
        document = make_edition("memo").document
        make_draft("other")
        before = manifests()
        with acting_as(role):
            Document.objects.filter(pk=document.pk).update(slug="letter")
        with pytest.raises(IntegrityError), acting_as(role) as sql:
            sql.execute(statement)
        assert Document.objects.named("memo").get() == document
        assert manifests() == before

    def test_the_rest_of_a_draft_is_free(self, role: str) -> None:
        draft = begin_draft(make_edition(), user=None)
        with acting_as(role):
            draft.versions.filter(position=2).update(kind="note", position=99)
            draft.versions.filter(position=3).delete()
            draft.languages.update(standing="official")
            Part.objects.update(title="Statement")
            publish_edition(draft, user=None)
        assert all(each.is_sound for each in verify_document(draft.document))


@pytest.mark.django_db
class TestMetadata:
    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE documents_document SET symbol = 'A/1'",
            "UPDATE documents_edition SET metadata = '{}'",
            "UPDATE documents_edition SET manifest_form = 1, metadata = NULL",
            "UPDATE documents_documentevent SET symbol = 'A/1'",
            "DELETE FROM documents_documentevent",
            "UPDATE documents_relationevent SET symbol = 'A/1'",
            "DELETE FROM documents_relationevent",
            "DELETE FROM documents_relation",
        ],
    )
    def test_none_is_altered_unseen(self, role: str, change: str) -> None:
        document = make_edition().document
        related = Relation(kind="supersedes", symbol="A/60/1")
        correct_metadata(document, {}, relations=[related], reason="New.", user=None)
        with transaction.atomic(), connection.cursor() as cursor:
            # What a transaction that gave a reason leaves behind.
            cursor.execute("SELECT set_config('pghistory.context_metadata', '', true)")
        with (
            pytest.raises((IntegrityError, InternalError)),
            acting_as(role) as sql,
        ):
            sql.execute(change)


@pytest.mark.django_db
def test_the_record_of_withdrawals_is_kept(role: str) -> None:
    made = make_withdrawal(make_edition())
    for change in (
        "UPDATE documents_withdrawal SET reason_en = 'Other'",
        "UPDATE documents_withdrawal SET id = -1",
        "DELETE FROM documents_withdrawal",
    ):
        with pytest.raises(IntegrityError), acting_as(role) as sql:
            sql.execute(change)
    with acting_as(role):
        undone = undo_withdrawal(made, reason=REASON, user=None)
    assert not undone.is_in_force


@pytest.mark.django_db
class TestReceivedFiles:
    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE documents_receivedfile SET content = 'other', size = 5,"
            " sha256 = encode(sha256('other'), 'hex')",
            "DELETE FROM documents_receivedfile",
            "UPDATE documents_languageversion SET received_id = NULL",
        ],
    )
    def test_none_is_exchanged_or_lost(self, role: str, change: str) -> None:
        make_edition(kept=True)
        with pytest.raises(IntegrityError), acting_as(role) as sql:
            sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
            sql.execute(change)


# --- Writing while an edition is published


def reword(draft: Edition) -> None:
    draft.versions.filter(position=2).update(kind="note")


def add(draft: Edition) -> None:
    ClauseVersion.objects.create(
        edition=draft,
        clause=Clause.objects.get(versions=None),
        position=9,
        locator="statement/pre9",
        kind="preambular",
        text="Late",
    )


def take_away(draft: Edition) -> None:
    draft.versions.filter(position=2).delete()


def restate(draft: Edition) -> None:
    draft.languages.filter(language="ru").update(standing="authentic")


def derive(draft: Edition) -> None:
    one, two, *_rest = Clause.objects.all()
    Derivation.objects.create(edition=draft, clause=one, origin=two)


def change_the_part(draft: Edition) -> None:
    Part.objects.update(original_language="ru")


WRITES = [reword, add, take_away, restate, derive, change_the_part]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", WRITES)
class TestMeanwhile:
    @pytest.fixture
    def draft(self) -> Edition:
        """A draft whose document has one clause that stands in no edition."""
        draft = make_draft()
        draft.versions.get(clause__key="statement-pre3").delete()
        return draft

    def write_as(self, role: str, write: Callable[[Edition], None], at: Edition) -> Any:
        with acting_as(role):
            write(at)

    def test_who_writes_first_is_waited_for(
        self, role: str, draft: Edition, write: Callable[[Edition], None]
    ) -> None:
        before = manifests()
        with beside(lambda: publish_edition(draft, user=None)) as begun:
            self.write_as(role, write, draft)
        begun[0].result(timeout=30)
        assert self.is_sound(draft)
        assert below_head(manifests()[0]) != below_head(before[0])

    def test_who_writes_second_waits_and_is_refused(
        self, role: str, draft: Edition, write: Callable[[Edition], None]
    ) -> None:
        with beside(lambda: self.write_as(role, write, draft)) as begun:
            publish_edition(draft, user=None)
            before = manifests()
        assert isinstance(begun[0].exception(timeout=30), IntegrityError)
        assert manifests() == before
        assert self.is_sound(draft)

    def is_sound(self, draft: Edition) -> bool:
        [found] = verify_document(draft.document)
        return found.is_sound


@pytest.mark.django_db(transaction=True)
def test_nothing_is_added_to_an_edition_that_is_not_there_yet(role: str) -> None:
    """Whoever guesses its id would else add to what is published with it."""
    first = make_edition()

    def add_a_language(edition: int) -> None:
        with acting_as(role):
            LanguageVersion.objects.create(
                edition_id=edition, language="fr", standing="official"
            )

    with transaction.atomic():
        edition = publish_edition(begin_draft(first, user=None), user=None)
        [refusal] = at_once(
            lambda: add_a_language(edition.pk), refusals=(IntegrityError,)
        )
    assert isinstance(refusal, IntegrityError)
    assert all(each.is_sound for each in verify_document(first.document))
