"""Moderation decisions about comments: each is logged and mailed to the author.

Two moderators may look at the same comment. `Seen` names what a moderator had before
them; a decision that rests on something else is refused, and says what happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commentary.locks import lock_active_person, lock_moderator, share_documents
from commentary.models import Appeal, Claim, Comment, Decision, Report
from commentary.moderation.emails import email_decision
from commentary.notices.notify import notify_of_comment
from documents.errors import Refused
from portal.people.models import User

Action = Decision.Action
State = Comment.State
CLAIMED_FOR: Final = timedelta(minutes=10)
TOLD: Final = frozenset(Action) - {Action.KEPT}
PUBLISHING: Final = (Action.APPROVED, Action.SHOWN, Action.ACCEPTED)
# From which state a decision leads to which.
STEPS: Final[Mapping[str, Mapping[str, str]]] = {
    State.PUBLISHED: {Action.KEPT: State.PUBLISHED, Action.HIDDEN: State.HIDDEN},
    State.PENDING: {Action.APPROVED: State.PUBLISHED, Action.REJECTED: State.REJECTED},
    State.HIDDEN: {Action.SHOWN: State.PUBLISHED},
    State.REJECTED: {Action.APPROVED: State.PUBLISHED},
    State.WITHDRAWN: {},
}


class DecidedMeanwhile(Exception):
    """A comment or an account that is no longer as the moderator saw it.

    `decision` is what another moderator decided, None when it is the author of the
    comment who changed it.
    """

    def __init__(self, decision: Decision | None) -> None:
        super().__init__(decision)
        self.decision = decision


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a moderator says with a decision."""

    reason: str = ""
    message: str = ""
    template: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a moderator had before them; travels in a form as text."""

    state: str
    revision: int
    decision: int
    report: int

    def __str__(self) -> str:
        return f"{self.state}.{self.revision}.{self.decision}.{self.report}"

    @classmethod
    def parse(cls, text: str) -> Seen:
        """Read what str() gave. Raises ValueError for anything else."""
        state, *numbers = text.split(".")
        if state not in State.values or not all(map(_is_number, numbers)):
            raise ValueError(text)
        revision, decision, report = map(int, numbers)
        return cls(state, revision, decision, report)

    def differs_in_text_only(self, other: Seen) -> bool:
        """Tell whether its author edited it, and nobody decided anything."""
        return (self.state, self.decision) == (other.state, other.decision)

    def is_of_same_text(self, other: Seen) -> bool:
        """Tell whether nothing happened but more reports."""
        return (self.state, self.revision, self.decision) == (
            other.state,
            other.revision,
            other.decision,
        )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def seen_of(comment: Comment) -> Seen:
    """Return what there is to see of a comment now; two queries."""
    decided = Decision.objects.on(comment).aggregate(last=Max("pk"))["last"] or 0
    reported = Report.objects.filter(comment=comment).aggregate(last=Max("pk"))["last"]
    return Seen(comment.state, comment.revision, decided, reported or 0)


def actions_for(comment: Comment, appeal: Appeal | None) -> dict[str, str]:
    """Return the decisions that make sense, each with the state it leads to.

    `appeal` is the open one, which asks for an answer before anything else. Of what
    its author took back there is nothing left to decide.
    """
    if not comment.source:
        return {}
    if appeal is not None and comment.state in (State.HIDDEN, State.REJECTED):
        return {Action.ACCEPTED: State.PUBLISHED, Action.REFUSED: comment.state}
    return dict(STEPS[comment.state])


@transaction.atomic
def decide_comment(
    comment: Comment, *, moderator: User, action: str, seen: Seen, ruling: Ruling
) -> Decision:
    """Keep, hide, show again, approve or reject a comment, or answer an appeal.

    Settles the reports that the moderator saw; all of them when the text goes. The
    author is told by mail, except of what was kept.

    Sent twice it is one decision, which is returned.

    Raises DecidedMeanwhile when the comment is not as it was seen, and nothing is
    changed then; hiding goes on when only the text is another, or an author could
    evade it by editing again and again. Raises Refused to its author
    and when the decision makes no sense for it, PermissionDenied to who is no
    moderator.
    """
    moderator = lock_moderator(moderator.pk)
    # Whoever is told of the comment takes part in its document.
    share_documents([comment.clause.document_id])
    # The lock that editing and withdrawing take.
    comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if comment.author_id == moderator.pk:
        raise Refused(_("This comment is your own: another moderator must decide."))
    if not _is_as_seen(comment, seen, action):
        since = _find_decision_since(comment, seen)
        if since is not None and is_sent_twice(since, moderator, action, ruling):
            return since
        raise DecidedMeanwhile(since)
    appeal = Appeal.objects.on(comment).open().first()
    steps = actions_for(comment, appeal)
    if action not in steps:
        raise Refused(
            _("This decision is not possible in the present state of the comment.")
        )
    decision = _log_decision(comment, moderator, action, ruling)
    if comment.state != steps[action]:
        comment.state = steps[action]
        comment.save(update_fields=["state"])
    _settle_reports(comment, decision, appeal, seen)
    Claim.objects.filter(comment=comment).delete()
    if action in TOLD:
        email_decision(decision)
    if action in PUBLISHING:
        notify_of_comment(comment)  # who was told before is not told again
    return decision


def _is_as_seen(comment: Comment, seen: Seen, action: str) -> bool:
    now = seen_of(comment)
    if action == Action.HIDDEN:
        return now.differs_in_text_only(seen)
    return now.is_of_same_text(seen)


def _find_decision_since(comment: Comment, seen: Seen) -> Decision | None:
    since = Decision.objects.on(comment).filter(pk__gt=seen.decision)
    return since.select_related("moderator").first()


def is_sent_twice(
    decision: Decision, moderator: User, action: str, ruling: Ruling
) -> bool:
    """Tell whether a decision is what this moderator decides: the same form again."""
    said = Ruling(decision.reason, decision.message, decision.template, decision.note)
    return (decision.moderator_id, decision.action, said) == (
        moderator.pk,
        action,
        ruling,
    )


def _log_decision(
    comment: Comment, moderator: User, action: str, ruling: Ruling
) -> Decision:
    return Decision.objects.create(
        moderator=moderator,
        action=action,
        comment=comment,
        revision=comment.revision,
        person=comment.author,
        reason=ruling.reason,
        message=ruling.message,
        template=ruling.template,
        note=ruling.note,
    )


def _settle_reports(
    comment: Comment, decision: Decision, appeal: Appeal | None, seen: Seen
) -> None:
    reports = comment.reports.open()
    if comment.state == State.PUBLISHED:
        reports = reports.filter(pk__lte=seen.report)  # later ones nobody has read
    reports.update(settled_by=decision)
    if appeal is not None:
        appeal.answer = decision
        appeal.save(update_fields=["answer"])


@transaction.atomic
def claim_comment(comment: Comment, *, moderator: User, take: bool = False) -> Claim:
    """Note that a moderator looks at a comment, for a while, and return the claim.

    One that another moderator holds stays theirs, unless this one means to `take` it.
    Raises PermissionDenied when the moderator's account was closed.
    """
    moderator = lock_active_person(moderator.pk)
    until = timezone.now() + CLAIMED_FOR
    mine = {"moderator": moderator, "until": until}
    claims = Claim.objects.select_for_update().select_related("moderator")
    claim, is_new = claims.get_or_create(comment=comment, defaults=mine)
    is_free = claim.until <= timezone.now() or claim.moderator_id == moderator.pk
    if not is_new and (is_free or take):
        claim.moderator, claim.until = moderator, until
        claim.save(update_fields=["moderator", "until"])
    return claim
