"""Visits: when a person last opened a document, to mark new comments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models import Document


class Visit(models.Model):
    """A person's last two visits to a document; later comments are marked as new."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    document = models.ForeignKey(
        Document, models.CASCADE, related_name="+", verbose_name=_("document")
    )
    seen_at = models.DateTimeField(_("last seen"))
    before = models.DateTimeField(
        _("end of the previous visit"),
        null=True,
        blank=True,
        help_text=_("Blank on a first visit."),
    )

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("person", "document"), name="commentary_visit_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.document_id}"
