"""The words in which moderation is asked for: what is open, and what is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from commentary.models import (  # noqa: F401 - quoted below
        Appeal,
        Claim,
        Comment,
        Decision,
        Report,
        Suspension,
    )
    from commentary.querysets import Visitor


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        """Reports that no decision has settled."""
        return self.filter(settled_by=None)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def on(self, comment: Comment) -> Self:
        """Decisions about a comment, the latest first."""
        return self.filter(comment=comment).order_by("-pk")

    def about(self, user: Visitor) -> Self:
        """Decisions about what a person said, or about the person; the latest first."""
        return self.filter(person=user.pk).order_by("-pk")

    def on_account_of(self, user: Visitor) -> Self:
        """Decisions about the person alone, the latest first."""
        return self.about(user).filter(comment=None)

    def for_log(self) -> Self:
        """With what the log shows beside each, the latest first."""
        people = self.select_related("moderator", "person")
        return people.select_related("comment__clause__document").order_by("-pk")


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> Self:
        return self.filter(answer=None)

    def on(self, comment: Comment) -> Self:
        return self.filter(decision__comment=comment)

    def on_account_of(self, user: Visitor) -> Self:
        return self.filter(decision__person=user.pk, decision__comment=None)


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def in_force(self) -> Self:
        still = Q(until=None) | Q(until__gt=timezone.now())
        return self.filter(still, lifted_at=None)

    def of(self, user: Visitor) -> Self:
        return self.filter(person=user.pk)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def live(self) -> Self:
        """Claims that have not run out."""
        return self.filter(until__gt=timezone.now())
