"""Moderation: reports, decisions, appeals, suspensions, claims, message templates.

The decisions are the moderation log. They cannot be changed or deleted: triggers of
migrations/0003_decisions_frozen.py refuse it.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commentary.models.comments import Comment
from documents.models.translated import Translated
from portal.people.models import Visitor


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        """Reports not yet settled by a decision."""
        return self.filter(settled_by=None)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def on(self, comment: Comment) -> Self:
        """Decisions about a comment, the latest first."""
        return self.filter(comment=comment).order_by("-pk")

    def about(self, user: Visitor) -> Self:
        """Decisions about a person's comments or account, the latest first."""
        return self.filter(person=user.pk).order_by("-pk")

    def on_account_of(self, user: Visitor) -> Self:
        """Decisions about a person's account alone, the latest first."""
        return self.about(user).filter(comment=None)

    def for_log(self) -> Self:
        """With the relations that the moderation log shows, the latest first."""
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
        """Claims that have not expired."""
        return self.filter(until__gt=timezone.now())


class Reason(models.TextChoices):
    """Reasons for which a comment is reported or hidden."""

    SPAM = "spam", pgettext_lazy("reason", "advertising")
    ABUSE = "abuse", pgettext_lazy("reason", "insult, threat or hatred")
    PERSONAL = "personal", pgettext_lazy("reason", "someone's personal data")
    OFF_TOPIC = "off_topic", pgettext_lazy("reason", "not about the clause")
    COPIED = "copied", pgettext_lazy("reason", "copied without permission")
    OTHER = "other", pgettext_lazy("reason", "another reason")


class Decision(models.Model):
    """A moderator's decision about a comment or an account; immutable."""

    class Action(models.TextChoices):
        KEPT = "kept", pgettext_lazy("decision", "reviewed and kept")
        HIDDEN = "hidden", pgettext_lazy("decision", "hidden")
        SHOWN = "shown", pgettext_lazy("decision", "shown again")
        APPROVED = "approved", pgettext_lazy("decision", "approved")
        REJECTED = "rejected", pgettext_lazy("decision", "rejected")
        SUSPENDED = "suspended", pgettext_lazy("decision", "account suspended")
        LIFTED = "lifted", pgettext_lazy("decision", "suspension lifted")
        ACCEPTED = "appeal_accepted", pgettext_lazy("decision", "appeal accepted")
        REFUSED = "appeal_refused", pgettext_lazy("decision", "appeal refused")

    # These need a reason, and can be appealed against.
    AGAINST = (Action.HIDDEN, Action.REJECTED, Action.SUSPENDED)

    made_at = models.DateTimeField(_("decided at"), default=timezone.now)
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("moderator"),
    )
    action = models.CharField(_("decision"), max_length=20, choices=Action.choices)
    comment = models.ForeignKey(
        Comment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("comment"),
        help_text=_("Blank if the decision concerns a person's account."),
    )
    revision = models.PositiveIntegerField(
        _("revision"),
        default=0,
        help_text=_("The version of the comment that the moderator had read."),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
        help_text=_("The author of the comment, or the owner of the account."),
    )
    reason = models.CharField(
        _("reason"), max_length=20, choices=Reason.choices, blank=True
    )
    message = models.TextField(
        _("message to the author"),
        blank=True,
        help_text=_("In the author's language; sent by e-mail."),
    )
    template = models.CharField(_("template used"), max_length=50, blank=True)
    note = models.TextField(
        pgettext_lazy("of a moderator", "note"),
        blank=True,
        help_text=_("Read by moderators only."),
    )
    until = models.DateTimeField(_("suspended until"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-pk",)
        default_permissions = ()
        indexes = (
            models.Index(fields=("person", "-id"), name="commentary_decision_person"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(comment__isnull=False) | Q(person__isnull=False),
                name="commentary_decision_about_something",
            ),
            models.CheckConstraint(
                condition=~Q(action__in=("hidden", "rejected", "suspended"))
                | ~Q(reason=""),
                name="commentary_decision_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def is_against(self) -> bool:
        return self.action in self.AGAINST


class Report(models.Model):
    """A reader's request that a moderator look at a comment."""

    comment = models.ForeignKey(
        Comment, models.CASCADE, related_name="reports", verbose_name=_("comment")
    )
    revision = models.PositiveIntegerField(
        _("revision"), help_text=_("The version of the comment that was reported.")
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("reported by"),
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    words = models.TextField(_("explanation"), blank=True)
    created_at = models.DateTimeField(_("reported at"), default=timezone.now)
    settled_by = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("settled by"),
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("pk",)
        default_permissions = ()
        indexes = (
            # For the queue: the open reports of each comment.
            models.Index(
                fields=("comment",),
                condition=Q(settled_by=None),
                name="commentary_report_open",
            ),
            # For the rate limit on one person's reports.
            models.Index(
                fields=("reporter", "-created_at"), name="commentary_report_reporter"
            ),
        )
        constraints = (
            # After an edit the comment may be reported again.
            models.UniqueConstraint(
                fields=("comment", "reporter", "revision"),
                name="commentary_report_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"


class Appeal(models.Model):
    """An appeal by the person concerned against a decision; one for each decision."""

    decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="appeal", verbose_name=_("decision")
    )
    # Blank after an erasure.
    words = models.TextField(_("appeal"), blank=True)
    created_at = models.DateTimeField(_("appealed at"), default=timezone.now)
    answer = models.OneToOneField(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answered",
        verbose_name=_("answer"),
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ("pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk}"


class Suspension(models.Model):
    """A period, or an indefinite time, in which a person may not write.

    Its reason, moderator and beginning are in the decision.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="suspension", verbose_name=_("decision")
    )
    until = models.DateTimeField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("Leave blank if the suspension is indefinite."),
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ("-pk",)
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(lifted_at=None),
                name="commentary_suspension_one_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"


class Claim(models.Model):
    """A moderator at work on a comment, so that others choose another."""

    comment = models.OneToOneField(
        Comment, models.CASCADE, related_name="claim", verbose_name=_("comment")
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=_("moderator"),
    )
    until = models.DateTimeField(_("until"))

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.moderator_id}"


class MessageTemplate(Translated, models.Model):
    """A template of a message to an author, in each interface language."""

    name = models.SlugField(_("name"), unique=True, max_length=50)
    title = models.CharField(
        _("title"),
        max_length=120,
        help_text=_("The name under which moderators choose it."),
    )
    text = models.TextField(
        _("text"), max_length=2000, help_text=_("Sent in the author's language.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        ordering = ("position", "name")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Waiting(Comment):
    """Proxy: comments pending approval, for the admin."""

    class Meta:
        proxy = True
        verbose_name = _("comment to decide on")
        verbose_name_plural = _("moderation queue")
        default_permissions = ()
