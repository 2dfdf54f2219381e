"""Two at once, each with a connection of its own: one stores, the other is told.

An account that is closed, or loses its role, while its person edits: whatever waits for
the account's lock is refused, and leaves the document as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from documents.audit import record_of
from documents.integrity.metadata import digest_metadata
from documents.integrity.verify import verify_document
from documents.models import ClauseVersion, Document, Edition, Withdrawal
from documents.services import (
    CannotPublish,
    EditConflict,
    NotADraft,
    Plan,
    PlanChanged,
    Renumbering,
    UndoConflict,
    begin_draft,
    correct_metadata,
    delete_document,
    delete_edition,
    fingerprint,
    import_text,
    insert_clause,
    merge_clauses,
    move_clause,
    plan_renumbering,
    publish_edition,
    remove_clause,
    remove_language,
    renumber_clauses,
    restore_clause,
    reword_clause,
    split_clause,
    undo_change,
    undo_withdrawal,
)
from documents.text.content import ClauseContent
from portal.people.account_locks import lock_person
from portal.people.accounts import close_account
from portal.people.models import User
from portal.people.roles import Role
from tests import base
from tests.base import beside, signed_in
from tests.documents.services.test_edit import NEW, row
from tests.documents.workbench.base import page_of
from tests.factories import (
    REASON,
    make_draft,
    make_edition,
    make_file,
    make_member,
    make_numbered_draft,
    make_units,
    make_withdrawal,
)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    return base.at_once(*actions, refusals=(EditConflict, CannotPublish, PlanChanged))


def kinds(results: list[Any]) -> list[type]:
    return sorted((type(result) for result in results), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("_attempt", range(3))
def test_the_second_wording_is_refused(_attempt: int) -> None:
    draft = make_draft()
    version = row(draft, "statement-pre1")
    said = [ClauseContent("preambular", texts={"en": f"Words {who}"}) for who in "ab"]
    results = at_once(
        *(
            lambda wording=wording: reword_clause(
                row(draft, "statement-pre1"), wording, revision=version.revision
            )
            for wording in said
        )
    )
    first, second = sorted(results, key=lambda result: isinstance(result, EditConflict))
    assert isinstance(second, EditConflict)
    stored = row(draft, "statement-pre1")
    assert stored.revision == version.revision + 1
    assert stored.in_language("text", "en") == first.in_language("text", "en")
    assert second.current.in_language("text", "en") == first.in_language("text", "en")


@pytest.mark.parametrize("_attempt", range(3))
def test_the_second_publication_is_refused(_attempt: int) -> None:
    draft = begin_draft(make_edition(), user=None)
    results = at_once(
        *(lambda: publish_edition(Edition.objects.get(pk=draft.pk), user=None),) * 2
    )
    assert kinds(results) == [CannotPublish, Edition]
    assert all(finding.is_sound for finding in verify_document(draft.document))


@pytest.mark.parametrize("_attempt", range(3))
def test_what_is_published_is_what_was_seen(_attempt: int) -> None:
    """A wording that comes at the same moment is either refused or shown first."""
    draft = begin_draft(make_edition(), user=None)
    version, seen = row(draft, "statement-pre1"), fingerprint(draft)
    at_once(
        lambda: publish_edition(draft, user=None, seen=seen),
        lambda: _reword_unless_published(draft, version.revision),
    )
    stored = row(draft, "statement-pre1").in_language("text", "en")
    published = Edition.objects.get(pk=draft.pk).is_published
    assert (stored == "Noting point 1,") == published


def _reword_unless_published(draft: Edition, revision: int) -> None:
    wording = ClauseContent("preambular", texts={"en": "Late"})
    try:
        reword_clause(row(draft, "statement-pre1"), wording, revision=revision)
    except NotADraft:
        return


@pytest.mark.parametrize("_attempt", range(3))
def test_the_second_renumbering_is_refused(_attempt: int) -> None:
    draft = make_numbered_draft()
    wanted = Renumbering(start="statement-op2", shift=1)
    seen = plan_renumbering(draft, wanted).seen
    results = at_once(*(lambda: renumber_clauses(draft, wanted, seen=seen),) * 2)
    assert kinds(results) == [Plan, PlanChanged]
    assert row(draft, "statement-op4").in_language("number", "en") == "5."


@dataclass(frozen=True, slots=True)
class Desk:
    """What Petra, a publisher, has before her."""

    petra: User
    published: Edition
    draft: Edition  # on an edition; its clause statement-pre3 is removed
    first: Edition  # a first draft, with a Russian text alone
    withdrawn: Withdrawal

    def row(self, key: str) -> ClauseVersion:
        return row(self.draft, key)


@pytest.fixture
def desk() -> Desk:
    petra = make_member(Role.PUBLISHER, "petra")
    draft = begin_draft(make_edition("treaty"), user=None)
    remove_clause(row(draft, "statement-pre3"))
    return Desk(
        petra,
        make_edition("open"),
        draft,
        make_draft("first", languages=["ru"]),
        make_withdrawal(make_edition("gone")),
    )


def draft_again(desk: Desk) -> Any:
    return begin_draft(desk.published, user=desk.petra)


def import_a_file(desk: Desk) -> Any:
    return import_text(
        desk.first.document,
        language="en",
        file=make_file("another"),
        units=make_units("en"),
        user=desk.petra,
    )


def reword(desk: Desk) -> Any:
    version = desk.row("statement-pre1")
    return reword_clause(version, NEW, revision=version.revision, user=desk.petra)


def move(desk: Desk) -> Any:
    return move_clause(desk.row("statement-pre2"), position=2, user=desk.petra)


def insert(desk: Desk) -> Any:
    part = desk.row("statement-pre1").clause.part
    return insert_clause(desk.draft, NEW, part=part, position=2, user=desk.petra)


def remove(desk: Desk) -> Any:
    return remove_clause(desk.row("statement-pre1"), user=desk.petra)


def restore(desk: Desk) -> Any:
    clause = desk.draft.document.clauses.get(key="statement-pre3")
    return restore_clause(desk.draft, clause, position=3, user=desk.petra)


def split(desk: Desk) -> Any:
    cuts = {"zh-hans": 3, "ru": 8, "en": 7}
    return split_clause(desk.row("statement-pre1"), at=cuts, user=desk.petra)


def merge(desk: Desk) -> Any:
    one, other = desk.row("statement-pre1"), desk.row("statement-pre2")
    return merge_clauses(one, other, user=desk.petra)


def renumber(desk: Desk) -> Any:
    wanted = Renumbering(start="statement-op1", shift=1)
    seen = plan_renumbering(desk.draft, wanted).seen
    return renumber_clauses(desk.draft, wanted, seen=seen, user=desk.petra)


def remove_russian(desk: Desk) -> Any:
    russian = desk.draft.languages.get(language="ru")
    return remove_language(russian, user=desk.petra)


def publish(desk: Desk) -> Any:
    return publish_edition(desk.draft, user=desk.petra)


def discard(desk: Desk) -> Any:
    return delete_edition(Edition.objects.get(pk=desk.draft.pk), user=desk.petra)


def discard_document(desk: Desk) -> Any:
    document = Document.objects.get(pk=desk.first.document_id)
    return delete_document(document, user=desk.petra)


def correct(desk: Desk) -> None:
    values = {"symbol": "A/61/1"}
    correct_metadata(desk.draft.document, values, reason="Seen.", user=desk.petra)


def withdraw_it(desk: Desk) -> Any:
    return make_withdrawal(desk.published, user=desk.petra)


def restore_it(desk: Desk) -> Any:
    return undo_withdrawal(desk.withdrawn, reason=REASON, user=desk.petra)


WRITES: list[Callable[[Desk], Any]] = [
    draft_again,
    import_a_file,
    reword,
    move,
    insert,
    remove,
    restore,
    split,
    merge,
    renumber,
    remove_russian,
    publish,
    discard,
    discard_document,
    correct,
    withdraw_it,
    restore_it,
]


def stored() -> list[tuple[Any, ...]]:
    """Return what every edition and document says, and their states."""
    editions = Edition.objects.order_by("pk")
    documents = Document.objects.order_by("pk")
    return [
        *((each.pk, each.state, fingerprint(each)) for each in editions),
        *((each.pk, digest_metadata(each)) for each in documents),
        *Withdrawal.objects.order_by("pk").values_list("pk", "undone_at"),
    ]


def close(desk: Desk) -> None:
    close_account(User.objects.get(pk=desk.petra.pk), erase=False)


def take_the_role(desk: Desk) -> None:
    lock_person(desk.petra.pk).groups.clear()


@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize("write", WRITES)
def test_who_still_may_changes_something(
    desk: Desk, write: Callable[[Desk], Any]
) -> None:
    before = stored()
    write(desk)
    assert stored() != before


@pytest.mark.parametrize("end", [close, take_the_role])
def test_whatever_waits_for_the_end_of_an_editor_is_refused(
    desk: Desk, end: Callable[[Desk], None]
) -> None:
    before = stored()
    with beside(*(lambda write=write: write(desk) for write in WRITES)) as begun:
        end(desk)
    refused = [type(each.exception(timeout=30)) for each in begun]
    assert dict(zip(WRITES, refused, strict=True)) == dict.fromkeys(
        WRITES, PermissionDenied
    )
    assert stored() == before


def test_a_form_of_the_desk_is_refused_too(desk: Desk) -> None:
    client, russian = signed_in(desk.petra), desk.draft.languages.get(language="ru")
    sent = {"standing": "authentic", "confirmed": "on"}
    with beside(lambda: client.post(page_of(russian), sent)) as begun:
        close(desk)
    assert begun[0].result(timeout=30).status_code == 403
    russian.refresh_from_db()
    assert (russian.standing, russian.confirmed) == ("unofficial", False)


@pytest.mark.parametrize("_attempt", range(3))
def test_putting_back_and_editing_at_once(_attempt: int) -> None:
    """Either the putting back is told of the new words, or the editor is."""
    draft = begin_draft(make_edition(), user=None)
    version = row(draft, "statement-pre1")
    _reword_unless_published(draft, version.revision)
    [event, *_earlier] = record_of(draft)
    words = ClauseContent("preambular", texts={"en": "Latest"})
    results = base.at_once(
        lambda: undo_change(draft, event[1], event[2], user=None),
        lambda: reword_clause(
            row(draft, "statement-pre1"), words, revision=version.revision + 1
        ),
        refusals=(EditConflict, UndoConflict),
    )
    stored = row(draft, "statement-pre1").in_language("text", "en")
    undone, edited = results
    assert isinstance(undone, UndoConflict) != isinstance(edited, EditConflict)
    expected = "Latest" if isinstance(undone, UndoConflict) else "Noting point 1,"
    assert stored == expected
