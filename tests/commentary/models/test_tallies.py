"""Tallies agree with the comments, whatever is done to them, by whomever."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commentary.models import Comment, CommentTally
from documents.models import ClauseVersion, Edition
from documents.services import begin_draft, publish_edition
from portal.people.models import User
from tests.base import at_once
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition, make_withdrawal

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    return make_edition()


@pytest.fixture
def version(edition: Edition) -> ClauseVersion:
    return version_of(edition, "statement-pre1")


@pytest.fixture
def carol() -> User:
    return make_commentator("carol")


def tallied(document: int) -> Counter[tuple[int, int, str]]:
    rows = CommentTally.objects.in_document(document).on_standing().counted()
    return Counter(
        {(clause, number, kind): said for clause, number, kind, said in rows}
    )


def counted(document: int) -> Counter[tuple[int, int, str]]:
    """The same from the comments themselves."""
    rows = Comment.objects.published().filter(clause__document=document)
    return Counter(
        (
            (row.root or row).clause_id,
            (row.root or row).version.edition.number,
            row.kind,
        )
        for row in rows.select_related("root__version__edition", "version__edition")
    )


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["post", "reply", "state", "kind", "text", "sql", "fold"]),
        st.integers(0, 20),
        st.sampled_from(Comment.State.values),
        st.sampled_from(Comment.Kind.values),
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_whatever_is_done(
    version: ClauseVersion,
    carol: User,
    actions: list[tuple[str, int, str, str]],
) -> None:
    document = version.clause.document_id
    for action, number, state, kind in actions:
        rows = list(Comment.objects.filter(clause__document=document).order_by("pk"))
        some = rows[number % len(rows)] if rows else None
        if action == "post" or some is None:
            make_comment(version, carol, kind=kind)
        elif action == "reply":
            Comment.objects.filter(pk=(some.root or some).pk).update(state="published")
            make_comment(version, carol, parent=Comment.objects.get(pk=some.pk)) if (
                some.takes_replies
            ) else None
        elif action == "state":
            Comment.objects.filter(pk=some.pk).update(state=state)
        elif action == "kind":
            Comment.objects.filter(pk=some.pk).update(kind=kind)
        elif action == "text":
            Comment.objects.filter(pk=some.pk).update(html="<p>Another</p>")
        elif action == "sql":
            with connection.cursor() as cursor:
                cursor.execute("UPDATE commentary_comment SET state = %s", [state])
        else:
            CommentTally.objects.fold()
        assert tallied(document) == counted(document)


def test_what_was_withdrawn_does_not_count(
    edition: Edition, version: ClauseVersion, carol: User
) -> None:
    first = make_comment(version, carol)
    second = publish_edition(begin_draft(edition, user=None), user=None)
    make_comment(version_of(second, "statement-pre1"), carol, parent=first)
    make_comment(version_of(second, "statement-pre1"), carol)
    document = version.clause.document_id
    assert sum(tallied(document).values()) == 3
    make_withdrawal(edition)
    assert tallied(document) == counted(document)
    assert sum(tallied(document).values()) == 1


def test_nothing_is_added_for_what_counts_the_same(
    version: ClauseVersion, carol: User
) -> None:
    make_comment(version, carol)
    rows = CommentTally.objects.count()
    Comment.objects.update(html="<p>Other</p>")
    assert CommentTally.objects.count() == rows


@pytest.mark.django_db(transaction=True)
def test_writers_beside_each_other_and_folding(
    version: ClauseVersion, carol: User
) -> None:
    def write() -> None:
        for _each in range(10):
            make_comment(version, carol)

    def fold() -> None:
        for _each in range(5):
            CommentTally.objects.fold()

    at_once(write, write, fold, refusals=())
    for _each in range(110):
        Comment.objects.update(state="hidden")
        Comment.objects.update(state="published")
    CommentTally.objects.fold()
    document = version.clause.document_id
    assert tallied(document) == counted(document)
    assert CommentTally.objects.count() < 10
