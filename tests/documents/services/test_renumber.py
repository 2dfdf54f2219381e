"""Renumbering of a draft: what changes, in which language, and undoing it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.audit import last_renumbering
from documents.languages import CODES
from documents.models import ClauseVersion, Edition
from documents.services import (
    CannotEdit,
    NotADraft,
    PlanChanged,
    Renumbering,
    plan_renumbering,
    publish_edition,
    renumber_clauses,
    reword_clause,
    split_clause,
    undo_renumbering,
)
from documents.text.content import ClauseContent
from tests.documents.services.test_edit import row
from tests.factories import make_numbered_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Edition:
    return make_numbered_draft()


def numbers(edition: Edition, code: str = "en") -> list[str]:
    return [each.in_language("number", code) for each in edition.versions.for_reading()]


def renumber(edition: Edition, start: str, **asked: Any) -> None:
    wanted = Renumbering(start=start, **asked)
    seen = plan_renumbering(edition, wanted).seen
    renumber_clauses(edition, wanted, seen=seen)


def give(edition: Edition, key: str, number: str) -> None:
    version = row(edition, key)
    content = ClauseContent.of(version).with_numbers(dict.fromkeys(CODES, number))
    reword_clause(version, content, revision=version.revision)


def undo(edition: Edition) -> int:
    last = last_renumbering(edition)
    assert last is not None
    return undo_renumbering(edition, last.operation)


class TestShifting:
    def test_from_a_clause_on_each_in_its_style(self, draft: Edition) -> None:
        renumber(draft, "statement-op2", shift=1)
        assert numbers(draft) == ["", "1.", "3.", "(a)", "(b)", "4.", "5."]
        assert numbers(draft, "zh-hans")[-2:] == ["4．", "5．"]
        assert row(draft, "statement-op2").locator == "statement/op3"
        assert not draft.languages.filter(confirmed=True).exists()

    def test_one_language_up_to_a_clause(self, draft: Edition) -> None:
        until = "statement-op3"
        renumber(draft, "statement-op2", shift=5, until=until, languages=("ru",))
        assert numbers(draft, "ru") == ["", "1.", "7.", "(a)", "(b)", "8.", "4."]
        assert numbers(draft)[2] == "2."

    def test_within_its_list(self, draft: Edition) -> None:
        renumber(draft, "statement-op2-a", shift=2)
        assert numbers(draft)[3:5] == ["(c)", "(d)"]

    @pytest.mark.parametrize(
        ("sublevels", "below"), [(True, ["4.1", "4.2"]), (False, ["2.1", "2.2"])]
    )
    def test_levels_below_follow_if_asked(
        self, draft: Edition, sublevels: bool, below: list[str]
    ) -> None:
        for key, number in (("a", "2.1"), ("b", "2.2")):
            give(draft, f"statement-op2-{key}", number)
        renumber(draft, "statement-op2", shift=2, sublevels=sublevels)
        assert numbers(draft)[3:5] == below

    @settings(
        max_examples=20,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.integers(1, 30), st.integers(1, 3), st.booleans())
    def test_there_and_back_is_as_it_was(
        self, draft: Edition, shift: int, start: int, sublevels: bool
    ) -> None:
        before = [numbers(draft, code) for code in CODES]
        for by in (shift, -shift):
            renumber(draft, f"statement-op{start}", shift=by, sublevels=sublevels)
        assert [numbers(draft, code) for code in CODES] == before


class TestInSequence:
    def test_closes_gaps_here_and_below(self, draft: Edition) -> None:
        for key, number in (("op1", "4."), ("op2", "9."), ("op2-b", "(f)")):
            give(draft, f"statement-{key}", number)
        renumber(draft, "statement-op1", first=1)
        assert numbers(draft) == ["", "1.", "2.", "(a)", "(b)", "3.", "4."]

    def test_the_first_gets_a_number_too(self, draft: Edition) -> None:
        """The second half of a split paragraph becomes a paragraph of its own."""
        at = dict.fromkeys(CODES, 8)
        born = split_clause(row(draft, "statement-op2"), at=at)
        renumber(draft, born.key, first=3)
        assert numbers(draft) == ["", "1.", "2.", "3.", "(a)", "(b)", "4.", "5."]
        assert numbers(draft, "zh-hans")[3] == "3．"
        assert row(draft, born.key).locator == "statement/op3"

    def test_what_is_not_understood_stays(self, draft: Edition) -> None:
        give(draft, "statement-op2", "1 bis.")
        wanted = Renumbering(start="statement-op1", first=5)
        plan = plan_renumbering(draft, wanted)
        assert [each.row.clause.key for each in plan.rows if each.kept] == [
            "statement-op2"
        ]
        renumber_clauses(draft, wanted, seen=plan.seen)
        assert numbers(draft) == ["", "5.", "1 bis.", "(a)", "(b)", "6.", "7."]


class TestUndoing:
    def test_restores_what_was(self, draft: Edition) -> None:
        give(draft, "statement-op3", "7.")
        before = [numbers(draft, code) for code in CODES]
        renumber(draft, "statement-op1", first=1)
        assert undo(draft) == 1
        assert [numbers(draft, code) for code in CODES] == before

    def test_only_once(self, draft: Edition) -> None:
        renumber(draft, "statement-op1", shift=1)
        last = last_renumbering(draft)
        assert last is not None
        assert last.count == 4
        undo(draft)
        assert last_renumbering(draft) is None
        with pytest.raises(CannotEdit):
            undo_renumbering(draft, last.operation)

    def test_not_when_a_clause_has_changed_since(self, draft: Edition) -> None:
        renumber(draft, "statement-op1", shift=1)
        last = last_renumbering(draft)
        assert last is not None
        give(draft, "statement-op3", "x.")
        assert last_renumbering(draft) is None
        with pytest.raises(CannotEdit):
            undo_renumbering(draft, last.operation)
        assert numbers(draft)[1] == "2."

    def test_a_change_elsewhere_does_not_matter(self, draft: Edition) -> None:
        renumber(draft, "statement-op3", shift=1)
        give(draft, "statement-op1", "0.")
        assert undo(draft) == 2
        assert numbers(draft) == ["", "0.", "2.", "(a)", "(b)", "3.", "4."]


class TestRefused:
    @pytest.mark.parametrize(
        "asked",
        [
            {"start": "statement-op1", "shift": 0},
            {"start": "statement-op1", "shift": -1},
            {"start": "statement-op2-a", "shift": 60},
            {"start": "statement-title", "shift": 1},
            {"start": "statement-op9", "shift": 1},
            {"start": "statement-op3", "shift": 1, "until": "statement-op1"},
        ],
    )
    def test_what_cannot_be(self, draft: Edition, asked: dict[str, Any]) -> None:
        with pytest.raises(CannotEdit):
            plan_renumbering(draft, Renumbering(**asked))

    def test_another_plan_than_the_one_seen(self, draft: Edition) -> None:
        wanted = Renumbering(start="statement-op2", shift=1)
        plan = plan_renumbering(draft, wanted)
        give(draft, "statement-op3", "8.")
        before = numbers(draft)
        with pytest.raises(PlanChanged):
            renumber_clauses(draft, wanted, seen=plan.seen)
        assert numbers(draft) == before

    def test_a_published_edition(self, draft: Edition) -> None:
        renumber(draft, "statement-op2", shift=1)
        last = last_renumbering(draft)
        assert last is not None
        publish_edition(draft, user=None)
        wanted = Renumbering(start="statement-op2", shift=1)
        with pytest.raises(NotADraft):
            renumber_clauses(draft, wanted, seen=plan_renumbering(draft, wanted).seen)
        with pytest.raises(NotADraft):
            undo_renumbering(draft, last.operation)


def test_keys_and_revisions(draft: Edition) -> None:
    before = {v.pk: (v.clause.key, v.revision) for v in draft.versions.for_reading()}
    renumber(draft, "statement-op3", shift=1)
    for version in ClauseVersion.objects.for_reading():
        key, revision = before[version.pk]
        moved = key in {"statement-op3", "statement-op4"}
        assert (version.clause.key, version.revision) == (key, revision + moved)
