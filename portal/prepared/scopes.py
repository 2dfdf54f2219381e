"""Scopes: what may change the page at an address, and how often it has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from django.db import OperationalError
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation

from documents.connections import read_connection
from documents.models import Touch
from documents.models.touches import Number
from portal.outages import Outage, find_outage

# The pages that are prepared. Those of a document change with it and with the site, the
# others with anything. What is one's own in them is laid in (people.py).
OF_DOCUMENT: Final = {
    "documents:document-detail",
    "documents:edition-detail",
    "documents:edition-list",
    "documents:edition-changes",
    "documents:metadata-record",
    "documents:clause-detail",
    "commentary:clause-commentary",
    "commentary:clause-panel",
    "commentary:document-commentary",
    "commentary:document-references",
    "commentary:document-network",
}
OF_ANYTHING: Final = {
    "home",
    "help",
    "documents:document-list",
    "commentary:recent-commentary",
    "commentary:instrument-list",
    "commentary:instrument",
    "commentary:terms",
}
WITH_COMMENTS: Final = {
    "documents:clause-detail",
    "commentary:clause-commentary",
    "commentary:clause-panel",
    "commentary:document-commentary",
    "commentary:recent-commentary",
}
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Scope:
    """A document, by its slug, or "" for everything."""

    slug: str
    # Then a page has comments of one's own that wait for approval, and nobody else's.
    shows_comments: bool = False
    route: str = field(default="", compare=False)  # the name of the page's view

    def read_number(self) -> Number:
        """Return how often what is in this scope was changed; one query."""
        return ask_first(self._count)

    def _count(self) -> Number:
        if self.slug:
            return Touch.objects.number_of_document(self.slug)
        return Touch.objects.number_of_anything()


def ask_first(query: Callable[[], Answer]) -> Answer:
    """Make the first query of a request, again if a kept connection has ended.

    It costs half of what one does that asks only whether the connection is alive.
    """
    connection = read_connection(Touch)
    is_kept = connection.connection is not None and not connection.in_atomic_block
    connection.health_check_done = True  # type: ignore[attr-defined] # Django's own
    try:
        return query()
    except OperationalError as error:
        # Not after a timeout: asking again would wait as long again.
        if not is_kept or find_outage(error) is not Outage.AWAY:
            raise
        connection.close()
        return query()


def is_searched(request: HttpRequest) -> bool:
    """Whether a page has the words of a search marked: those are made for one visitor.

    There are as many as there are words; kept, they would drive out all others.
    """
    return "q" in request.GET


def find_scope(request: HttpRequest) -> Scope | None:
    """Return the scope of the page at an address; None if it is not prepared."""
    language = translation.get_language_from_path(request.path_info)
    if language is None:
        return None
    with translation.override(language):
        try:
            return scope_of(resolve(request.path_info))
        except Resolver404:
            return None


def scope_of(match: ResolverMatch) -> Scope | None:
    """Return the scope of a view's page; None if it is not prepared."""
    name = match.view_name
    shows_comments = name in WITH_COMMENTS
    if name in OF_DOCUMENT:
        return Scope(match.kwargs["slug"], shows_comments, name)
    return Scope("", shows_comments, name) if name in OF_ANYTHING else None
