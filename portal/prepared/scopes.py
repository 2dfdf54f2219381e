"""Scopes: what may change the page at an address, and how often it has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import OperationalError, connection
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation

from documents.models import Touch
from documents.models.touches import Number

# The pages that are prepared. Those of a document change with it and with the site, the
# others with anything. Each shows everybody the same: nothing secret, no form.
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
}


@dataclass(frozen=True, slots=True)
class Scope:
    """A document, by its slug, or "" for everything."""

    slug: str

    def read_number(self) -> Number:
        """Return how often what is in this scope was changed; one query.

        It is also what shows whether a kept connection has ended, for half the price of
        a query that asks nothing else.
        """
        is_kept = connection.connection is not None and not connection.in_atomic_block
        connection.health_check_done = True  # type: ignore[attr-defined] # Django's own
        try:
            return self._count()
        except OperationalError:
            if not is_kept:
                raise
            connection.close()
            return self._count()

    def _count(self) -> Number:
        if self.slug:
            return Touch.objects.number_of_document(self.slug)
        return Touch.objects.number_of_anything()


def find_scope(request: HttpRequest, language: str) -> Scope | None:
    """Return the scope of the page at an address; None if it is not prepared."""
    with translation.override(language):
        try:
            return scope_of(resolve(request.path_info))
        except Resolver404:
            return None


def scope_of(match: ResolverMatch) -> Scope | None:
    """Return the scope of a view's page; None if it is not prepared."""
    if match.view_name in OF_DOCUMENT:
        return Scope(match.kwargs["slug"])
    return Scope("") if match.view_name in OF_ANYTHING else None
