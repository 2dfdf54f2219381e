"""Watches: on a document, a part, a clause or a thread; set, removed and listed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, pgettext

from commentary.locks import lock_active_person
from commentary.models import Comment, Watch
from commentary.models.notices import WATCHED
from commentary.notices.rendering import author_name
from commentary.permissions import is_suspended, refuse_suspended
from documents.models import Clause, Derivation, Document, Edition, Part
from documents.presenters.labels import full_label
from documents.presenters.localized import LocalizedText, localized_field, short_title
from portal.people.models import User

Watchable: TypeAlias = Document | Part | Clause | Comment


@transaction.atomic
def watch(user: User, thing: Watchable) -> None:
    """Watch something; of a comment, the thread it stands in. Twice is once.

    Raises PermissionDenied when the account was closed, Refused while it is suspended.
    """
    refuse_suspended(lock_active_person(user.pk))
    row = Watch(person_id=user.pk, **target(thing))
    Watch.objects.bulk_create([row], ignore_conflicts=True)


def unwatch(user: User, thing: Watchable) -> None:
    """Watch something no longer."""
    Watch.objects.by(user).filter(**target(thing)).delete()


def target(thing: Watchable) -> dict[str, int]:
    """Return the column of a watch that points to something."""
    match thing:
        case Document():
            return {"document_id": thing.pk}
        case Part():
            return {"part_id": thing.pk}
        case Clause():
            return {"clause_id": thing.pk}
        case Comment():
            return {"thread_id": thing.root_id or thing.pk}


def carry_watches(edition: Edition) -> None:
    """Let who watches a clause watch what took over its words; two queries."""
    pairs = Derivation.objects.filter(edition=edition).values_list("origin", "clause")
    heirs: dict[int, list[int]] = {}
    for origin, heir in pairs:
        heirs.setdefault(origin, []).append(heir)
    if not heirs:
        return
    watches = Watch.objects.filter(clause__in=heirs).values_list("person", "clause")
    Watch.objects.bulk_create(
        [
            Watch(person_id=person, clause_id=heir)
            for person, clause in watches
            for heir in heirs[clause or 0]
        ],
        ignore_conflicts=True,
    )


@dataclass(frozen=True, slots=True)
class Place:
    """What can be watched: its kind (one of WATCHED), its id, and its document's."""

    kind: str
    pk: int
    document: int


# A row of watches: the ids of a document, a part, a clause, a thread; one is set.
WatchedRow: TypeAlias = Sequence[int | None]
Watched: TypeAlias = frozenset[tuple[str, int]]  # kinds and ids


def is_watched(request: HttpRequest, place: Place) -> bool:
    """Whether who asks watches what is at a place; one query for all of a page."""
    known: dict[int, Watched] = request.__dict__.setdefault("watched", {})
    if place.document not in known:
        rows = Watch.objects.by(request.user).in_document(place.document)
        known[place.document] = name_watched(rows.values_list(*WATCHED))
    return (place.kind, place.pk) in known[place.document]


def may_watch(request: HttpRequest) -> bool:
    """Whether who is signed in may watch more; one query for all of a page."""
    known = request.__dict__
    if "is_suspended" not in known:
        known["is_suspended"] = is_suspended(request.user)
    return not known["is_suspended"]


def name_watched(rows: Iterable[WatchedRow]) -> Watched:
    """Return what these rows of watches are of."""
    return frozenset(
        (kind, pk)
        for row in rows
        for kind, pk in zip(WATCHED, row, strict=True)
        if pk is not None
    )


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A watch in the list of them."""

    watch: Watch
    what: str
    url: str
    title: LocalizedText
    slug: str


def watch_rows(watches: Iterable[Watch]) -> list[WatchRow]:
    """Return watches, read with `for_list`, as the list shows them; one query."""
    watches = list(watches)
    places = _find_places([each.clause_id for each in watches if each.clause_id])
    return [_render_row(each, places) for each in watches]


def _render_row(watch: Watch, places: dict[int, str]) -> WatchRow:
    document, what, url = _describe_target(watch, places)
    title = short_title(document)
    return WatchRow(watch, what, url, title, document.slug)


def _describe_target(watch: Watch, places: dict[int, str]) -> tuple[Document, str, str]:
    if watch.thread is not None:
        names = {
            "name": author_name(watch.thread),
            "place": full_label(watch.thread.version.locator),
        }
        what = gettext("thread begun by %(name)s (%(place)s)") % names
        return watch.thread.clause.document, what, watch.thread.get_absolute_url()
    if watch.clause is not None:
        what = places.get(watch.clause.pk, watch.clause.key)
        return watch.clause.document, what, watch.clause.get_absolute_url()
    if watch.part is not None:
        url = watch.part.document.get_absolute_url()
        return watch.part.document, part_title(watch.part), url
    assert watch.document is not None, "a constraint says so"  # noqa: S101
    # Translators: what somebody watches: not a part of a document, all of it
    what = pgettext("watched", "the whole document")
    return watch.document, what, watch.document.get_absolute_url()


def part_title(part: Part) -> str:
    """Return a part's kind and, in the first language that has one, its title."""
    title = localized_field(part, "title").text
    return title or str(part.get_kind_display())


def _find_places(clauses: list[int]) -> dict[int, str]:
    """Return where clauses stand in the last edition that has them, by id."""
    rows = (
        Clause.objects.filter(
            pk__in=clauses, versions__edition__state=Edition.State.PUBLISHED
        )
        .order_by("pk", "versions__edition__number")
        .values_list("pk", "versions__locator")
    )
    return {pk: full_label(locator) for pk, locator in rows if locator}


def feed_url(thing: Document | Clause | Edition | None) -> str:
    """Return the address of the feed of a document, a clause, or everything."""
    match thing:
        case Clause():
            return reverse(
                "commentary:clause-feed", args=[thing.document.slug, thing.key]
            )
        case Edition():
            return feed_url(thing.document)
        case Document():
            return reverse("commentary:document-feed", args=[thing.slug])
        case _:
            return reverse("commentary:recent-feed")
