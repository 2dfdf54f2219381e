"""An account that is closed and erased while something is stored in its name.

Whoever comes first, nothing of the person is there afterwards. Each kind of write is
tried in both orders, with a lock held so that the second really waits for the first.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from commentary.comments.edit import NoLongerThere, edit_comment, withdraw_comment
from commentary.comments.last_visit import new_since
from commentary.comments.post import post_comment
from commentary.locks import lock_documents
from commentary.models import (
    Appeal,
    Claim,
    Comment,
    CrossReference,
    Decision,
    Notice,
    QuotePlace,
    Report,
    Visit,
    Watch,
)
from commentary.models.notice_kinds import Scope
from commentary.moderation.decide import Ruling, claim_comment, decide_comment, seen_of
from commentary.moderation.report import appeal_decision, report_comment
from commentary.moderation.suspend import decide_account
from commentary.notices.unsubscribe import Wish, unsubscribe
from commentary.notices.watch import unwatch, watch
from commentary.quotes.anchoring.selectors import select
from commentary.quotes.repair import choose_place_again, leave_place
from commentary.references.review import (
    accept_reference,
    confirm_reference,
    dispute_reference,
    hide_reference,
    withdraw_reference,
)
from documents.errors import Refused
from documents.models import ClauseVersion
from documents.services import begin_draft, publish_edition
from portal.people.accounts import close_account
from portal.people.models import User
from portal.people.roles import Role
from tests.base import beside, signed_in
from tests.commentary.factories import (
    hide,
    make_comment,
    make_commentator,
    make_instrument,
    make_plain_edition,
    make_reference,
    make_referrer,
    version_of,
)
from tests.commentary.quotes.test_reanchoring import reword
from tests.factories import make_member
from tests.portal.people.base import CONFIRM, last_code

pytestmark = pytest.mark.django_db(transaction=True)
ONE = "statement-pre1"
SECRET = "Zweisamkeit"
REFUSALS = (
    Refused,
    NoLongerThere,
    PermissionDenied,
)


@dataclass(frozen=True, slots=True)
class Stage:
    """What Carol and others have done, before she writes again and leaves."""

    carol: User
    one: ClauseVersion
    own: Comment
    quoted: Comment
    hidden: Decision
    others: Comment
    proposed: CrossReference
    others_reference: CrossReference
    other: User


@pytest.fixture
def stage() -> Stage:
    names = ("moderate_comment", "review_crossreference")
    carol = make_referrer("carol", *(f"commentary.{name}" for name in names))
    rita, mona = (
        make_referrer("rita"),
        make_commentator("mona", f"commentary.{names[0]}"),
    )
    edition = make_plain_edition()
    one = version_of(edition, ONE)
    own, quoted, lost = (
        make_comment(one, carol, "Words", quoted=words) for words in ("", "point", "")
    )
    return Stage(
        carol=carol,
        one=one,
        own=own,
        quoted=quoted,
        hidden=hide(lost, mona),
        others=make_comment(one, rita, "Others' words"),
        proposed=make_reference(one, make_instrument("pact"), carol),
        others_reference=make_reference(one, make_instrument("treaty"), rita),
        other=rita,
    )


def post(stage: Stage) -> Any:
    return make_comment(stage.one, stage.carol, SECRET)


def reply(stage: Stage) -> Any:
    return make_comment(stage.one, stage.carol, SECRET, parent=stage.others)


def post_under_a_name(stage: Stage) -> Any:
    return post_comment(
        user=stage.carol,
        version=stage.one,
        language="en",
        source=SECRET,
        name=SECRET,
        submission=uuid.uuid4(),
    )


def be_mentioned(stage: Stage) -> Any:
    return make_comment(stage.one, stage.other, "So says @Carol.")


def be_mentioned_by_an_edit(stage: Stage) -> Any:
    text = f"So says @[Carol]({stage.carol.pk})."
    return edit_comment(
        stage.others, source=text, kind="comment", language="en", revision=0
    )


def edit(stage: Stage) -> Any:
    return edit_comment(
        stage.own, source=SECRET, kind="comment", language="en", revision=0
    )


def withdraw(stage: Stage) -> Any:
    return withdraw_comment(stage.own)


def propose(stage: Stage) -> Any:
    return make_reference(
        stage.one, make_instrument("accord"), stage.carol, note=SECRET, language="en"
    )


def accept(stage: Stage) -> Any:
    return accept_reference(
        stage.others_reference, user=stage.carol, revision=0, reason="Yes."
    )


def dispute(stage: Stage) -> Any:
    return dispute_reference(
        stage.others_reference, user=stage.carol, revision=0, reason="No."
    )


def hide_one(stage: Stage) -> Any:
    return hide_reference(
        stage.others_reference,
        user=stage.carol,
        revision=0,
        hidden=True,
        reason="Abuse.",
    )


def confirm(stage: Stage) -> Any:
    proposed = CrossReference.objects.filter(pk=stage.proposed.pk)
    proposed.update(look_again=stage.one.edition)
    return confirm_reference(stage.proposed, user=stage.carol, revision=0)


def take_back(stage: Stage) -> Any:
    return withdraw_reference(stage.proposed, user=stage.carol, revision=0)


def report(stage: Stage) -> Any:
    return report_comment(
        stage.others, reporter=stage.carol, reason="abuse", words=SECRET
    )


def appeal(stage: Stage) -> Any:
    return appeal_decision(stage.hidden, words=SECRET)


def decide_about_a_comment(stage: Stage) -> Any:
    return decide_comment(
        stage.others,
        moderator=stage.carol,
        action="hidden",
        seen=seen_of(stage.others),
        ruling=Ruling(reason="abuse"),
    )


def claim(stage: Stage) -> Any:
    return claim_comment(stage.others, moderator=stage.carol)


def suspend(stage: Stage) -> Any:
    return decide_account(
        stage.other,
        moderator=stage.carol,
        action="suspended",
        seen=0,
        ruling=Ruling(reason="abuse", message="Enough."),
    )


def begin_to_watch(stage: Stage) -> Any:
    return watch(stage.carol, stage.one.clause)


def visit(stage: Stage) -> Any:
    return new_since(stage.carol, stage.one.clause.document_id)


def leave(stage: Stage) -> Any:
    return leave_place(QuotePlace.objects.get(quote=stage.quoted.quote))


def choose_again(stage: Stage) -> Any:
    place = QuotePlace.objects.get(quote=stage.quoted.quote)
    selector = select(stage.one.in_language("text", "en"), 0, 6)
    return choose_place_again(place, version=stage.one, selector=selector)


WRITES: list[Callable[[Stage], Any]] = [
    post,
    reply,
    post_under_a_name,
    be_mentioned,
    be_mentioned_by_an_edit,
    edit,
    withdraw,
    propose,
    accept,
    dispute,
    hide_one,
    confirm,
    take_back,
    report,
    appeal,
    decide_about_a_comment,
    claim,
    suspend,
    begin_to_watch,
    visit,
    leave,
    choose_again,
]


def refused(write: Callable[[Stage], Any], stage: Stage) -> Any:
    try:
        return write(stage)
    except REFUSALS as refusal:
        return refusal


def close(stage: Stage) -> User:
    return close_account(User.objects.get(pk=stage.carol.pk), erase=True)


def is_erased(stage: Stage) -> bool:
    """Fail for anything that is left of Carol."""
    carol = stage.carol.pk
    named = Q(source__contains=SECRET) | Q(source__contains=f"]({carol})")
    record = {
        name: apps.get_model("commentary", name)._default_manager
        for name in ("CommentEvent", "CrossReferenceEvent")
    }
    left = [
        Comment.objects.filter(named | Q(author=carol)),
        Comment.objects.filter(html__contains=f"/people/{carol}/"),
        record["CommentEvent"].filter(named),
        CrossReference.objects.filter(Q(author=carol) | Q(decided_by=carol)),
        CrossReference.objects.filter(note=SECRET),
        record["CrossReferenceEvent"].filter(note=SECRET),
        Report.objects.filter(Q(reporter=carol) | Q(words=SECRET)),
        Appeal.objects.filter(words=SECRET),
        Claim.objects.filter(moderator=carol),
        Watch.objects.filter(person=carol),
        Notice.objects.filter(person=carol),
        Visit.objects.filter(person=carol),
        User.objects.filter(pk=carol).exclude(display_name="", affiliation=""),
    ]
    assert [list(rows) for rows in left if rows] == []
    return True


def test_whatever_waits_for_the_erasure_is_refused(stage: Stage) -> None:
    waiting = [lambda write=write: refused(write, stage) for write in WRITES]
    with beside(*waiting) as begun:
        close(stage)
    results = [each.result(timeout=30) for each in begun]
    stored = {
        write.__name__
        for write, result in zip(WRITES, results, strict=True)
        if not isinstance(result, REFUSALS)
    }
    # Others may go on; what they say names her no more.
    assert stored == {"be_mentioned", "be_mentioned_by_an_edit"}
    assert is_erased(stage)
    assert not Decision.objects.filter(moderator=stage.carol).exists()


@pytest.mark.django_db(transaction=False)
def test_whatever_is_stored_before_is_erased(stage: Stage) -> None:
    for write in WRITES:
        with transaction.atomic():
            write(stage)
            close(stage)
            assert is_erased(stage), write.__name__
            transaction.set_rollback(True)


def in_document(stage: Stage) -> None:
    lock_documents([stage.one.clause.document_id])


def in_comments(stage: Stage) -> None:
    list(Comment.objects.select_for_update().order_by("pk"))


@pytest.mark.parametrize(
    ("writes", "hold"),
    [
        ((post, be_mentioned, propose, accept, leave), in_document),
        ((edit, be_mentioned_by_an_edit, report, appeal), in_comments),
    ],
)
def test_the_erasure_comes_after_what_waits_already(
    stage: Stage,
    writes: tuple[Callable[[Stage], Any], ...],
    hold: Callable[[Stage], None],
) -> None:
    waiting = [lambda write=write: write(stage) for write in writes]
    with beside(*waiting, lambda: close(stage)) as begun:
        hold(stage)
    for each in begun:
        each.result(timeout=30)
    assert is_erased(stage)


def test_a_profile_does_not_come_back(stage: Stage) -> None:
    client = signed_in(stage.carol)
    sent = {"display_name": SECRET, "affiliation": SECRET, "mail_frequency": "daily"}
    with beside(lambda: client.post("/accounts/profile/", sent)) as begun:
        close(stage)
    assert begun[0].result(timeout=10).status_code == 403
    assert is_erased(stage)
    carol = User.objects.get(pk=stage.carol.pk)
    assert not carol.is_active
    assert carol.email.endswith("@account.invalid")


def test_a_new_password_does_not_bring_an_account_back(stage: Stage) -> None:
    client, new = signed_in(stage.carol), "seven white swans 9"
    sent = {"oldpassword": "correct horse", "password1": new, "password2": new}
    with beside(lambda: client.post("/accounts/password/change/", sent)) as begun:
        close(stage)
    assert begun[0].result(timeout=10).status_code == 403
    assert is_erased(stage)
    assert not User.objects.get(pk=stage.carol.pk).has_usable_password()


def test_a_proved_address_does_not_come_back(stage: Stage) -> None:
    client = signed_in(stage.carol)
    client.post("/accounts/email/", {"email": "carol@new.example", "action_add": ""})
    proof = {"password": "correct horse", "next": "/accounts/email/"}
    client.post("/accounts/reauthenticate/", proof)
    code = {"code": last_code()}
    with beside(lambda: client.post(CONFIRM, code)) as begun:
        close(stage)
    assert begun[0].result(timeout=10).status_code == 403
    assert User.objects.get(pk=stage.carol.pk).email.endswith("@account.invalid")
    assert not EmailAddress.objects.filter(user=stage.carol).exists()


def test_a_password_from_an_administrator_does_not_come_back(stage: Stage) -> None:
    anna = signed_in(User.objects.create_superuser("anna@example.org", "pw"))
    new = "seven white swans 9"
    sent = {"password1": new, "password2": new, "usable_password": "true"}
    address = f"/admin/portal/user/{stage.carol.pk}/password/"
    with beside(lambda: anna.post(address, sent)) as begun:
        close(stage)
    assert begun[0].result(timeout=10).status_code == 403
    assert is_erased(stage)


def test_an_administrator_who_leaves_gives_no_role(stage: Stage) -> None:
    anna = make_member(Role.ADMINISTRATOR, "anna")
    make_member(Role.ADMINISTRATOR, "bella")  # so that Anna is not the last
    client, editors = signed_in(anna), Group.objects.get(name=Role.EDITOR)
    sent = {"email": stage.other.email, "is_active": "on", "groups": editors.pk}
    address = f"/admin/portal/user/{stage.other.pk}/change/"
    with beside(lambda: client.post(address, sent)) as begun:
        close_account(User.objects.get(pk=anna.pk), erase=False)
    assert begun[0].result(timeout=10).status_code == 403
    assert not stage.other.groups.filter(pk=editors.pk).exists()


def test_an_administrator_brings_no_name_back(stage: Stage) -> None:
    anna = signed_in(User.objects.create_superuser("anna@example.org", "pw"))
    sent = {"email": "carol@example.org", "display_name": SECRET, "is_active": "on"}
    address = f"/admin/portal/user/{stage.carol.pk}/change/"
    with beside(lambda: anna.post(address, sent)) as begun:
        close(stage)
    assert begun[0].result(timeout=10).status_code == 403
    assert is_erased(stage)


def test_a_choice_about_mail_does_not_come_back(stage: Stage) -> None:
    wish = Wish(stage.carol.pk, Scope.REPLIES)
    with beside(lambda: unsubscribe(wish)) as begun:
        close(stage)
    begun[0].result(timeout=10)
    assert is_erased(stage)


def test_an_edition_published_meanwhile_tells_nobody_who_left(stage: Stage) -> None:
    draft = begin_draft(stage.one.edition, user=None)
    reword(draft, ONE, en="Something else,")
    with beside(lambda: publish_edition(draft, user=None)) as begun:
        close(stage)
    begun[0].result(timeout=10)
    assert is_erased(stage)


def test_who_stops_watching_while_leaving(stage: Stage) -> None:
    with transaction.atomic():
        close(stage)
        unwatch(stage.carol, stage.one.clause)
    assert is_erased(stage)


def test_two_who_mention_each_other_both_leave(stage: Stage) -> None:
    make_comment(stage.one, stage.carol, "With @Rita")
    make_comment(stage.one, stage.other, "With @Carol")
    people = (stage.carol, stage.other)
    closing = [lambda each=each: close_account(each, erase=True) for each in people]
    with beside(*closing) as begun:
        in_comments(stage)
    for each in begun:
        each.result(timeout=30)
    assert not Comment.objects.exclude(source="").exists()
