"""Review of cross-references: accept, dispute, withdraw, confirm, hide.

Every decision is recorded with its author, time and reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commentary.locks import lock_active_person, lock_documents
from commentary.models import CrossReference
from commentary.notices.notify import notify_of_decision
from commentary.permissions import may_refer, may_review, moderates
from commentary.rate_limits import refuse_many_decisions
from commentary.references.propose import refuse_what_is_said
from commentary.references.target import OPEN
from documents.errors import Refused
from documents.models import ClauseVersion, Edition
from portal.people.models import User

State = CrossReference.State
# By what a form calls the decision.
STATES: Final = {
    "accept": State.ACCEPTED,
    "dispute": State.DISPUTED,
    "withdraw": State.WITHDRAWN,
}


class ReferenceConflict(Exception):
    """Another decision came first; `reference` is the present state."""

    def __init__(self, reference: CrossReference) -> None:
        super().__init__()
        self.reference = reference


@transaction.atomic
def accept_reference(
    reference: CrossReference, *, user: User, revision: int, reason: str = ""
) -> CrossReference:
    """Accept a proposed or disputed reference.

    Raises Refused when the person may not, or an equal reference exists;
    ReferenceConflict when its revision is not `revision`; PermissionDenied when the
    account was closed.
    """
    user = lock_active_person(user.pk)
    held = _held(reference, revision)
    _refuse_unless(may_review(user) and not held.is_withdrawn)
    refuse_what_is_said(held)
    return _decide_and_tell(held, State.ACCEPTED, user, reason)


@transaction.atomic
def dispute_reference(
    reference: CrossReference, *, user: User, revision: int, reason: str
) -> CrossReference:
    """Dispute a reference, with a reason. Raises as accept_reference does."""
    user = lock_active_person(user.pk)
    held = _held(reference, revision)
    _refuse_unless(may_review(user) and not held.is_withdrawn)
    if not reason.strip():
        raise Refused(_("Explain why the reference is disputed."))
    return _decide_and_tell(held, State.DISPUTED, user, reason)


@transaction.atomic
def withdraw_reference(
    reference: CrossReference, *, user: User, revision: int, reason: str = ""
) -> CrossReference:
    """Withdraw a reference, by its author or an editor; final.

    Raises as accept_reference does, and RateLimitExceeded at the hourly limit.
    """
    user = lock_active_person(user.pk)
    held = _held(reference, revision)
    is_own = held.author_id == user.pk and not held.is_detected
    _refuse_unless((is_own or may_review(user)) and not held.is_withdrawn)
    refuse_many_decisions(user)
    return _decide_and_tell(held, State.WITHDRAWN, user, reason)


@transaction.atomic
def confirm_reference(
    reference: CrossReference, *, user: User, revision: int, reason: str = ""
) -> CrossReference:
    """Confirm a stale reference: its ends are pinned to the current texts.

    By its author or an editor; the decision about it stays as it is. An end that was
    removed stays pinned to its last text. Raises as withdraw_reference does.
    """
    user = lock_active_person(user.pk)
    held = _held(reference, revision)
    is_own = held.author_id == user.pk and may_refer(user)
    is_stale = held.look_again_id is not None and held.state in OPEN
    _refuse_unless((is_own or may_review(user)) and is_stale)
    refuse_many_decisions(user)
    held.version = _current(held.version)
    if held.target_version is not None:
        held.target_version = _current(held.target_version)
    held.look_again = None
    return _confirm(held, user, reason)


@transaction.atomic
def hide_reference(
    reference: CrossReference, *, user: User, revision: int, hidden: bool, reason: str
) -> CrossReference:
    """Hide a reference from all but moderators, or show it again, with a reason.

    The decision about it, and its reason, stay as they are. Raises as accept_reference
    does.
    """
    user = lock_active_person(user.pk)
    if not moderates(user):
        raise Refused(_("Only moderators may do this."))
    held = _held(reference, revision)
    if not reason.strip():
        raise Refused(_("Give a reason: it is kept in the history."))
    held.is_hidden, held.hidden_reason = hidden, reason.strip()
    held.hidden_by, held.hidden_at = user, timezone.now()
    return _save(held, "is_hidden", "hidden_reason", "hidden_by", "hidden_at")


def is_decided_already(
    reference: CrossReference, user: User, said: Mapping[str, Any]
) -> bool:
    """Whether the last decision is this one of this person: a form was sent twice.

    `said` is what the form says: the action (none hides or shows), and the reason.
    """
    sent = (user.pk, said["reason"].strip())
    match said.get("action"):
        case None:
            latest = reference.hidden_by_id, reference.hidden_reason
            return latest == sent and reference.is_hidden == said["hidden"]
        case "confirm":
            latest = reference.confirmed_by_id, reference.confirmation
            return latest == sent and reference.look_again_id is None
        case action:
            latest = reference.decided_by_id, reference.reason
            return latest == sent and reference.state == STATES[action]


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise Refused(_("You cannot make this decision, or it can no longer be made."))


def _held(reference: CrossReference, revision: int) -> CrossReference:
    # As publication and proposals do.
    ends = (reference.version_id, reference.target_version_id)
    pinned = ClauseVersion.objects.filter(pk__in=[pk for pk in ends if pk])
    lock_documents(pinned.values_list("edition__document", flat=True))
    rows = CrossReference.objects.select_for_update(of=("self",))
    held = rows.select_related("version", "target_version").get(pk=reference.pk)
    if held.revision != revision:
        raise ReferenceConflict(held)
    return held


def _current(version: ClauseVersion) -> ClauseVersion:
    published = Edition.objects.standing().filter(versions__clause=version.clause_id)
    latest = published.latest_first().first()
    if latest is None:
        return version
    return latest.versions.get(clause=version.clause_id)


def _decide_and_tell(
    reference: CrossReference, state: State, user: User, reason: str
) -> CrossReference:
    decided = _decide(reference, state, user, reason)
    notify_of_decision(decided)
    return decided


def _decide(
    reference: CrossReference, state: State, user: User, reason: str
) -> CrossReference:
    reference.state, reference.reason = state, reason.strip()
    reference.decided_by, reference.decided_at = user, timezone.now()
    return _save(reference, "state", "reason", "decided_by", "decided_at")


def _confirm(reference: CrossReference, user: User, reason: str) -> CrossReference:
    reference.confirmation = reason.strip()
    reference.confirmed_by, reference.confirmed_at = user, timezone.now()
    said = ("confirmation", "confirmed_by", "confirmed_at")
    return _save(reference, *said, "version", "target_version", "look_again")


def _save(reference: CrossReference, *changed: str) -> CrossReference:
    reference.revision += 1
    reference.save(update_fields=[*changed, "revision"])
    return reference
