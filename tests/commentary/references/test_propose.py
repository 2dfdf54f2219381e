"""Proposing and deciding: what is stored, what is refused, and who may."""

from __future__ import annotations

import uuid
from importlib import import_module

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from commentary.models import CrossReference, QuotePlace
from commentary.quotes.anchoring.selectors import select
from commentary.quotes.reanchoring import Chosen
from commentary.references.presenters import history_of
from commentary.references.propose import AlreadyReferred, propose_reference
from commentary.references.review import (
    ReferenceConflict,
    accept_reference,
    confirm_reference,
    dispute_reference,
    hide_reference,
    withdraw_reference,
)
from commentary.references.target import Target
from documents.errors import Refused
from documents.models import Edition, Instrument
from documents.services import begin_draft, publish_edition, remove_clause
from portal.people.models import User
from tests.commentary.factories import (
    make_commentator,
    make_instrument,
    make_moderator,
    make_plain_edition,
    make_reference,
    make_referrer,
    make_reviewer,
    version_of,
)
from tests.commentary.quotes.test_reanchoring import reword
from tests.factories import make_draft, read_edition

pytestmark = pytest.mark.django_db
State = CrossReference.State
ONE, TWO, TITLE = "statement-pre1", "statement-pre2", "statement-title"


@pytest.fixture(scope="module")
def kept_edition(module_transaction: None) -> int:
    return make_plain_edition().pk


@pytest.fixture
def edition(kept_edition: int, db: None) -> Edition:
    return read_edition(kept_edition)


@pytest.fixture
def pact() -> Instrument:
    return make_instrument()


class TestProposing:
    def test_stores_both_ends(self, edition: Edition) -> None:
        user = make_referrer("rita")
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        made = make_reference(one, two, user, note="*See* there.", language="en")
        made.refresh_from_db()
        assert (made.version, made.target_version) == (one, two)
        assert (made.state, made.origin) == ("proposed", "person")
        assert made.html == '<p dir="auto"><em>See</em> there.</p>\n'

    def test_places_the_words_quoted(self, edition: Edition, pact: Instrument) -> None:
        version = version_of(edition, ONE)
        chosen = Chosen("en", select(version.in_language("text", "en"), 0, 6))
        made = make_reference(version, pact, make_referrer("rita"), chosen=chosen)
        assert QuotePlace.objects.get(quote=made.quote).edition == edition

    def test_pressed_twice_stores_once(
        self, edition: Edition, pact: Instrument
    ) -> None:
        user, submission = make_referrer("rita"), uuid.uuid4()
        made = [
            propose_reference(
                user=user,
                version=version_of(edition, ONE),
                relation="cites",
                target=Target(instrument=pact),
                submission=submission,
            )
            for _ in range(2)
        ]
        assert made[0] == made[1]

    def test_a_clause_never_refers_to_itself(self, edition: Edition) -> None:
        one = version_of(edition, ONE)
        with pytest.raises(Refused, match="itself"):
            make_reference(one, one, make_referrer("rita"))

    def test_drafts_are_no_ends(self, edition: Edition) -> None:
        draft = make_draft("other")
        user = make_referrer("rita")
        inside, outside = version_of(edition, ONE), version_of(draft, ONE)
        for ends in [(inside, outside), (outside, inside)]:
            with pytest.raises(Refused, match="draft"):
                make_reference(*ends, user)

    def test_is_for_those_who_may(self, edition: Edition, pact: Instrument) -> None:
        with pytest.raises(Refused, match="account"):
            make_reference(version_of(edition, ONE), pact, make_commentator("carla"))

    def test_the_same_again_is_told(self, edition: Edition, pact: Instrument) -> None:
        one = version_of(edition, ONE)
        made = make_reference(one, pact, make_referrer("rita"))
        with pytest.raises(AlreadyReferred, match="already") as refusal:
            make_reference(one, pact, make_referrer("rob"))
        assert refusal.value.reference == made

    @pytest.mark.parametrize("relation", CrossReference.SYMMETRIC)
    def test_symmetric_ones_count_both_ways(
        self, edition: Edition, relation: str
    ) -> None:
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        user = make_referrer("rita")
        make_reference(one, two, user, relation=relation)
        with pytest.raises(Refused, match="already"):
            make_reference(two, one, user, relation=relation)

    def test_others_have_two_directions(self, edition: Edition) -> None:
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        user = make_referrer("rita")
        make_reference(one, two, user)
        make_reference(two, one, user)
        make_reference(one, two, user, relation="recalls")
        assert CrossReference.objects.count() == 3

    @pytest.mark.parametrize(
        ("there", "refused"),
        [
            ("art. VII", ""),
            ("art. VII, para. 2", "art. VII"),
            ("art. VII, para. 2", ""),
            ("art. VII, para. 2 (a)", "art. VII, para. 2"),
        ],
    )
    def test_less_precise_ones_are_refused(
        self, edition: Edition, pact: Instrument, there: str, refused: str
    ) -> None:
        one, user = version_of(edition, ONE), make_referrer("rita")
        make_reference(one, Target(instrument=pact, locator=there), user)
        with pytest.raises(Refused, match="precise"):
            make_reference(one, Target(instrument=pact, locator=refused), user)

    @pytest.mark.parametrize("other", ["art. VIII", "art. V", "art. VII, para. 2"])
    def test_more_precise_and_other_places_are_not(
        self, edition: Edition, pact: Instrument, other: str
    ) -> None:
        one, user = version_of(edition, ONE), make_referrer("rita")
        make_reference(one, Target(instrument=pact, locator="art. VII"), user)
        make_reference(one, Target(instrument=pact, locator=other), user)

    def test_a_clause_is_more_precise_than_its_part(self, edition: Edition) -> None:
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        user = make_referrer("rita")
        make_reference(one, two, user)
        part = Target(part=two.clause.part, edition=edition)
        with pytest.raises(Refused, match="precise"):
            make_reference(one, part, user)


