"""Metadata are corrected in one way, with a reason once they are public."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from documents.integrity.metadata import digest_metadata, read_metadata_of
from documents.models import Document, Edition, Relation
from documents.presenters.metadata import read_corrections
from documents.services import (
    HiddenTarget,
    MetadataChanged,
    MetadataUnchanged,
    ReasonMissing,
    begin_draft,
    correct_metadata,
    publish_edition,
)
from portal.people.models import User
from portal.people.roles import Role
from tests.base import at_once
from tests.factories import make_draft, make_edition, make_member

pytestmark = pytest.mark.django_db
SYMBOL = {"symbol": "A/61/1"}
WHY = "Found in the masthead."


@pytest.fixture
def editor() -> User:
    return make_member(Role.EDITOR)


def relate(kind: str = "supersedes", **target: object) -> Relation:
    return Relation(kind=kind, **target)


class TestCorrected:
    def test_it_is_stored_and_recorded(self, editor: User) -> None:
        document = make_edition().document
        correct_metadata(document, SYMBOL, reason=WHY, user=editor)
        assert Document.objects.get().symbol == "A/61/1"
        [correction] = read_corrections(document)
        [change] = correction.changes
        assert (change.name, change.was, change.now) == ("symbol", "", "A/61/1")
        assert correction.reason == WHY

    def test_what_was_stated_before_is_recorded(self, editor: User) -> None:
        document = make_edition().document
        for symbol in ("A/61/1", "A/61/2"):
            correct_metadata(document, {"symbol": symbol}, reason=WHY, user=editor)
        latest, first = (each.changes[0] for each in read_corrections(document))
        assert (first.was, first.now) == ("", "A/61/1")
        assert (latest.was, latest.now) == ("A/61/1", "A/61/2")

    def test_a_relation_is_made_and_taken_back(self, editor: User) -> None:
        document, other = make_edition().document, make_edition("other").document
        wanted = [relate(target=other), relate("adopted-by", symbol="A/RES/61/88")]
        correct_metadata(document, {}, relations=wanted, reason=WHY, user=editor)
        assert read_metadata_of(document)["relations"] == [
            ["adopted-by", "A/RES/61/88"],
            ["supersedes", "document other"],
        ]
        correct_metadata(document, {}, relations=[], reason="Wrong.", user=editor)
        changes = read_corrections(document)[0].changes
        assert {(each.was, each.now) for each in changes} == {
            ("A/RES/61/88", ""),
            ("other", ""),
        }

    def test_relations_that_are_not_named_stay(self, editor: User) -> None:
        document = make_edition().document
        wanted = [relate(symbol="A/60/1")]
        correct_metadata(document, {}, relations=wanted, reason=WHY, user=editor)
        correct_metadata(document, SYMBOL, reason=WHY, user=editor)
        assert document.relations.count() == 1

    def test_a_later_edition_leaves_them_as_they_are(self, editor: User) -> None:
        edition = make_edition()
        correct_metadata(
            edition.document, {"organs_en": "Council"}, reason=WHY, user=editor
        )
        publish_edition(begin_draft(edition, user=None), user=None)
        assert Document.objects.get().in_language("organs", "en") == "Council"


class TestRefused:
    def test_without_a_reason_once_published(self, editor: User) -> None:
        document = make_edition().document
        with pytest.raises(ReasonMissing):
            correct_metadata(document, SYMBOL, reason=" ", user=editor)
        assert Document.objects.get().symbol == ""

    def test_a_draft_needs_none(self, editor: User) -> None:
        correct_metadata(make_draft().document, SYMBOL, user=editor)
        assert Document.objects.get().symbol == "A/61/1"

    def test_what_is_stated_already(self, editor: User) -> None:
        with pytest.raises(MetadataUnchanged):
            correct_metadata(make_edition().document, {"symbol": ""}, user=editor)

    def test_what_is_no_metadata(self, editor: User) -> None:
        with pytest.raises(ValueError, match="slug"):
            correct_metadata(make_draft().document, {"slug": "other"}, user=editor)

    def test_a_relation_to_a_draft_or_to_itself(self, editor: User) -> None:
        document, hidden = make_edition().document, make_draft("hidden").document
        for target in (hidden, document):
            wanted = [relate(target=target)]
            with pytest.raises(HiddenTarget):
                correct_metadata(
                    document, {}, relations=wanted, reason=WHY, user=editor
                )
        assert not Relation.objects.exists()

    def test_who_may_not(self) -> None:
        document = make_edition().document
        with pytest.raises(PermissionDenied):
            correct_metadata(
                document, SYMBOL, reason=WHY, user=make_member(Role.COMMENTATOR)
            )


class TestDatabase:
    """What raw SQL cannot do either."""

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE documents_document SET symbol = 'A/1'",
            "UPDATE documents_document SET short_title_ru = 'Письмо'",
            "UPDATE documents_document SET issued_on = '2006-09-15'",
            "INSERT INTO documents_relation (document_id, kind, symbol)"
            " SELECT id, 'supersedes', 'A/1' FROM documents_document",
        ],
    )
    def test_a_published_document_changes_with_a_reason(self, change: str) -> None:
        make_edition()
        with (
            pytest.raises(IntegrityError, match="need a reason"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)
        with connection.cursor() as cursor:
            context = '{"reason": "Seen in print."}'
            cursor.execute(
                "SELECT set_config('pghistory.context_metadata', %s, true)", [context]
            )
            cursor.execute(change)
        [correction] = read_corrections(Document.objects.get())
        assert (correction.reason, correction.who) == ("Seen in print.", "")

    def test_a_relation_is_not_altered(self, editor: User) -> None:
        document = make_draft().document
        wanted = [relate(symbol="A/60/1")]
        correct_metadata(document, {}, relations=wanted, user=editor)
        with pytest.raises(IntegrityError, match="not altered"), transaction.atomic():
            Relation.objects.update(symbol="A/60/2")

    @pytest.mark.parametrize("table", ["documentevent", "relationevent"])
    @pytest.mark.parametrize(
        "change", ["DELETE FROM {}", "UPDATE {} SET pgh_label = ''"]
    )
    def test_the_record_stays(self, editor: User, table: str, change: str) -> None:
        """Also for who switches pgtrigger's own triggers off."""
        document = make_draft().document
        wanted = [relate(symbol="A/60/1")]
        correct_metadata(document, SYMBOL, relations=wanted, user=editor)
        name = f"documents_{table}"
        with (
            pytest.raises(IntegrityError, match="cannot be removed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true)"
                " FROM pg_trigger WHERE tgname LIKE 'pgtrigger_append_only%%'",
                [],
            )
            cursor.execute(change.format(name))


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_the_second_of_two_sees_what_the_first_did(self) -> None:
        document = make_edition().document
        editor, seen = make_member(Role.EDITOR), digest_metadata(document)

        def correct(symbol: str) -> Document:
            return correct_metadata(
                document, {"symbol": symbol}, reason=WHY, seen=seen, user=editor
            )

        results = at_once(
            lambda: correct("A/61/1"),
            lambda: correct("A/61/2"),
            refusals=(MetadataChanged,),
        )
        assert {type(each) for each in results} == {Document, MetadataChanged}
        assert len(read_corrections(document)) == 1

    def test_publication_and_correction_follow_each_other(self) -> None:
        draft, editor = make_draft(), make_member(Role.EDITOR)
        document = draft.document
        results = at_once(
            lambda: publish_edition(draft, user=None),
            lambda: correct_metadata(document, SYMBOL, user=editor),
            refusals=(ReasonMissing,),
        )
        stored = Edition.objects.get().metadata
        assert stored is not None
        assert stored["symbol"] == Document.objects.get().symbol
        corrected = not isinstance(results[1], ReasonMissing)
        assert bool(stored["symbol"]) == corrected


def test_a_day_is_recorded_as_a_day(editor: User) -> None:
    document = make_edition().document
    day = {"issued_on": date(2006, 9, 15)}
    correct_metadata(document, day, reason=WHY, user=editor)
    [change] = read_corrections(document)[0].changes
    assert (change.was, change.now) == ("", "15\u00a0September 2006")
