"""What stands beside a clause on a reading page: its discussion and its references."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext, ngettext, pgettext

from commentary.comments.comment_counts import CommentCounts
from documents.models import Edition
from documents.presenters.columns import Columns
from documents.presenters.rows import Row


class Margin:
    """Makes the links beside the clauses of an edition; joined, since there are many.

    `counts` and `references` are by the id of the clause.
    """

    def __init__(
        self,
        edition: Edition,
        columns: Columns,
        *,
        counts: Mapping[int, CommentCounts],
        references: Mapping[int, int],
    ) -> None:
        self._counts = counts
        self._references = references
        names = [edition.document.slug, "KEY"]
        stem = reverse("documents:clause-detail", args=names)
        self._stem, _key, rest = stem.partition("KEY")
        self._rest = escape(rest + columns.query)
        # Translators: to write a comment
        self._comment = escape(pgettext("to write a comment", "Comment"))
        self._colon = escape(gettext(":"))

    def render(self, row: Row) -> str:
        """Return the links beside a clause."""
        if not row.clause:
            return ""
        return self._discussion(row) + self._ties(row)

    def _discussion(self, row: Row) -> str:
        counts = self._counts.get(row.clause)
        words = escape(counts.sentence) if counts else self._comment
        silent = "" if counts else " silent"
        return (
            f'<a class="thread-link{silent}"'
            f' href="{self._stem}{row.key}{self._rest}#commentary"'
            f' aria-label="{words}{self._colon} {escape(row.labels.full)}">{words}</a>'
        )

    def _ties(self, row: Row) -> str:
        count = self._references.get(row.clause, 0)
        if not count:
            return ""
        text = ngettext("%(count)s reference", "%(count)s references", count)
        words = escape(text % {"count": count})
        return (
            f'<a class="ties-link" href="{self._stem}{row.key}{self._rest}#references"'
            f' aria-label="{words}{self._colon} {escape(row.labels.full)}">{words}</a>'
        )
