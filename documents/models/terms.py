"""Terms: names and expressions with their equivalents in each text language."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.languages import LANGUAGES
from documents.models.instruments import Instrument
from documents.models.translated import Translated

# The names that a term has in each language, the preferred one first.
NAMES = ("name", "abbreviation", "forms")
# A name that was verified has a source; a column that was never filled in is NULL.
SAYS_WHERE = reduce(
    and_,
    (
        Q(**{f"verified_{lang.suffix}": False})
        | Q(**{f"verified_{lang.suffix}__isnull": True})
        | Q(**{f"source_{lang.suffix}__isnull": False, f"source_{lang.suffix}__gt": ""})
        for lang in LANGUAGES
    ),
)


class TermQuerySet(models.QuerySet["Term"]):
    def with_instrument(self) -> Self:
        """With their instruments, whose names in texts are theirs; a join more."""
        return self.select_related("instrument")


class Term(Translated, models.Model):
    """A name or an expression, and what it is called in each language.

    In texts it is found by all its names, and by those of its instrument.
    """

    slug = models.SlugField(
        _("name in addresses"),
        unique=True,
        max_length=80,
        help_text=_("Files of terms know it by this name. It cannot change later."),
    )
    name = models.CharField(
        # Translators: what a term is called in a language; its other forms follow
        pgettext_lazy("of a term", "preferred form"),
        max_length=400,
    )
    abbreviation = models.CharField(
        pgettext_lazy("of a term", "short form or abbreviation"),
        max_length=100,
        blank=True,
    )
    forms = models.TextField(
        pgettext_lazy("of a term", "further forms"),
        blank=True,
        help_text=_(
            "Other forms found in texts, one per line, in their basic form. Those of"
            " the instrument need not be repeated."
        ),
    )
    source = models.TextField(
        _("source"),
        blank=True,
        help_text=_("Where the preferred form was found in this language."),
    )
    verified = models.BooleanField(
        _("verified"),
        default=False,
        blank=True,
        help_text=_("Someone has consulted this source and found the form in it."),
    )
    note = models.TextField(_("note"), blank=True)
    instrument = models.ForeignKey(
        Instrument,
        models.SET_NULL,
        related_name="terms",
        null=True,
        blank=True,
        verbose_name=_("instrument"),
        help_text=_("The instrument that this is the name of."),
    )

    objects = TermQuerySet.as_manager()

    if TYPE_CHECKING:
        name_zh_hans: str | None
        name_ru: str | None
        name_en: str | None

    class Meta:
        # Translators: an entry of the term register, with its names in each language
        verbose_name = pgettext_lazy("register", "term")
        verbose_name_plural = pgettext_lazy("register", "terms")
        ordering = ("slug",)
        constraints = (
            models.CheckConstraint(
                condition=SAYS_WHERE,
                name="documents_term_verified_where",
                violation_error_message=_("State where this form was verified."),
            ),
        )

    def __str__(self) -> str:
        return self.slug

    def is_verified(self, code: str) -> bool:
        """Return whether the preferred form in a language was found in its source."""
        return bool(self.in_language("verified", code))

    def names_in(self, code: str) -> list[str]:
        """Return all names in a language, the preferred one first.

        Those of the instrument are among them: read with_instrument.
        """
        cited = self.instrument and self.instrument.in_language("cited_as", code)
        return list_names(*(self.in_language(n, code) for n in NAMES), cited or "")


def list_names(name: str, abbreviation: str, *lists: str) -> list[str]:
    """Return all names of a term in a language once; of lists, each line is one."""
    names = [
        name,
        abbreviation,
        *(line for each in lists for line in each.splitlines()),
    ]
    return list(dict.fromkeys(each.strip() for each in names if each.strip()))
