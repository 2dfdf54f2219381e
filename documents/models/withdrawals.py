"""Withdrawals: what of a published document readers are no longer to rely on, and why.

The row of an edition is frozen once it is published, so that a withdrawal is a row of
its own. Its rows are append-only: undoing one fills in the columns for that, once
(migration 0016). Whoever asks which editions stand asks here, by one of the conditions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.languages import LANGUAGES
from documents.models.translated import Translated

if TYPE_CHECKING:
    from documents.models.documents import Document
    from documents.models.editions import Edition


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def in_force(self) -> Self:
        return self.filter(undone_at=None)

    def withdrawing(self) -> Self:
        """Those that withdraw; none that only says what supersedes."""
        return self.filter(kind=Withdrawal.Kind.WITHDRAWN)

    def of_document(self, document: Document) -> Self:
        """Those of a whole document; none of one edition."""
        return self.filter(document=document, edition=None)

    def of_edition(self, edition: Edition) -> Self:
        """Those of an edition and of its whole document."""
        whole = Q(edition=None, document=edition.document_id)
        return self.filter(Q(edition=edition) | whole)

    def strictest_first(self) -> Self:
        """Unreadable ones first, then those that withdraw, then of the document."""
        return self.order_by(
            "text_readable", F("kind").desc(), F("edition").asc(nulls_first=True), "pk"
        )

    def with_target(self) -> Self:
        return self.select_related("document", "edition__document", "successor")

    def for_list(self) -> Self:
        """With target and people, the latest first."""
        return self.with_target().select_related("by", "undone_by").order_by("-pk")


class Withdrawal(Translated, models.Model):
    """A document, or one edition of it, is withdrawn or superseded, with a reason."""

    class Kind(models.TextChoices):
        WITHDRAWN = "withdrawn", pgettext_lazy("of a document", "withdrawn")
        SUPERSEDED = "superseded", pgettext_lazy("of a document", "superseded")

    document = models.ForeignKey(
        "documents.Document",
        models.PROTECT,
        related_name="withdrawals",
        verbose_name=_("document"),
    )
    edition = models.ForeignKey(
        "documents.Edition",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="withdrawals",
        verbose_name=_("edition"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    reason = models.TextField(_("reason"))
    text_readable = models.BooleanField(_("the text stays readable"))
    successor = models.ForeignKey(
        "documents.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("superseded by"),
    )
    at = models.DateTimeField(_("withdrawn at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_reason = models.TextField(_("reason for undoing it"), blank=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ("-at", "-pk")
        default_permissions = ()
        permissions = (("withdraw_edition", "Can withdraw an edition or a document"),)
        constraints = (
            models.UniqueConstraint(
                fields=("document",),
                condition=Q(edition=None, undone_at=None),
                name="documents_withdrawal_document_once",
            ),
            models.UniqueConstraint(
                fields=("edition",),
                condition=Q(undone_at=None),
                name="documents_withdrawal_edition_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="withdrawn") | Q(text_readable=True),
                name="documents_withdrawal_superseded_is_readable",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("document")),
                name="documents_withdrawal_not_by_itself",
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition or self.document}: {self.kind}"

    def get_absolute_url(self) -> str:
        return (self.edition or self.document).get_absolute_url()

    @property
    def is_withdrawn(self) -> bool:
        return self.kind == self.Kind.WITHDRAWN

    @property
    def is_in_force(self) -> bool:
        return self.undone_at is None

    @property
    def case(self) -> str:
        """What sentences about it depend on, such as “superseded edition”."""
        return f"{self.kind} {'edition' if self.edition_id else 'document'}"

    @property
    def is_of_document(self) -> bool:
        return self.edition_id is None


# The columns of the reasons; each is filled in, in every language.
REASONS = tuple(f"reason_{language.suffix}" for language in LANGUAGES)
UNDONE_REASONS = tuple(f"undone_reason_{language.suffix}" for language in LANGUAGES)


# The editions of its document that a withdrawal covers: all of them, or its own.
COVERED: Final = Q(edition=None) | Q(edition=F("document__editions"))


def _covering(path: str) -> WithdrawalQuerySet:
    """Return the withdrawals in force of the edition at a path, or of its document.

    The edition's id is all that is asked of it: no join, and an index finds them.
    """
    covered = Withdrawal.objects.in_force()
    return covered.filter(COVERED, document__editions=OuterRef(f"{path}pk"))


def withdrawn(path: str = "") -> Exists:
    """The condition that an edition is withdrawn; `path` leads to it: "edition__"."""
    return Exists(_covering(path).withdrawing())


def withdrawn_editions() -> models.QuerySet[Withdrawal, int]:
    """Return the ids of withdrawn editions, to be found from their withdrawals."""
    rows = Withdrawal.objects.in_force().withdrawing().filter(COVERED)
    return rows.values_list("document__editions", flat=True)


def closed(path: str = "") -> Exists:
    """The condition that an edition is withdrawn or superseded."""
    return Exists(_covering(path))


def closing_kinds() -> models.QuerySet[Withdrawal, str]:
    """Return the kind of what withdraws or supersedes an edition, for a Subquery."""
    strictest = _covering("").strictest_first()
    return strictest.values_list("kind", flat=True)[:1]