@pytest.fixture
def made(edition: Edition, pact: Instrument) -> CrossReference:
    return make_reference(version_of(edition, ONE), pact, make_referrer("rita"))


class TestDeciding:
    def test_keeps_who_when_and_why(self, made: CrossReference) -> None:
        editor = make_reviewer()
        made = accept_reference(made, user=editor, revision=0, reason="Quite so.")
        made = dispute_reference(made, user=editor, revision=1, reason="Or not.")
        assert (made.state, made.decided_by) == (State.DISPUTED, editor)
        events = apps.get_model("commentary", "CrossReferenceEvent").objects
        told = events.filter(pgh_obj=made).order_by("pgh_id")
        assert list(told.values_list("state", "reason", "decided_by")) == [
            ("proposed", "", None),
            ("accepted", "Quite so.", editor.pk),
            ("disputed", "Or not.", editor.pk),
        ]

    def test_is_not_for_its_maker(self, made: CrossReference) -> None:
        assert made.author is not None
        with pytest.raises(Refused):
            accept_reference(made, user=made.author, revision=0)

    def test_a_dispute_says_why(self, made: CrossReference) -> None:
        with pytest.raises(Refused, match="Explain why"):
            dispute_reference(made, user=make_reviewer(), revision=0, reason=" ")

    def test_two_editors_do_not_undo_each_other(self, made: CrossReference) -> None:
        accept_reference(made, user=make_reviewer(), revision=0)
        with pytest.raises(ReferenceConflict) as conflict:
            dispute_reference(made, user=make_reviewer("eve"), revision=0, reason="No.")
        assert conflict.value.reference.state == State.ACCEPTED

    def test_makers_withdraw_and_others_do_not(self, made: CrossReference) -> None:
        assert made.author is not None
        with pytest.raises(Refused):
            withdraw_reference(made, user=make_referrer("rob"), revision=0)
        assert withdraw_reference(made, user=made.author, revision=0).is_withdrawn

    def test_what_is_withdrawn_leaves_its_place(self, made: CrossReference) -> None:
        user = made.author
        assert user is not None
        assert made.instrument is not None
        withdraw_reference(made, user=user, revision=0)
        again = make_reference(made.version, made.instrument, user)
        assert again.pk != made.pk
        with pytest.raises(Refused):
            accept_reference(made, user=make_reviewer(), revision=1)

    def test_what_is_disputed_keeps_it(self, made: CrossReference) -> None:
        dispute_reference(made, user=make_reviewer(), revision=0, reason="No.")
        assert made.instrument is not None
        with pytest.raises(Refused, match="disputed"):
            make_reference(made.version, made.instrument, make_referrer("rob"))

    def test_a_vaguer_one_is_not_taken_up_again(self, made: CrossReference) -> None:
        editor = make_reviewer()
        dispute_reference(made, user=editor, revision=0, reason="Which article?")
        assert made.instrument is not None
        precise = Target(instrument=made.instrument, locator="art. VII")
        make_reference(made.version, precise, editor)
        with pytest.raises(Refused, match="precise"):
            accept_reference(made, user=editor, revision=1)

    def test_hidden_ones_are_for_moderators(self, made: CrossReference) -> None:
        moderator = make_commentator("mona", "commentary.moderate_comment")
        with pytest.raises(Refused):
            hide(made, make_reviewer())
        hide(made, moderator)
        shown = CrossReference.objects
        assert not shown.visible_to(make_referrer("rob")).exists()
        assert shown.visible_to(moderator).exists()

    def test_hiding_says_why(self, made: CrossReference) -> None:
        with pytest.raises(Refused, match="reason"):
            hide(made, make_moderator("mona"), reason=" ")

    def test_two_moderators_do_not_undo_each_other(self, made: CrossReference) -> None:
        hide(made, make_moderator("mona"))
        with pytest.raises(ReferenceConflict) as conflict:
            hide(made, make_moderator("max"), hidden=False)
        assert conflict.value.reference.is_hidden

    def test_hiding_leaves_what_editors_decided(self, made: CrossReference) -> None:
        accept_reference(made, user=make_reviewer(), revision=0)
        held = hide(made, make_moderator("mona"), revision=1)
        assert (held.state, held.is_hidden) == (State.ACCEPTED, True)
        held = hide(made, make_moderator("max"), revision=2, hidden=False)
        assert (held.state, held.is_hidden) == (State.ACCEPTED, False)

    def test_hiding_leaves_why_editors_decided(self, made: CrossReference) -> None:
        editor, moderator = make_reviewer(), make_moderator("mona")
        dispute_reference(made, user=editor, revision=0, reason="Which article?")
        before = CrossReference.objects.get(pk=made.pk)
        held = hide(made, moderator, revision=1)
        held.refresh_from_db()
        assert (held.reason, held.decided_by) == ("Which article?", editor)
        assert held.decided_at == before.decided_at
        assert (held.hidden_reason, held.hidden_by) == ("Abuse.", moderator)
        assert held.hidden_at is not None
        entries = history_of(held).object_list
        assert [(entry.by, entry.reason) for entry in entries[:2]] == [
            ("Mona", "Abuse."),
            ("Edith", "Which article?"),
        ]


