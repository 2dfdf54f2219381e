"""Instruments: treaties and other works outside the portal; sources of facts."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, ExtractDay, ExtractMonth
from django.db.models.lookups import Exact
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from documents.languages import LANGUAGES
from documents.models.translated import LANGUAGE_CHOICES, Translated

NAMES = ("title", "short_title", "official_name", "cited_as")


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def with_facts(self) -> Self:
        """With the sources of their facts; one query more."""
        return self.prefetch_related("facts")

    def named_with(self, words: str) -> Self:
        """Those with these words in a name in any language, a symbol or the slug."""
        condition = Q(slug__icontains=words) | Q(symbol__icontains=words)
        for field in NAMES:
            for language in LANGUAGES:
                condition |= Q(**{f"{field}_{language.suffix}__icontains": words})
        return self.filter(condition)


# A source in any language; a column that was never filled in is NULL.
SAYS_WHERE = reduce(
    or_,
    (
        Q(**{f"source_{lang.suffix}__isnull": False})
        & ~Q(**{f"source_{lang.suffix}": ""})
        for lang in LANGUAGES
    ),
)

# Cast, because PostgreSQL cannot extract a part of an untyped NULL.
DATE = Cast("date", models.DateField())
FIRST_OF_MONTH = Q(Exact(ExtractDay(DATE), 1))
FIRST_OF_YEAR = Q(Exact(ExtractMonth(DATE), 1))


class Instrument(Translated, models.Model):
    """A work outside the portal that clauses refer to.

    Its names are all that detection uses of it: commentary/references/detection/.
    """

    class Kind(models.TextChoices):
        TREATY = "treaty", _("treaty")
        PROTOCOL = "protocol", _("protocol")
        CONVENTION = "convention", _("convention")
        AGREEMENT = "agreement", _("agreement")
        CHARTER = "charter", _("charter")
        DECLARATION = "declaration", _("declaration")
        STATEMENT = "statement", _("statement")
        COMMUNIQUE = "communique", _("communiqué")
        RESOLUTION = "resolution", _("resolution")
        DECISION = "decision", pgettext_lazy("document kind", "decision")
        PRINCIPLES = "principles", _("principles and guidelines")
        REPORT = "report", pgettext_lazy("document kind", "report")
        DRAFT = "draft", pgettext_lazy("kind of instrument", "draft")
        DOCUMENT = "document", _("document")

    class Precision(models.TextChoices):
        # Translators: how exactly a date is known
        DAY = "day", pgettext_lazy("of a date", "to the day")
        # Translators: how exactly a date is known
        MONTH = "month", pgettext_lazy("of a date", "to the month")
        # Translators: how exactly a date is known
        YEAR = "year", pgettext_lazy("of a date", "to the year")

    class Numerals(models.TextChoices):
        ARABIC = "arabic", _("in Arabic numerals: article 7")
        ROMAN = "roman", _("in Roman numerals: article VII")

    slug = models.SlugField(
        _("name in addresses"),
        unique=True,
        max_length=80,
        help_text=_("The instrument's name in addresses. It cannot change later."),
    )
    kind = models.CharField(
        pgettext_lazy("of an instrument", "kind"),
        max_length=20,
        choices=Kind.choices,
        default=Kind.DOCUMENT,
    )
    title = models.TextField(_("title"))
    short_title = models.CharField(_("short title"), max_length=200, blank=True)
    official_name = models.TextField(
        _("official name"),
        blank=True,
        help_text=_(
            "As given in the instrument itself; leave blank until it is known."
        ),
    )
    date = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(
        _("precision of the date"),
        max_length=10,
        choices=Precision.choices,
        default=Precision.DAY,
        help_text=_("If only the month or year is known, enter its first day."),
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    symbol = models.CharField(
        _("symbol"),
        max_length=160,
        blank=True,
        help_text=_(
            "The United Nations document symbol; leave blank until it is known."
            " Separate several with semicolons."
        ),
    )
    numerals = models.CharField(
        _("articles numbered"),
        max_length=10,
        choices=Numerals.choices,
        default=Numerals.ARABIC,
    )
    cited_as = models.TextField(
        _("names in texts"),
        blank=True,
        help_text=_(
            "The names found in texts, one per line, in their basic form: Russian"
            " endings, English plurals and 《》 are handled automatically."
        ),
    )
    referred_to_as = models.TextField(
        _("short names in texts"),
        blank=True,
        help_text=_(
            "Short names used only after a text has named it in full, such as"
            " “the Treaty”, one per line."
        ),
    )
    link = models.URLField(_("link"), blank=True)
    belongs_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        related_name="belonging",
        null=True,
        blank=True,
        verbose_name=_("belongs to"),
        help_text=_("For example, the treaty to which a protocol belongs."),
    )

    objects = InstrumentQuerySet.as_manager()

    if TYPE_CHECKING:
        title_zh_hans: str | None
        title_ru: str | None
        title_en: str | None

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ("date", "slug")
        constraints = (
            models.CheckConstraint(
                condition=Q(precision="day")
                | FIRST_OF_MONTH & (Q(precision="month") | FIRST_OF_YEAR),
                name="documents_instrument_first_day",
                violation_error_message=_(
                    "If only the month or year is known, enter its first day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(belongs_to=None) | ~Q(belongs_to=F("pk")),
                name="documents_instrument_not_its_own",
                violation_error_message=_("An instrument cannot belong to itself."),
            ),
        )

    def __str__(self) -> str:
        return self.slug

    @property
    def date_shown(self) -> str:
        """The date with its known precision, in the active language."""
        if self.date is None:
            return ""
        if self.precision == self.Precision.DAY:
            return date_format(self.date, "DATE_FORMAT")
        if self.precision == self.Precision.MONTH:
            return date_format(self.date, "YEAR_MONTH_FORMAT")
        # Translators: a year as a date; Russian and Chinese add their word for it
        return pgettext("date", "%(year)s") % {"year": self.date.year}


class InstrumentFact(Translated, models.Model):
    """The source of one fact about an instrument; without one it is unverified."""

    class Fact(models.TextChoices):
        KIND = "kind", pgettext_lazy("of an instrument", "kind")
        TITLE = "title", _("title")
        SHORT_TITLE = "short_title", _("short title")
        OFFICIAL_NAME = "official_name", _("official name")
        DATE = "date", _("date")
        PLACE = "place", _("place")
        SYMBOL = "symbol", _("symbol")
        NUMERALS = "numerals", _("articles numbered")
        LINK = "link", _("link")

    # A fact that is a text has a source for each language.
    TRANSLATED = (Fact.TITLE, Fact.SHORT_TITLE, Fact.OFFICIAL_NAME, Fact.PLACE)

    instrument = models.ForeignKey(
        Instrument,
        models.CASCADE,
        related_name="facts",
        verbose_name=_("instrument"),
    )
    fact = models.CharField(
        # Translators: the name of a field: what a source tells
        pgettext_lazy("field", "fact"),
        max_length=20,
        choices=Fact.choices,
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=LANGUAGE_CHOICES,
        blank=True,
        help_text=_(
            "For names and places only; leave blank for everything else, or for all"
            " languages."
        ),
    )
    source = models.TextField(_("source"), blank=True)
    link = models.URLField(_("link"), blank=True)
    verified = models.BooleanField(
        _("verified"),
        default=False,
        help_text=_("Someone has consulted this source and found the fact in it."),
    )

    if TYPE_CHECKING:
        source_zh_hans: str | None
        source_ru: str | None
        source_en: str | None

    class Meta:
        # Translators: where a fact about an instrument was found
        verbose_name = _("source of a fact")
        verbose_name_plural = _("sources of facts")
        ordering = ("instrument", "fact", "language")
        constraints = (
            models.UniqueConstraint(
                fields=("instrument", "fact", "language"),
                name="documents_instrumentfact_fact_unique",
                violation_error_message=_("This fact already has a source."),
            ),
            models.CheckConstraint(
                condition=Q(verified=False) | ~Q(link="") | SAYS_WHERE,
                name="documents_instrumentfact_verified_where",
                violation_error_message=_("State where this fact was verified."),
            ),
        )

    def __str__(self) -> str:
        fact = self.get_fact_display()
        return f"{fact} ({self.get_language_display()})" if self.language else fact

    def clean(self) -> None:
        if self.language and self.fact not in self.TRANSLATED:
            message = gettext("This fact is the same in every language: leave blank.")
            raise ValidationError({"language": message})
