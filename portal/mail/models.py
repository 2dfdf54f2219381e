"""A message on its way out."""

from __future__ import annotations

from typing import Final, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from procrastinate.contrib.django.models import ProcrastinateJob

DELIVER_MAIL: Final = "portal.deliver_mail"
# "failed" is a job still: it was tried for a day, and an operator may look at it.
STANDING: Final = ("todo", "doing", "failed")


class QueuedMailQuerySet(models.QuerySet["QueuedMail"]):
    def to(self, address: str) -> Self:
        return self.filter(recipients__contains=[address])

    def without_job(self) -> Self:
        """Messages that no job is going to deliver, or has tried to."""
        jobs = ProcrastinateJob.objects.filter(
            task_name=DELIVER_MAIL, status__in=STANDING
        )
        of_mail = jobs.annotate(mail=KT("args__mail")).filter(
            mail=Cast(OuterRef("pk"), TextField())
        )
        return self.filter(~Exists(of_mail))


class QueuedMail(models.Model):
    """A whole message, as it will be handed over; the row goes when it has been.

    The message stands here and not in the job's arguments, because those are written
    into logs, and it may hold a code that lets somebody in.
    """

    created_at = models.DateTimeField(auto_now_add=True)
    sender = models.TextField()
    recipients = ArrayField(models.TextField())
    message = models.BinaryField()

    objects = QueuedMailQuerySet.as_manager()

    class Meta:
        # Nobody reads other people's mail in the administration.
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} ({self.created_at:%Y-%m-%d %H:%M})"
