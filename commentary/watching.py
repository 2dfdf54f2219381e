"""What a person watches, as pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from commentary.models import Watch
from commentary.telling import author_name
from documents.labels import full_label
from documents.models import Clause, Document, Edition, Part
from documents.wording import Wording, best_wording

if TYPE_CHECKING:
    from commentary.querysets import Visitor


@dataclass(frozen=True, slots=True)
class Watched:
    """What a person watches in a document: ids, by what they are of."""

    documents: set[int] = field(default_factory=set)
    parts: set[int] = field(default_factory=set)
    clauses: set[int] = field(default_factory=set)
    threads: set[int] = field(default_factory=set)


def watched_by(user: Visitor, document: Document) -> Watched | None:
    """Return what a person watches in a document; one query. None for strangers."""
    if not user.is_authenticated:
        return None
    found = Watched()
    rows = Watch.objects.by(user).in_document(document)
    for whole, part, clause, thread in rows.values_list(
        "document", "part", "clause", "thread"
    ):
        for pk, known in (
            (whole, found.documents),
            (part, found.parts),
            (clause, found.clauses),
            (thread, found.threads),
        ):
            if pk is not None:
                known.add(pk)
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A watch in the list of them."""

    watch: Watch
    what: str
    url: str
    title: Wording
    slug: str


def lines(watches: Iterable[Watch]) -> list[Line]:
    """Return watches, read with `for_list`, as the list shows them; one query."""
    watches = list(watches)
    places = _places([each.clause_id for each in watches if each.clause_id])
    return [_line(each, places) for each in watches]


def _line(watch: Watch, places: dict[int, str]) -> Line:
    document, what, url = _target(watch, places)
    title = best_wording(document, "title")
    return Line(watch, what, url, title, document.slug)


def _target(watch: Watch, places: dict[int, str]) -> tuple[Document, str, str]:
    if watch.thread is not None:
        names = {
            "name": author_name(watch.thread),
            "place": full_label(watch.thread.version.locator),
        }
        what = gettext("thread on %(place)s, begun by %(name)s") % names
        return watch.thread.clause.document, what, watch.thread.get_absolute_url()
    if watch.clause is not None:
        what = places.get(watch.clause.pk, watch.clause.key)
        return watch.clause.document, what, watch.clause.get_absolute_url()
    if watch.part is not None:
        url = watch.part.document.get_absolute_url()
        return watch.part.document, part_name(watch.part), url
    assert watch.document is not None, "a constraint says so"  # noqa: S101
    # Translators: what somebody watches: not a part of a document, all of it
    what = pgettext("watched", "the whole document")
    return watch.document, what, watch.document.get_absolute_url()


def part_name(part: Part) -> str:
    """Return a part's kind and, in the first language that has one, its title."""
    title = best_wording(part, "title").text
    return title or str(part.get_kind_display())


def _places(clauses: list[int]) -> dict[int, str]:
    """Return where clauses stand in the last edition that has them, by id."""
    rows = (
        Clause.objects.filter(pk__in=clauses, versions__edition__state="published")
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
