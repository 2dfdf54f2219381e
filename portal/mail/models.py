"""Queued mail: a message that waits for delivery."""

from __future__ import annotations

from typing import Final, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from procrastinate.contrib.django.models import ProcrastinateJob

DELIVER_MAIL: Final = "portal.deliver_mail"
# The queues of its jobs: what somebody waits for, and all else.
CODES: Final = "codes"
MAIL: Final = "mail"
# A "failed" job counts too: it was tried for a day, and an operator may inspect it.
STANDING: Final = ("todo", "doing", "failed")


class QueuedMailQuerySet(models.QuerySet["QueuedMail"]):
    def to(self, address: str) -> Self:
        return self.filter(recipients__contains=[address])

    def without_job(self) -> Self:
        """Messages without a job, pending or failed, that delivers them.

        None of those that were given up.
        """
        jobs = ProcrastinateJob.objects.filter(
            task_name=DELIVER_MAIL, status__in=STANDING
        )
        of_mail = jobs.annotate(mail=KT("args__mail")).filter(
            mail=Cast(OuterRef("pk"), TextField())
        )
        return self.filter(~Exists(of_mail), is_given_up=False)


class QueuedMail(models.Model):
    """A complete message, deleted after its delivery.

    The message is here and not in the job's arguments, because these are logged, and it
    may have a sign-in code.
    """

    created_at = models.DateTimeField(
        pgettext_lazy("of an e-mail", "created"), auto_now_add=True
    )
    sender = models.TextField()
    recipients = ArrayField(models.TextField(), verbose_name=_("recipients"))
    message = models.BinaryField()
    # Of the latest try, if it failed.
    failed_at = models.DateTimeField(_("last tried"), null=True)
    failure = models.TextField(_("reason"), blank=True, db_default="")
    is_given_up = models.BooleanField(_("refused for good"), db_default=False)

    objects = QueuedMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("undelivered e-mail")
        verbose_name_plural = _("undelivered e-mails")
        default_permissions = ()  # portal/mail/admin.py

    def __str__(self) -> str:
        return f"{self.pk} ({self.created_at:%Y-%m-%d %H:%M})"
