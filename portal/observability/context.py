"""Context of a request: its id, and what is counted while it is answered.

The context of a job is that of the request it was deferred in.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest
from django.utils.functional import LazyObject

WELL_FORMED: Final = re.compile(r"[0-9A-Za-z._-]{8,64}")
# In the arguments of a job.
JOB_ARGUMENT: Final = "request_id"


class RequestContext:
    """What logs and metrics say of a request, or of a job deferred in it."""

    __slots__ = ("prepared", "queries", "request", "request_id", "route")

    def __init__(self, request_id: str, request: HttpRequest | None = None) -> None:
        self.request_id = request_id
        self.request = request
        self.route = ""
        self.prepared = ""  # "hit" or "miss", if the page is one that is kept
        self.queries = 0

    def read_method(self) -> str:
        request = self.request
        return (request.method or "") if request is not None else ""

    def read_route(self) -> str:
        """Return the name of the view that answered; "" before one was found."""
        match = self.request.resolver_match if self.request is not None else None
        return self.route or (match.view_name if match is not None else "")

    def read_path(self) -> str:
        """Return the path, without a token that is part of it."""
        request = self.request
        if request is None:
            return ""
        match = request.resolver_match
        token = match.kwargs.get("token") if match is not None else None
        return request.path.replace(str(token), "…") if token else request.path

    def read_person(self) -> int | None:
        """Return the id of who is signed in, as far as it is known; without a query."""
        known = self.request.__dict__ if self.request is not None else {}
        user = known.get("_cached_user") or known.get("user")
        if user is None or isinstance(user, LazyObject):
            return None
        pk: int | None = user.pk
        return pk


CURRENT: Final[ContextVar[RequestContext | None]] = ContextVar("request", default=None)


def choose_request_id(given: str | None) -> str:
    """Return the id that a proxy gave if it is well-formed, else a new one."""
    if given and WELL_FORMED.fullmatch(given):
        return given
    # A fork begins anew: two processes give different ids.
    return f"{random.getrandbits(64):016x}"


def count_query(run: Callable[..., Any], *asked: Any) -> Any:
    """Count a query of the current request; an execute wrapper of a connection."""
    if context := CURRENT.get():
        context.queries += 1
    return run(*asked)


def count_queries() -> None:
    """Count the queries of every connection that this process opens from now on."""
    connection_created.connect(_count_queries_of, dispatch_uid=__name__)


def _count_queries_of(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    # The wrappers outlive a connection that was closed.
    if count_query not in connection.execute_wrappers:
        # First: Django takes the last one off when a request that added one ends.
        connection.execute_wrappers.insert(0, count_query)


def note_prepared(route: str, outcome: str) -> None:
    """Note that a page was answered as kept ("hit"), or is kept from now on ("miss").

    What is kept is answered before any view is looked for.
    """
    if context := CURRENT.get():
        context.route, context.prepared = route, outcome
