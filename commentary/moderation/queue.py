"""Moderation queue: comments and appeals that wait, and what moderators see of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Case as Choose
from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Least
from django.utils import timezone

from commentary.models import (
    Appeal,
    Claim,
    Comment,
    Decision,
    Reason,
    Report,
    Suspension,
)
from commentary.models.comments import CommentQuerySet
from documents.languages import BY_CODE, LANGUAGES, Language
from documents.presenters.labels import full_label
from documents.presenters.localized import LocalizedText, short_title
from portal.people.models import Visitor

DECISIONS_SHOWN = 10
THREAD_PER_PAGE = 20


@dataclass(slots=True)
class QueueItem:
    """A comment in the queue, with why it is there."""

    comment: Comment
    place: str
    title: LocalizedText
    language: Language
    reports: list[Report] = field(default_factory=list)
    appeal: Appeal | None = None
    claim: Claim | None = None

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """The reasons that reports give, each with how many give it."""
        counted = Counter(report.reason for report in self.reports)
        return [
            (str(Reason(name).label), count) for name, count in counted.most_common()
        ]


@dataclass(frozen=True, slots=True)
class AccountSummary:
    """What is known of a person: how many comments in which state, what was decided."""

    counts: list[tuple[str, int]]
    decisions: list[Decision]
    suspension: Suspension | None


def waiting(user: Visitor) -> CommentQuerySet:
    """Return the comments that wait for a decision, with `waits_since`; oldest first.

    What its author withdrew is settled thereby.
    """
    reports = Report.objects.open().filter(comment=OuterRef("pk")).order_by("pk")
    appeals = Appeal.objects.open().filter(decision__comment=OuterRef("pk"))
    pending = Choose(
        When(state=Comment.State.PENDING, then=F("created_at")),
        output_field=DateTimeField(),
    )
    rows = Comment.objects.visible_to(user).not_taken_back()
    return (
        rows.annotate(
            is_reported=Exists(reports),
            is_appealed=Exists(appeals),
            # PostgreSQL's LEAST passes over what is not there.
            waits_since=Least(
                Subquery(reports.values("created_at")[:1]),
                Subquery(appeals.values("created_at")[:1]),
                pending,
            ),
        )
        .filter(
            Q(is_reported=True) | Q(is_appealed=True) | Q(state=Comment.State.PENDING)
        )
        .with_place()
        .order_by("waits_since", "pk")
    )


def waiting_accounts() -> QuerySet[Appeal]:
    """Return the open appeals against suspensions in force; the oldest first."""
    still = Q(decision__suspension__until=None)
    still |= Q(decision__suspension__until__gt=timezone.now())
    rows = Appeal.objects.open().filter(still, decision__comment=None)
    rows = rows.filter(decision__suspension__lifted_at=None)
    return rows.select_related("decision__person").order_by("created_at")


def queue_items(comments: Iterable[Comment]) -> list[QueueItem]:
    """Return comments with why they wait; three queries, however many there are."""
    found = {comment.pk: _build_item(comment) for comment in comments}
    reports = Report.objects.open().filter(comment__in=found)
    for report in reports.select_related("reporter").order_by("pk"):
        found[report.comment_id].reports.append(report)
    appeals = Appeal.objects.open().filter(decision__comment__in=found)
    for appeal in appeals.select_related("decision__moderator"):
        found[appeal.decision.comment_id or 0].appeal = appeal
    for claim in _find_claims(found):
        found[claim.comment_id].claim = claim
    return list(found.values())


def _build_item(comment: Comment) -> QueueItem:
    return QueueItem(
        comment=comment,
        place=full_label(comment.version.locator),
        title=short_title(comment.clause.document),
        language=BY_CODE[comment.language],
    )


def _find_claims(pks: Iterable[int]) -> QuerySet[Claim]:
    claims = Claim.objects.live().filter(comment__in=list(pks))
    return claims.select_related("moderator")


def summarize_account(person: Visitor) -> AccountSummary:
    """Return what moderators know of a person; three queries."""
    rows = Comment.objects.by(person).order_by().values_list("state")
    counted = dict(rows.annotate(count=Count("pk")))
    decisions = Decision.objects.about(person).select_related("moderator")
    suspensions = Suspension.objects.in_force().of(person)
    return AccountSummary(
        counts=[
            (str(state.label), counted[state])
            for state in Comment.State
            if state in counted
        ],
        decisions=list(decisions[:DECISIONS_SHOWN]),
        suspension=suspensions.select_related("decision").first(),
    )


def thread_around(comment: Comment, user: Visitor, asked: str | None) -> Page[Comment]:
    """Return a page of the thread in which a comment stands; three queries.

    The page asked for, or the one on which the comment is.
    """
    rows = Comment.objects.visible_to(user).in_thread_of(comment)
    if asked is None:
        asked = str(rows.count_before(comment) // THREAD_PER_PAGE + 1)
    shown = rows.select_related("author").order_by("created_at", "pk")
    return Paginator(shown, THREAD_PER_PAGE).get_page(asked)


def texts_of(comment: Comment) -> list[tuple[Language, str]]:
    """Return the wording that the author had, in each language that has it."""
    texts = [
        (language, comment.version.in_language("text", language.code))
        for language in LANGUAGES
    ]
    return [(language, text) for language, text in texts if text]
