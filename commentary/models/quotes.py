"""Words of a clause that somebody quotes, and where they stand in later editions."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commentary.querysets import QuotePlaceQuerySet
from documents.languages import CODES
from documents.models import ClauseVersion, Edition
from documents.models.translated import LANGUAGE_CHOICES


class Quote(models.Model):
    """Words of one language of a clause, as a person chose them.

    The W3C Web Annotation selectors: `exact`, `prefix` and `suffix` are a
    TextQuoteSelector, `start` the start of a TextPositionSelector, in Unicode code
    points of that language's text.
    """

    version = models.ForeignKey(
        ClauseVersion,
        models.PROTECT,
        related_name="+",
        verbose_name=_("clause text"),
    )
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGE_CHOICES)
    exact = models.TextField(_("quoted words"))
    prefix = models.TextField(_("words before"), blank=True)
    suffix = models.TextField(_("words after"), blank=True)
    start = models.PositiveIntegerField(_("start"))

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        constraints = (
            models.CheckConstraint(
                condition=Q(language__in=CODES),
                name="commentary_quote_language_known",
            ),
            models.CheckConstraint(
                condition=~Q(exact=""), name="commentary_quote_not_empty"
            ),
        )

    def __str__(self) -> str:
        return self.exact

    @property
    def end(self) -> int:
        """Where it ends, as `start` counts."""
        return self.start + len(self.exact)


class QuotePlace(models.Model):
    """Where a quote stands in an edition: found when the edition is prepared."""

    class State(models.TextChoices):
        EXACT = "exact", _("the same words at the same place")
        MOVED = "moved", _("the same words at another place")
        APPROXIMATE = "approximate", _("similar words")
        DETACHED = "detached", _("no longer there")
        CHOSEN = "chosen", _("chosen again by the author")

    class Answer(models.TextChoices):
        """What the author said of a place that is not certain."""

        NONE = "", _("not answered")
        CONFIRMED = "confirmed", _("confirmed")
        LEFT = "left", _("left on the old wording")

    PLACED: ClassVar[tuple[State, ...]] = (
        State.EXACT,
        State.MOVED,
        State.APPROXIMATE,
        State.CHOSEN,
    )

    quote = models.ForeignKey(
        Quote, models.CASCADE, related_name="places", verbose_name=_("quote")
    )
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="+", verbose_name=_("edition")
    )
    version = models.ForeignKey(
        ClauseVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("clause text"),
        help_text=_(
            "Of the quoted clause, or of one that took over its words; blank when the"
            " edition has neither."
        ),
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    score = models.FloatField(
        _("score"),
        default=1.0,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("How similar the words are, from 0 to 1."),
    )
    answer = models.CharField(
        _("the author's answer"),
        max_length=10,
        choices=Answer.choices,
        default=Answer.NONE,
        blank=True,
    )

    objects = QuotePlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place of a quote")
        verbose_name_plural = _("places of quotes")
        constraints = (
            models.UniqueConstraint(
                fields=("quote", "edition"), name="commentary_quoteplace_once"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="detached", start=None, end=None)
                    | ~Q(state="detached")
                    & Q(version__isnull=False, start__lt=F("end"))
                ),
                name="commentary_quoteplace_has_its_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.quote}: {self.state}"
