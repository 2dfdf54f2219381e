"""Comments and pages that a query finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import unescape
from typing import Any, Final, NamedTuple

from django.db.models import Count, Q, QuerySet, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commentary.models import Comment
from commentary.models.comments import CommentQuerySet
from commentary.models.visibility import CommentState
from commentary.permissions import moderates
from documents.languages import BY_CODE, Language
from documents.presenters.labels import full_label
from documents.presenters.localized import LocalizedText, short_title
from documents.presenters.search import excerpt
from documents.search.clauses import ASKED, MOST_FOUND
from documents.search.compiled import Slot, one_of, run
from documents.search.documents import read_documents
from documents.search.highlight import Highlighter
from documents.search.named import Named
from documents.search.query import Query
from documents.search.vector import matches
from documents.search.words import Word, find_words
from portal.people.models import Visitor

# So many that match are sorted; of so many, the latest, others are looked for.
SORTED: Final = 2_000
LOOKED_AT: Final = 50_000
SORTING: Final = ("pk", "matching")
COUNTED: Final = ("clause", "count")
SHOWN: Final = (
    "pk",
    "html",
    "language",
    "kind",
    "state",
    "created_at",
    "author",
    "author__display_name",
    "author__affiliation",
    "version__locator",
    "clause__document",
)
# A word and a title's word with so many first letters in common are of one stem.
SAME_BEGINNING: Final = 4
# The public pages that are no document: address, place on the page, title.
PAGES: Final[tuple[tuple[str, str, str | Promise], ...]] = (
    ("documents:document-list", "", pgettext_lazy("in the navigation", "Documents")),
    ("commentary:recent-commentary", "", _("Recent commentary")),
    ("commentary:instrument-list", "", _("Instruments")),
    ("commentary:terms", "", pgettext_lazy("register", "Terms")),
    ("help", "", _("Help")),
    ("help", "reading", _("Reading")),
    ("help", "standing", _("What the standing of a text means")),
    ("help", "commenting", _("Quoting and commenting")),
    ("help", "markdown", _("Markdown in ten lines")),
    ("help", "following", _("Following")),
    ("help", "citing", _("Citing")),
    ("help", "references", _("Cross-references")),
    ("help", "roles", _("Who does what")),
    ("help", "glossary", _("Glossary")),
)


def find_comments(user: Visitor, asked: str | Slot, condition: Q) -> CommentQuerySet:
    """Return the comments that match what `ask` gave and that a person may read."""
    rows = _readable_by(user).filter(condition)
    return rows.filter(matches(asked)) if asked else rows.none()


def _readable_by(user: Visitor) -> CommentQuerySet:
    rows = Comment.objects.visible_to(user)
    # Of a withdrawn text, nobody else reads anything.
    return rows.on_standing() if user.is_authenticated else rows


def count_comments(user: Visitor, asked: str, condition: Q) -> Counter[int]:
    """Return how many comments match, MOST_FOUND at most, by clause; one query."""

    def build() -> QuerySet[Any, Any]:
        return find_comments(user, ASKED, condition).order_by()[:MOST_FOUND]

    if not asked:
        return Counter()
    key = ("comments", user.pk, moderates(user), condition.identity)
    return Counter(clause for (clause,) in run(key, ("clause",), build, asked=asked))


def list_comments(user: Visitor, asked: str, condition: Q) -> list[int]:
    """Return the comments that match, the latest first, MOST_FOUND at most, as ids.

    One query. Where more than SORTED match, another, which looks for them among the
    latest LOOKED_AT of all: words as common as that are found there.
    """
    if not asked:
        return []
    key = ("latest comments", user.pk, moderates(user), condition.identity)

    def build(rows: CommentQuerySet) -> QuerySet[Any, Any]:
        latest = rows.order_by("-created_at", "-pk")[:MOST_FOUND]
        return latest.annotate(matching=Window(Count("pk")))

    def build_all() -> QuerySet[Any, Any]:
        some = find_comments(user, ASKED, condition).order_by()[: SORTED + 1]
        return build(Comment.objects.filter(pk__in=some.values("pk")))

    def build_latest() -> QuerySet[Any, Any]:
        latest = Comment.objects.order_by("-created_at", "-pk")[:LOOKED_AT]
        rows = find_comments(user, ASKED, condition)
        return build(rows.filter(pk__in=latest.values("pk")))

    rows = run((*key, "all"), SORTING, build_all, asked=asked)
    if rows and rows[0][1] > SORTED:
        rows = run((*key, "latest"), SORTING, build_latest, asked=asked) or rows
    return [pk for pk, _matching in rows]


def count_by_clause(
    user: Visitor, asked: str, clauses: Collection[int]
) -> Counter[int]:
    """Return how many comments on each of these clauses match; one query."""

    def build() -> QuerySet[Any, Any]:
        rows = find_comments(user, ASKED, Q()).filter(one_of("clause", Slot("clauses")))
        return rows.order_by().values("clause").annotate(count=Count("pk"))

    if not clauses:
        return Counter()
    key = ("comments by clause", user.pk, moderates(user))
    return Counter(dict(run(key, COUNTED, build, asked=asked, clauses=list(clauses))))


class FoundAuthor(NamedTuple):
    """Who wrote a comment that was found."""

    pk: int
    display_name: str
    affiliation: str


@dataclass(frozen=True, slots=True)
class FoundComment:
    """A comment that was found, with an excerpt of it, and where it stands."""

    pk: int
    words: SafeString
    language: Language
    kind: Comment.Kind
    state: CommentState
    created_at: datetime
    author: FoundAuthor | None
    place: str
    title: LocalizedText
    document: str  # its slug


def present_comments(pks: Sequence[int], query: Query) -> list[FoundComment]:
    """Return comments by their ids, in this order, with what was found in them.

    Two queries, and one for such stems of their words as are not known.
    """

    def build() -> QuerySet[Any, Any]:
        return Comment.objects.filter(one_of("pk", Slot("pks"))).order_by()

    rows = run("found comments", SHOWN, build, pks=list(pks)) if pks else []
    documents = read_documents({row[-1] for row in rows})
    texts = {row[0]: _plain(row[1]) for row in rows}
    highlighter = Highlighter(query, texts.values())
    by_pk = {row[0]: row for row in rows}
    return [
        _present(by_pk[pk], excerpt(text, highlighter.find(text)), documents)
        for pk, text in ((pk, texts[pk]) for pk in pks if pk in texts)
    ]


def _present(
    row: tuple[Any, ...], words: SafeString, documents: Mapping[int, Named]
) -> FoundComment:
    pk, _html, language, kind, state, created_at, *author, locator, document = row
    return FoundComment(
        pk=pk,
        words=words,
        language=BY_CODE[language],
        kind=Comment.Kind(kind),
        state=CommentState(state),
        created_at=created_at,
        author=FoundAuthor(*author) if author[0] else None,
        place=full_label(locator),
        title=short_title(documents[document]),
        document=documents[document].slug,
    )


def _plain(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


def find_pages(query: Query) -> list[tuple[str, str]]:
    """Return the address and title of each public page whose title has all words."""
    asked = [word for term in query.terms for word in term.words]
    return list(_find_pages(asked)) if asked else []


def _find_pages(asked: Iterable[Word]) -> Iterator[tuple[str, str]]:
    for name, place, title in PAGES:
        said = _words_of_title(str(title))
        if all(any(_is_like(word, each) for each in said) for word in asked):
            yield reverse(name) + (f"#{place}" if place else ""), str(title)


@lru_cache(maxsize=128)
def _words_of_title(title: str) -> list[Word]:
    return find_words(title)


def _is_like(asked: Word, said: Word) -> bool:
    """Return whether a word of a title is one that is asked for, in any form."""
    if asked.is_han:
        return asked.text in said.text
    return said.text.startswith(asked.text[: max(SAME_BEGINNING, len(asked.text) - 2)])
