"""Content of an edition: its languages, and the text of each clause in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.languages import BY_CODE, CODES, LANGUAGES
from documents.models.documents import Clause, visible_editions
from documents.models.editions import Edition
from documents.models.received import ReceivedFile
from documents.models.translated import LANGUAGE_CHOICES, SHA256, Translated
from documents.models.withdrawals import Withdrawal
from documents.text.kinds import Kind as KindName
from portal.people.models import Visitor

FACTS = ("clause_id", "clause__key", "clause__part__key", "kind", "depth", "locator")
TEXTS = tuple(f"text_{language.suffix}" for language in LANGUAGES)
NUMBERS = tuple(f"number_{language.suffix}" for language in LANGUAGES)


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A clause as an edition says it, without a model's instance: for long pages."""

    clause: int
    key: str
    part: str
    kind: str
    depth: int
    locator: str
    texts: Mapping[str, str | None]
    numbers: Mapping[str, str | None]

    @classmethod
    def of(cls, version: ClauseVersion) -> ReadClause:
        """Return a row as such; its clause and part are loaded."""
        texts, numbers = (
            {code: version.in_language(name, code) for code in CODES}
            for name in ("text", "number")
        )
        return cls(
            clause=version.clause_id,
            key=version.clause.key,
            part=version.clause.part.key,
            kind=version.kind,
            depth=version.depth,
            locator=version.locator,
            texts=texts,
            numbers=numbers,
        )

    @classmethod
    def from_columns(cls, row: tuple[Any, ...]) -> ReadClause:
        """Return the values of FACTS, TEXTS and NUMBERS as such."""
        clause, key, part, kind, depth, locator = row[: len(FACTS)]
        words = row[len(FACTS) :]
        texts = dict(zip(CODES, words[: len(TEXTS)], strict=True))
        numbers = dict(zip(CODES, words[len(TEXTS) :], strict=True))
        return cls(clause, key, part, kind, depth, locator, texts, numbers)

    def in_language(self, field: str, code: str) -> str:
        """Return its text or number in one language; "" if it has none."""
        return (self.texts if field == "text" else self.numbers).get(code) or ""


class ClauseVersionQuerySet(models.QuerySet["ClauseVersion"]):
    def read(self) -> list[ReadClause]:
        """The rows in reading order, without instances; one query."""
        rows = self.order_by("position").values_list(*FACTS, *TEXTS, *NUMBERS)
        return [ReadClause.from_columns(row) for row in rows]

    def for_reading(self) -> Self:
        """The rows in reading order, with clause and part; one query."""
        return self.select_related("clause", "clause__part").order_by("position")

    def current_first(self) -> Self:
        """With their editions, in the order of EditionQuerySet.current_first."""
        return self.select_related("edition").order_by(
            F("edition__published_at").desc(nulls_last=True), "-edition__number"
        )

    def neighbours_of(
        self, version: ClauseVersion
    ) -> tuple[ClauseVersion | None, ClauseVersion | None]:
        """Return the rows before and after one in its edition; two queries."""
        rows = self.select_related("clause")
        before = rows.filter(position__lt=version.position).order_by("-position")
        after = rows.filter(position__gt=version.position).order_by("position")
        return before.first(), after.first()

    def visible_to(self, user: Visitor) -> Self:
        return self.filter(visible_editions(user, "edition__"))

    def of_kinds(self, *kinds: KindName) -> Self:
        """The rows of these kinds, in reading order, with clause and part."""
        return self.filter(kind__in=kinds).for_reading()

    def without_text_in(self, suffix: str) -> Self:
        """Rows without a text in the language with this column suffix."""
        return self.filter(Q(**{f"text_{suffix}": None}) | Q(**{f"text_{suffix}": ""}))


class LanguageVersionQuerySet(models.QuerySet["LanguageVersion"]):
    def with_taken_back(self) -> Self:
        """With `is_taken_back`: the file as received is not for readers any more."""
        return self.annotate(is_taken_back=_taken_back())

    def with_file(self) -> Self:
        """The rows whose file as received was kept and is for readers."""
        return self.filter(~_taken_back(), received__isnull=False)


class LanguageVersion(Translated, models.Model):
    """One language of one edition: standing, credit and source of its text."""

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
        help_text=_(
            "Whether it has been checked against the original of this edition."
        ),
    )
    file_name = models.CharField(_("imported file"), max_length=200, blank=True)
    file_sha256 = models.CharField(
        _("SHA-256 of the imported file"),
        max_length=64,
        blank=True,
        validators=[SHA256],
    )
    # The file itself; None where it was imported before files were kept.
    received = models.ForeignKey(
        ReceivedFile,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="languages",
        verbose_name=_("received file"),
    )
    is_taken_back = False  # see with_taken_back

    objects = LanguageVersionQuerySet.as_manager()

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


def _taken_back() -> Exists:
    """The condition that the edition a received file came with cannot be read.

    Later editions of the document have the file too, as their text began with it.
    """
    same = LanguageVersion.objects.filter(
        received=OuterRef(OuterRef("received")),
        edition__document=OuterRef(OuterRef("edition__document")),
    )
    first = same.order_by("edition__number").values("edition")[:1]
    unreadable = Withdrawal.objects.in_force().filter(text_readable=False)
    return Exists(unreadable.filter(edition=Subquery(first)))


class ClauseVersion(Translated, models.Model):
    """The content and the place of a clause in one edition."""

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
        NOTE = KindName.NOTE, pgettext_lazy("kind of clause", "note")

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
        help_text=_(
            "As printed, including punctuation; leave blank if none is printed."
        ),
    )
    locator = models.CharField(
        _("locator"),
        max_length=120,
        editable=False,
        help_text=_("Its place in this edition, for example statement/op3/a."),
    )
    text = models.TextField(_("text"), blank=True)
    page = models.PositiveIntegerField(
        _("page of the received file"), null=True, blank=True, editable=False
    )
    revision = models.PositiveIntegerField(
        _("revision"),
        default=0,
        editable=False,
        help_text=_(
            "Counts the changes in a draft, so that two editors do not overwrite"
            " each other's work."
        ),
    )
    digest = models.CharField(
        _("SHA-256 of the text"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("Computed when the edition is published."),
    )

    objects = ClauseVersionQuerySet.as_manager()

    if TYPE_CHECKING:
        number_zh_hans: str | None
        number_ru: str | None
        number_en: str | None
        text_zh_hans: str | None
        text_ru: str | None
        text_en: str | None
        page_zh_hans: int | None
        page_ru: int | None
        page_en: int | None

    class Meta:
        verbose_name = _("clause text")
        verbose_name_plural = _("clause texts")
        ordering = ("edition", "position")
        # Search by a place such as "para. 3", whatever the document.
        indexes = (models.Index(fields=("locator",), name="documents_version_locator"),)
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

    def page_in(self, code: str) -> int:
        """Return its page of the file received in a language; 0 if unknown."""
        return getattr(self, f"page_{BY_CODE[code].suffix}") or 0

    def set_page(self, code: str, page: int) -> None:
        """Set its page of the file received in a language; 0 if unknown."""
        setattr(self, f"page_{BY_CODE[code].suffix}", page or None)
