"""Leaving: the name goes, or the words as well; what others said stays."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client, override_settings

from commentary.models import Comment, CrossReference, Quote
from commentary.services import (
    contributions_of,
    edit_comment,
    give_up_contributions,
    references_of,
)
from documents.models import ClauseVersion
from portal.models import User
from tests.commentary.factories import (
    decide,
    make_comment,
    make_plain_edition,
    make_reference,
    make_referrer,
    version_of,
)

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

    @override_settings(COMMENTARY_HOLD_FIRST=1)
    @pytest.mark.parametrize("state", ["pending", "rejected"])
    def test_what_was_never_shown_leaves_no_trace(
        self,
        client: Client,
        version: ClauseVersion,
        carol: User,
        mona: User,
        state: str,
    ) -> None:
        comment = make_comment(version, carol, "Draft words")
        if state == "rejected":
            decide(comment, "rejected", mona, reason="spam")
        give_up_contributions(carol, erase=True)
        comment.refresh_from_db()
        assert (comment.state, comment.source) == ("rejected", "")
        assert f"comment-{comment.pk}" not in client.get(CLAUSE).text

    def test_others_keep_theirs(self, said: Comment, carol: User, rita: User) -> None:
        give_up_contributions(carol, erase=True)
        assert Comment.objects.get(author=rita).source == "I see"


class TestReferences:
    @pytest.fixture
    def proposed(self) -> CrossReference:
        edition = make_plain_edition("plain")
        one, two = (version_of(edition, f"statement-pre{n}") for n in (1, 2))
        referrer = make_referrer("ruth")
        return make_reference(one, two, referrer, note="Ruth's note", language="en")

    def test_are_taken_along(self, proposed: CrossReference) -> None:
        assert proposed.author is not None
        [data] = references_of(proposed.author)
        assert (data["clause"], data["target"]) == ("statement-pre1", "statement-pre2")

    def test_stay_without_the_name(self, proposed: CrossReference) -> None:
        assert proposed.author is not None
        give_up_contributions(proposed.author, erase=False)
        stored = CrossReference.objects.filter(author=None, note="Ruth's note")
        assert stored.get() == proposed

    def test_go_when_nobody_took_them_up(self, proposed: CrossReference) -> None:
        assert proposed.author is not None
        give_up_contributions(proposed.author, erase=True)
        proposed.refresh_from_db()
        assert proposed.state == CrossReference.State.WITHDRAWN
        assert proposed.note == ""
        record = apps.get_model("commentary", "CrossReferenceEvent")._default_manager
        notes = record.filter(pgh_obj=proposed.pk).values_list("note", flat=True)
        assert set(notes) == {""}
