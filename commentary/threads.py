"""The discussion of a clause as a page shows it: threads, replies, quotes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q

from commentary.lineage import Origin, threads_on
from commentary.models import Comment, QuotePlace
from documents.citing import edition_name
from documents.comparing import Segment, redline
from documents.labels import full_label
from documents.languages import BY_CODE, LANGUAGES, Language
from documents.models import Clause, ClauseVersion, Edition

if TYPE_CHECKING:
    from commentary.querysets import Visitor

THREADS_PER_PAGE = 30
DEEPEST = 5  # levels of indentation; any depth is stored


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which threads a reader asks for: those in which something matches."""

    language: str = ""
    kind: str = ""
    author: int | None = None
    since: datetime | None = None

    @property
    def is_narrow(self) -> bool:
        return self != Wanted()

    def condition(self) -> Q:
        """Return what a comment must fulfil."""
        found = Q()
        if self.language:
            found &= Q(language=self.language)
        if self.kind:
            found &= Q(kind=self.kind)
        if self.author is not None:
            found &= Q(author=self.author)
        if self.since is not None:
            found &= Q(created_at__gt=self.since)
        return found


@dataclass(frozen=True, slots=True)
class Wording:
    """An earlier wording on which somebody commented, against the one shown."""

    version: int
    number: int
    name: str
    label: str
    cells: list[tuple[Language, tuple[Segment, ...]]]


@dataclass(slots=True)
class Node:
    """A comment in its thread."""

    comment: Comment
    html: str
    is_new: bool
    is_own: bool
    wording: Wording | None
    place: QuotePlace | None
    shown_on: int = 0  # the clause whose page this is
    depth: int = 0
    answered: Comment | None = None
    replies: list[Node] = field(default_factory=list)

    @property
    def indent(self) -> int:
        """How far it is shown to the right: deeper ones say whom they answer."""
        return min(self.depth, DEEPEST)

    @property
    def is_tombstone(self) -> bool:
        return not self.html

    @property
    def now(self) -> str:
        """The words at which a quote stands now, when they are others."""
        place = self.place
        if place is None or place.version is None or self.comment.quote is None:
            return ""
        text = place.version.in_language("text", self.comment.quote.language)
        words = text[place.start : place.end]
        return "" if words == self.comment.quote.exact else words

    @property
    def elsewhere(self) -> Clause | None:
        """The clause in which the quoted words stand now, when it is another."""
        place = self.place
        if place is None or place.version is None or not place.start:
            return None
        there = place.version.clause_id != self.shown_on
        return place.version.clause if there else None

    @property
    def quote_language(self) -> Language | None:
        quote = self.comment.quote
        return BY_CODE[quote.language] if quote else None

    @property
    def language(self) -> Language:
        return BY_CODE[self.comment.language]


@dataclass(frozen=True, slots=True)
class Discussion:
    """The threads of a clause on one page."""

    nodes: list[Node]
    page: Page[Comment]
    wordings: list[Wording]


def discussion_of(
    clause: Clause,
    edition: Edition,
    version: ClauseVersion,
    user: Visitor,
    *,
    origins: Sequence[Origin],
    wanted: Wanted,
    since: datetime | None,
    number: str | int | None = 1,
) -> Discussion:
    """Return the threads of a clause as `edition` shows it, `version` being its text.

    `origins` are what it grew from until then. What was written after `since` is
    marked as new. Three queries, however many comments there are.
    """
    shown = Comment.objects.shown_to(user)
    roots = shown.filter(threads_on(clause, origins)).order_by("created_at", "pk")
    if wanted.is_narrow:
        matching = Comment.objects.visible_to(user).filter(wanted.condition())
        inside = matching.filter(Q(pk=OuterRef("pk")) | Q(root=OuterRef("pk")))
        roots = roots.filter(Exists(inside))
    page = Paginator(roots.only("pk"), THREADS_PER_PAGE).get_page(number)
    pks = [root.pk for root in page.object_list]
    comments = list(
        shown.filter(Q(pk__in=pks) | Q(root__in=pks))
        .select_related("author", "quote", "version__edition__document")
        .order_by("created_at", "pk")
    )
    wordings = _wordings(comments, version)
    places = _places(comments, edition)
    nodes = [
        _node(comment, user, since, wordings.get(comment.version_id), places, clause.pk)
        for comment in comments
    ]
    return Discussion(
        nodes=_in_reading_order(nodes), page=page, wordings=list(wordings.values())
    )


