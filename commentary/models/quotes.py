"""Quotes from a clause's text, and their place in each later edition."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commentary.models.visibility import CommentState, said_on_withdrawn
from documents.languages import CODES
from documents.models import ClauseVersion, Edition
from documents.models.translated import LANGUAGE_CHOICES
from documents.models.withdrawals import withdrawn
from portal.people.models import Visitor


class QuotePlaceQuerySet(models.QuerySet["QuotePlace"]):
    def placed_in(self, edition: Edition) -> Self:
        """Places with a position in an edition, of published comments."""
        return self.filter(
            ~said_on_withdrawn("quote__comment__"),
            edition=edition,
            start__isnull=False,
            quote__comment__state=CommentState.PUBLISHED,
        )

    def of_author(self, user: Visitor) -> Self:
        """Places of the quotes in a person's published and pending comments.

        None of comments on a withdrawn text, which are read-only.
        """
        own = self.filter(
            ~said_on_withdrawn("quote__comment__"), quote__comment__author=user.pk
        )
        readable = (CommentState.PUBLISHED, CommentState.PENDING)
        return own.filter(quote__comment__state__in=readable)

    def current(self) -> Self:
        """Each quote's place in the latest standing edition of its document."""
        later = self.model._default_manager.filter(
            ~withdrawn("edition__"),
            quote=models.OuterRef("quote"),
            edition__number__gt=models.OuterRef("edition__number"),
        )
        return self.filter(~withdrawn("edition__")).exclude(models.Exists(later))

    def to_answer(self) -> Self:
        """Current uncertain places that wait for their author's answer."""
        doubtful = (QuotePlace.State.APPROXIMATE, QuotePlace.State.DETACHED)
        rows = self.filter(state__in=doubtful, answer=QuotePlace.Answer.NONE)
        return rows.current()

    def for_answering(self) -> Self:
        """With the relations that the repair page shows, the oldest edition first."""
        return self.select_related(
            "edition__document",
            "version",
            "quote__version__edition",
            "quote__version__clause",
            "quote__comment",
        ).order_by("edition__published_at", "pk")


class Quote(models.Model):
    """A quote: a range of one language of a clause's text, chosen by a person.

    Stored as W3C Web Annotation selectors: `exact`, `prefix` and `suffix` are a
    TextQuoteSelector, `start` is that of a TextPositionSelector, in Unicode code points
    of the text.
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
        """The end of the range, in code points like `start`."""
        return self.start + len(self.exact)


class QuotePlace(models.Model):
    """The place of a quote in an edition, found by anchoring when that is made."""

    class State(models.TextChoices):
        EXACT = "exact", _("the same words at the same place")
        MOVED = "moved", _("the same words at another place")
        APPROXIMATE = "approximate", _("similar words")
        DETACHED = "detached", _("no longer there")
        CHOSEN = "chosen", _("chosen again by the author")

    class Answer(models.TextChoices):
        """The author's answer about an uncertain place."""

        NONE = "", _("not answered")
        CONFIRMED = "confirmed", pgettext_lazy("place of a quote", "confirmed")
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
            "The text of the quoted clause, or of a clause that took over its"
            " wording; empty when the edition has neither."
        ),
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    score = models.FloatField(
        _("score"),
        default=1.0,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Similarity of the wording, from 0 to 1."),
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
