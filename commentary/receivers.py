"""Receivers of the signals of an edition: effects of its publication on commentary.

The effects are summarised before publication and applied after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import ngettext, ngettext_lazy

from commentary.models import Comment, CrossReference, QuotePlace, Watch
from commentary.notices.notify import notify_of_edition, notify_of_withdrawal
from commentary.quotes.reanchoring import (
    comments_under,
    places_changed_by,
    preview_places,
    reanchor_quotes,
)
from commentary.references.detect import detect_references
from commentary.references.staleness import mark_stale
from documents.comparing import Change, ClauseChange
from documents.models import Document, Edition, Withdrawal
from documents.presenters.labels import full_label, introduce
from documents.signals import (
    Consequence,
    edition_published,
    edition_reviewed,
    withdrawal_changed,
    withdrawal_reviewed,
)

State = QuotePlace.State


def connect() -> None:
    """Connect the receivers to the signals of `documents`."""
    edition_reviewed.connect(_consequences, dispatch_uid="commentary")
    edition_published.connect(_carry, dispatch_uid="commentary")
    edition_published.connect(_keep_up, dispatch_uid="commentary.references")
    withdrawal_reviewed.connect(_review_withdrawal, dispatch_uid="commentary")
    withdrawal_changed.connect(_tell_of_withdrawal, dispatch_uid="commentary")


def _carry(sender: object, *, edition: Edition, **_named: Any) -> None:
    notify_of_edition(edition, places_changed_by(edition, reanchor_quotes(edition)))


def _consequences(
    sender: object, *, edition: Edition, changes: Sequence[ClauseChange], **_named: Any
) -> list[Consequence]:
    """Return the effects of publishing a draft on comments and quotes."""
    counts = comments_under(edition, [each.key for each in changes])
    found = [_reworded(counts, changes), _removed(counts, changes)]
    places = places_changed_by(edition, _public(preview_places(edition)))
    moved = [p for p in places if p.state in (State.MOVED, State.APPROXIMATE)]
    detached = [p for p in places if p.state == State.DETACHED]
    found += [_replaced(moved), _detached(detached)]
    return [consequence for consequence in found if consequence is not None]


def _public(places: list[QuotePlace]) -> list[QuotePlace]:
    """Keep the places of published comments; the others are reanchored all the same."""
    quotes = [place.quote_id for place in places]
    shown = Comment.objects.published().filter(quote__in=quotes)
    known = set(shown.values_list("quote", flat=True))
    return [place for place in places if place.quote_id in known]


def _labels(
    counts: Mapping[str, int], changes: Sequence[ClauseChange]
) -> tuple[int, tuple[str, ...]]:
    """Return the number of comments on these clauses, and a line for each clause."""
    lines, total = [], 0
    for change in changes:
        clause = change.before or change.after
        if clause is not None and (count := counts.get(change.key, 0)):
            total += count
            lines.append(f"{full_label(clause.content.locator)} ({count})")
    return total, tuple(lines)


def _reworded(
    counts: Mapping[str, int], changes: Sequence[ClauseChange]
) -> Consequence | None:
    edited = [each for each in changes if Change.EDITED in each.changes]
    count, lines = _labels(counts, edited)
    if not count:
        return None
    sentence = ngettext(
        "This edition changes the wording under %(count)s comment.",
        "This edition changes the wording under %(count)s comments.",
        count,
    )
    return Consequence(sentence % {"count": count}, lines)


def _removed(
    counts: Mapping[str, int], changes: Sequence[ClauseChange]
) -> Consequence | None:
    gone = [each for each in changes if Change.REMOVED in each.changes]
    count, lines = _labels(counts, gone)
    if not count:
        return None
    sentence = ngettext(
        "%(count)s comment is on a clause removed by this edition; it remains on"
        " that clause's own page.",
        "%(count)s comments are on clauses removed by this edition; they remain"
        " on those clauses' own pages.",
        count,
    )
    return Consequence(sentence % {"count": count}, lines)


def _replaced(places: Sequence[QuotePlace]) -> Consequence | None:
    if not places:
        return None
    sentence = ngettext(
        "%(count)s quote will be re-anchored.",
        "%(count)s quotes will be re-anchored.",
        len(places),
    )
    return Consequence(sentence % {"count": len(places)}, _excerpts(places))


def _detached(places: Sequence[QuotePlace]) -> Consequence | None:
    if not places:
        return None
    sentence = ngettext(
        "%(count)s quote can no longer be placed: the words it quotes are gone.",
        "%(count)s quotes can no longer be placed: the words they quote are gone.",
        len(places),
    )
    return Consequence(sentence % {"count": len(places)}, _excerpts(places))


def _excerpts(places: Sequence[QuotePlace]) -> tuple[str, ...]:
    return tuple(
        introduce(full_label(place.quote.version.locator), place.quote.exact)
        for place in places
    )


def _review_withdrawal(
    sender: object, *, target: Document | Edition, **_named: Any
) -> list[Consequence]:
    """Return what withdrawing a document or an edition does to commentary."""
    edition = target if isinstance(target, Edition) else None
    document = target.document if isinstance(target, Edition) else target
    comments = Comment.objects.published().filter(version__edition__document=document)
    references = CrossReference.objects.of_document(document).standing()
    if edition is not None:
        comments = comments.filter(version__edition=edition)
        references = references.pinned_in(edition)
    watchers = Watch.objects.in_document(document).values("person").distinct()
    counted = [
        (COMMENTS, comments.count()),
        (REFERENCES, references.count()),
        (WATCHERS, watchers.count()),
    ]
    return [_count(sentence, count) for sentence, count in counted if count]


COMMENTS = ngettext_lazy(
    "%(count)s comment on its text will be readable only for its author and moderators,"
    " and takes no more replies.",
    "%(count)s comments on its text will be readable only for their authors and"
    " moderators, and take no more replies.",
    "count",
)
REFERENCES = ngettext_lazy(
    "%(count)s cross-reference from or to its text will say that the text was"
    " withdrawn.",
    "%(count)s cross-references from or to its text will say that the text was"
    " withdrawn.",
    "count",
)
WATCHERS = ngettext_lazy(
    "%(count)s person who watches the document will be notified.",
    "%(count)s people who watch the document will be notified.",
    "count",
)


def _count(sentence: Any, count: int) -> Consequence:
    return Consequence(sentence % {"count": count})


def _tell_of_withdrawal(
    sender: object, *, withdrawal: Withdrawal, **_named: Any
) -> None:
    notify_of_withdrawal(withdrawal)


def _keep_up(sender: object, *, edition: Edition, **_named: Any) -> None:
    detect_references(edition)
    mark_stale(edition)
