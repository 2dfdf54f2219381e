"""Cross-references from a clause to a clause, a part or an instrument."""

from __future__ import annotations

import uuid
from typing import Final, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commentary.models.comments import RECORDED
from commentary.models.quotes import Quote
from commentary.models.visibility import ENDS, moderates
from documents.languages import CODES
from documents.models import Clause, ClauseVersion, Document, Edition, Instrument, Part
from documents.models.translated import LANGUAGE_CHOICES
from documents.models.withdrawals import withdrawn
from portal.people.models import Visitor

# Beside its ends, what a page of one reference and the file of many tell.
DETAILS: Final = (
    "version__edition",
    "target_version__edition",
    "part_edition",
    "quote",
    "author",
)


def source_withdrawn() -> models.Exists:
    """The condition that the text a reference is made from was withdrawn."""
    return withdrawn("version__edition__")


def target_withdrawn(path: str = "") -> Q:
    """The condition that the target was withdrawn; `path` leads to the reference."""
    part = withdrawn(f"{path}part_edition__")
    return Q(withdrawn(f"{path}target_version__edition__")) | Q(part)


class CrossReferenceQuerySet(models.QuerySet["CrossReference"]):
    def visible_to(self, user: Visitor) -> Self:
        """Cross-references this person may see; both ends are always published."""
        return self.all() if moderates(user) else self.filter(is_hidden=False)

    def standing(self) -> Self:
        """References for clause pages: not withdrawn, and no disputed detection."""
        return self.exclude(state=CrossReference.State.WITHDRAWN).exclude(
            state=CrossReference.State.DISPUTED, origin=CrossReference.Origin.DETECTED
        )

    def accepted(self) -> Self:
        return self.filter(state=CrossReference.State.ACCEPTED)

    def of_document(self, document: Document) -> Self:
        """References with an end in a document."""
        return self.filter(
            Q(clause__document=document)
            | Q(target_clause__document=document)
            | Q(part__document=document)
        )

    def pinned_in(self, edition: Edition) -> Self:
        """References with an end pinned to the text of an edition."""
        return self.filter(
            Q(version__edition=edition)
            | Q(target_version__edition=edition)
            | Q(part_edition=edition)
        )

    def to_look_at_again(self) -> Self:
        return self.filter(look_again__isnull=False).exclude(
            state__in=(CrossReference.State.WITHDRAWN, CrossReference.State.DISPUTED)
        )

    def with_ends(self) -> Self:
        """With both ends and their documents, joined; and which were withdrawn."""
        return self.select_related(*ENDS).annotate(
            source_withdrawn=source_withdrawn(), target_withdrawn=target_withdrawn()
        )

    def with_details(self) -> Self:
        """With author, quote and the editions of the ends; five queries more."""
        return self.prefetch_related(*DETAILS)

    def between_standing(self) -> Self:
        """References of which neither end was withdrawn."""
        return self.filter(~source_withdrawn(), ~target_withdrawn())

    def with_mentions(self) -> Self:
        """With the mentions of each target and their texts; two queries more."""
        return self.prefetch_related("mentions__version")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(
        condition=pghistory.AnyChange(
            "state",
            "reason",
            "note",
            "is_hidden",
            "decided_at",
            "confirmed_at",
            "hidden_at",
        )
    ),
    fields=[
        "id",
        "state",
        "reason",
        "note",
        "is_hidden",
        "decided_by",
        "decided_at",
        "confirmation",
        "confirmed_by",
        "confirmed_at",
        "hidden_reason",
        "hidden_by",
        "hidden_at",
    ],
    model_name="CrossReferenceEvent",
    # A dict of its own: pghistory writes its triggers into the one it gets.
    **{**RECORDED, "meta": {"default_permissions": ()}},
)
class CrossReference(models.Model):
    """A typed, reviewed link from a clause to exactly one target.

    Both ends are pinned to the text for which the link was made. A trigger (migration
    0006) ensures that these texts belong to the clauses and are published, and that no
    less precise reference of the same relation exists beside it.
    """

    class Relation(models.TextChoices):
        # Translators: relations of a clause to what it is tied to: "cites article VII"
        CITES = "cites", pgettext_lazy("relation", "cites")
        RECALLS = "recalls", pgettext_lazy("relation", "recalls")
        IMPLEMENTS = "implements", pgettext_lazy("relation", "implements")
        RESTATES = "restates", pgettext_lazy("relation", "restates")
        ELABORATES = "elaborates", pgettext_lazy("relation", "elaborates on")
        SUPERSEDES = "supersedes", pgettext_lazy("relation", "supersedes")
        DIFFERS = "differs", pgettext_lazy("relation", "differs from")
        SAME_IDEA = "same_idea", pgettext_lazy("relation", "says the same as")

    class State(models.TextChoices):
        # Translators: states of a cross-reference
        PROPOSED = "proposed", pgettext_lazy("cross-reference", "proposed")
        ACCEPTED = "accepted", pgettext_lazy("cross-reference", "accepted")
        DISPUTED = "disputed", pgettext_lazy("cross-reference", "disputed")
        WITHDRAWN = "withdrawn", pgettext_lazy("cross-reference", "withdrawn")

    class Origin(models.TextChoices):
        PERSON = "person", pgettext_lazy("cross-reference", "proposed by a person")
        DETECTED = "detected", pgettext_lazy("cross-reference", "found in the text")

    # Of those read with_ends.
    source_withdrawn: bool = False
    target_withdrawn: bool = False

    SYMMETRIC: Final = (Relation.DIFFERS, Relation.SAME_IDEA)

    clause = models.ForeignKey(
        Clause, models.PROTECT, related_name="+", verbose_name=_("clause")
    )
    version = models.ForeignKey(
        ClauseVersion,
        models.PROTECT,
        related_name="+",
        verbose_name=_("clause text"),
        help_text=_("The wording on which the reference was made or last confirmed."),
    )
    quote = models.OneToOneField(
        Quote,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reference",
        verbose_name=_("quote"),
    )
    relation = models.CharField(
        pgettext_lazy("of a cross-reference", "relation"),
        max_length=12,
        choices=Relation.choices,
    )
    target_clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("clause referred to"),
    )
    target_version = models.ForeignKey(
        ClauseVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("clause text referred to"),
    )
    part = models.ForeignKey(
        Part,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("part referred to"),
    )
    part_edition = models.ForeignKey(
        Edition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("edition of the part referred to"),
    )
    instrument = models.ForeignKey(
        Instrument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("instrument referred to"),
    )
    locator = models.CharField(
        _("locator"),
        max_length=80,
        blank=True,
        help_text=_("The place in the instrument, for example art. VII, para. 2."),
    )
    note = models.TextField(
        pgettext_lazy("on a cross-reference", "note"),
        blank=True,
        help_text=_("Markdown."),
    )
    html = models.TextField(_("note as shown"), blank=True, editable=False)
    language = models.CharField(
        _("language of the note"),
        max_length=10,
        choices=LANGUAGE_CHOICES,
        blank=True,
    )
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin.choices, default=Origin.PERSON
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("The reason for the present state.")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    # Beside the decision, which stays what it is when somebody confirms the reference.
    confirmation = models.TextField(
        pgettext_lazy("of a cross-reference", "confirmation"),
        blank=True,
        help_text=_("Why it still holds after an edition changed one of its ends."),
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    is_hidden = models.BooleanField(
        pgettext_lazy("cross-reference", "hidden"),
        default=False,
        help_text=_("Shown to moderators only."),
    )
    # Beside the decision as well: of the last hiding or showing again.
    hidden_reason = models.TextField(
        _("reason for hiding or showing it"), blank=True, db_default=""
    )
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hidden or shown by"),
    )
    look_again = models.ForeignKey(
        Edition,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("to be reviewed since"),
        help_text=_("The edition that changed the text at one of its ends."),
    )
    created_at = models.DateTimeField(
        _("proposed at"), default=timezone.now, editable=False
    )
    decided_at = models.DateTimeField(
        _("decided at"), null=True, blank=True, editable=False
    )
    confirmed_at = models.DateTimeField(
        _("confirmed at"), null=True, blank=True, editable=False
    )
    hidden_at = models.DateTimeField(
        _("hidden or shown at"), null=True, blank=True, editable=False
    )
    revision = models.PositiveIntegerField(
        _("revision"),
        default=0,
        editable=False,
        help_text=_("Counts the decisions, so that none overwrites another."),
    )
    submission = models.UUIDField(
        _("submission"),
        default=uuid.uuid4,
        unique=True,  # a form sent twice proposes once
        editable=False,
    )

    objects = CrossReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("cross-reference")
        verbose_name_plural = _("cross-references")
        ordering = ("clause", "pk")
        permissions = (("review_crossreference", "Can review cross-references"),)
        indexes = (
            # For the references to a clause, to an instrument.
            models.Index(
                fields=("target_clause", "state"), name="commentary_reference_target"
            ),
            models.Index(
                fields=("instrument", "state"), name="commentary_reference_work"
            ),
            # For the list of stale references.
            models.Index(
                fields=("look_again",),
                condition=Q(look_again__isnull=False),
                name="commentary_reference_again",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(target_clause__isnull=False, part=None, instrument=None)
                    | Q(target_clause=None, part__isnull=False, instrument=None)
                    | Q(target_clause=None, part=None, instrument__isnull=False)
                ),
                name="commentary_crossreference_one_target",
            ),
            models.CheckConstraint(
                condition=(
                    Q(target_clause__isnull=True, target_version__isnull=True)
                    | Q(target_clause__isnull=False, target_version__isnull=False)
                )
                & (
                    Q(part__isnull=True, part_edition__isnull=True)
                    | Q(part__isnull=False, part_edition__isnull=False)
                ),
                name="commentary_crossreference_target_pinned",
            ),
            models.CheckConstraint(
                condition=Q(locator="") | Q(instrument__isnull=False),
                name="commentary_crossreference_locator_of_a_work",
            ),
            models.CheckConstraint(
                condition=Q(target_clause=None) | ~Q(target_clause=F("clause")),
                name="commentary_crossreference_not_itself",
            ),
            # A withdrawn reference may be proposed again; a disputed one may not, so
            # that a decision is not undone by a new proposal.
            models.UniqueConstraint(
                "clause",
                "relation",
                "target_clause",
                condition=(
                    ~Q(state="withdrawn") & ~Q(relation__in=("differs", "same_idea"))
                ),
                name="commentary_crossreference_clause_once",
            ),
            models.UniqueConstraint(
                Least("clause", "target_clause"),
                Greatest("clause", "target_clause"),
                "relation",
                condition=(
                    ~Q(state="withdrawn")
                    & Q(target_clause__isnull=False)
                    & Q(relation__in=("differs", "same_idea"))
                ),
                name="commentary_crossreference_pair_once",
            ),
            models.UniqueConstraint(
                fields=("clause", "relation", "part"),
                condition=~Q(state="withdrawn"),
                name="commentary_crossreference_part_once",
            ),
            models.UniqueConstraint(
                fields=("clause", "relation", "instrument", "locator"),
                condition=~Q(state="withdrawn"),
                name="commentary_crossreference_work_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("commentary:reference", args=[self.pk])

    @property
    def is_symmetric(self) -> bool:
        return self.relation in self.SYMMETRIC

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    @property
    def has_withdrawn_end(self) -> bool:
        """Whether the text at an end was withdrawn; of those read with_ends."""
        return self.source_withdrawn or self.target_withdrawn

    @property
    def is_detected(self) -> bool:
        return self.origin == self.Origin.DETECTED

    @property
    def reverse_label(self) -> str:
        """The label of the relation from the target's side."""
        return str(REVERSE.get(self.Relation(self.relation), self.relation_label))

    @property
    def relation_label(self) -> str:
        return str(self.Relation(self.relation).label)


Relation = CrossReference.Relation
# Symmetric relations have the same name in both directions.
REVERSE: dict[CrossReference.Relation, Promise] = {
    # Translators: relations the other way round: "cited by preambular para. 1"
    Relation.CITES: pgettext_lazy("relation", "cited by"),
    Relation.RECALLS: pgettext_lazy("relation", "recalled by"),
    Relation.IMPLEMENTS: pgettext_lazy("relation", "implemented by"),
    Relation.RESTATES: pgettext_lazy("relation", "restated by"),
    Relation.ELABORATES: pgettext_lazy("relation", "elaborated on by"),
    Relation.SUPERSEDES: pgettext_lazy("relation", "superseded by"),
}


class Mention(models.Model):
    """A range of one language of a text that names a reference's target."""

    reference = models.ForeignKey(
        CrossReference,
        models.CASCADE,
        related_name="mentions",
        verbose_name=_("cross-reference"),
    )
    version = models.ForeignKey(
        ClauseVersion,
        models.PROTECT,
        related_name="+",
        verbose_name=_("clause text"),
    )
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGE_CHOICES)
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("version", "language", "start"),
                name="commentary_mention_once",
            ),
            models.CheckConstraint(
                condition=Q(language__in=CODES) & Q(start__lt=F("end")),
                name="commentary_mention_has_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference_id}: {self.language} {self.start}-{self.end}"
