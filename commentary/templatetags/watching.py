"""Template tags of the watch button, which starts and ends a watch."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from commentary.models import Comment
from commentary.notices.watch import Watchable, feed_url, watched_in
from documents.models import Clause, Document, Part
from documents.presenters.labels import part_name
from documents.presenters.personal import render_personal

register = template.Library()
register.simple_tag(feed_url)
BUTTON = "commentary/notices/includes/watch_button.html"


@dataclass(frozen=True, slots=True)
class Place:
    """What a button watches: its kind, id and document, and the button's address."""

    kind: str
    pk: int
    document: int
    action: str


@register.filter
def part_label(part: Part) -> str:
    """Return the name of a part: "Statement", "Annex 2"."""
    return capfirst(part_name(part.key))


@register.simple_tag(takes_context=True)
def watch_button(context: Context, thing: Watchable, back: str = "") -> SafeString:
    """Render the watch button of a document, part, clause or thread; none for visitors.

    All buttons of a page take one query. `back` is the address to return to, by default
    that of the object.
    """
    if not context["user"].is_authenticated:
        return mark_safe("")
    return render_personal(context, BUTTON, place=_place_of(thing), back=back)


@register.simple_tag(takes_context=True)
def is_watched(context: Context, place: Place) -> bool:
    """Whether the reader watches what is at a place; one query for all of a page."""
    watched = watched_in(context["request"], place.document)
    known = {
        "document": watched.documents,
        "part": watched.parts,
        "clause": watched.clauses,
        "thread": watched.threads,
    }
    return place.pk in known[place.kind]


def _place_of(thing: Watchable) -> Place:
    match thing:
        case Document():
            url = reverse("commentary:watch-document", args=[thing.slug])
            return Place("document", thing.pk, thing.pk, url)
        case Part():
            slug = thing.document.slug
            url = reverse("commentary:watch-part", args=[slug, thing.key])
            return Place("part", thing.pk, thing.document_id, url)
        case Clause():
            slug = thing.document.slug
            url = reverse("commentary:watch-clause", args=[slug, thing.key])
            return Place("clause", thing.pk, thing.document_id, url)
        case Comment():
            url = reverse("commentary:watch-thread", args=[thing.pk])
            return Place("thread", thing.pk, thing.clause.document_id, url)
