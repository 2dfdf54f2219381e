"""Tallies: how many published comments a clause has, counted by the database.

To count the comments of a document takes the longer the more there are, and every
reading page shows the counts. So each statement on the comments adds, by a trigger and
in its own transaction, by how much it changed them (migration 0021). Rows are only ever
added: two writers never wait for each other. `fold` sums them up.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from commentary.models.comments import Comment
from documents.models import Clause, Document, Edition
from documents.models.touches import fold
from documents.models.withdrawals import withdrawn


class CommentTallyQuerySet(models.QuerySet["CommentTally"]):
    def in_document(self, document: Document | int) -> Self:
        return self.filter(clause__document=document)

    def on_standing(self) -> Self:
        """Those on texts that stand, in threads begun on texts that stand."""
        return self.filter(~withdrawn("edition__"), ~withdrawn("thread_edition__"))

    def counted(self) -> models.QuerySet[CommentTally, tuple[int, int, str, int]]:
        """Counts as (clause id, number of the thread's edition, kind, count)."""
        rows = self.order_by().values_list("clause", "thread_edition__number", "kind")
        return rows.annotate(said=models.Sum("count")).exclude(said=0)

    def fold(self) -> None:
        """Sum up the rows of clauses that have many; no count changes."""
        fold(self.model, "clause_id", "edition_id", "thread_edition_id", "kind")


class CommentTally(models.Model):
    """By how much a statement changed the number of a clause's published comments.

    Replies count for the clause on which their thread began.
    """

    clause = models.ForeignKey(
        Clause, models.CASCADE, related_name="+", verbose_name=_("clause")
    )
    edition = models.ForeignKey(
        Edition,
        models.CASCADE,
        related_name="+",
        verbose_name=_("edition commented on"),
    )
    thread_edition = models.ForeignKey(
        Edition,
        models.CASCADE,
        related_name="+",
        verbose_name=_("edition on which the thread began"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Comment.Kind.choices)
    count = models.IntegerField(_("number of comments"))

    objects = CommentTallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("tally of comments")
        verbose_name_plural = _("tallies of comments")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.clause_id}: {self.count} {self.kind}"
