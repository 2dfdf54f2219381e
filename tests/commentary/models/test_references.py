"""What the database refuses, whoever asks: raw SQL goes around every service."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from commentary.models import CrossReference
from documents.models import ClauseVersion, Edition, Part
from documents.services import begin_draft, publish_edition
from tests.commentary.factories import (
    make_annex,
    make_instrument,
    make_plain_edition,
    version_of,
)
from tests.factories import make_draft, read_edition

pytestmark = pytest.mark.django_db
INSERT = """
INSERT INTO commentary_crossreference (
    clause_id, version_id, relation, target_clause_id, target_version_id, part_id,
    part_edition_id, instrument_id, locator, note, html, language, origin, state,
    reason, confirmation, is_hidden, created_at, revision, submission
) VALUES (
    %(clause)s, %(version)s, %(relation)s, %(target_clause)s, %(target_version)s,
    %(part)s, %(part_edition)s, %(instrument)s, %(locator)s, '', '', '', 'person',
    %(state)s, '', '', false, now(), 0, gen_random_uuid()
)
"""
NOTHING = dict.fromkeys(
    ("target_clause", "target_version", "part", "part_edition", "instrument")
)


def insert(source: ClauseVersion, **values: Any) -> None:
    row = {
        **NOTHING,
        "clause": source.clause_id,
        "version": source.pk,
        "relation": "cites",
        "locator": "",
        "state": "proposed",
        **values,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, row)


def to(target: ClauseVersion) -> dict[str, int]:
    return {"target_clause": target.clause_id, "target_version": target.pk}


@pytest.fixture(scope="module")
def kept_edition(module_transaction: None) -> int:
    return make_plain_edition().pk


@pytest.fixture
def edition(kept_edition: int, db: None) -> Edition:
    return read_edition(kept_edition)


@pytest.fixture
def one(edition: Edition) -> ClauseVersion:
    return version_of(edition, "statement-pre1")


@pytest.fixture
def two(edition: Edition) -> ClauseVersion:
    return version_of(edition, "statement-pre2")


def test_a_target_there_must_be(one: ClauseVersion) -> None:
    with pytest.raises(IntegrityError, match="one_target"):
        insert(one)


def test_two_targets_are_too_many(one: ClauseVersion, two: ClauseVersion) -> None:
    with pytest.raises(IntegrityError, match="one_target"):
        insert(one, **to(two), instrument=make_instrument().pk)


def test_a_target_is_pinned(one: ClauseVersion, two: ClauseVersion) -> None:
    with pytest.raises(IntegrityError, match=r"pinned|ends"):
        insert(one, target_clause=two.clause_id)


def test_a_clause_is_not_its_own_target(one: ClauseVersion) -> None:
    with pytest.raises(IntegrityError, match="not_itself"):
        insert(one, **to(one))


def test_a_locator_needs_a_work(one: ClauseVersion, two: ClauseVersion) -> None:
    with pytest.raises(IntegrityError, match="locator_of_a_work"):
        insert(one, **to(two), locator="art. VII")


def test_once_is_enough(one: ClauseVersion, two: ClauseVersion) -> None:
    insert(one, **to(two))
    insert(two, **to(one))
    with pytest.raises(IntegrityError, match="clause_once"):
        insert(one, **to(two), state="disputed")
    insert(one, **to(two), state="withdrawn")


def test_a_pair_is_the_same_both_ways(one: ClauseVersion, two: ClauseVersion) -> None:
    insert(one, **to(two), relation="same_idea")
    with pytest.raises(IntegrityError, match="pair_once"):
        insert(two, **to(one), relation="same_idea")


def test_a_work_and_a_part_once(edition: Edition, one: ClauseVersion) -> None:
    work: dict[str, Any] = {"instrument": make_instrument().pk, "locator": "art. VII"}
    part: dict[str, Any] = {"part": one.clause.part_id, "part_edition": edition.pk}
    for target, name in [(work, "work_once"), (part, "part_once")]:
        insert(one, **target)
        with pytest.raises(IntegrityError, match=name):
            insert(one, **target)


def test_nothing_less_precise(
    edition: Edition, one: ClauseVersion, two: ClauseVersion
) -> None:
    work = make_instrument().pk
    insert(one, instrument=work, locator="art. VII, para. 2")
    insert(one, **to(two))
    vaguer: list[dict[str, Any]] = [
        {"instrument": work},
        {"instrument": work, "locator": "art. VII"},
        {"part": two.clause.part_id, "part_edition": edition.pk},
    ]
    for vague in vaguer:
        with pytest.raises(IntegrityError, match="more precise"):
            insert(one, **vague)
    insert(one, instrument=work, locator="art. V")


def test_a_version_is_of_its_clause(one: ClauseVersion, two: ClauseVersion) -> None:
    with pytest.raises(IntegrityError, match="published text"):
        insert(one, version=two.pk, instrument=make_instrument().pk)
    with pytest.raises(IntegrityError, match="published text"):
        insert(one, target_clause=two.clause_id, target_version=one.pk)


def test_drafts_are_no_ends(one: ClauseVersion) -> None:
    draft = version_of(make_draft("other"), "statement-pre1")
    with pytest.raises(IntegrityError, match="published text"):
        insert(one, **to(draft))
    with pytest.raises(IntegrityError, match="published text"):
        insert(draft, **to(one))


def test_records_cannot_be_altered(one: ClauseVersion, two: ClauseVersion) -> None:
    insert(one, **to(two))
    with (
        pytest.raises(Exception, match="Records are never removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM commentary_crossreferenceevent")


class TestAPartOfADraft:
    @pytest.fixture
    def annex(self, edition: Edition) -> Part:
        """A part that only a draft has."""
        return make_annex(begin_draft(edition, user=None))

    def test_is_no_end(self, edition: Edition, one: ClauseVersion, annex: Part) -> None:
        with pytest.raises(IntegrityError, match="ends_published"):
            insert(one, part=annex.pk, part_edition=edition.pk)

    def test_takes_no_other_s_place(
        self, edition: Edition, one: ClauseVersion, annex: Part
    ) -> None:
        insert(one, part=one.clause.part_id, part_edition=edition.pk)
        rows = CrossReference.objects.filter(clause=one.clause)
        with (
            pytest.raises(IntegrityError, match="ends_published"),
            transaction.atomic(),
        ):
            rows.update(part=annex)
        rows.update(note="Changed otherwise.", state="withdrawn")

    def test_is_one_once_it_is_published(
        self, edition: Edition, one: ClauseVersion, annex: Part
    ) -> None:
        published = publish_edition(edition.document.editions.get(number=2), user=None)
        insert(one, part=annex.pk, part_edition=published.pk)
        with pytest.raises(IntegrityError, match="ends_published"):
            insert(one, part=annex.pk, part_edition=edition.pk, relation="recalls")
