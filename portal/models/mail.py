"""A message on its way out."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class QueuedMail(models.Model):
    """A whole message, as it will be handed over; the row goes when it has been.

    The message stands here and not in the job's arguments, because those are written
    into logs, and it may hold a code that lets somebody in.
    """

    created_at = models.DateTimeField(auto_now_add=True)
    sender = models.TextField()
    recipients = ArrayField(models.TextField())
    message = models.BinaryField()

    objects: ClassVar[models.Manager[QueuedMail]] = models.Manager()

    class Meta:
        # Nobody reads other people's mail in the administration.
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} ({self.created_at:%Y-%m-%d %H:%M})"
