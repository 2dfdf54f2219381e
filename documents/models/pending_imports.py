"""Pending imports: texts that editors have read in and not yet saved in a draft."""

from __future__ import annotations

import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.languages import BY_CODE, Language
from documents.models.documents import Document
from documents.models.translated import LANGUAGE_CHOICES, SHA256
from portal.people.models import Visitor


def make_token() -> str:
    """Return what names an import in its address."""
    return secrets.token_urlsafe(9)


class PendingImportQuerySet(models.QuerySet["PendingImport"]):
    def visible_to(self, user: Visitor) -> Self:
        """Those that a person may go on with: their own; who publishes, all."""
        if not user.has_perm("documents.add_edition"):
            return self.none()
        if user.has_perm("documents.publish_edition"):
            return self
        return self.filter(by=user.pk)

    def for_list(self) -> Self:
        """With people and without texts, last changed first."""
        heavy = ("received", "desk", "history")
        return self.select_related("by").defer(*heavy).order_by("-changed_at", "-pk")


class PendingImport(models.Model):
    """A parsed text in hand, with its repairs.

    The parsed units are stored beside the text, so that repairs stay with their units
    when the importer changes. `desk` and `history` are what services.import_desk makes.
    """

    token = models.SlugField(max_length=20, unique=True, default=make_token)
    # By name, since the document may not exist yet.
    slug = models.CharField(_("document"), max_length=80)
    language = models.CharField(_("language"), max_length=16, choices=LANGUAGE_CHOICES)
    standing = models.CharField(_("standing"), max_length=20, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, validators=[SHA256])
    received = models.TextField()
    # The lines of the text that stand in no unit.
    furniture = models.JSONField(default=list)
    desk = models.JSONField()
    history = models.JSONField(default=list)
    # What was typed about the document, beside what was proposed.
    about = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0, db_default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = PendingImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import in hand")
        verbose_name_plural = _("imports in hand")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.slug} {self.language}"

    @property
    def document(self) -> Document | None:
        """The document; None if it is to be created."""
        return Document.objects.named(self.slug).first()

    @property
    def spoken(self) -> Language:
        """The language of the text."""
        return BY_CODE[self.language]
