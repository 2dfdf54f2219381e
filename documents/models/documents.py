"""Documents, their parts, and clauses (the identities of paragraph-like units)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Prefetch
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.models.translated import KEY, LANGUAGE_CHOICES, SHA256, Translated
from documents.models.withdrawals import Withdrawal, withdrawn
from documents.text.kinds import PartKind as PartKindName
from portal.people.models import Visitor

if TYPE_CHECKING:
    from typing import TypedDict

    from django_stubs_ext import WithAnnotations

    from documents.models.editions import Edition, EditionQuerySet
    from documents.models.versions import ClauseVersion

    class ClauseCount(TypedDict):
        clause_count: int


def _editions_in(database: str) -> EditionQuerySet:
    # Editions import documents, so their model cannot be imported here.
    edition: type[Edition] = apps.get_model("documents", "Edition")
    return edition.objects.using(database)


class EditionState(models.TextChoices):
    """The states of an edition (`Edition.State`), for the models Edition imports."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


def visible_editions(user: Visitor, path: str = "") -> models.Q:
    """Return the condition that a person may see an edition; `path` leads to it.

    What is published and not withdrawn is for everybody, a draft for those who may see
    drafts. Who may see what is decided here and nowhere else.
    """
    is_published = models.Q(**{f"{path}state": EditionState.PUBLISHED})
    stands = is_published & ~models.Q(withdrawn(path))
    is_draft = models.Q(**{f"{path}state": EditionState.DRAFT})
    return stands | is_draft if sees_drafts(user) else stands


def sees_drafts(user: Visitor) -> bool:
    """Return whether this person may see drafts.

    Every page starts its queries at `visible_to(user)`.
    """
    return user.is_active and user.has_perm("documents.view_edition")


class PartKind(models.TextChoices):
    """What a part is; also the type of a document, which its first part gives."""

    LETTER = PartKindName.LETTER, _("letter")
    STATEMENT = PartKindName.STATEMENT, _("statement")
    DECLARATION = PartKindName.DECLARATION, _("declaration")
    COMMUNIQUE = PartKindName.COMMUNIQUE, _("communiqué")
    RESOLUTION = PartKindName.RESOLUTION, _("resolution")
    DECISION = PartKindName.DECISION, pgettext_lazy("document kind", "decision")
    AGREEMENT = PartKindName.AGREEMENT, _("agreement")
    TREATY = PartKindName.TREATY, _("treaty")
    PROTOCOL = PartKindName.PROTOCOL, _("protocol")
    CONVENTION = PartKindName.CONVENTION, _("convention")
    MEMORANDUM = PartKindName.MEMORANDUM, _("memorandum")
    CHARTER = PartKindName.CHARTER, _("charter")
    MESSAGE = PartKindName.MESSAGE, _("message")
    APPEAL = PartKindName.APPEAL, pgettext_lazy("document kind", "appeal")
    PROGRAMME = PartKindName.PROGRAMME, _("programme of action")
    REPORT = PartKindName.REPORT, pgettext_lazy("document kind", "report")
    PRINCIPLES = PartKindName.PRINCIPLES, _("principles and guidelines")
    ANNEX = PartKindName.ANNEX, _("annex")
    DOCUMENT = PartKindName.DOCUMENT, _("document")


# What only a part can be, or what says nothing.
DOCUMENT_TYPES = [
    (value, label)
    for value, label in PartKind.choices
    if value not in (PartKind.ANNEX, PartKind.DOCUMENT)
]


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: Visitor) -> Self:
        """Documents with an edition this person may see."""
        editions = _editions_in(self.db).visible_to(user)
        return self.filter(
            models.Exists(editions.filter(document=models.OuterRef("pk")))
        )

    def named(self, slug: str) -> Self:
        """The document that has this name in addresses, or had it; one at most."""
        names = DocumentSlug.objects.using(self.db).filter(slug=slug)
        return self.filter(models.Exists(names.filter(document=models.OuterRef("pk"))))

    def not_closed(self) -> Self:
        """Documents that are neither withdrawn nor superseded as a whole."""
        return self.exclude(
            models.Exists(
                Withdrawal.objects.in_force().filter(
                    document=models.OuterRef("pk"), edition=None
                )
            )
        )

    def for_list(self) -> Self:
        """Documents that stand, newest first, each with its current edition.

        Adds `current_editions`: a list of the latest standing edition, or [], with
        `clause_count` and its language versions. Three queries in all.
        """
        editions = (
            _editions_in(self.db)
            .latest_of_each()
            .annotate(clause_count=Count("versions"))
            .prefetch_related("languages")
        )
        listed = self.not_closed().order_by("-date", "slug")
        return listed.prefetch_related(
            Prefetch("editions", editions, to_attr="current_editions")
        )


