"""Leaving: the name goes, or the words as well; what others said stays."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.test import Client, override_settings
from django.utils.translation import gettext, override

from commentary.comments.edit import edit_comment
from commentary.models import (
    Comment,
    CrossReference,
    Decision,
    Quote,
    ReplyQuote,
    Visit,
)
from commentary.moderation.report import appeal_decision, report_comment
from commentary.personal_data.data_export import (
    export_activity,
    export_contributions,
    references_of,
)
from commentary.personal_data.erasure import erase_contributions
from commentary.references.review import (
    accept_reference,
    confirm_reference,
    dispute_reference,
    hide_reference,
    withdraw_reference,
)
from documents.models import ClauseVersion
from portal.people.models import User
from tests.commentary.factories import (
    decide,
    hide,
    make_comment,
    make_plain_edition,
    make_reference,
    make_referrer,
    make_reviewer,
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
        [data] = export_contributions(carol)
        assert data["text"] == "Final words"
        assert data["quote"] == {"language": "en", "words": "point"}
        assert (data["document"], data["clause"]) == ("memo", "statement-pre1")

    def test_nothing_that_others_said(self, said: Comment, rita: User) -> None:
        assert [data["text"] for data in export_contributions(rita)] == ["I see"]

    def test_what_a_reply_quotes_while_it_can_be_read(
        self, said: Comment, carol: User, rita: User, mona: User
    ) -> None:
        Comment.objects.filter(author=rita).delete()
        make_comment(said.version, rita, "Yes", parent=said, quoted_words="Final")
        [data] = export_contributions(rita)
        assert data["quoted_from_answered"] == "Final"
        hide(said, mona)
        [data] = export_contributions(rita)
        assert data["quoted_from_answered"] is None

    def test_what_is_kept_beside(
        self, said: Comment, carol: User, rita: User, mona: User
    ) -> None:
        reply = Comment.objects.get(author=rita)
        report_comment(reply, reporter=carol, reason="abuse", words="Rude")
        appeal_decision(hide(said, mona, "Too harsh"), words="Not so")
        decide(said, Decision.Action.ACCEPTED, mona)
        Visit.objects.create(
            person=carol, document=said.clause.document, seen_at=said.created_at
        )
        told = export_activity(carol)
        json.dumps(told)
        texts = [each["text"] for each in told["earlier_texts"]]
        assert texts == ["Draft words", "Final words"] + ["Final words"] * 2
        assert [each["comment"] for each in told["notices"]] == [reply.pk]
        assert [each["thread"] for each in told["watches"]] == [said.pk]
        assert [each["document"] for each in told["visits"]] == ["memo"]
        assert [each["words"] for each in told["reports"]] == ["Rude"]
        assert [each["message"] for each in told["decisions"]] == ["Too harsh", ""]
        assert [each["words"] for each in told["appeals"]] == ["Not so"]

    @pytest.mark.parametrize("state", ["hidden", "rejected"])
    def test_nothing_that_moderators_alone_read(
        self, said: Comment, carol: User, mona: User, state: str
    ) -> None:
        if state == "hidden":
            hide(said, mona)
        else:
            Comment.objects.filter(pk=said.pk).update(state="pending")
            decide(said, "rejected", mona, reason="spam")
        [data] = export_contributions(carol)
        assert (data["state"], data["text"], data["quote"]) == (state, None, None)
        assert export_activity(carol)["earlier_texts"] == []

    def test_nothing_is_kept_of_others(self, said: Comment, mona: User) -> None:
        assert not any(export_activity(mona).values())


class TestLeaving:
    def test_the_name_goes_and_the_words_stay(
        self, client: Client, said: Comment, carol: User
    ) -> None:
        erase_contributions(carol, erase=False)
        html = client.get(CLAUSE).content.decode()
        assert "Final words" in html
        assert "Carol" not in html
        assert "A former participant" in html

    def test_words_that_replies_quote_go_with_the_text(
        self, client: Client, said: Comment, carol: User, rita: User
    ) -> None:
        reply = make_comment(
            said.version, rita, "Yes", parent=said, quoted_words="words"
        )
        erase_contributions(carol, erase=True)
        reply.refresh_from_db()
        assert reply.source == "Yes"
        assert not ReplyQuote.objects.exists()

    def test_a_name_goes_out_of_what_replies_quote(
        self, version: ClauseVersion, carol: User, rita: User
    ) -> None:
        make_comment(version, carol, "Hello")
        said = make_comment(version, rita, f"@[Carol]({carol.pk}) is right. Or not")
        for words in ("Carol is right", "Or not"):
            make_comment(version, rita, "Yes", parent=said, quoted_words=words)
        erase_contributions(carol, erase=True)
        assert [quote.exact for quote in ReplyQuote.objects.all()] == ["Or not"]

    def test_all_goes_and_the_replies_stay(
        self, client: Client, said: Comment, carol: User
    ) -> None:
        erase_contributions(carol, erase=True)
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
        erase_contributions(carol, erase=True)
        comment.refresh_from_db()
        assert (comment.state, comment.source) == ("rejected", "")
        assert f"comment-{comment.pk}" not in client.get(CLAUSE).text

    def test_others_keep_theirs(self, said: Comment, carol: User, rita: User) -> None:
        erase_contributions(carol, erase=True)
        assert Comment.objects.get(author=rita).source == "I see"


class TestErasing:
    def test_what_was_told_to_moderators(
        self, said: Comment, carol: User, rita: User, mona: User
    ) -> None:
        reply = Comment.objects.get(author=rita)
        report = report_comment(reply, reporter=carol, reason="abuse", words="Carol!")
        appeal = appeal_decision(hide(said, mona), words="I am Carol")
        erase_contributions(carol, erase=True)
        report.refresh_from_db()
        appeal.refresh_from_db()
        assert (report.words, report.reporter, appeal.words) == ("", None, "")

    @pytest.mark.parametrize("code", ["en", "ru", "zh-hans"])
    def test_the_name_in_what_others_say(
        self, said: Comment, carol: User, rita: User, code: str
    ) -> None:
        words = "With @Carol, `@Carol` and @Rita"
        other = make_comment(said.version, rita, words, language=code)
        assert "Carol" in other.html
        erase_contributions(carol, erase=True)
        other.refresh_from_db()
        with override(code):
            nobody = gettext("a former participant")
        assert f"With {nobody}, `@Carol` and " in other.source
        assert f"With {nobody}, " in other.html
        assert f'href="/people/{rita.pk}/"' in other.html
        assert f"/people/{carol.pk}/" not in other.html
        assert (other.revision, other.edited_at) == (0, None)
        record = apps.get_model("commentary", "CommentEvent")._default_manager
        kept = record.filter(pgh_obj=other.pk).values_list("source", flat=True)
        assert not any(f"({carol.pk})" in source for source in kept)

    def test_the_name_stays_with_the_words(
        self, said: Comment, carol: User, rita: User
    ) -> None:
        other = make_comment(said.version, rita, "With @Carol")
        erase_contributions(carol, erase=False)
        assert Comment.objects.get(pk=other.pk).source == other.source


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
        assert (data["note"], data["hidden"]) == ("Ruth's note", False)

    def test_of_a_hidden_one_the_note_is_left_out(
        self, proposed: CrossReference, mona: User
    ) -> None:
        hide_reference(proposed, user=mona, revision=0, hidden=True, reason="Abuse")
        assert proposed.author is not None
        [data] = references_of(proposed.author)
        assert (data["note"], data["hidden"]) == (None, True)

    def test_reasons_are_taken_along_by_who_gave_and_who_got_them(
        self, proposed: CrossReference
    ) -> None:
        assert proposed.author is not None
        edith = make_reviewer()
        accept_reference(proposed, user=edith, revision=0, reason="As article 1 says")
        dispute_reference(proposed, user=edith, revision=1, reason="I was wrong")
        [got] = references_of(proposed.author)
        assert got["reason"] == "I was wrong"
        given = export_activity(edith)["reference_decisions"]
        assert [(each["state"], each["reason"]) for each in given] == [
            ("accepted", "As article 1 says"),
            ("disputed", "I was wrong"),
        ]
        assert export_activity(proposed.author)["reference_decisions"] == []

    def test_reasons_of_confirmations_are_taken_along(
        self, proposed: CrossReference
    ) -> None:
        edith = make_reviewer()
        accept_reference(proposed, user=edith, revision=0, reason="As article 1 says")
        CrossReference.objects.update(look_again=proposed.version.edition)
        proposed.refresh_from_db()
        confirm_reference(proposed, user=edith, revision=1, reason="It still does")
        assert proposed.author is not None
        [got] = references_of(proposed.author)
        assert (got["reason"], got["confirmation"]) == (
            "As article 1 says",
            "It still does",
        )
        activity = export_activity(edith)
        [decided] = activity["reference_decisions"]
        [confirmed] = activity["reference_confirmations"]
        assert decided["reason"] == "As article 1 says"
        assert confirmed["reason"] == "It still does"

    def test_reasons_about_a_hidden_one_are_for_moderators(
        self, proposed: CrossReference, mona: User
    ) -> None:
        assert proposed.author is not None
        edith = make_reviewer()
        accept_reference(proposed, user=edith, revision=0, reason="As they say: Abuse")
        hide_reference(proposed, user=mona, revision=1, hidden=True, reason="Abuse")
        [got] = references_of(proposed.author)
        assert got["reason"] is None
        [given] = export_activity(edith)["reference_decisions"]
        assert given["reason"] is None
        [hidden] = export_activity(mona)["reference_hidings"]
        assert (hidden["hidden"], hidden["reason"]) == (True, "Abuse")
        assert export_activity(mona)["reference_decisions"] == []

    def test_who_hid_one_is_forgotten_with_the_account(
        self, proposed: CrossReference, mona: User
    ) -> None:
        hide_reference(proposed, user=mona, revision=0, hidden=True, reason="Abuse")
        erase_contributions(mona, erase=True)
        proposed.refresh_from_db()
        assert (proposed.hidden_by, proposed.hidden_reason) == (None, "Abuse")

    def test_an_author_s_reasons_go_with_what_is_erased(
        self, proposed: CrossReference
    ) -> None:
        assert proposed.author is not None
        withdraw_reference(
            proposed, user=proposed.author, revision=0, reason="My reason"
        )
        erase_contributions(proposed.author, erase=True)
        proposed.refresh_from_db()
        assert proposed.reason == ""
        record = apps.get_model("commentary", "CrossReferenceEvent")._default_manager
        assert not record.filter(reason="My reason").exists()

    def test_so_do_the_reasons_of_confirming(self, proposed: CrossReference) -> None:
        author = proposed.author
        assert author is not None
        edition = proposed.version.edition
        CrossReference.objects.filter(pk=proposed.pk).update(look_again=edition)
        confirm_reference(proposed, user=author, revision=0, reason="My reason")
        erase_contributions(author, erase=True)
        proposed.refresh_from_db()
        assert (proposed.confirmation, proposed.confirmed_by) == ("", None)
        record = apps.get_model("commentary", "CrossReferenceEvent")._default_manager
        assert not record.filter(confirmation="My reason").exists()

    def test_stay_without_the_name(self, proposed: CrossReference) -> None:
        assert proposed.author is not None
        erase_contributions(proposed.author, erase=False)
        stored = CrossReference.objects.filter(author=None, note="Ruth's note")
        assert stored.get() == proposed

    def test_go_when_nobody_took_them_up(self, proposed: CrossReference) -> None:
        assert proposed.author is not None
        erase_contributions(proposed.author, erase=True)
        proposed.refresh_from_db()
        assert proposed.state == CrossReference.State.WITHDRAWN
        assert proposed.note == ""
        record = apps.get_model("commentary", "CrossReferenceEvent")._default_manager
        notes = record.filter(pgh_obj=proposed.pk).values_list("note", flat=True)
        assert set(notes) == {""}
