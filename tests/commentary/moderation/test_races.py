"""Two at once, each with a connection of its own: one decides, the other is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from commentary.comments.edit import NoLongerThere, edit_comment
from commentary.models import Appeal, Claim, Comment, Decision, Report, Suspension
from commentary.moderation.decide import (
    DecidedMeanwhile,
    Ruling,
    claim_comment,
    decide_comment,
    seen_of,
)
from commentary.moderation.report import appeal_decision, report_comment
from documents.errors import Refused
from portal.people.models import User
from tests import base
from tests.commentary.factories import (
    decide,
    hide,
    make_comment,
    make_commentator,
    make_moderator,
    suspend,
    version_of,
)
from tests.factories import make_edition

pytestmark = pytest.mark.django_db(transaction=True)
REFUSALS = (
    Refused,
    DecidedMeanwhile,
    NoLongerThere,
)
ATTEMPTS = pytest.mark.parametrize("_attempt", range(3))


def at_once(*actions: Any) -> list[Any]:
    return base.at_once(*actions, refusals=REFUSALS)


def kinds(results: list[Any]) -> list[type]:
    return sorted((type(result) for result in results), key=lambda kind: kind.__name__)


@pytest.fixture
def comment() -> Comment:
    version = version_of(make_edition(), "statement-pre1")
    return make_comment(version, make_commentator("carol"))


def author_of(comment: Comment) -> User:
    assert comment.author_id
    return get_user_model().objects.get(pk=comment.author_id)


@ATTEMPTS
def test_of_two_moderators_one_decides(comment: Comment, _attempt: int) -> None:
    seen = seen_of(comment)
    ways = {"hidden": Ruling(reason="spam"), "kept": Ruling()}
    people = [make_moderator(name) for name in ("anna", "boris")]
    results = at_once(
        *(
            lambda who=who, action=action: decide_comment(
                comment, moderator=who, action=action, seen=seen, ruling=ways[action]
            )
            for who, action in zip(people, ways, strict=True)
        )
    )
    assert kinds(results) == [DecidedMeanwhile, Decision]
    first, second = sorted(results, key=lambda result: isinstance(result, Exception))
    assert second.decision == first
    assert Decision.objects.count() == 1


@ATTEMPTS
def test_edit_against_hide(comment: Comment, _attempt: int) -> None:
    """The comment is hidden either way: an edit comes before it, or too late."""
    seen, anna = seen_of(comment), make_moderator()
    results = at_once(
        lambda: decide_comment(
            comment,
            moderator=anna,
            action="hidden",
            seen=seen,
            ruling=Ruling(reason="spam"),
        ),
        lambda: edit_comment(
            comment, source="Milder", kind="comment", language="en", revision=0
        ),
    )
    comment.refresh_from_db()
    assert comment.state == "hidden"
    refused = sum(isinstance(result, REFUSALS) for result in results)
    assert refused == 1 - comment.revision


@ATTEMPTS
def test_reply_against_hide(comment: Comment, _attempt: int) -> None:
    rita, anna, version = make_commentator("rita"), make_moderator(), comment.version
    _decision, reply = at_once(
        lambda: hide(Comment.objects.get(pk=comment.pk), anna),
        lambda: make_comment(version, rita, "I disagree.", parent=comment),
    )
    comment.refresh_from_db()
    assert comment.state == "hidden"
    assert Comment.objects.published().get() == reply


@ATTEMPTS
def test_no_report_stays_open_on_what_is_hidden(
    comment: Comment, _attempt: int
) -> None:
    rita, anna = make_commentator("rita"), make_moderator()
    at_once(
        lambda: hide(Comment.objects.get(pk=comment.pk), anna),
        lambda: report_comment(comment, reporter=rita, reason="spam"),
    )
    assert not Report.objects.open().exists()


@ATTEMPTS
def test_reporting_twice_reports_once(comment: Comment, _attempt: int) -> None:
    rita = make_commentator("rita")
    at_once(*[lambda: report_comment(comment, reporter=rita, reason="spam")] * 2)
    assert Report.objects.count() == 1


@ATTEMPTS
def test_appealing_twice_appeals_once(comment: Comment, _attempt: int) -> None:
    decision = hide(comment, make_moderator())
    results = at_once(*[lambda: appeal_decision(decision, words="No insult.")] * 2)
    assert kinds(results) == [Appeal, Refused]


@ATTEMPTS
def test_of_two_suspensions_one_holds(comment: Comment, _attempt: int) -> None:
    people = [make_moderator(name) for name in ("anna", "boris")]
    results = at_once(
        *(lambda who=who: suspend(author_of(comment), who) for who in people)
    )
    assert kinds(results) == [DecidedMeanwhile, Decision]
    assert Suspension.objects.count() == 1


@ATTEMPTS
def test_one_moderator_holds_the_claim(comment: Comment, _attempt: int) -> None:
    people = [make_moderator(name) for name in ("anna", "boris")]
    claims = at_once(
        *(lambda who=who: claim_comment(comment, moderator=who) for who in people)
    )
    assert len({claim.moderator_id for claim in claims}) == 1
    assert Claim.objects.count() == 1


@ATTEMPTS
def test_no_appeal_stays_open_on_what_is_shown_again(
    comment: Comment, _attempt: int
) -> None:
    anna = make_moderator()
    decision = hide(comment, anna)
    at_once(
        lambda: decide(Comment.objects.get(pk=comment.pk), "shown", anna),
        lambda: appeal_decision(decision, words="No insult."),
    )
    comment.refresh_from_db()
    assert not (comment.is_published and Appeal.objects.open().exists())
