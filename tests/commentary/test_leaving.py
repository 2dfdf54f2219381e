"""Leaving: the name goes, or the words as well; what others said stays."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client

from commentary.models import Comment, Quote
from commentary.services import (
    contributions_of,
    edit_comment,
    give_up_contributions,
)
from documents.models import ClauseVersion
from portal.models import User
from tests.commentary.factories import make_comment

pytestmark = pytest.mark.django_db
CLAUSE = "/en/documents/memo/clauses/statement-pre1/"


@pytest.fixture
def said(version: ClauseVersion, carol: User, rita: User) -> Comment:
    comment = make_comment(version, carol, "Draft words", quoted="point")
    make_comment(version, rita, "I see", parent=comment)
    return edit_comment(
        comment, source="Final words", kind="question", language="en", revision=0
    )


class TestTaking:
    def test_everything_one_said_is_there(self, said: Comment, carol: User) -> None:
        [data] = contributions_of(carol)
        assert data["text"] == "Final words"
        assert data["quote"] == {"language": "en", "words": "point"}
        assert (data["document"], data["clause"]) == ("memo", "statement-pre1")

    def test_nothing_that_others_said(self, said: Comment, rita: User) -> None:
        assert [data["text"] for data in contributions_of(rita)] == ["I see"]


class TestLeaving:
    def test_the_name_goes_and_the_words_stay(
        self, client: Client, said: Comment, carol: User
    ) -> None:
        give_up_contributions(carol, erase=False)
        html = client.get(CLAUSE).content.decode()
        assert "Final words" in html
        assert "Carol" not in html
        assert "A former participant" in html

    def test_all_goes_and_the_replies_stay(
        self, client: Client, said: Comment, carol: User
    ) -> None:
        give_up_contributions(carol, erase=True)
        html = client.get(CLAUSE).content.decode()
        assert "I see" in html
        assert "Final words" not in html
        assert not Quote.objects.exists()
        record = apps.get_model("commentary", "CommentEvent")._default_manager
        kept = record.filter(pgh_obj=said.pk).values_list("source", flat=True)
        assert set(kept) == {""}

    def test_others_keep_theirs(self, said: Comment, carol: User, rita: User) -> None:
        give_up_contributions(carol, erase=True)
        assert Comment.objects.get(author=rita).source == "I see"
