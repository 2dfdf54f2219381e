"""A document, its parts, its clauses, and what they say in each edition.

A clause is an identity: it has no text, no number and no place of its own. These
belong to its ClauseVersion in an edition. Everything that is said about a clause
hangs on the identity, which is why an edition can change the text under it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.kinds import Kind as KindName
from documents.kinds import PartKind as PartKindName
from documents.languages import BY_CODE, CODES, LANGUAGES
from documents.querysets import (
    ClauseQuerySet,
    ClauseVersionQuerySet,
    DocumentQuerySet,
    EditionQuerySet,
)

if TYPE_CHECKING:
    from typing import TypedDict

    from django_stubs_ext import WithAnnotations

    class ClauseCount(TypedDict):
        clause_count: int


LANGUAGE_CHOICES = [(language.code, language.name) for language in LANGUAGES]
SHA256 = RegexValidator(r"^[0-9a-f]{64}\Z", _("Enter a SHA-256 in hexadecimal."))
KEY = RegexValidator(
    r"^[a-z][a-z0-9_]*(-[a-z0-9_]+)*\Z",
    _("Enter lower-case Latin letters, digits, hyphens or low lines: statement-op3."),
)


class Translated:
    """Access by language code to the columns that modeltranslation makes."""

    def in_language(self, field: str, code: str) -> str:
        """Return `field` in one language, "" when there is none: never another."""
        return getattr(self, f"{field}_{BY_CODE[code].suffix}") or ""


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


class Edition(Translated, models.Model):
    """A complete, numbered state of a document."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

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
                    Q(state="draft", published_at=None, digest="")
                    | Q(state="published", published_at__isnull=False) & ~Q(digest="")
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
    """A clause took words from another: it was split from it, or merged with it."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="derivations", verbose_name=_("edition")
    )
    clause = models.ForeignKey(
        Clause, models.CASCADE, related_name="origins", verbose_name=_("clause")
    )
    origin = models.ForeignKey(
        Clause, models.CASCADE, related_name="derivations", verbose_name=_("origin")
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


class LanguageVersion(Translated, models.Model):
    """One language of one edition: what its text is, whose, and from where."""

    class Standing(models.TextChoices):
        AUTHENTIC = "authentic", _("authentic text")
        OFFICIAL = "official", _("official translation")
        UNOFFICIAL = "unofficial", _("unofficial translation")
        MACHINE = "machine", _("machine translation")

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="languages", verbose_name=_("edition")
    )
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGE_CHOICES)
    standing = models.CharField(
        _("standing"),
        max_length=20,
        choices=Standing.choices,
        default=Standing.UNOFFICIAL,
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    source = models.TextField(_("source"), blank=True)
    confirmed = models.BooleanField(
        _("confirmed"),
        default=False,
        help_text=_("Whether it was checked against the original of this edition."),
    )
    file_name = models.CharField(_("imported file"), max_length=200, blank=True)
    file_sha256 = models.CharField(
        _("SHA-256 of the imported file"),
        max_length=64,
        blank=True,
        validators=[SHA256],
    )

    class Meta:
        verbose_name = _("language version")
        verbose_name_plural = _("language versions")
        ordering = ("edition", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "language"),
                name="documents_languageversion_language_unique",
            ),
            models.CheckConstraint(
                condition=Q(language__in=CODES),
                name="documents_languageversion_language_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}, {self.language}"


class ClauseVersion(Translated, models.Model):
    """What a clause says in one edition, and where it stands there."""

    class Kind(models.TextChoices):
        ORGAN = KindName.ORGAN, _("organ")
        SESSION = KindName.SESSION, pgettext_lazy("of an organ", "session")
        AGENDA_ITEM = KindName.AGENDA_ITEM, _("agenda item")
        AGENDA_TITLE = KindName.AGENDA_TITLE, _("title of the agenda item")
        TITLE = KindName.TITLE, _("title")
        PARAGRAPH = KindName.PARAGRAPH, _("paragraph")
        SIGNATURE = KindName.SIGNATURE, _("signature")
        ANNEX_HEADING = KindName.ANNEX_HEADING, _("annex heading")
        ORIGINAL_LANGUAGE = KindName.ORIGINAL_LANGUAGE, _("note of original language")
        OPENING = KindName.OPENING, _("opening line")
        PREAMBULAR = KindName.PREAMBULAR, _("preambular paragraph")
        OPERATIVE = KindName.OPERATIVE, _("operative paragraph")
        SUBPARAGRAPH = KindName.SUBPARAGRAPH, _("subparagraph")
        ARTICLE = KindName.ARTICLE, _("article")
        HEADING = KindName.HEADING, _("heading")
        PLACE_DATE = KindName.PLACE_DATE, _("place and date")
        NOTE = KindName.NOTE, _("note")

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="versions", verbose_name=_("edition")
    )
    clause = models.ForeignKey(
        Clause, models.PROTECT, related_name="versions", verbose_name=_("clause")
    )
    position = models.PositiveIntegerField(_("position"))
    depth = models.PositiveSmallIntegerField(_("depth"), default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    number = models.CharField(
        _("printed number"),
        max_length=40,
        blank=True,
        help_text=_("As printed, with its punctuation; blank when none is printed."),
    )
    locator = models.CharField(
        _("locator"),
        max_length=120,
        editable=False,
        help_text=_("Where it stands in this edition, as in statement/op3/a."),
    )
    text = models.TextField(_("text"), blank=True)
    revision = models.PositiveIntegerField(
        _("revision"),
        default=0,
        editable=False,
        help_text=_(
            "Counts the changes in a draft, so that two editors do not undo"
            " each other's work unknowingly."
        ),
    )
    digest = models.CharField(
        _("SHA-256 of the text"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("Given when the edition is published; see documents/fixity.py."),
    )

    objects = ClauseVersionQuerySet.as_manager()

    if TYPE_CHECKING:
        number_zh_hans: str | None
        number_ru: str | None
        number_en: str | None
        text_zh_hans: str | None
        text_ru: str | None
        text_en: str | None

    class Meta:
        verbose_name = _("clause text")
        verbose_name_plural = _("clause texts")
        ordering = ("edition", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "clause"),
                name="documents_clauseversion_clause_unique",
                violation_error_message=_("This clause is already in the edition."),
            ),
            models.UniqueConstraint(
                fields=("edition", "position"),
                name="documents_clauseversion_position_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=("edition", "locator"),
                name="documents_clauseversion_locator_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition}: {self.locator}"

    def get_absolute_url(self) -> str:
        return f"{self.edition.get_absolute_url()}#{self.clause.key}"


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