def page_of(comment: Comment, user: Visitor) -> int:
    """Return the page of its clause's discussion on which a comment stands."""
    first = comment.root or comment
    before = Comment.objects.shown_to(user).filter(clause=first.clause_id, parent=None)
    count = before.filter(
        Q(created_at__lt=first.created_at)
        | Q(created_at=first.created_at, pk__lt=first.pk)
    ).count()
    return count // THREADS_PER_PAGE + 1


def _node(
    comment: Comment,
    user: Visitor,
    since: datetime | None,
    wording: Wording | None,
    places: Mapping[int, QuotePlace],
    shown_on: int,
) -> Node:
    is_own = user.is_authenticated and comment.author_id == user.pk
    return Node(
        comment=comment,
        html=comment.shown_html,  # type: ignore[attr-defined] # see shown_to
        is_new=since is not None and comment.created_at > since and not is_own,
        is_own=is_own,
        wording=wording,
        place=places.get(comment.quote_id or 0),
        shown_on=shown_on,
    )


def _in_reading_order(nodes: Sequence[Node]) -> list[Node]:
    """Return each comment followed by its replies, and theirs, without recursion.

    What answers nothing that is shown is left out.
    """
    by_pk = {node.comment.pk: node for node in nodes}
    for node in nodes:
        parent = by_pk.get(node.comment.parent_id or 0)
        if parent is not None:
            parent.replies.append(node)
    ordered: list[Node] = []
    waiting = [node for node in nodes if node.comment.parent_id is None][::-1]
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        for reply in reversed(node.replies):
            reply.depth, reply.answered = node.depth + 1, node.comment
            waiting.append(reply)
    return ordered


def _places(comments: Iterable[Comment], edition: Edition) -> dict[int, QuotePlace]:
    quotes = {comment.quote_id for comment in comments} - {None}
    rows = QuotePlace.objects.filter(edition=edition, quote__in=quotes)
    return {
        place.quote_id: place
        for place in rows.select_related("version__clause__document")
    }


def _wordings(
    comments: Iterable[Comment], version: ClauseVersion
) -> dict[int, Wording]:
    """Return, by version, the wordings that differ from the one shown."""
    others = {row.version_id: row.version for row in comments}
    others.pop(version.pk, None)
    found = sorted(others.values(), key=lambda row: row.edition.number)
    return {row.pk: _wording(row, version) for row in found if _differs(row, version)}


def _differs(old: ClauseVersion, new: ClauseVersion) -> bool:
    return old.clause_id != new.clause_id or any(
        old.in_language("text", language.code) != new.in_language("text", language.code)
        for language in LANGUAGES
    )


def _wording(old: ClauseVersion, new: ClauseVersion) -> Wording:
    cells = []
    for language in LANGUAGES:
        before = old.in_language("text", language.code)
        after = new.in_language("text", language.code)
        if old.clause_id != new.clause_id:
            after = before  # another clause's words: no redline makes sense of them
        elif before == after:
            continue
        cells.append((language, redline(before, after, language.code)))
    return Wording(
        version=old.pk,
        number=old.edition.number,
        name=edition_name(old.edition),
        label=full_label(old.locator) if old.clause_id != new.clause_id else "",
        cells=cells,
    )


def authors_of(pks: Collection[int], user: Visitor) -> list[tuple[int, str]]:
    """Return the people who said something on these clauses; one query."""
    rows = Comment.objects.visible_to(user).on_clauses(pks).exclude(author=None)
    named = rows.order_by("author__display_name", "author")
    return list(named.values_list("author", "author__display_name").distinct())
