"""Template tags of the watch button, which starts and ends a watch."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from commentary.models import Comment
from commentary.notices.watch import Place, Watchable, feed_url, is_watched, may_watch
from documents.models import Clause, Document, Part
from documents.presenters.labels import part_name
from documents.presenters.personal import Own, Slot, Values, render_personal

register = template.Library()
register.simple_tag(feed_url)
BUTTON = "commentary/notices/includes/watch_button.html"


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
    values = {"place": _place_of(thing), "action": _action_of(thing), "back": back}
    return render_personal(context, Slot(BUTTON, values, _read))


def _read(request: HttpRequest, values: Values) -> Own:
    is_there = is_watched(request, values["place"])
    return {"watched": is_there, "may_watch": is_there or may_watch(request)}


def _place_of(thing: Watchable) -> Place:
    match thing:
        case Document():
            return Place("document", thing.pk, thing.pk)
        case Part():
            return Place("part", thing.pk, thing.document_id)
        case Clause():
            return Place("clause", thing.pk, thing.document_id)
        case Comment():
            return Place("thread", thing.pk, thing.version.edition.document_id)


def _action_of(thing: Watchable) -> str:
    match thing:
        case Document():
            return reverse("commentary:watch-document", args=[thing.slug])
        case Part():
            names = [thing.document.slug, thing.key]
            return reverse("commentary:watch-part", args=names)
        case Clause():
            names = [thing.document.slug, thing.key]
            return reverse("commentary:watch-clause", args=names)
        case Comment():
            return reverse("commentary:watch-thread", args=[thing.pk])
