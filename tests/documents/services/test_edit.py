"""Changing a draft: each operation, two editors at once, and any sequence of them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.comparing import Change, compare
from documents.integrity.verify import verify_document
from documents.languages import CODES
from documents.models import Clause, ClauseVersion, Derivation, Edition
from documents.presenters.changes import read_clauses
from documents.services import (
    CannotEdit,
    EditConflict,
    NotADraft,
    begin_draft,
    delete_edition,
    insert_clause,
    merge_clauses,
    move_clause,
    publish_edition,
    remove_clause,
    restore_clause,
    reword_clause,
    split_clause,
)
from documents.text.content import ClauseContent
from documents.text.kinds import Kind
from tests.factories import make_draft, make_edition

pytestmark = pytest.mark.django_db
TEXTS = {"zh-hans": "新的段落", "ru": "новый пункт", "en": "A new clause"}
NEW = ClauseContent(Kind.PREAMBULAR, texts=TEXTS)


def keys(edition: Edition) -> list[str]:
    return [row.clause.key for row in edition.versions.for_reading()]


def row(edition: Edition, key: str) -> ClauseVersion:
    return edition.versions.for_reading().select_related("edition").get(clause__key=key)


def said(version: ClauseVersion) -> ClauseContent:
    return ClauseContent.of(version)


class TestEachOperation:
    def test_reword(self) -> None:
        draft = make_draft()
        version = row(draft, "statement-pre2")
        reword_clause(version, NEW, revision=version.revision)
        stored = row(draft, "statement-pre2")
        assert stored.in_language("text", "en") == "A new clause"
        assert stored.revision == version.revision + 1

    def test_renumber_leaves_the_key(self) -> None:
        draft = make_draft()
        version = row(draft, "statement-op1")
        numbers = dict.fromkeys(CODES, "7.")
        wording = ClauseContent(version.kind, 0, said(version).texts, numbers)
        reword_clause(version, wording, revision=version.revision)
        assert row(draft, "statement-op1").locator == "statement/op7"

    def test_move(self) -> None:
        draft = make_draft()
        move_clause(row(draft, "statement-pre3"), position=2)
        assert keys(draft)[1:4] == [
            "statement-pre3",
            "statement-pre1",
            "statement-pre2",
        ]
        assert row(draft, "statement-pre3").locator == "statement/pre1"

    def test_insert(self) -> None:
        draft = make_draft()
        part = row(draft, "statement-pre1").clause.part
        clause = insert_clause(draft, NEW, part=part, position=3)
        assert keys(draft)[2] == clause.key == "statement-pre2-n2"

    def test_remove_and_restore(self) -> None:
        draft = begin_draft(make_edition(), user=None)
        version = row(draft, "statement-pre2")
        remove_clause(version)
        assert "statement-pre2" not in keys(draft)
        restore_clause(draft, version.clause, position=5)
        assert keys(draft)[4] == "statement-pre2"
        assert (
            row(draft, "statement-pre2").in_language("text", "ru") == "отмечая пункт 2,"
        )

    def test_what_was_born_in_the_draft_vanishes_with_publication(self) -> None:
        draft = make_draft()
        part = row(draft, "statement-pre1").clause.part
        clause = insert_clause(draft, NEW, part=part, position=1)
        remove_clause(row(draft, clause.key))
        assert Clause.objects.filter(pk=clause.pk).exists()
        publish_edition(draft, user=None)
        assert not Clause.objects.filter(pk=clause.pk).exists()

    def test_what_was_removed_from_a_draft_goes_with_it(self) -> None:
        draft = make_draft()
        part = row(draft, "statement-pre1").clause.part
        clause = insert_clause(draft, NEW, part=part, position=1)
        remove_clause(row(draft, clause.key))
        delete_edition(draft)
        assert not Clause.objects.filter(document=draft.document_id).exists()

    def test_what_was_born_in_the_draft_is_restored(self) -> None:
        draft = make_draft()
        part = row(draft, "statement-pre1").clause.part
        clause = insert_clause(draft, NEW, part=part, position=3)
        remove_clause(row(draft, clause.key))
        restore_clause(draft, clause, position=3)
        assert keys(draft)[2] == clause.key
        assert said(row(draft, clause.key)) == NEW

    def test_what_was_split_off_is_restored_as_split_off(self) -> None:
        draft = make_draft()
        at = {"zh-hans": 3, "ru": 8, "en": 7}
        clause = split_clause(row(draft, "statement-pre1"), at=at)
        remove_clause(row(draft, clause.key))
        assert not draft.derivations.exists()
        restore_clause(draft, clause, position=3)
        assert [*clause.derived_from.all()] == [row(draft, "statement-pre1").clause]
        assert row(draft, clause.key).in_language("text", "en") == "point 1,"

    def test_split(self) -> None:
        draft = make_draft()
        at = {"zh-hans": 3, "ru": 8, "en": 7}
        clause = split_clause(row(draft, "statement-pre1"), at=at)
        first, rest = row(draft, "statement-pre1"), row(draft, clause.key)
        assert first.in_language("text", "ru") == "отмечая"
        assert rest.in_language("text", "en") == "point 1,"
        assert rest.position == first.position + 1
        assert [*clause.derived_from.all()] == [first.clause]

    def test_merge(self) -> None:
        draft = begin_draft(make_edition(), user=None)
        one, two = row(draft, "statement-pre1"), row(draft, "statement-pre2")
        merge_clauses(one, two)
        merged = row(draft, "statement-pre1")
        assert merged.in_language("text", "en") == "Noting point 1, Noting point 2,"
        assert merged.in_language("text", "zh-hans") == "注意到第1点，注意到第2点，"
        assert "statement-pre2" not in keys(draft)
        assert [*one.clause.derived_from.all()] == [two.clause]

    def test_a_changed_wording_is_confirmed_no_more(self) -> None:
        draft = make_draft()
        draft.languages.update(confirmed=True)
        version = row(draft, "statement-pre1")
        reword_clause(version, NEW, revision=version.revision)
        assert not draft.languages.filter(confirmed=True).exists()


class TestRefused:
    def test_two_editors_at_once(self) -> None:
        draft = make_draft()
        version = row(draft, "statement-pre1")
        reword_clause(version, NEW, revision=version.revision)
        with pytest.raises(EditConflict) as conflict:
            reword_clause(version, said(version), revision=version.revision)
        assert conflict.value.current.in_language("text", "en") == "A new clause"

    def test_a_published_edition(self) -> None:
        edition = make_edition()
        version = row(edition, "statement-pre1")
        with pytest.raises(NotADraft):
            reword_clause(version, NEW, revision=version.revision)
        with pytest.raises(NotADraft):
            move_clause(version, position=1)

    def test_what_makes_no_sense(self) -> None:
        draft = make_draft()
        version = row(draft, "statement-pre1")
        other = make_draft("other")
        for nonsense in (
            lambda: move_clause(version, position=99),
            lambda: split_clause(version, at={"ru": 3}),
            lambda: split_clause(version, at={"zh-hans": 0, "ru": 1, "en": 1}),
            lambda: merge_clauses(version, version),
            lambda: merge_clauses(version, row(other, "statement-pre1")),
            lambda: restore_clause(draft, version.clause, position=1),
            lambda: reword_clause(
                version, ClauseContent(Kind.TITLE), revision=version.revision
            ),
        ):
            with pytest.raises(CannotEdit):
                nonsense()


# --- Any sequence of operations over several editions

operations = st.lists(
    st.tuples(
        st.sampled_from(
            ["reword", "move", "insert", "remove", "restore", "split", "merge"]
        ),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    max_size=8,
)


def apply(draft: Edition, operation: str, one: int, two: int) -> None:
    rows = list(draft.versions.for_reading().select_related("edition"))
    first, second = rows[one % len(rows)], rows[two % len(rows)]
    match operation:
        case "reword":
            texts = {**said(first).texts, CODES[two % 3]: f"Wording {two}"}
            wording = ClauseContent(first.kind, first.depth, texts, said(first).numbers)
            reword_clause(first, wording, revision=first.revision)
        case "move":
            move_clause(first, position=second.position)
        case "insert":
            insert_clause(draft, NEW, part=first.clause.part, position=second.position)
        case "remove":
            remove_clause(first)
        case "restore":
            clauses = Clause.objects.filter(document=draft.document)
            restore_clause(draft, clauses[one % len(clauses)], position=second.position)
        case "split":
            at = dict.fromkeys(CODES, 1 + two % 3)
            split_clause(first, at=at)
        case "merge":
            merge_clauses(first, second)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(editions=st.lists(operations, min_size=1, max_size=3), data=st.data())
def test_no_identity_is_lost_or_shared(
    editions: list[list[tuple[str, int, int]]], data: st.DataObject
) -> None:
    slug = f"random-{Edition.objects.count()}"
    published = [make_edition(slug, paragraphs=2)]
    for steps in editions:
        draft = begin_draft(published[-1], user=None)
        for operation, one, two in steps:
            try:
                apply(draft, operation, one, two)
            except CannotEdit:
                continue
        published.append(publish_edition(draft, user=None))
    _check_identities(published)
    _check_comparisons(published)
    findings = list(verify_document(published[0].document))
    assert len(findings) == len(published)
    assert all(finding.is_sound for finding in findings)


def _check_identities(editions: list[Edition]) -> None:
    seen: set[str] = set()
    for edition in editions:
        here = keys(edition)
        assert len(here) == len(set(here))
        seen |= set(here)
    document = editions[0].document
    assert seen <= set(document.clauses.values_list("key", flat=True))


def _check_comparisons(editions: list[Edition]) -> None:
    for before in editions:
        for after in editions:
            one, two = read_clauses(before), read_clauses(after)
            found = compare(one, two)
            assert [change.after for change in found if change.after] == two
            kept = {s.key: s for s in one}
            for change in found:
                if change.changes == {Change.KEPT}:
                    assert change.after is not None
                    assert change.after.content == kept[change.key].content


def test_derivations_go_with_the_draft() -> None:
    draft = begin_draft(make_edition(), user=None)
    merge_clauses(row(draft, "statement-pre1"), row(draft, "statement-pre2"))
    draft.delete()
    assert not Derivation.objects.exists()
