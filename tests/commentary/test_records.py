"""Records of comments and references: kept, whatever a session tells pgtrigger."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from commentary.comments.edit import edit_comment
from commentary.models import Comment
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition

pytestmark = pytest.mark.django_db
IGNORE_ALL = """
    SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true)
    FROM pg_trigger WHERE tgname LIKE 'pgtrigger_append_only%%'
"""


@pytest.fixture
def comment() -> Comment:
    comment = make_comment(
        version_of(make_edition(), "statement-pre1"),
        make_commentator("carol"),
        source="First thought",
    )
    return edit_comment(
        comment, source="Better thought", kind="comment", language="en", revision=0
    )


def run(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(IGNORE_ALL, [])
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM commentary_commentevent",
        "UPDATE commentary_commentevent SET state = 'pending'",
        "UPDATE commentary_commentevent SET pgh_created_at = '2001-01-01'",
        "UPDATE commentary_commentevent SET revision = 7",
        "UPDATE commentary_commentevent SET source = 'Never said'",
    ],
)
def test_nothing_else_is_altered(comment: Comment, statement: str) -> None:
    before = run("SELECT * FROM commentary_commentevent ORDER BY pgh_id")
    assert before
    with pytest.raises(IntegrityError), transaction.atomic():
        run(statement)
    assert run("SELECT * FROM commentary_commentevent ORDER BY pgh_id") == before


def test_what_was_written_can_be_erased(comment: Comment) -> None:
    run("UPDATE commentary_commentevent SET source = ''")
    said = run("SELECT DISTINCT source FROM commentary_commentevent")
    assert said == [("",)]
