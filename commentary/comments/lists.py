"""Comment lists: comments of several clauses, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commentary.models import Comment
from documents.languages import BY_CODE, Language
from documents.presenters.labels import full_label
from documents.presenters.localized import LocalizedText, localized_field


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment in a list, outside its thread."""

    comment: Comment
    place: str
    title: LocalizedText
    language: Language
    quote_language: Language | None


def comment_rows(comments: Iterable[Comment]) -> list[CommentRow]:
    """Return comments, read with `for_list`, as a list shows them; no query."""
    return [
        CommentRow(
            comment=comment,
            place=full_label(comment.version.locator),
            title=localized_field(comment.clause.document, "title"),
            language=BY_CODE[comment.language],
            quote_language=BY_CODE[comment.quote.language] if comment.quote else None,
        )
        for comment in comments
    ]
