"""Metadata: what describes a document, beside what its editions print.

It can be corrected after publication, with a reason; each edition keeps what was stated
when it was published (Edition.metadata).
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.languages import LANGUAGES
from documents.models.documents import Document
from documents.models.instruments import Instrument

# The fields of a document that describe it, in the order in which they are shown.
PLAIN: Final = ("symbol", "date", "issued_on", "document_type", "original_language")
WORDED: Final = ("short_title", "organs", "session", "subjects")
METADATA: Final = (
    *PLAIN,
    *(f"{field}_{language.suffix}" for field in WORDED for language in LANGUAGES),
)
# Kind, document, instrument and symbol of a relation.
RelationKey: TypeAlias = tuple[str, int | None, int | None, str]


class Relation(models.Model):
    """A document is related to another one, here or elsewhere."""

    class Kind(models.TextChoices):
        # Translators: how a document is related to another
        CORRIGENDUM_TO = "corrigendum-to", pgettext_lazy("relation", "corrigendum to")
        # Translators: how a document is related to another
        ADOPTED_BY = "adopted-by", pgettext_lazy("relation", "adopted by")
        # Translators: how a document is related to another
        SUPERSEDES = "supersedes", pgettext_lazy("relation", "supersedes")
        # Translators: how a document is related to another
        SAME_TEXT_AS = "same-text-as", pgettext_lazy("relation", "same text as")

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="relations", verbose_name=_("document")
    )
    kind = models.CharField(
        # Translators: how a document is related to another
        pgettext_lazy("field", "relation"),
        max_length=20,
        choices=Kind.choices,
    )
    target = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document of this portal"),
    )
    instrument = models.ForeignKey(
        Instrument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("instrument"),
    )
    symbol = models.CharField(
        _("symbol of a document elsewhere"), max_length=160, blank=True
    )

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ("document", "kind", "pk")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(target__isnull=False, instrument=None, symbol="")
                    | Q(target=None, instrument__isnull=False, symbol="")
                    | Q(target=None, instrument=None) & ~Q(symbol="")
                ),
                name="documents_relation_one_target",
                violation_error_message=_(
                    "Give one target: a document, an instrument or a symbol."
                ),
            ),
            models.CheckConstraint(
                condition=Q(target=None) | ~Q(target=F("document")),
                name="documents_relation_not_itself",
            ),
            models.UniqueConstraint(
                fields=("document", "kind", "target", "instrument", "symbol"),
                nulls_distinct=False,
                name="documents_relation_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document} {self.kind} {self.target_name}"

    @property
    def key(self) -> RelationKey:
        return self.kind, self.target_id, self.instrument_id, self.symbol

    @property
    def target_name(self) -> str:
        """The other end as manifests name it; its row is loaded."""
        return name_target(self)


def name_target(relation: Any) -> str:
    """Return the other end of a relation, or of an event of one, as manifests do."""
    if relation.target:
        return f"document {relation.target.slug}"
    if relation.instrument:
        return f"instrument {relation.instrument.slug}"
    return str(relation.symbol)
