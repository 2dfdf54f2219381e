"""Withdrawing what was published by mistake, and undoing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from documents.integrity.verify import verify_document
from documents.models import Clause, Document, Edition, Part, Withdrawal
from documents.services import (
    AlreadyUndone,
    CannotPublish,
    CannotWithdraw,
    DraftExists,
    Superseded,
    begin_draft,
    import_text,
    insert_clause,
    publish_edition,
    reword_clause,
    undo_withdrawal,
    withdraw,
)
from documents.services.draft import DocumentClosed
from documents.text.content import ClauseContent
from portal.people.models import Visitor
from portal.people.roles import Role
from tests.base import at_once
from tests.documents.services.test_edit import row
from tests.factories import (
    REASON,
    make_draft,
    make_edition,
    make_file,
    make_member,
    make_units,
    make_withdrawal,
)

pytestmark = pytest.mark.django_db


def retitle(draft: Edition, title: str) -> None:
    version = row(draft, "statement-title")
    content = ClauseContent("title", texts={"en": title})
    reword_clause(version, content, revision=version.revision)


def make_second(first: Edition, title: str = "Second") -> Edition:
    draft = begin_draft(first, user=None)
    retitle(draft, title)
    return publish_edition(draft, user=None)


def standing() -> list[int]:
    rows = Edition.objects.standing().order_by("number")
    return list(rows.values_list("number", flat=True))


def title_of(document: Document) -> str:
    document.refresh_from_db()
    return document.in_language("title", "en")


@pytest.fixture
def first() -> Edition:
    return make_edition()


@pytest.fixture
def second(first: Edition) -> Edition:
    return make_second(first)


def test_the_current_edition_is_the_latest_that_stands_unless_superseded(
    first: Edition,
) -> None:
    second = make_second(first)
    assert list(Edition.objects.current()) == [second]
    make_withdrawal(make_second(second))
    assert list(Edition.objects.current()) == [second]
    make_withdrawal(first.document, kind="superseded")
    assert list(Edition.objects.current()) == []


class TestWithdrawing:
    def test_an_edition_leaves_the_one_before_current(self, second: Edition) -> None:
        assert title_of(second.document) == "Second"
        user = make_member(Role.PUBLISHER, "petra")
        made = make_withdrawal(second, user=user)
        assert (made.by, made.in_language("reason", "ru")) == (user, REASON["ru"])
        assert standing() == [1]
        assert title_of(second.document) == "Statement"

    def test_a_document_takes_all_its_editions_along(self, second: Edition) -> None:
        make_withdrawal(second.document)
        assert standing() == []

    def test_what_is_superseded_stands(self, first: Edition, second: Edition) -> None:
        other = make_edition("later").document
        make_withdrawal(first, kind="superseded")
        made = make_withdrawal(first.document, kind="superseded", successor=other)
        assert made.text_readable
        assert standing() == [1, 1, 2]

    def test_digests_stay_provable(self, second: Edition) -> None:
        make_withdrawal(second)
        third = make_second(Edition.objects.get(number=1), "Third")
        assert third.previous_digest == second.digest
        assert [each.fault for each in verify_document(second.document)] == [""] * 3

    def test_undone_it_is_as_before(self, second: Edition) -> None:
        user = make_member(Role.PUBLISHER, "petra")
        made = make_withdrawal(second)
        undone = undo_withdrawal(made, reason=REASON, user=user)
        assert (undone.undone_by, undone.is_in_force) == (user, False)
        assert undone.in_language("undone_reason", "zh-hans") == REASON["zh-hans"]
        assert standing() == [1, 2]
        assert title_of(second.document) == "Second"

    def test_it_can_happen_again(self, second: Edition) -> None:
        undo_withdrawal(make_withdrawal(second), reason=REASON, user=None)
        make_withdrawal(second)
        assert Withdrawal.objects.in_force().count() == 1
        assert Withdrawal.objects.count() == 2

    def test_an_edition_stays_withdrawn_when_its_document_returns(
        self, second: Edition
    ) -> None:
        make_withdrawal(second)
        whole = make_withdrawal(second.document)
        undo_withdrawal(whole, reason=REASON, user=None)
        assert standing() == [1]


class TestRefusals:
    def test_a_draft(self) -> None:
        draft = make_draft()
        for target in (draft, draft.document):
            with pytest.raises(CannotWithdraw, match="been published"):
                make_withdrawal(target)

    @pytest.mark.parametrize("kind", ["withdrawn", "superseded"])
    def test_twice(self, first: Edition, kind: str) -> None:
        make_withdrawal(first.document, kind=kind)
        with pytest.raises(CannotWithdraw):
            make_withdrawal(first.document)

    @pytest.mark.parametrize("missing", REASON)
    def test_without_a_reason_in_a_language(self, first: Edition, missing: str) -> None:
        reason = {**REASON, missing: " \n"}
        with pytest.raises(CannotWithdraw, match="every language"):
            withdraw(
                first, kind="withdrawn", reason=reason, text_readable=True, user=None
            )
        made = make_withdrawal(first)
        with pytest.raises(CannotWithdraw, match="every language"):
            undo_withdrawal(made, reason=reason, user=None)

    def test_an_edition_that_no_later_one_supersedes(self, second: Edition) -> None:
        with pytest.raises(CannotWithdraw, match="No later edition"):
            make_withdrawal(second, kind="superseded")

    def test_by_itself(self, first: Edition) -> None:
        document = first.document
        with pytest.raises(CannotWithdraw, match="itself"):
            make_withdrawal(document, kind="superseded", successor=document)

    def test_undoing_twice(self, first: Edition) -> None:
        made = make_withdrawal(first)
        undo_withdrawal(made, reason=REASON, user=None)
        with pytest.raises(AlreadyUndone):
            undo_withdrawal(made, reason=REASON, user=None)

    def test_whoever_may_not_publish(self, first: Edition) -> None:
        editor = make_member(Role.EDITOR, "edith")
        with pytest.raises(PermissionDenied):
            make_withdrawal(first, user=editor)
        made = make_withdrawal(first)
        with pytest.raises(PermissionDenied):
            undo_withdrawal(made, reason=REASON, user=editor)


class TestWhatIsMadeAfterwards:
    def test_the_next_draft_is_made_from_what_stands(
        self, first: Edition, second: Edition
    ) -> None:
        make_withdrawal(second)
        with pytest.raises(Superseded) as refusal:
            begin_draft(second, user=None)
        assert refusal.value.latest == first
        third = make_second(first, "Third")
        assert (third.number, third.based_on) == (3, first)
        assert standing() == [1, 3]

    def test_when_nothing_stands_it_is_made_from_the_latest(
        self, first: Edition
    ) -> None:
        make_withdrawal(first)
        assert make_second(first).number == 2
        assert standing() == [2]

    def test_a_draft_that_was_open_can_be_published(
        self, first: Edition, second: Edition
    ) -> None:
        draft = begin_draft(second, user=None)
        make_withdrawal(second)
        publish_edition(draft, user=None)
        assert standing() == [1, 3]

    def test_a_draft_that_would_revert_what_returned_is_not(
        self, first: Edition, second: Edition
    ) -> None:
        made = make_withdrawal(second)
        draft = begin_draft(first, user=None)
        undo_withdrawal(made, reason=REASON, user=None)
        with pytest.raises(CannotPublish, match="undo its changes"):
            publish_edition(draft, user=None)

    @pytest.mark.parametrize("kind", ["withdrawn", "superseded"])
    def test_a_closed_document_gets_no_edition(self, first: Edition, kind: str) -> None:
        draft = begin_draft(first, user=None)
        made = make_withdrawal(first.document, kind=kind)
        with pytest.raises(CannotPublish, match="Undo that"):
            publish_edition(draft, user=None)
        draft.delete()
        with pytest.raises(DocumentClosed):
            begin_draft(first, user=None)
        with pytest.raises(DocumentClosed):
            import_a_file(first.document)
        undo_withdrawal(made, reason=REASON, user=None)
        assert begin_draft(first, user=None).number == 2

    def test_a_file_becomes_a_draft_of_what_stands(
        self, first: Edition, second: Edition
    ) -> None:
        make_withdrawal(second)
        assert import_a_file(first.document).edition.based_on == first


def import_a_file(document: Document) -> Any:
    units = make_units("en", paragraphs=4)
    file = make_file("another")
    return import_text(document, language="en", file=file, units=units, user=None)


# --- Who sees it


@pytest.mark.parametrize("role", [None, Role.COMMENTATOR, Role.EDITOR, Role.MODERATOR])
class TestQueries:
    @pytest.fixture
    def visitor(self, role: Role | None) -> Visitor:
        return make_member(role, "vera") if role else AnonymousUser()

    def test_a_withdrawn_edition_is_visible_to_nobody(
        self, visitor: Visitor, second: Edition
    ) -> None:
        draft = begin_draft(second, user=None)
        clause = make_clause_of(draft)
        publish_edition(draft, user=None)
        assert clause in Clause.objects.visible_to(visitor)
        make_withdrawal(draft, text_readable=True)
        editions = Edition.objects.visible_to(visitor)
        assert sorted(each.number for each in editions) == [1, 2]
        assert clause not in Clause.objects.visible_to(visitor)
        assert Clause.objects.visible_to(visitor).count() == 5
        assert Edition.objects.on_record_for(visitor).count() == 3

    def test_nothing_of_a_withdrawn_document_is_visible(
        self, visitor: Visitor, second: Edition
    ) -> None:
        make_withdrawal(second.document)
        visible = (Document.objects, Edition.objects, Part.objects, Clause.objects)
        for manager in visible:
            assert not manager.visible_to(visitor).exists()

    def test_a_superseded_document_is_read_but_not_listed(
        self, visitor: Visitor, second: Edition
    ) -> None:
        make_withdrawal(second.document, kind="superseded")
        documents = Document.objects.visible_to(visitor)
        assert documents.count() == 1
        assert not documents.for_list()

    def test_drafts_of_it_stay_with_the_editors(
        self, visitor: Visitor, role: Role | None, second: Edition
    ) -> None:
        begin_draft(second, user=None)
        make_withdrawal(second.document)
        seen = list(Edition.objects.visible_to(visitor))
        assert [each.number for each in seen] == ([3] if role is Role.EDITOR else [])


def make_clause_of(draft: Edition) -> Clause:
    part = row(draft, "statement-pre1").clause.part
    content = ClauseContent("preambular", texts={"en": "Late,"})
    return insert_clause(draft, content, part=part, position=2)


# --- The record


class TestRecord:
    @pytest.mark.parametrize(
        "change",
        [
            {"reason_en": "Other"},
            {"kind": "superseded", "text_readable": True},
            {"text_readable": True},
            {"by_id": None, "at": "2020-01-01T00:00:00Z"},
            {"undone_reason_en": "Half"},
        ],
    )
    def test_it_is_never_altered(self, first: Edition, change: dict[str, Any]) -> None:
        made = make_withdrawal(first, user=make_member(Role.PUBLISHER, "petra"))
        with pytest.raises(IntegrityError, match="never altered"), transaction.atomic():
            Withdrawal.objects.filter(pk=made.pk).update(**change)

    def test_it_is_undone_once(self, first: Edition) -> None:
        made = undo_withdrawal(make_withdrawal(first), reason=REASON, user=None)
        rows = Withdrawal.objects.filter(pk=made.pk)
        for action in (
            lambda: rows.update(undone_at=None),
            lambda: rows.update(**{"undone_reason_en": "Other"}),
            rows.delete,
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                action()

    def test_it_is_not_emptied(self, first: Edition) -> None:
        make_withdrawal(first)
        name = "documents_withdrawal_no_truncate"
        with connection.cursor() as sql:
            sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
            sql.execute(f"ALTER TABLE documents_withdrawal ENABLE TRIGGER {name}")
            with pytest.raises(IntegrityError), transaction.atomic():
                sql.execute("TRUNCATE documents_withdrawal CASCADE")

    def test_only_what_is_published_has_one(self, first: Edition) -> None:
        other = make_edition("other")
        draft = begin_draft(first, user=None)
        stored = {"document": first.document, "kind": "withdrawn", "reason_en": "x"}
        for wrong in (
            {"edition": other},
            {"edition": draft},
            {"edition": first, "undone_at": "2020-01-01T00:00:00Z"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Withdrawal.objects.create(text_readable=True, **{**stored, **wrong})


# --- At the same moment


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def run(self, *actions: Callable[[], Any]) -> list[str]:
        refusals = (CannotWithdraw, CannotPublish, AlreadyUndone, DraftExists)
        return sorted(
            type(each).__name__ for each in at_once(*actions, refusals=refusals)
        )

    @pytest.mark.parametrize("_attempt", range(3))
    def test_the_second_withdrawal_is_refused(self, _attempt: int) -> None:
        first = make_edition()
        results = self.run(*(lambda: make_withdrawal(first),) * 2)
        assert results == ["CannotWithdraw", "Withdrawal"]

    @pytest.mark.parametrize("_attempt", range(3))
    def test_the_second_undoing_is_refused(self, _attempt: int) -> None:
        made = make_withdrawal(make_edition())
        undo = lambda: undo_withdrawal(made, reason=REASON, user=None)  # noqa: E731
        assert self.run(undo, undo) == ["AlreadyUndone", "Withdrawal"]

    @pytest.mark.parametrize("_attempt", range(3))
    def test_a_withdrawn_document_gets_no_edition_at_that_moment(
        self, _attempt: int
    ) -> None:
        """Either it is published and withdrawn with the rest, or it is refused."""
        first = make_edition()
        draft = begin_draft(first, user=None)
        results = self.run(
            lambda: make_withdrawal(first.document),
            lambda: publish_edition(draft, user=None),
        )
        assert results in (["CannotPublish", "Withdrawal"], ["Edition", "Withdrawal"])
        assert not Edition.objects.standing().exists()
        assert all(each.is_sound for each in verify_document(first.document))
