"""What a person sends twice, by a double click, is done once and without complaint."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from commentary.models import Comment, CrossReference
from documents.models import ClauseVersion
from portal.people.models import User
from tests.base import signed_in
from tests.commentary.comments.test_posting import said
from tests.commentary.factories import (
    make_comment,
    make_instrument,
    make_reference,
    make_referrer,
    make_reviewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(version: ClauseVersion, carol: User) -> Comment:
    return make_comment(version, carol, "Early words")


def edit(comment: Comment, client: Client, source: str) -> Any:
    sent = said(source=source, revision="0")
    return client.post(f"/en/comments/{comment.pk}/edit/", sent)


def test_an_edit_is_stored_once(comment: Comment, carol: User) -> None:
    client = signed_in(carol)
    for _each in range(2):
        assert edit(comment, client, "Better words").status_code == HTTPStatus.FOUND
    comment.refresh_from_db()
    assert (comment.source, comment.revision) == ("Better words", 1)
    # Other words are a conflict, as they were.
    assert edit(comment, client, "Other words").status_code == HTTPStatus.CONFLICT


@pytest.mark.parametrize("state", ["published", "pending"])
def test_a_comment_is_withdrawn_once(
    version: ClauseVersion, carol: User, state: str
) -> None:
    comment = make_comment(version, carol, "Early words")
    Comment.objects.update(state=state)
    client = signed_in(carol)
    record: Any = apps.get_model("commentary", "CommentEvent")
    events = record.objects.filter(pgh_obj=comment.pk)
    answers: list[Any] = []
    for _each in range(2):
        answers.append(client.post(f"/en/comments/{comment.pk}/withdraw/"))
        comment.refresh_from_db()
        answers.append((comment.revision, events.count()))
    first, stored, second, stored_then = answers
    assert first.status_code == second.status_code == HTTPStatus.FOUND
    assert first["Location"] == second["Location"]
    assert stored == stored_then


def test_what_another_withdrew_stays_unknown(
    comment: Comment, carol: User, rita: User
) -> None:
    signed_in(carol).post(f"/en/comments/{comment.pk}/withdraw/")
    for client in (Client(), signed_in(rita)):
        answer = client.post(f"/en/comments/{comment.pk}/withdraw/")
        assert answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.FOUND)
        assert "comment-" not in answer.get("Location", "")


@pytest.mark.parametrize("action", ["accept", "dispute", "withdraw"])
def test_a_decision_is_recorded_once(version: ClauseVersion, action: str) -> None:
    made = make_reference(version, make_instrument("pact"), make_referrer("rob"))
    client = signed_in(make_reviewer("edith"))
    sent = {"action": action, "revision": 0, "reason": "Plain enough."}
    address = f"/en/references/{made.pk}/decide/"
    for _each in range(2):
        assert client.post(address, sent).status_code == HTTPStatus.FOUND
    assert CrossReference.objects.get(pk=made.pk).revision == 1
    # The same decision of another person, or for another reason, is another one.
    assert client.post(address, {**sent, "reason": "No."}).status_code == 409
    other = signed_in(make_reviewer("ed"))
    assert other.post(address, sent).status_code == HTTPStatus.CONFLICT


def test_a_reference_is_hidden_once(version: ClauseVersion, mona: User) -> None:
    made = make_reference(version, make_instrument("pact"), make_referrer("rob"))
    client = signed_in(mona)
    sent = {"hidden": "1", "revision": 0, "reason": "Spam."}
    address = f"/en/references/{made.pk}/hide/"
    for _each in range(2):
        assert client.post(address, sent).status_code == HTTPStatus.FOUND
    assert CrossReference.objects.get(pk=made.pk).revision == 1
    shown = {**sent, "hidden": "0"}
    assert client.post(address, shown).status_code == HTTPStatus.CONFLICT
