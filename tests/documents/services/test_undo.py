"""Putting back an entry of the record: each kind of change, and what came in between.

An entry is told by its transaction, so these tests commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from documents.audit import record_of
from documents.models import Document, Edition
from documents.presenters.change_record import Entry, read_entries
from documents.services import (
    CannotEdit,
    NotADraft,
    Renumbering,
    SourceFile,
    UndoConflict,
    begin_draft,
    import_text,
    insert_clause,
    keep_file,
    merge_clauses,
    move_clause,
    plan_renumbering,
    publish_edition,
    remove_clause,
    renumber_clauses,
    restore_clause,
    split_clause,
    undo_change,
)
from documents.text.content import ClauseContent
from portal.people.roles import Role
from tests.documents.presenters.test_publication_summary import reword
from tests.documents.services.test_edit import NEW, keys, row, said
from tests.documents.views.test_received import publish_from
from tests.factories import (
    make_draft,
    make_edition,
    make_member,
    make_numbered_draft,
    make_person,
    make_units,
)

pytestmark = pytest.mark.django_db(transaction=True)
CUTS = {"zh-hans": 3, "ru": 8, "en": 7}


@pytest.fixture
def draft() -> Edition:
    return begin_draft(make_edition(paragraphs=4), user=None)


def entries(draft: Edition) -> list[Entry]:
    draft = Edition.objects.get(pk=draft.pk)
    return read_entries(draft, list(record_of(draft)))


def last(draft: Edition, what: str) -> Entry:
    return next(entry for entry in entries(draft) if entry.what == what)


def put_back(draft: Edition, what: str, **named: Any) -> None:
    entry = last(draft, what)
    undo_change(draft, entry.model, entry.event, user=None, **named)


def state(draft: Edition) -> list[tuple[str, ClauseContent]]:
    return [(each.clause.key, said(each)) for each in draft.versions.for_reading()]


def derivations(draft: Edition) -> set[tuple[str, str]]:
    pairs = draft.derivations.values_list("clause__key", "origin__key")
    return set(pairs)


def _reword(draft: Edition) -> None:
    reword(draft, "statement-pre1", en="Other words")


def _remove(draft: Edition) -> None:
    remove_clause(row(draft, "statement-pre2"))


def _insert(draft: Edition) -> None:
    part = row(draft, "statement-pre1").clause.part
    insert_clause(draft, NEW, part=part, position=3)


def _move(draft: Edition) -> None:
    move_clause(row(draft, "statement-pre3"), position=2)


def _split(draft: Edition) -> None:
    split_clause(row(draft, "statement-pre1"), at=CUTS)


def _merge(draft: Edition) -> None:
    merge_clauses(row(draft, "statement-pre2"), row(draft, "statement-pre3"))


def _restore(draft: Edition) -> None:
    version = row(draft, "statement-pre2")
    remove_clause(version)
    restore_clause(draft, version.clause, position=5)


CHANGES = [
    (_reword, "changed"),
    (_remove, "removed"),
    (_insert, "inserted"),
    (_move, "moved to place 2"),
    (_split, "split"),
    (_split, "split off"),
    (_merge, "merged into another clause"),
    (_merge, "merged with another clause"),
]


class TestEachChange:
    @pytest.mark.parametrize(("change", "what"), CHANGES)
    def test_is_put_back(
        self, draft: Edition, change: Callable[[Edition], None], what: str
    ) -> None:
        before = state(draft)
        change(draft)
        assert state(draft) != before
        put_back(draft, what)
        assert state(draft) == before
        assert derivations(draft) == set()

    @pytest.mark.parametrize(("change", "what"), CHANGES)
    def test_in_a_first_draft(
        self, change: Callable[[Edition], None], what: str
    ) -> None:
        draft = make_draft(paragraphs=4)
        before = state(draft)
        change(draft)
        put_back(draft, what)
        assert state(draft) == before
        assert derivations(draft) == set()

    @pytest.mark.parametrize(("change", "what"), CHANGES)
    def test_the_putting_back_is_put_back(
        self, draft: Edition, change: Callable[[Edition], None], what: str
    ) -> None:
        change(draft)
        after, derived = state(draft), derivations(draft)
        put_back(draft, what)
        newest = next(entry for entry in entries(draft) if entry.puts_back)
        assert newest.can_undo
        undo_change(draft, newest.model, newest.event, user=None)
        assert state(draft) == after
        assert derivations(draft) == derived

    def test_restored(self, draft: Edition) -> None:
        _restore(draft)
        put_back(draft, "restored")
        assert "statement-pre2" not in keys(draft)

    def test_a_merged_clause_of_this_draft(self) -> None:
        """What was split off and merged elsewhere comes back as split off."""
        draft = make_draft()
        rest = split_clause(row(draft, "statement-pre1"), at=CUTS)
        before, derived = state(draft), derivations(draft)
        merge_clauses(row(draft, "statement-pre2"), row(draft, rest.key))
        put_back(draft, "merged into another clause")
        assert state(draft) == before
        assert derivations(draft) == derived

    def test_a_renumbering(self) -> None:
        draft = make_numbered_draft()
        before = state(draft)
        wanted = Renumbering(start="statement-op2", shift=1)
        plan = plan_renumbering(draft, wanted)
        renumber_clauses(draft, wanted, seen=plan.seen)
        after = state(draft)
        put_back(draft, "renumbered")
        assert state(draft) == before
        put_back(draft, "renumbering undone")
        assert state(draft) == after

    def test_facts_of_a_language(self, draft: Edition) -> None:
        russian = draft.languages.filter(language="ru")
        russian.update(standing="official", **{"credit_en": "A translator"})
        put_back(draft, "changed")
        facts = russian.get()
        assert facts.standing == "unofficial"
        assert not facts.in_language("credit", "en")
        put_back(draft, "changed")
        assert russian.get().standing == "official"

    def test_the_file_that_a_text_is_from(self) -> None:
        publish_from(b"The General Assembly,", "a.txt")
        again = b"The General Assembly once more,"
        keep_file(again)
        draft = import_text(
            Document.objects.get(slug="memo"),
            language="en",
            file=SourceFile.of("b.txt", again),
            units=make_units("en", paragraphs=4),
        ).edition
        [entry] = [each for each in entries(draft) if each.facts and each.can_undo]
        undo_change(draft, entry.model, entry.event, user=None)
        row = draft.languages.get()
        assert row.file_name == "a.txt"
        assert row.received_id == row.file_sha256

    def test_label_and_note_of_the_edition(self, draft: Edition) -> None:
        itself = Edition.objects.filter(pk=draft.pk)
        itself.update(**{"label_en": "Second", "note_ru": "Исправлено"})
        put_back(draft, "changed")
        assert not itself.get().in_language("label", "en")
        assert not itself.get().in_language("note", "ru")

    def test_where_it_stood_among_the_others_of_now(self, draft: Edition) -> None:
        _move(draft)
        _insert(draft)
        put_back(draft, "moved to place 2")
        order = keys(draft)
        assert order[order.index("statement-pre3") - 1] == "statement-pre2"


class TestRecordedBefore:
    """Entries from before operations had names, in a draft that is still open."""

    @pytest.fixture(autouse=True)
    def unnamed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Record changes as was done before: with nothing told about them."""

        @contextmanager
        def context(**_told: str) -> Iterator[SimpleNamespace]:
            yield SimpleNamespace(metadata={})

        monkeypatch.setattr("pghistory.context", context)

    @pytest.mark.parametrize(
        ("change", "what"), [each for each in CHANGES if each[0] is not _move]
    )
    def test_is_put_back(
        self, draft: Edition, change: Callable[[Edition], None], what: str
    ) -> None:
        before = state(draft)
        change(draft)
        put_back(draft, what)
        assert state(draft) == before
        assert derivations(draft) == set()

    def test_a_move_does_not_know_from_where(self, draft: Edition) -> None:
        _move(draft)
        assert not last(draft, "moved to place 2").can_undo
        with pytest.raises(CannotEdit, match="not recorded"):
            put_back(draft, "moved to place 2")


