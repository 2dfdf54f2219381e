"""Works outside the portal."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models.translated import Translated


class Instrument(Translated, models.Model):
    """A work outside the portal that clauses refer to."""

    slug = models.SlugField(_("address name"), unique=True, max_length=80)
    title = models.TextField(_("title"))
    short_title = models.CharField(_("short title"), max_length=200, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    symbol = models.CharField(_("symbol"), max_length=80, blank=True)
    cited_as = models.TextField(
        _("cited as"),
        blank=True,
        help_text=_("The forms of its name found in texts, one on a line."),
    )
    link = models.URLField(_("link"), blank=True)

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ("date", "slug")

    def __str__(self) -> str:
        return self.slug
