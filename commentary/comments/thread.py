"""Threads: the discussion of a clause as a page shows it, with replies and quotes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    Count,
    Exists,
    Expression,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils.translation import gettext

from commentary.comments.folding import fold_long, may_be_folded
from commentary.comments.forms import DiscussionFilter
from commentary.lineage import Origin, threads_on
from commentary.models import Comment, QuotePlace
from documents.comparing import Segment, redline
from documents.languages import BY_CODE, LANGUAGES, Language
from documents.models import Clause, ClauseVersion, Edition
from documents.presenters.citation import edition_name
from documents.presenters.labels import full_label
from documents.text.content import ClauseContent
from portal.people.models import Visitor

if TYPE_CHECKING:
    from commentary.models.comments import CommentQuerySet

THREADS_PER_PAGE = 30
REPLIES_PER_PAGE = 20  # of each thread
DEEPEST = 5  # levels of indentation; any depth is stored


@dataclass(frozen=True, slots=True)
class Position:
    """A page of threads, and of one of these threads a page of replies.

    Of every other thread the first page of replies is shown. `whole` is a comment that
    is not folded.
    """

    page: str | int | None = 1
    thread: int | None = None
    replies: str | int | None = 1
    whole: int | None = None

    @property
    def query(self) -> str:
        """What an address says of it: "page=2&thread=7&replies=3", or nothing."""
        asked: dict[str, Any] = {"page": self.page} if self.page != 1 else {}
        if self.thread is not None and self.replies != 1:
            asked |= {"thread": self.thread, "replies": self.replies}
        if self.whole is not None:
            asked["whole"] = self.whole
        return urlencode(asked)


FIRST: Final = Position()


@dataclass(frozen=True, slots=True)
class VersionText:
    """An earlier wording on which somebody commented, against the one shown."""

    version: int
    number: int
    name: str
    label: str
    cells: list[tuple[Language, tuple[Segment, ...]]]


@dataclass(slots=True)
class ThreadNode:
    """A comment in its thread."""

    comment: Comment
    html: str
    wording: VersionText | None
    place: QuotePlace | None
    is_folded: bool = False  # not shown here, because the page is long
    shown_on: int = 0  # the clause whose page this is
    depth: int = 0
    answered: Comment | None = None
    answers_here: bool = True  # else what it answers is on an earlier page of replies
    replies: list[ThreadNode] = field(default_factory=list)
    pages: Page[int] | None = None  # of replies, where links to others are to stand

    @property
    def indent(self) -> int:
        """How far it is shown to the right: deeper ones say whom they answer."""
        return min(self.depth, DEEPEST)

    @property
    def thread(self) -> int:
        """The comment that begins its thread."""
        return self.comment.root_id or self.comment.pk

    @property
    def is_tombstone(self) -> bool:
        return not self.html and not self.is_folded

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
    def is_quoting_earlier(self) -> bool:
        """Whether what a reply quotes was edited later, so that words may be gone."""
        edited = self.answered.edited_at if self.answered else None
        return edited is not None and edited > self.comment.created_at

    @property
    def quote_language(self) -> Language | None:
        quote = self.comment.quote
        return BY_CODE[quote.language] if quote else None

    @property
    def quoted(self) -> str:
        """What the page says over the quote: the text of which language it is from."""
        language = self.quote_language
        return gettext(language.quoted) if language else ""

    @property
    def language(self) -> Language:
        return BY_CODE[self.comment.language]


@dataclass(frozen=True, slots=True)
class Discussion:
    """The threads of a clause on one page."""

    nodes: list[ThreadNode]
    page: Page[int]
    wordings: list[VersionText]


def discussion_of(
    clause: Clause,
    edition: Edition,
    version: ClauseVersion,
    user: Visitor,
    *,
    origins: Sequence[Origin],
    wanted: DiscussionFilter,
    position: Position = FIRST,
) -> Discussion:
    """Return the threads of a clause as `edition` shows it, `version` being its text.

    `origins` are what it grew from until then. Seven queries at most, however many
    comments there are.
    """
    shown = Comment.objects.shown_to(user).on_standing()
    roots = shown.filter(threads_on(clause, origins)).order_by("created_at", "pk")
    if wanted.is_narrow:
        matching = Comment.objects.visible_to(user).filter(wanted.condition())
        inside = matching.filter(Q(pk=OuterRef("pk")) | Q(root=OuterRef("pk")))
        roots = roots.filter(Exists(inside))
    # Only numbers: what else is shown of all threads would be read to be sorted.
    numbers = roots.values_list("pk", flat=True)
    page = Paginator(numbers, THREADS_PER_PAGE).get_page(position.page)
    pks = list(page.object_list)
    pages = _pages_of_replies(shown, pks, position)
    replies = _replies_on(shown, pks, position, pages.get(position.thread or 0))
    # As a list: either of two conditions would be tried on every comment there is.
    here = [*pks, *(replies.values_list("pk", flat=True) if pages else ())]
    comments = list(
        fold_long(shown.filter(pk__in=here).with_quoted_words(user), position.whole)
        .select_related("author", "quote", "version__edition__document")
        .order_by("created_at", "pk")
    )
    wordings = _collect_wordings(comments, version)
    places = _find_places(comments, edition)
    nodes = [
        _build_node(comment, clause, wordings.get(comment.version_id), places)
        for comment in comments
    ]
    ordered = _in_reading_order(nodes, _find_answered_before(shown, comments))
    _lay_pages(ordered, pages)
    return Discussion(nodes=ordered, page=page, wordings=list(wordings.values()))


def position_of(
    comment: Comment, user: Visitor, *, clause: Clause, origins: Sequence[Origin]
) -> Position:
    """Return where a comment stands in a clause's discussion; three queries."""
    shown = Comment.objects.shown_to(user).on_standing()
    whole = comment.pk if may_be_folded(comment, shown) else None
    first = comment.root or comment
    threads = shown.filter(threads_on(clause, origins))
    page = threads.count_before(first) // THREADS_PER_PAGE + 1
    if comment.root is None:
        return Position(page, whole=whole)
    before = shown.filter(root=comment.root).count_before(comment)
    return Position(page, first.pk, before // REPLIES_PER_PAGE + 1, whole)


def _pages_of_replies(
    shown: CommentQuerySet, pks: Collection[int], position: Position
) -> dict[int, Page[int]]:
    """Return the page of replies that is shown of each thread with replies."""
    rows = shown.filter(root__in=pks).order_by().values_list("root")
    return {
        thread: Paginator(range(count), REPLIES_PER_PAGE).get_page(
            position.replies if thread == position.thread else 1
        )
        for thread, count in rows.annotate(count=Count("pk"))
    }


def _replies_on(
    shown: CommentQuerySet,
    pks: Collection[int],
    position: Position,
    page: Page[int] | None,
) -> QuerySet[Any, Any]:
    """Return the replies that are shown of these threads, by the time of writing.

    The first ones of each; of the thread with another page, those of the page. What a
    page holds does not change when more is said.
    """
    skipped: Expression = Value(0)
    if page is not None:
        here = When(root=position.thread, then=Value(page.start_index() - 1))
        skipped = Case(here, default=skipped)
    number = Window(RowNumber(), partition_by="root", order_by=("created_at", "pk"))
    rows = shown.filter(root__in=pks).annotate(number=number, skipped=skipped)
    end = F("skipped") + REPLIES_PER_PAGE
    return rows.filter(number__gt=F("skipped"), number__lte=end).values("pk")


def _find_answered_before(
    shown: CommentQuerySet, comments: Iterable[Comment]
) -> dict[int, Comment]:
    """Return what these answer that is shown, but not among them."""
    here = {row.pk for row in comments}
    missing = {row.parent_id for row in comments if row.parent_id} - here
    if not missing:
        return {}
    return {
        row.pk: row for row in shown.filter(pk__in=missing).select_related("author")
    }


def _lay_pages(ordered: Sequence[ThreadNode], pages: Mapping[int, Page[int]]) -> None:
    """Put links to other pages of replies where a thread ends, and where it leaves off.

    What it leaves off are the replies before those that are shown.
    """
    last = {node.thread: node for node in ordered}
    for node in ordered:
        page = pages.get(node.thread)
        if page is None or not page.has_other_pages():
            continue
        begins = node.comment.parent_id is None
        if node is last[node.thread] or (begins and page.has_previous()):
            node.pages = page


def _build_node(
    comment: Comment,
    clause: Clause,
    wording: VersionText | None,
    places: Mapping[int, QuotePlace],
) -> ThreadNode:
    return ThreadNode(
        comment=comment,
        html=comment.shown_html,  # type: ignore[attr-defined] # see shown_to
        wording=wording,
        place=places.get(comment.quote_id or 0),
        is_folded=comment.is_folded,  # type: ignore[attr-defined] # see fold_long
        shown_on=clause.pk,
    )


def _in_reading_order(
    nodes: Sequence[ThreadNode], before: Mapping[int, Comment]
) -> list[ThreadNode]:
    """Return each comment followed by its replies, and theirs, without recursion.

    What answers something on an earlier page (`before`) follows the beginning of its
    thread. What answers nothing that is shown is left out.
    """
    by_pk = {node.comment.pk: node for node in nodes}
    for node in nodes:
        answered = node.comment.parent_id or 0
        parent = by_pk.get(answered)
        if parent is None and answered in before:
            parent = by_pk.get(node.thread)
            node.answered, node.answers_here = before[answered], False
        if parent is not None:
            parent.replies.append(node)
    ordered: list[ThreadNode] = []
    waiting = [node for node in nodes if node.comment.parent_id is None][::-1]
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        for reply in reversed(node.replies):
            reply.depth = node.depth + (1 if reply.answers_here else 2)
            reply.answered = reply.answered or node.comment
            waiting.append(reply)
    return ordered


def _find_places(
    comments: Iterable[Comment], edition: Edition
) -> dict[int, QuotePlace]:
    quotes = {comment.quote_id for comment in comments} - {None}
    rows = QuotePlace.objects.filter(edition=edition, quote__in=quotes)
    return {
        place.quote_id: place
        for place in rows.select_related("version__clause__document")
    }


def _collect_wordings(
    comments: Iterable[Comment], version: ClauseVersion
) -> dict[int, VersionText]:
    """Return, by version, the wordings that differ from the one shown."""
    others = {row.version_id: row.version for row in comments}
    others.pop(version.pk, None)
    found = sorted(others.values(), key=lambda row: row.edition.number)
    return {
        row.pk: _build_wording(row, version) for row in found if _differs(row, version)
    }


def _differs(old: ClauseVersion, new: ClauseVersion) -> bool:
    before, after = ClauseContent.of(old), ClauseContent.of(new)
    return old.clause_id != new.clause_id or before.texts != after.texts


def _build_wording(old: ClauseVersion, new: ClauseVersion) -> VersionText:
    cells = []
    for language in LANGUAGES:
        before = old.in_language("text", language.code)
        after = new.in_language("text", language.code)
        if old.clause_id != new.clause_id:
            after = before  # another clause's words: no redline makes sense of them
        elif before == after:
            continue
        cells.append((language, redline(before, after, language.code)))
    return VersionText(
        version=old.pk,
        number=old.edition.number,
        name=edition_name(old.edition),
        label=full_label(old.locator) if old.clause_id != new.clause_id else "",
        cells=cells,
    )
