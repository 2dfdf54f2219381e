"""Deciding about comments and accounts: the states, the log, and who is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commentary.comments.edit import (
    MayNotEdit,
    NoLongerThere,
    edit_comment,
    withdraw_comment,
)
from commentary.models import (
    Appeal,
    Claim,
    Comment,
    Decision,
    Notice,
    Report,
    Suspension,
    Watch,
)
from commentary.moderation.decide import (
    DecidedMeanwhile,
    Ruling,
    Seen,
    claim_comment,
    decide_comment,
    seen_of,
)
from commentary.moderation.queue import waiting
from commentary.moderation.report import appeal_decision, report_comment
from commentary.moderation.suspend import decide_account
from commentary.notices.watch import unwatch, watch
from commentary.permissions import is_suspended, may_comment
from documents.errors import Refused
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

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    version = version_of(make_edition(), "statement-pre1")
    return make_comment(version, make_commentator("bob"), "Buy *carpets*!")


@pytest.fixture
def pending(comment: Comment) -> Comment:
    Comment.objects.filter(pk=comment.pk).update(state="pending")
    comment.refresh_from_db()
    return comment


class TestDeciding:
    @pytest.mark.parametrize(
        ("state", "action", "after"),
        [
            ("published", "kept", "published"),
            ("published", "hidden", "hidden"),
            ("pending", "approved", "published"),
            ("pending", "rejected", "rejected"),
            ("hidden", "shown", "published"),
            ("rejected", "approved", "published"),
        ],
    )
    def test_leads_from_state_to_state(
        self, comment: Comment, state: str, action: str, after: str
    ) -> None:
        Comment.objects.filter(pk=comment.pk).update(state=state)
        decision = decide(comment, action, make_moderator(), reason="spam")
        comment.refresh_from_db()
        assert comment.state == after
        assert (decision.action, decision.person) == (action, comment.author)

    @pytest.mark.parametrize("state", Comment.State.values)
    def test_what_makes_no_sense_is_refused(self, comment: Comment, state: str) -> None:
        Comment.objects.filter(pk=comment.pk).update(state=state)
        with pytest.raises(Refused):
            decide(comment, "lifted", make_moderator())
        assert not Decision.objects.exists()

    def test_an_accusation_needs_a_reason(self, comment: Comment) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            decide(comment, "hidden", make_moderator())

    def test_the_second_is_told_what_the_first_decided(self, comment: Comment) -> None:
        anna, boris = make_moderator("anna"), make_moderator("boris")
        seen = seen_of(comment)
        first = hide(comment, anna)
        with pytest.raises(DecidedMeanwhile) as told:
            decide_comment(
                comment, moderator=boris, action="kept", seen=seen, ruling=Ruling()
            )
        assert told.value.decision == first
        assert list(Decision.objects.all()) == [first]

    def test_sent_twice_is_decided_once(self, comment: Comment) -> None:
        anna, seen = make_moderator(), seen_of(comment)
        ruling = Ruling(reason="spam")

        def send(action: str, ruling: Ruling) -> Decision:
            return decide_comment(
                comment, moderator=anna, action=action, seen=seen, ruling=ruling
            )

        assert send("hidden", ruling) == send("hidden", ruling)
        assert Decision.objects.count() == len(mail.outbox) == 1
        for other in (("kept", ruling), ("hidden", Ruling(reason="abuse"))):
            with pytest.raises(DecidedMeanwhile):
                send(*other)

    def test_an_edit_meanwhile_is_told(self, comment: Comment) -> None:
        seen = seen_of(comment)
        _edit(comment)
        with pytest.raises(DecidedMeanwhile) as told:
            decide_comment(
                comment,
                moderator=make_moderator(),
                action="kept",
                seen=seen,
                ruling=Ruling(),
            )
        assert told.value.decision is None

    def test_editing_does_not_keep_it_from_being_hidden(self, comment: Comment) -> None:
        seen = seen_of(comment)
        _edit(comment)
        decision = decide_comment(
            comment,
            moderator=make_moderator(),
            action="hidden",
            seen=seen,
            ruling=Ruling(reason="spam"),
        )
        comment.refresh_from_db()
        assert comment.state == "hidden"
        assert decision.revision == 1

    def test_hiding_takes_account_of_what_others_decided(
        self, comment: Comment
    ) -> None:
        seen = seen_of(comment)
        decide(comment, "kept", make_moderator("anna"))
        with pytest.raises(DecidedMeanwhile):
            decide_comment(
                comment,
                moderator=make_moderator("boris"),
                action="hidden",
                seen=seen,
                ruling=Ruling(reason="spam"),
            )

    def test_nobody_decides_about_their_own(self, comment: Comment) -> None:
        anna = make_moderator()
        own = make_comment(comment.version, anna)
        with pytest.raises(Refused):
            decide(own, "kept", anna)
        appeal_decision(hide(own, make_moderator("boris")), words="It is no insult.")
        with pytest.raises(Refused):
            decide(own, "appeal_accepted", anna)

    def test_hidden_cannot_be_edited_or_withdrawn(self, comment: Comment) -> None:
        hide(comment, make_moderator())
        with pytest.raises(NoLongerThere):
            _edit(comment)
        with pytest.raises(NoLongerThere):
            withdraw_comment(comment)

    @override_settings(COMMENTARY_HOLD_FIRST=1)
    def test_what_never_was_shown_is_taken_back_without_a_trace(self) -> None:
        version = version_of(make_edition(), "statement-pre1")
        comment = withdraw_comment(make_comment(version, make_commentator("bob")))
        assert (comment.state, comment.source) == ("rejected", "")
        anna = make_moderator()
        assert not waiting(anna).exists()
        with pytest.raises(Refused):
            decide(comment, "approved", anna)

    @override_settings(COMMENTARY_HOLD_FIRST=2)
    def test_what_was_shown_once_leaves_its_place(self, comment: Comment) -> None:
        assert _edit(comment).state == "pending"
        assert withdraw_comment(comment).state == "withdrawn"

    def test_keeping_settles_only_what_was_seen(self, comment: Comment) -> None:
        report_comment(comment, reporter=make_commentator("carol"), reason="spam")
        seen = seen_of(comment)
        late = report_comment(
            comment, reporter=make_commentator("dan"), reason="personal"
        )
        decide_comment(
            comment,
            moderator=make_moderator(),
            action="kept",
            seen=seen,
            ruling=Ruling(),
        )
        assert list(Report.objects.open()) == [late]

    def test_hiding_settles_all(self, comment: Comment) -> None:
        for name in ("carol", "dan"):
            report_comment(comment, reporter=make_commentator(name), reason="spam")
        decision = hide(comment, make_moderator())
        assert not Report.objects.open().exists()
        assert decision.reports.count() == 2


class TestTelling:
    def test_the_author_is_told_why(self, comment: Comment) -> None:
        hide(comment, make_moderator(), "Please mind your words.")
        [letter] = mail.outbox
        assert letter.to == ["bob@example.org"]
        assert "Please mind your words." in letter.body
        assert "insult, threat or hatred" in letter.body
        assert f"/en/comments/{comment.pk}/decision/" in letter.body
        assert "carpets" not in letter.body + str(letter.subject)

    @pytest.mark.parametrize(
        ("code", "words"), [("ru", "скрыл"), ("zh-hans", "隐藏"), ("", "hid")]
    )
    def test_in_the_author_s_language(
        self, comment: Comment, code: str, words: str
    ) -> None:
        assert comment.author is not None
        comment.author.language = code
        comment.author.save(update_fields=["language"])
        hide(comment, make_moderator())
        [letter] = mail.outbox
        assert words in letter.body

    @pytest.mark.parametrize("action", ["kept", "approved"])
    def test_the_author_does_not_watch_again(
        self, comment: Comment, action: str
    ) -> None:
        assert comment.author
        unwatch(comment.author, comment)
        if action == "approved":
            Comment.objects.update(state="pending")
        decide(comment, action, make_moderator())
        assert not Watch.objects.exists()

    def test_keeping_tells_no_watcher(self, comment: Comment) -> None:
        watch(make_commentator("carol"), comment)
        decide(comment, "kept", make_moderator())
        assert not Notice.objects.exists()

    def test_approving_tells_watchers(self, comment: Comment) -> None:
        Comment.objects.update(state="pending")
        watch(make_commentator("carol"), comment)
        decide(comment, "approved", make_moderator())
        assert Notice.objects.get().person.display_name == "Carol"

    def test_nobody_is_told_what_was_kept(self, comment: Comment) -> None:
        decide(comment, "kept", make_moderator())
        assert not mail.outbox

    def test_who_left_is_not_written_to(self, comment: Comment) -> None:
        Comment.objects.filter(pk=comment.pk).update(author=None)
        decision = hide(comment, make_moderator())
        assert decision.person is None
        assert not mail.outbox


class TestReporting:
    def test_once_a_text(self, comment: Comment) -> None:
        carol = make_commentator("carol")
        first = report_comment(comment, reporter=carol, reason="spam")
        assert report_comment(comment, reporter=carol, reason="abuse") == first
        _edit(comment)
        assert report_comment(comment, reporter=carol, reason="abuse") != first

    def test_not_one_s_own(self, comment: Comment) -> None:
        assert comment.author
        with pytest.raises(Refused):
            report_comment(comment, reporter=comment.author, reason="spam")

    def test_not_what_is_hidden(self, comment: Comment) -> None:
        hide(comment, make_moderator())
        with pytest.raises(Refused):
            report_comment(comment, reporter=make_commentator("carol"), reason="spam")


class TestAppealing:
    def test_is_answered(self, comment: Comment) -> None:
        anna, boris = make_moderator("anna"), make_moderator("boris")
        appeal = appeal_decision(hide(comment, anna), words="It is no insult.")
        answer = decide(comment, "appeal_accepted", boris)
        appeal.refresh_from_db()
        comment.refresh_from_db()
        assert appeal.answer == answer
        assert comment.is_published

    def test_refused_leaves_it_hidden(self, comment: Comment) -> None:
        anna = make_moderator()
        decision = hide(comment, anna)
        appeal_decision(decision, words="It is no insult.")
        decide(comment, "appeal_refused", anna)
        comment.refresh_from_db()
        assert comment.state == "hidden"
        with pytest.raises(Refused):
            appeal_decision(decision, words="But still.")

    def test_an_open_one_asks_for_an_answer_first(self, comment: Comment) -> None:
        anna = make_moderator()
        appeal_decision(hide(comment, anna), words="It is no insult.")
        with pytest.raises(Refused):
            decide(comment, "shown", anna)

    def test_not_when_it_is_shown_again(self, comment: Comment) -> None:
        anna = make_moderator()
        decision = hide(comment, anna)
        decide(comment, "shown", anna)
        with pytest.raises(Refused):
            appeal_decision(decision, words="Too late.")

    def test_a_rejected_first_comment(self, pending: Comment) -> None:
        anna = make_moderator()
        decision = decide(pending, "rejected", anna, reason="spam")
        appeal_decision(decision, words="It is about carpets in the preamble.")
        decide(pending, "appeal_accepted", anna)
        pending.refresh_from_db()
        assert pending.is_published


class TestSuspending:
    def test_nothing_can_be_said(self, comment: Comment) -> None:
        bob = comment.author
        assert bob
        assert may_comment(bob)
        suspend(bob, make_moderator())
        assert is_suspended(bob)
        with pytest.raises(Refused):
            make_comment(comment.version, bob)
        with pytest.raises(MayNotEdit):
            _edit(comment)
        assert withdraw_comment(comment).state == "withdrawn"

    def test_it_ends(self, comment: Comment) -> None:
        bob = comment.author
        assert bob
        suspend(bob, make_moderator(), until=timezone.now() + timedelta(days=1))
        assert not may_comment(bob)
        yesterday = timezone.now() - timedelta(days=1)
        Suspension.objects.update(until=yesterday)
        assert may_comment(bob)
        last = Decision.objects.on_account_of(bob)[0]
        suspend(bob, make_moderator("boris"), seen=last.pk)
        assert not may_comment(bob)

    def test_it_is_lifted(self, comment: Comment) -> None:
        bob, anna = comment.author, make_moderator()
        assert bob
        first = suspend(bob, anna)
        _account(bob, anna, "lifted", first.pk)
        assert may_comment(bob)
        assert [letter.to for letter in mail.outbox] == [["bob@example.org"]] * 2

    def test_sent_twice_is_once(self, comment: Comment) -> None:
        bob, anna = comment.author, make_moderator()
        assert bob
        first = suspend(bob, anna, until=timezone.now() + timedelta(days=7))
        again = timezone.now() + timedelta(days=7)
        assert suspend(bob, anna, until=again) == first
        with pytest.raises(DecidedMeanwhile):
            suspend(bob, anna)
        assert Decision.objects.count() == len(mail.outbox) == 1

    def test_the_second_moderator_is_told(self, comment: Comment) -> None:
        bob = comment.author
        assert bob
        first = suspend(bob, make_moderator())
        with pytest.raises(DecidedMeanwhile) as told:
            suspend(bob, make_moderator("boris"))
        assert told.value.decision == first

    def test_moderators_are_not_suspended_here(self) -> None:
        with pytest.raises(Refused):
            suspend(make_moderator("boris"), make_moderator())

    def test_an_appeal_is_answered(self, comment: Comment) -> None:
        bob, anna = comment.author, make_moderator()
        assert bob
        first = suspend(bob, anna)
        appeal_decision(first, words="I shall behave.")
        with pytest.raises(Refused):
            _account(bob, anna, "lifted", first.pk)
        _account(bob, anna, "appeal_accepted", first.pk)
        assert may_comment(bob)
        assert not Appeal.objects.open().exists()


class TestClaims:
    def test_the_first_holds_it(self, comment: Comment) -> None:
        anna, boris = make_moderator("anna"), make_moderator("boris")
        claim_comment(comment, moderator=anna)
        assert claim_comment(comment, moderator=boris).moderator == anna

    def test_it_can_be_taken_over(self, comment: Comment) -> None:
        anna, boris = make_moderator("anna"), make_moderator("boris")
        claim_comment(comment, moderator=anna)
        assert claim_comment(comment, moderator=boris, take=True).moderator == boris

    def test_it_runs_out(self, comment: Comment) -> None:
        anna, boris = make_moderator("anna"), make_moderator("boris")
        claim_comment(comment, moderator=anna)
        Claim.objects.update(until=timezone.now())
        assert claim_comment(comment, moderator=boris).moderator == boris

    def test_a_decision_ends_it(self, comment: Comment) -> None:
        anna = make_moderator()
        claim_comment(comment, moderator=anna)
        decide(comment, "kept", anna)
        assert not Claim.objects.exists()


class TestTheLog:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE commentary_decision SET note = 'x'",
            "DELETE FROM commentary_decision",
        ],
    )
    def test_is_frozen(self, comment: Comment, statement: str) -> None:
        hide(comment, make_moderator())
        with pytest.raises(IntegrityError, match="never altered"), transaction.atomic():
            connection.cursor().execute(statement)

    def test_cannot_be_emptied(self, comment: Comment) -> None:
        hide(comment, make_moderator())
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "ALTER TABLE commentary_decision"
                " ENABLE TRIGGER commentary_decision_no_truncate"
            )
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute("TRUNCATE commentary_decision CASCADE")
            cursor.execute(
                "ALTER TABLE commentary_decision"
                " DISABLE TRIGGER commentary_decision_no_truncate"
            )


class TestSeen:
    @given(
        st.sampled_from(Comment.State.values),
        st.tuples(*[st.integers(0, 10**18 - 1)] * 3),
    )
    def test_goes_and_comes(self, state: str, numbers: tuple[int, int, int]) -> None:
        seen = Seen(state, *numbers)
        assert Seen.parse(str(seen)) == seen

    @given(st.text())
    def test_reads_nothing_else(self, text: str) -> None:
        with pytest.raises(ValueError):
            Seen.parse(text)


def _edit(comment: Comment) -> Comment:
    return edit_comment(
        comment,
        source=f"{comment.source} And rugs!",
        kind=comment.kind,
        language=comment.language,
        revision=comment.revision,
    )


def _account(person: Any, moderator: Any, action: str, seen: int) -> Decision:
    return decide_account(
        person, moderator=moderator, action=action, seen=seen, ruling=Ruling()
    )