class PartQuerySet(models.QuerySet["Part"]):
    def visible_to(self, user: Visitor) -> Self:
        """Parts with a clause in an edition this person may see.

        A part that only a draft has is not visible to those who may not see drafts.
        """
        return self._in(_editions_in(self.db).visible_to(user))

    def in_edition(self, edition: Edition) -> Self:
        """Parts with a clause in an edition, in the document's order."""
        return self._in(_editions_in(self.db).filter(pk=edition.pk)).order_by(
            "position"
        )

    def _in(self, editions: EditionQuerySet) -> Self:
        version: type[ClauseVersion] = apps.get_model("documents", "ClauseVersion")
        rows = version.objects.using(self.db).filter(edition__in=editions)
        return self.filter(
            models.Exists(rows.filter(clause__part=models.OuterRef("pk")))
        )


class ClauseQuerySet(models.QuerySet["Clause"]):
    def visible_to(self, user: Visitor) -> Self:
        """Clauses in an edition this person may see."""
        version: type[ClauseVersion] = apps.get_model("documents", "ClauseVersion")
        rows = version.objects.using(self.db).visible_to(user)
        return self.filter(models.Exists(rows.filter(clause=models.OuterRef("pk"))))


class Document(Translated, models.Model):
    """A document as issued, such as a letter with its annex."""

    slug = models.SlugField(
        _("name in addresses"),
        unique=True,
        max_length=80,
        help_text=_(
            "The document's name in addresses. When it is changed, addresses with the"
            " earlier name lead to the new one."
        ),
    )
    symbol = models.CharField(
        _("symbol"),
        max_length=80,
        blank=True,
        help_text=_(
            "The United Nations document symbol; leave blank until it is known."
        ),
    )
    title = models.TextField(_("title"))
    short_title = models.CharField(
        _("short title"),
        max_length=120,
        blank=True,
        help_text=_("What the document is called where the title is too long."),
    )
    date = models.DateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_("The date that the document bears, for example of its signature."),
    )
    issued_on = models.DateField(
        _("date of issue"),
        null=True,
        blank=True,
        help_text=_("The date in the masthead; leave blank until it is known."),
    )
    document_type = models.CharField(
        # Translators: of a document: letter, resolution
        pgettext_lazy("of a document", "type"),
        max_length=20,
        choices=DOCUMENT_TYPES,
        blank=True,
    )
    organs = models.TextField(_("organs"), blank=True)
    session = models.TextField(pgettext_lazy("of an organ", "session"), blank=True)
    subjects = models.TextField(
        # Translators: the subjects that a document is about
        pgettext_lazy("of a document", "subjects"),
        blank=True,
        # Translators: of the subjects of a document
        help_text=_("One subject per line."),
    )
    agenda_item = models.TextField(_("agenda item"), blank=True)
    original_language = models.CharField(
        _("original language"),
        max_length=10,
        choices=LANGUAGE_CHOICES,
        blank=True,
        help_text=_("Leave blank if the document does not state it."),
    )
    is_invented = models.BooleanField(
        _("invented"),
        default=False,
        help_text=_(
            "An invented example for trying out the portal; every page says so."
        ),
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

    @property
    def is_published(self) -> bool:
        """Whether an edition of it is published; one query."""
        return self.editions.published().exists()

    @property
    def first_slug(self) -> str:
        """Its first name in addresses, for ids that never change; one query."""
        return self.slugs.values_list("slug", flat=True)[0]


class DocumentSlug(models.Model):
    """A name that a document has in addresses, or had: no other can ever take it.

    Added by a trigger with each slug of a document (documents/migrations/0014_slugs.py)
    and kept, so that addresses with a former name lead to the document.
    """

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="slugs", verbose_name=_("document")
    )
    slug = models.SlugField(_("name in addresses"), unique=True, max_length=80)
    since = models.DateTimeField(
        pgettext_lazy("of a name", "since"), default=timezone.now, db_default=Now()
    )

    class Meta:
        verbose_name = _("name in addresses")
        verbose_name_plural = _("names in addresses")
        ordering = ("document", "pk")
        default_permissions = ()  # rows are made by the trigger alone

    def __str__(self) -> str:
        return self.slug


class Part(Translated, models.Model):
    """A part of a document, with a title and an original language of its own."""

    Kind = PartKind

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
        help_text=_("Leave blank if the part does not state it."),
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
    """The identity of a paragraph-like unit across editions."""

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
            "Assigned when the clause is created; it never changes, whatever the"
            " clause's number."
        ),
    )
    submission = models.UUIDField(
        _("submission"),
        null=True,
        editable=False,
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
        # Search by a key, whatever the document.
        indexes = (models.Index(fields=("key",), name="documents_clause_key"),)
        constraints = (
            models.UniqueConstraint(
                fields=("document", "key"), name="documents_clause_key_unique"
            ),
            # A form sent twice inserts once.
            models.UniqueConstraint(
                fields=("document", "submission"),
                name="documents_clause_submission_unique",
            ),
        )

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("documents:clause-detail", args=[self.document.slug, self.key])
