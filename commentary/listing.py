"""Comments of several clauses, each with where it belongs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commentary.models import Comment
from documents.labels import full_label
from documents.languages import BY_CODE, Language
from documents.wording import Wording, best_wording


@dataclass(frozen=True, slots=True)
class Entry:
    """A comment in a list, outside its thread."""

    comment: Comment
    place: str
    title: Wording
    language: Language
    quote_language: Language | None


def entries(comments: Iterable[Comment]) -> list[Entry]:
    """Return comments, read with `for_list`, as a list shows them; no query."""
    return [
        Entry(
            comment=comment,
            place=full_label(comment.version.locator),
            title=best_wording(comment.clause.document, "title"),
            language=BY_CODE[comment.language],
            quote_language=BY_CODE[comment.quote.language] if comment.quote else None,
        )
        for comment in comments
    ]