class TestChangedSince:
    def test_another_language_is_no_conflict(self, draft: Edition) -> None:
        reword(draft, "statement-pre1", en="Other words")
        reword(draft, "statement-pre1", ru="Иные слова")
        entry = entries(draft)[1]
        assert entry.cells[0].language.code == "en"
        undo_change(draft, entry.model, entry.event, user=None)
        texts = said(row(draft, "statement-pre1")).texts
        assert (texts["en"], texts["ru"]) == ("Noting point 1,", "Иные слова")

    def test_the_same_words_are(self, draft: Edition) -> None:
        reword(draft, "statement-pre1", en="Other words")
        reword(draft, "statement-pre1", en="Still others")
        entry = entries(draft)[1]
        with pytest.raises(UndoConflict) as conflict:
            undo_change(draft, entry.model, entry.event, user=None)
        [reversal] = conflict.value.plan.texts
        assert reversal.now and reversal.then
        assert reversal.now.text("en") == "Still others"
        assert reversal.then.text("en") == "Noting point 1,"
        assert said(row(draft, "statement-pre1")).text("en") == "Still others"

    def test_is_replaced_by_who_has_seen_it(self, draft: Edition) -> None:
        reword(draft, "statement-pre1", en="Other words")
        reword(draft, "statement-pre1", en="Still others")
        entry = entries(draft)[1]
        with pytest.raises(UndoConflict) as conflict:
            undo_change(draft, entry.model, entry.event, user=None)
        seen = conflict.value.plan.seen
        reword(draft, "statement-pre1", en="Newest words")
        with pytest.raises(UndoConflict) as conflict:
            undo_change(draft, entry.model, entry.event, seen=seen, user=None)
        seen = conflict.value.plan.seen
        undo_change(draft, entry.model, entry.event, seen=seen, user=None)
        assert said(row(draft, "statement-pre1")).text("en") == "Noting point 1,"

    @pytest.mark.parametrize(
        ("change", "what", "key"),
        [
            (_split, "split", "statement-pre1"),
            (_merge, "merged into another clause", "statement-pre2"),
        ],
    )
    def test_a_piece_was_reworded(
        self, draft: Edition, change: Callable[[Edition], None], what: str, key: str
    ) -> None:
        change(draft)
        reword(draft, key, en="Reworded")
        with pytest.raises(UndoConflict):
            put_back(draft, what)
        assert said(row(draft, key)).text("en") == "Reworded"

    def test_an_inserted_clause_was_reworded(self, draft: Edition) -> None:
        _insert(draft)
        reword(draft, "statement-pre2-n2", en="Reworded")
        with pytest.raises(UndoConflict):
            put_back(draft, "inserted")
        assert "statement-pre2-n2" in keys(draft)

    def test_moved_again(self, draft: Edition) -> None:
        _move(draft)
        move_clause(row(draft, "statement-pre3"), position=5)
        with pytest.raises(UndoConflict):
            put_back(draft, "moved to place 2")

    def test_a_fact_was_changed_again(self, draft: Edition) -> None:
        russian = draft.languages.filter(language="ru")
        russian.update(standing="official")
        russian.update(standing="machine")
        entry = entries(draft)[1]
        with pytest.raises(UndoConflict) as conflict:
            undo_change(draft, entry.model, entry.event, user=None)
        seen = conflict.value.plan.seen
        undo_change(draft, entry.model, entry.event, seen=seen, user=None)
        assert russian.get().standing == "unofficial"

    def test_a_changed_text_is_not_confirmed_again_unseen(self, draft: Edition) -> None:
        russian = draft.languages.filter(language="ru")
        russian.update(confirmed=True)
        _reword(draft)
        entry = next(each for each in entries(draft) if each.about == "Русский")
        with pytest.raises(UndoConflict):
            undo_change(draft, entry.model, entry.event, user=None)
        assert not russian.get().confirmed

    def test_a_confirmation_is_taken_back_and_given_again(self, draft: Edition) -> None:
        russian = draft.languages.filter(language="ru")
        russian.update(confirmed=True)
        put_back(draft, "changed")
        assert not russian.get().confirmed
        put_back(draft, "changed")
        assert russian.get().confirmed

    def test_gone_since(self, draft: Edition) -> None:
        _reword(draft)
        remove_clause(row(draft, "statement-pre1"))
        assert not last(draft, "changed").can_undo
        with pytest.raises(CannotEdit):
            put_back(draft, "changed")

    def test_put_back_already(self, draft: Edition) -> None:
        _reword(draft)
        entry = last(draft, "changed")
        put_back(draft, "changed")
        assert not entries(draft)[1].can_undo
        with pytest.raises(CannotEdit):
            undo_change(draft, entry.model, entry.event, user=None)


class TestRefused:
    def test_without_the_permission(self, draft: Edition) -> None:
        _reword(draft)
        entry = last(draft, "changed")
        for person in (make_person("olga"), make_member(Role.COMMENTATOR)):
            with pytest.raises(PermissionDenied):
                undo_change(draft, entry.model, entry.event, user=person)
        undo_change(draft, entry.model, entry.event, user=make_member(Role.EDITOR))

    def test_in_a_published_edition(self, draft: Edition) -> None:
        _reword(draft)
        entry = last(draft, "changed")
        publish_edition(draft, user=None)
        assert not any(each.can_undo for each in entries(draft))
        with pytest.raises(NotADraft):
            undo_change(draft, entry.model, entry.event, user=None)

    def test_an_entry_of_another_draft(self, draft: Edition) -> None:
        _reword(draft)
        entry = last(draft, "changed")
        other = make_draft("other")
        for model in (entry.model, "edition", "derivation", "user"):
            with pytest.raises(CannotEdit):
                undo_change(other, model, entry.event, user=None)

    def test_what_came_with_the_draft(self, draft: Edition) -> None:
        [made] = entries(draft)
        assert not made.can_undo
        with pytest.raises(CannotEdit):
            undo_change(draft, made.model, made.event, user=None)
