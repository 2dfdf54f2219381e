"""Two at once: nothing that was said is lost, whoever comes first."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from commentary.comments.edit import (
    CommentConflict,
    NoLongerThere,
    edit_comment,
    withdraw_comment,
)
from commentary.comments.post import post_comment
from commentary.models import Comment, QuotePlace
from commentary.rate_limits import RateLimitExceeded
from documents.errors import Refused
from documents.models import Edition
from documents.services import begin_draft, publish_edition
from tests import base
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "statement-pre1"


def at_once(*actions: Any) -> list[Any]:
    return base.at_once(*actions, refusals=(CommentConflict, NoLongerThere, Refused))


@pytest.fixture
def edition() -> Edition:
    return make_edition()


class TestRaces:
    def test_a_button_pressed_twice_posts_once(self, edition: Edition) -> None:
        carol, submission = make_commentator("carol"), uuid.uuid4()

        def post() -> Comment:
            return post_comment(
                user=carol,
                version=version_of(edition, KEY),
                language="en",
                source="Once",
                submission=submission,
            )

        one, two = at_once(post, post)
        assert one == two
        assert Comment.objects.count() == 1

    def test_of_the_last_two_allowed_one_is_one_too_many(
        self, edition: Edition, settings: Settings
    ) -> None:
        settings.COMMENTARY_COMMENTS_PER_PERSON = 2
        carol = make_commentator("carol")
        make_comment(version_of(edition, KEY), carol)

        def post() -> Comment:
            return make_comment(version_of(edition, KEY), carol)

        said = base.at_once(post, post, refusals=(RateLimitExceeded,))
        assert sum(isinstance(each, RateLimitExceeded) for each in said) == 1
        assert Comment.objects.count() == 2

    def test_comments_in_one_document_do_not_wait_for_each_other(
        self, edition: Edition
    ) -> None:
        carol, rita = make_commentator("carol"), make_commentator("rita")
        with transaction.atomic():
            make_comment(version_of(edition, KEY), carol)
            [other] = at_once(lambda: make_comment(version_of(edition, KEY), rita))
            assert Comment.objects.filter(pk=other.pk).exists()
        assert Comment.objects.count() == 2

    def test_two_replies_both_stay(self, edition: Edition) -> None:
        carol = make_commentator("carol")
        first = make_comment(version_of(edition, KEY), carol)

        def reply() -> Comment:
            return make_comment(version_of(edition, KEY), carol, parent=first)

        at_once(reply, reply)
        assert Comment.objects.filter(root=first).count() == 2

    def test_a_reply_survives_its_parent(self, edition: Edition) -> None:
        carol, rita = make_commentator("carol"), make_commentator("rita")
        first = make_comment(version_of(edition, KEY), carol)
        at_once(
            lambda: withdraw_comment(first),
            lambda: make_comment(version_of(edition, KEY), rita, parent=first),
        )
        first.refresh_from_db()
        assert first.state == Comment.State.WITHDRAWN
        assert Comment.objects.published().filter(parent=first).count() == 1

    def test_of_edit_and_withdrawal_neither_is_undone(self, edition: Edition) -> None:
        first = make_comment(version_of(edition, KEY), make_commentator("carol"))

        def edit() -> Comment:
            return edit_comment(
                first, source="Better", kind="comment", language="en", revision=0
            )

        at_once(edit, lambda: withdraw_comment(first))
        first.refresh_from_db()
        assert first.state == Comment.State.WITHDRAWN

    @pytest.mark.parametrize("_attempt", range(3))
    def test_a_quote_made_while_publishing_is_carried(
        self, edition: Edition, _attempt: int
    ) -> None:
        carol = make_commentator("carol")
        draft = begin_draft(edition, user=None)
        _published, comment = at_once(
            lambda: publish_edition(draft, user=None),
            lambda: make_comment(version_of(edition, KEY), carol, quoted="point"),
        )
        places = QuotePlace.objects.filter(quote=comment.quote)
        assert {place.edition_id for place in places} == {edition.pk, draft.pk}
