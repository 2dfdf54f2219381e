"""Template tags of the watch button, which starts and ends a watch."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from commentary.models import Comment
from commentary.notices.watch import Watched, feed_url, watched_by
from documents.models import Clause, Document, Part

register = template.Library()
register.simple_tag(feed_url)


@register.simple_tag(takes_context=True)
def watched_in(context: dict[str, Any], document: Document) -> Watched | None:
    """Return the reader's watches in a document; one query, none if not signed in."""
    return watched_by(context["user"], document)


@register.inclusion_tag(
    "commentary/notices/includes/watch_button.html", takes_context=True
)
def watch_button(
    context: dict[str, Any], watched: Watched | None, thing: Any, back: str = ""
) -> dict[str, Any]:
    """Render the watch button of a document, part, clause or thread; no query.

    `watched` is the result of watched_in; without one no button is shown. `back` is the
    address to return to, by default that of the object.
    """
    if watched is None:
        return {"action": ""}
    action, kind, known = _address(watched, thing)
    return {
        "action": action,
        "kind": kind,
        "is_watched": thing.pk in known,
        "back": back,
        "csrf_token": context["csrf_token"],
    }


def _address(watched: Watched, thing: Any) -> tuple[str, str, set[int]]:
    match thing:
        case Document():
            url = reverse("commentary:watch-document", args=[thing.slug])
            return url, "document", watched.documents
        case Part():
            slug = thing.document.slug
            url = reverse("commentary:watch-part", args=[slug, thing.key])
            return url, "part", watched.parts
        case Clause():
            slug = thing.document.slug
            url = reverse("commentary:watch-clause", args=[slug, thing.key])
            return url, "clause", watched.clauses
        case Comment():
            url = reverse("commentary:watch-thread", args=[thing.pk])
            return url, "thread", watched.threads
    raise TypeError(thing)