MIGRATION = import_module("commentary.migrations.0018_hiding")


class TestHiddenBefore:
    """References that were hidden when a hiding replaced the editor's decision."""

    def hide_as_before(self, made: CrossReference, user: User, hidden: bool) -> None:
        CrossReference.objects.filter(pk=made.pk).update(
            is_hidden=hidden,
            reason="Abuse.",
            decided_by=user,
            decided_at=timezone.now(),
        )

    def upgrade(self, made: CrossReference) -> CrossReference:
        with (
            pgtrigger.ignore("commentary.CrossReference:update_update"),
            connection.cursor() as cursor,
        ):
            cursor.execute(MIGRATION.FILL)
        return CrossReference.objects.get(pk=made.pk)

    def test_the_decision_comes_back(self, made: CrossReference) -> None:
        editor, moderator = make_reviewer(), make_moderator("mona")
        dispute_reference(made, user=editor, revision=0, reason="Which article?")
        before = CrossReference.objects.get(pk=made.pk)
        self.hide_as_before(made, moderator, True)
        held = self.upgrade(made)
        assert (held.reason, held.decided_by) == ("Which article?", editor)
        assert held.decided_at == before.decided_at
        assert (held.hidden_reason, held.hidden_by) == ("Abuse.", moderator)
        entries = history_of(held).object_list
        assert [entry.reason for entry in entries] == ["Abuse.", "Which article?", ""]

    def test_what_nobody_decided_is_undecided(self, made: CrossReference) -> None:
        moderator = make_moderator("mona")
        self.hide_as_before(made, moderator, True)
        self.hide_as_before(made, moderator, False)
        held = self.upgrade(made)
        assert (held.reason, held.decided_by, held.decided_at) == ("", None, None)
        assert (held.is_hidden, held.hidden_by) == (False, moderator)

    def test_a_decision_since_stays(self, made: CrossReference) -> None:
        editor = make_reviewer()
        self.hide_as_before(made, make_moderator("mona"), True)
        made.refresh_from_db()
        accept_reference(made, user=editor, revision=0, reason="It holds.")
        held = self.upgrade(made)
        assert (held.reason, held.decided_by) == ("It holds.", editor)
        assert held.hidden_reason == "Abuse."

    def test_others_are_left_alone(self, made: CrossReference) -> None:
        accept_reference(made, user=make_reviewer(), revision=0, reason="It holds.")
        held = self.upgrade(made)
        assert (held.reason, held.hidden_at) == ("It holds.", None)


