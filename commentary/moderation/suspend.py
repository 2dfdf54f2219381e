"""Suspension of accounts: decided, logged, and lifted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commentary.locks import lock_people
from commentary.models import Appeal, Decision, Suspension
from commentary.models.visibility import moderates
from commentary.moderation.decide import (
    Action,
    DecidedMeanwhile,
    Ruling,
    is_sent_twice,
)
from commentary.moderation.emails import email_decision
from documents.errors import Refused
from portal.people.models import User

BETWEEN_CLICKS: Final = timedelta(hours=1)  # less than any two terms differ


def suspension_of(person: User) -> Suspension | None:
    """Return the suspension in force; one query."""
    rows = Suspension.objects.in_force().of(person)
    return rows.select_related("decision").first()


def account_actions(suspension: Suspension | None, appeal: Appeal | None) -> list[str]:
    """Return the decisions about an account that make sense."""
    if suspension is None:
        return [Action.SUSPENDED]
    if appeal is not None:
        return [Action.ACCEPTED, Action.REFUSED]
    return [Action.LIFTED, Action.SUSPENDED]


@transaction.atomic
def decide_account(
    person: User,
    *,
    moderator: User,
    action: str,
    seen: int,
    ruling: Ruling,
    until: datetime | None = None,
) -> Decision:
    """Suspend an account, change or lift its suspension, or answer an appeal.

    `seen` is the latest decision about the account that the moderator saw, 0 for none;
    `until` is for suspending only, None being for good. The person is told by mail.
    Sent twice it is one decision, which is returned.

    Raises DecidedMeanwhile when there is a later decision, Refused when
    this one makes no sense or the person is a moderator, PermissionDenied to who is no
    moderator.
    """
    held = lock_people([person.pk, moderator.pk])
    person, moderator = held[person.pk], held[moderator.pk]
    if not moderates(moderator):
        raise PermissionDenied
    latest = Decision.objects.on_account_of(person).select_related("moderator").first()
    until = until if action == Action.SUSPENDED else None
    if latest is not None and latest.pk != seen:
        is_same = is_sent_twice(latest, moderator, action, ruling)
        if is_same and _ends_alike(latest.until, until):
            return latest
        raise DecidedMeanwhile(latest)
    suspension = suspension_of(person)
    appeal = Appeal.objects.on_account_of(person).open().first()
    if action not in account_actions(suspension, appeal):
        raise Refused(
            _("This decision is not possible in the present state of the account.")
        )
    if action == Action.SUSPENDED and moderates(person):
        raise Refused(_("A moderator's account cannot be suspended here."))
    decision = Decision.objects.create(
        moderator=moderator,
        action=action,
        person=person,
        reason=ruling.reason,
        message=ruling.message,
        template=ruling.template,
        note=ruling.note,
        until=until,
    )
    _apply_decision(decision, person, appeal)
    email_decision(decision)
    return decision


def _ends_alike(one: datetime | None, other: datetime | None) -> bool:
    """Whether two terms are one that is counted from two clicks."""
    if one is None or other is None:
        return one is other
    return abs(one - other) < BETWEEN_CLICKS


def _apply_decision(decision: Decision, person: User, appeal: Appeal | None) -> None:
    if decision.action != Action.REFUSED:
        # Also one that has run out: a person has one that is not lifted.
        ended = Suspension.objects.of(person).filter(lifted_at=None)
        ended.update(lifted_at=timezone.now())
    if decision.action == Action.SUSPENDED:
        Suspension.objects.create(
            person=person, decision=decision, until=decision.until
        )
    if appeal is not None:
        appeal.answer = decision
        appeal.save(update_fields=["answer"])
