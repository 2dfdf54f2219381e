"""Notices: stored for the people an event concerns, with the event; mailed by a job.

One event is one notice to a person, whatever the reasons: the strongest is kept. A few
queries an event, however many people are told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, TypeAlias

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from commentary.models import Comment, CrossReference, Notice, QuotePlace, Watch
from commentary.models.notice_kinds import ABOUT_EDITION, NoticeKind, kinds_about
from commentary.notices.searches import have_searchers_told
from commentary.notices.watch import carry_watches
from commentary.text.markdown import mentioned_in
from commentary.text.mention_search import MOST_MENTIONED, participants
from documents.models import Edition, Withdrawal
from documents.presenters.changes import changes_between

Reasons: TypeAlias = Mapping[int, NoticeKind]
Kind = Notice.Kind
UNCERTAIN = (QuotePlace.State.APPROXIMATE, QuotePlace.State.DETACHED)
MAIL_COMMENT: Final = "commentary.mail_comment"
MAIL_EDITION: Final = "commentary.mail_edition"
MAIL_NOTICE: Final = "commentary.mail_notice"
MAIL_REFERENCE: Final = "commentary.mail_reference"
MAIL_WITHDRAWAL: Final = "commentary.mail_withdrawal"


@transaction.atomic
def notify_of_comment(comment: Comment) -> None:
    """Tell everybody whom a new comment concerns, as soon as it is published.

    A comment that waits for approval tells nobody: call this again when it is approved.
    Who was told of it is not told twice.
    """
    if not comment.is_published:
        return
    _store_notices(_find_reasons(comment), comment=comment)
    _notify_of_quote(comment)
    have_searchers_told(comment=comment)


@transaction.atomic
def notify_of_edit(comment: Comment, *, before: str) -> None:
    """Tell the people whom an edit mentions newly, and nobody else.

    `before` is the text that was edited.
    """
    newly = set(mentioned_in(comment.source)) - set(mentioned_in(before))
    if not comment.is_published or not newly:
        return
    mentioned = dict.fromkeys(_find_mentioned(comment, newly), Kind.MENTION)
    # Who knew of the comment by a watch or a search only is now called by name.
    Notice.objects.filter(
        comment=comment, person__in=mentioned, kind__in=(Kind.WATCHED, Kind.FOUND)
    ).update(kind=Kind.MENTION, read_at=None, mailed_at=None, created_at=timezone.now())
    _store_notices(mentioned, comment=comment)


@transaction.atomic
def notify_of_edition(edition: Edition, places: Iterable[QuotePlace]) -> None:
    """Tell watchers of a published edition, and whose quotes it does not keep.

    `places` are those of the quotes that the edition changes.
    """
    carry_watches(edition)
    told = _find_watchers(edition) - {edition.published_by_id or 0}
    reasons = dict.fromkeys(told, Kind.EDITION)
    reasons |= dict.fromkeys(_find_quoting_authors(places), Kind.QUOTE)
    _store_notices(reasons, edition=edition)
    have_searchers_told(edition=edition)


def _find_reasons(comment: Comment) -> Reasons:
    """Return who is told of a comment and why; later reasons are stronger."""
    reasons = dict.fromkeys(
        Watch.objects.of_comment(comment).values_list("person", flat=True),
        Kind.WATCHED,
    )
    mentioned = _find_mentioned(comment, mentioned_in(comment.source))
    reasons |= dict.fromkeys(mentioned, Kind.MENTION)
    answered = comment.parent.author_id if comment.parent else None
    if answered is not None:
        reasons[answered] = Kind.REPLY
    return reasons


def _find_mentioned(comment: Comment, pks: Collection[int]) -> list[int]:
    if not pks:
        return []
    people = participants(comment.clause.document).filter(pk__in=pks)
    return list(people.exclude(pk=comment.author_id or 0).values_list("pk", flat=True))[
        :MOST_MENTIONED
    ]


def _store_notices(
    reasons: Reasons, *, comment: Comment | None = None, edition: Edition | None = None
) -> None:
    """Store a notice for each person who is there still, and have them mailed."""
    if comment is not None:
        reasons = {pk: why for pk, why in reasons.items() if pk != comment.author_id}
        document = comment.clause.document_id
    elif edition is not None:
        document = edition.document_id
    people = get_user_model().objects.filter(pk__in=reasons, is_active=True)
    notices = [
        Notice(
            person_id=pk,
            kind=reasons[pk],
            document_id=document,
            comment=comment,
            edition=edition,
        )
        for pk in people.values_list("pk", flat=True)
    ]
    if not notices:
        return
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if comment is not None:
        app.configure_task(MAIL_COMMENT).defer(comment=comment.pk)
    elif edition is not None:
        app.configure_task(MAIL_EDITION).defer(edition=edition.pk)


def _find_watchers(edition: Edition) -> set[int]:
    """Return who watches the document, or a part or a clause that is changed in it."""
    before = edition.based_on
    changed = changes_between(before, edition) if before else []
    keys = [change.key for change in changed if change.is_change]
    document = edition.document_id
    in_clause = Q(clause__document=document, clause__key__in=keys)
    in_part = Q(part__document=document, part__clauses__key__in=keys)
    rows = Watch.objects.filter(Q(document=document) | in_clause | in_part)
    return set(rows.values_list("person", flat=True))


def _find_quoting_authors(places: Iterable[QuotePlace]) -> set[int]:
    """Return the authors who have to say what becomes of their quotes; one query."""
    open_ones = [
        place.quote_id
        for place in places
        if place.state in UNCERTAIN and not place.answer
    ]
    rows = Comment.objects.filter(quote__in=open_ones, author__isnull=False)
    alive = rows.filter(state__in=(Comment.State.PUBLISHED, Comment.State.PENDING))
    return {pk for pk in alive.values_list("author", flat=True) if pk is not None}


def _notify_of_quote(comment: Comment) -> None:
    """Tell an author who quoted an earlier edition that the current one lost the words.

    Publishing and commenting wait for each other: whoever comes second tells.
    """
    if comment.quote_id is None or comment.author_id is None:
        return
    places = QuotePlace.objects.filter(quote=comment.quote_id)
    place = places.select_related("edition").latest("edition__number")
    if place.state in UNCERTAIN and not place.answer:
        notice, _created = Notice.objects.update_or_create(
            person_id=comment.author_id,
            edition=place.edition,
            kind__in=kinds_about(ABOUT_EDITION),
            defaults={"kind": Kind.QUOTE, "read_at": None, "mailed_at": None},
            create_defaults={
                "kind": Kind.QUOTE,
                "document_id": place.edition.document_id,
            },
        )
        app.configure_task(MAIL_NOTICE).defer(notice=notice.pk)


@transaction.atomic
def notify_of_reference(reference: CrossReference) -> None:
    """Tell who watches an end of a reference that a person proposed it."""
    places = _find_watchers_of_reference(reference)
    places.pop(reference.author_id or 0, None)
    if not places:
        return
    notices = [
        Notice(
            person_id=person,
            kind=Kind.REFERENCE,
            document_id=document,
            reference=reference,
        )
        for person, document in places.items()
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    app.configure_task(MAIL_REFERENCE).defer(reference=reference.pk)


@transaction.atomic
def notify_of_decision(reference: CrossReference) -> None:
    """Tell who proposed a reference what somebody else decided about it.

    Their notice tells of the last decision: a later one makes it new again.
    """
    author = reference.author
    if author is None or not author.is_active or author == reference.decided_by:
        return
    Notice.objects.update_or_create(
        person=author,
        reference=reference,
        kind=Kind.DECIDED,
        defaults={
            "document_id": reference.clause.document_id,
            "created_at": timezone.now(),
            "read_at": None,
            "mailed_at": None,
        },
    )
    app.configure_task(MAIL_REFERENCE).defer(reference=reference.pk)


@transaction.atomic
def notify_of_doubt(edition: Edition, references: Collection[int]) -> None:
    """Tell who proposed references that an edition asks to look at them again.

    Three queries, however many; whoever published the edition knows.
    """
    rows = CrossReference.objects.filter(pk__in=references, author__is_active=True)
    told = rows.exclude(author=edition.published_by_id or 0)
    notices = [
        Notice(
            person_id=author,
            kind=Kind.LOOK_AGAIN,
            document_id=edition.document_id,
            edition=edition,
            reference_id=reference,
        )
        for reference, author in told.order_by("pk").values_list("pk", "author")
    ]
    if not notices:
        return
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    app.configure_task(MAIL_EDITION).defer(edition=edition.pk)


@transaction.atomic
def notify_of_withdrawal(withdrawal: Withdrawal) -> None:
    """Tell who watches anything in a document that it was withdrawn, or that no more.

    Each once of each; whoever did it knows.
    """
    is_undone = not withdrawal.is_in_force
    knows = withdrawal.undone_by_id if is_undone else withdrawal.by_id
    watches = Watch.objects.in_document(withdrawal.document)
    told = watches.filter(person__is_active=True).exclude(person=knows or 0)
    people = told.order_by("person").values_list("person", flat=True).distinct()
    notices = [
        Notice(
            person_id=person,
            kind=Kind.RESTORED if is_undone else Kind.WITHDRAWN,
            document_id=withdrawal.document_id,
            withdrawal=withdrawal,
        )
        for person in people
    ]
    if notices:
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        app.configure_task(MAIL_WITHDRAWAL).defer(withdrawal=withdrawal.pk)


def _find_watchers_of_reference(reference: CrossReference) -> dict[int, int]:
    """Return who watches an end, and in which document; the source comes first.

    One query.
    """
    watches = Watch.objects.of_reference(reference).filter(person__is_active=True)
    source = reference.clause.document_id
    places: dict[int, int] = {}
    for person, *documents in watches.values_list(
        "person", "document", "part__document", "clause__document"
    ):
        document = next(pk for pk in documents if pk is not None)
        if places.get(person) != source:
            places[person] = document
    return places