def hide(
    made: CrossReference,
    user: User,
    *,
    revision: int = 0,
    hidden: bool = True,
    reason: str = "Abuse.",
) -> CrossReference:
    return hide_reference(
        made, user=user, revision=revision, hidden=hidden, reason=reason
    )


class TestAnotherLook:
    def after(self, edition: Edition, key: str) -> Edition:
        draft = begin_draft(edition, user=None)
        reword(draft, key, en="Something else,")
        return publish_edition(draft, user=None)

    @pytest.mark.parametrize("key", [ONE, TWO])
    def test_is_asked_for_when_an_end_changes(self, edition: Edition, key: str) -> None:
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        made = make_reference(one, two, make_referrer("rita"))
        after = self.after(edition, key)
        made.refresh_from_db()
        assert made.look_again == after
        assert made in CrossReference.objects.to_look_at_again()

    def test_is_not_for_other_changes(self, edition: Edition, pact: Instrument) -> None:
        made = make_reference(version_of(edition, ONE), pact, make_referrer("rita"))
        self.after(edition, TWO)
        made.refresh_from_db()
        assert made.look_again is None

    def test_is_asked_for_when_an_end_goes(self, edition: Edition) -> None:
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        made = make_reference(one, two, make_referrer("rita"))
        draft = begin_draft(edition, user=None)
        row = version_of(draft, TWO)
        remove_clause(row, revision=row.revision)
        publish_edition(draft, user=None)
        made.refresh_from_db()
        assert made.look_again is not None
        made = confirm_reference(made, user=make_reviewer(), revision=0)
        assert (made.look_again, made.target_version) == (None, two)

    def test_what_did_not_change_is_not_confirmed(
        self, edition: Edition, pact: Instrument
    ) -> None:
        user = make_referrer("rita")
        made = make_reference(version_of(edition, ONE), pact, user)
        with pytest.raises(Refused):
            confirm_reference(made, user=user, revision=0, reason="Look at me.")
        made.refresh_from_db()
        assert (made.reason, made.revision) == ("", 0)

    def test_what_is_disputed_is_not_confirmed_by_its_author(
        self, edition: Edition, pact: Instrument
    ) -> None:
        user = make_referrer("rita")
        made = make_reference(version_of(edition, ONE), pact, user)
        made = dispute_reference(made, user=make_reviewer(), revision=0, reason="No.")
        CrossReference.objects.filter(pk=made.pk).update(look_again=edition)
        with pytest.raises(Refused):
            confirm_reference(made, user=user, revision=1, reason="I am right.")

    def test_confirming_pins_to_the_wording_now(
        self, edition: Edition, pact: Instrument
    ) -> None:
        user = make_referrer("rita")
        made = make_reference(version_of(edition, ONE), pact, user)
        after = self.after(edition, ONE)
        with pytest.raises(Refused):
            confirm_reference(made, user=make_referrer("rob"), revision=0)
        made = confirm_reference(made, user=user, revision=0)
        assert made.look_again is None
        assert made.version == version_of(after, ONE)
        self.after(after, TWO)
        made.refresh_from_db()
        assert made.look_again is None
