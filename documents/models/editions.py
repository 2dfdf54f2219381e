"""Editions of a document, and derivations of clauses made in them."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.models.documents import (
    Clause,
    Document,
    EditionState,
    sees_drafts,
    visible_editions,
)
from documents.models.translated import Translated
from documents.models.withdrawals import Withdrawal, closed, withdrawn
from portal.people.models import Visitor


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self) -> Self:
        """All that were ever published, also withdrawn ones: the chain of digests."""
        return self.filter(state=EditionState.PUBLISHED)

    def standing(self) -> Self:
        """Published editions that are not withdrawn."""
        return self.published().filter(~withdrawn())

    def not_closed(self) -> Self:
        """Published editions that are neither withdrawn nor superseded."""
        return self.published().filter(~closed())

    def latest_of_each(self) -> Self:
        """The latest standing edition of each document."""
        return self.standing().filter(~self._exists_later())

    def current(self) -> Self:
        """The latest standing edition of each document, unless it is superseded."""
        return self.not_closed().filter(~self._exists_later())

    def _exists_later(self) -> Exists:
        later = Edition.objects.using(self.db).standing()
        return Exists(
            later.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
        )

    def visible_to(self, user: Visitor) -> Self:
        """Standing editions for everybody, drafts for those who may see drafts."""
        return self.filter(visible_editions(user))

    def on_record_for(self, user: Visitor) -> Self:
        """Like visible_to, with withdrawn editions: their addresses say so."""
        return self.all() if sees_drafts(user) else self.published()

    def with_closed(self) -> Self:
        """Adds `is_closed`: whether an edition is withdrawn or superseded."""
        return self.annotate(is_closed=closed())

    def published_by(self, day: date) -> Self:
        """Editions published by the end of a day (UTC), the latest first."""
        return self.published().filter(published_at__date__lte=day).latest_first()

    def latest_first(self) -> Self:
        return self.select_related("corrects").order_by("-number")

    def current_first(self) -> Self:
        """The current edition first: the latest published one, drafts last."""
        return self.order_by(F("published_at").desc(nulls_last=True), "-number")

    def with_document(self) -> Self:
        return self.select_related("document", "corrects")


class Edition(Translated, models.Model):
    """A numbered, complete state of a document; a draft until it is published."""

    State = EditionState

    # Of those read with_closed; `withdrawal` is set by the gates of pages.
    is_closed: bool = False
    withdrawal: Withdrawal | None = None

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="editions", verbose_name=_("document")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    label = models.CharField(_("label"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT
    )
    based_on = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bases",
        verbose_name=_("based on"),
    )
    # The edition that a corrigendum corrects, and which of its corrigenda it is.
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrigenda",
        verbose_name=_("corrigendum to"),
    )
    corrigendum = models.PositiveSmallIntegerField(
        _("number of the corrigendum"), default=0, db_default=0
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    # The form of its manifest (documents/integrity/digests.py), and the metadata of the
    # document when it was published, which a manifest of the first form lacks.
    manifest_form = models.PositiveSmallIntegerField(
        _("form of the manifest"), default=1, db_default=1
    )
    metadata = models.JSONField(_("metadata as published"), null=True, blank=True)
    # The document's slug when the edition was published, as its manifest has it.
    published_slug = models.SlugField(
        _("name in addresses when published"),
        max_length=80,
        blank=True,
        editable=False,
        db_default="",
    )
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    previous_digest = models.CharField(_("previous digest"), max_length=64, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("document", "-number")
        permissions = (("publish_edition", "Can publish an edition"),)
        constraints = (
            models.UniqueConstraint(
                fields=("document", "number"), name="documents_edition_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="documents_edition_number_from_1"
            ),
            models.CheckConstraint(
                condition=(
                    Q(corrects=None, corrigendum=0)
                    | Q(corrects__isnull=False, corrigendum__gte=1)
                ),
                name="documents_edition_corrigendum_corrects",
            ),
            models.UniqueConstraint(
                fields=("corrects", "corrigendum"),
                name="documents_edition_corrigendum_unique",
            ),
            models.CheckConstraint(
                condition=(
                    Q(manifest_form=1, metadata__isnull=True)
                    | Q(manifest_form=2, metadata__isnull=False)
                ),
                name="documents_edition_form_has_metadata",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=EditionState.DRAFT, published_at=None, digest="")
                    | Q(state=EditionState.PUBLISHED, published_at__isnull=False)
                    & ~Q(digest="")
                ),
                name="documents_edition_published_is_complete",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document}, {self.number}"

    def get_absolute_url(self) -> str:
        return reverse(
            "documents:edition-detail", args=[self.document.slug, self.number]
        )

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED


class Derivation(models.Model):
    """A clause was derived from another in an edition, by a split or a merge."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="derivations", verbose_name=_("edition")
    )
    clause = models.ForeignKey(
        Clause, models.CASCADE, related_name="origins", verbose_name=_("clause")
    )
    origin = models.ForeignKey(
        Clause,
        models.CASCADE,
        related_name="derivations",
        verbose_name=pgettext_lazy("of a clause", "origin"),
    )

    class Meta:
        verbose_name = _("derivation")
        verbose_name_plural = _("derivations")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "clause", "origin"),
                name="documents_derivation_once",
            ),
            models.CheckConstraint(
                condition=~Q(clause=models.F("origin")),
                name="documents_derivation_not_itself",
            ),
        )

    def __str__(self) -> str:
        return f"{self.clause} < {self.origin}"
