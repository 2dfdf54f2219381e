"""A document, its parts, and the lasting identities of its clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.kinds import PartKind as PartKindName
from documents.models.translated import KEY, LANGUAGE_CHOICES, SHA256, Translated
from documents.querysets import ClauseQuerySet, DocumentQuerySet, PartQuerySet

if TYPE_CHECKING:
    from typing import TypedDict

    from django_stubs_ext import WithAnnotations

    from documents.models.editions import Edition

    class ClauseCount(TypedDict):
        clause_count: int


class Document(Translated, models.Model):
    """One document as issued, such as a letter with its annex."""

    slug = models.SlugField(
        _("address name"),
        unique=True,
        max_length=80,
        help_text=_("The document's name in addresses. It cannot change later."),
    )
    symbol = models.CharField(
        _("symbol"),
        max_length=80,
        blank=True,
        help_text=_("The United Nations document symbol; blank until it is known."),
    )
    title = models.TextField(_("title"))
    date = models.DateField(_("date"), null=True, blank=True)
    organs = models.TextField(_("organs"), blank=True)
    session = models.TextField(pgettext_lazy("of an organ", "session"), blank=True)
    agenda_item = models.TextField(_("agenda item"), blank=True)
    original_language = models.CharField(
        _("original language"),
        max_length=10,
        choices=LANGUAGE_CHOICES,
        blank=True,
        help_text=_("Blank when the document does not state it."),
    )
    is_invented = models.BooleanField(
        _("invented"),
        default=False,
        help_text=_("An example made up for trying the portal; every page says so."),
    )
    source_name = models.CharField(_("source file"), max_length=200, blank=True)
    source_sha256 = models.CharField(
        _("SHA-256 of the source file"), max_length=64, blank=True, validators=[SHA256]
    )

    objects = DocumentQuerySet.as_manager()

    if TYPE_CHECKING:
        title_zh_hans: str | None
        title_ru: str | None
        title_en: str | None
        current_editions: list[WithAnnotations[Edition, ClauseCount]]

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-date", "slug")

    def __str__(self) -> str:
        return self.symbol or self.slug

    def get_absolute_url(self) -> str:
        return reverse("documents:document-detail", args=[self.slug])


class Part(Translated, models.Model):
    """A division with a title and an original language of its own."""

    class Kind(models.TextChoices):
        LETTER = PartKindName.LETTER, _("letter")
        STATEMENT = PartKindName.STATEMENT, _("statement")
        DECLARATION = PartKindName.DECLARATION, _("declaration")
        COMMUNIQUE = PartKindName.COMMUNIQUE, _("communiqué")
        RESOLUTION = PartKindName.RESOLUTION, _("resolution")
        DECISION = PartKindName.DECISION, _("decision")
        AGREEMENT = PartKindName.AGREEMENT, _("agreement")
        TREATY = PartKindName.TREATY, _("treaty")
        PROTOCOL = PartKindName.PROTOCOL, _("protocol")
        CONVENTION = PartKindName.CONVENTION, _("convention")
        MEMORANDUM = PartKindName.MEMORANDUM, _("memorandum")
        CHARTER = PartKindName.CHARTER, _("charter")
        MESSAGE = PartKindName.MESSAGE, _("message")
        APPEAL = PartKindName.APPEAL, _("appeal")
        PROGRAMME = PartKindName.PROGRAMME, _("programme of action")
        REPORT = PartKindName.REPORT, _("report")
        PRINCIPLES = PartKindName.PRINCIPLES, _("principles and guidelines")
        ANNEX = PartKindName.ANNEX, _("annex")
        DOCUMENT = PartKindName.DOCUMENT, _("document")

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="parts", verbose_name=_("document")
    )
    key = models.CharField(_("key"), max_length=40, validators=[KEY])
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.TextField(_("title"), blank=True)
    original_language = models.CharField(
        _("original language"),
        max_length=10,
        choices=LANGUAGE_CHOICES,
        blank=True,
        help_text=_("Blank when the part does not state it."),
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a document", "part")
        verbose_name_plural = pgettext_lazy("of a document", "parts")
        ordering = ("document", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("document", "key"), name="documents_part_key_unique"
            ),
            models.UniqueConstraint(
                fields=("document", "position"), name="documents_part_position_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.document} / {self.key}"


class Clause(models.Model):
    """The lasting identity of one paragraph-like unit."""

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="clauses", verbose_name=_("document")
    )
    part = models.ForeignKey(
        Part, models.PROTECT, related_name="clauses", verbose_name=_("part")
    )
    key = models.CharField(
        _("key"),
        max_length=80,
        validators=[KEY],
        help_text=_(
            "Assigned when the clause is made; never changed, whatever its number."
        ),
    )
    derived_from = models.ManyToManyField(
        "self",
        symmetrical=False,
        through="Derivation",
        through_fields=("clause", "origin"),
        related_name="successors",
        verbose_name=_("derived from"),
    )

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ("document", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("document", "key"), name="documents_clause_key_unique"
            ),
        )

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("documents:clause-detail", args=[self.document.slug, self.key])
