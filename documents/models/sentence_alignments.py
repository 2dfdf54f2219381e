"""Sentence alignments: what says the same in the languages of an edition's clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models.editions import Edition

if TYPE_CHECKING:
    from documents.matching.sentence_alignment import Counterparts


class SentenceAlignmentQuerySet(models.QuerySet["SentenceAlignment"]):
    def counterparts_in(self, edition: Edition) -> dict[str, list[Counterparts]]:
        """Return the counterparts in an edition, by clause key; one query."""
        found = self.filter(edition=edition).values_list("counterparts", flat=True)
        return found.first() or {}


class SentenceAlignment(models.Model):
    """The counterparts in a published edition, found when it was published.

    It can be made anew from the edition at any time, and states nothing of its own.
    """

    edition = models.OneToOneField(
        Edition,
        models.CASCADE,
        primary_key=True,
        related_name="sentence_alignment",
        verbose_name=_("edition"),
    )
    # By clause key, a list of counterparts: the span of each language, in code points.
    counterparts = models.JSONField(_("counterparts"), default=dict)

    objects = SentenceAlignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("sentence alignment")
        verbose_name_plural = _("sentence alignments")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.edition)
