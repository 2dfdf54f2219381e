"""Middleware: answer who only reads from a replica, who writes from the primary.

Why the log's position and not some seconds at the primary: it holds however far behind
a replica is, and asks the primary nothing once that has caught up.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, HttpResponse

from portal.health import refuse_while_away
from portal.replicas.positions import GONE, Replicas, read_position
from portal.replicas.routing import ROUTE, Route

SAFE: Final = ("GET", "HEAD", "OPTIONS")
# What is decided there must be as it is now.
OF_PRIMARY: Final = ("/admin/", "/accounts/")
# Where the primary's log was after a visitor's last write; a forged one is at most a
# way to read from the primary, or later than need be.
COOKIE: Final = "written"
COOKIE_AGE: Final = 24 * 3600  # seconds
MOST_DIGITS: Final = 19


class ReadFromReplicas:
    """Choose the server of a request. Stands above all that asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._ask_primary = refuse_while_away(get_response)
        # Each process has its own order: the first serves it until it is away.
        names = random.sample(settings.REPLICAS, len(settings.REPLICAS))
        self._replicas = Replicas(names)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        route = Route()
        token = ROUTE.set(route)
        try:
            response = self._answer(request, route)
        finally:
            ROUTE.reset(token)
        if route.has_written or request.method not in SAFE:
            _remember_write(response)
        return response

    def _answer(self, request: HttpRequest, route: Route) -> HttpResponse:
        replica = self._choose(request)
        if replica is None:
            return self._ask_primary(request)
        before = dict(vars(request))
        route.source = replica
        response = self.get_response(request)
        has_failed = connections[replica].errors_occurred
        if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR or not has_failed:
            return response
        # It went away meanwhile: once more, as if nobody had asked it.
        self._replicas.note_away(replica)
        vars(request).clear()
        vars(request).update(before)
        route.source = DEFAULT_DB_ALIAS
        return self._ask_primary(request)

    def _choose(self, request: HttpRequest) -> str | None:
        if request.method not in SAFE or request.path.startswith(OF_PRIMARY):
            return None
        written = _read_written(request)
        return None if written is None else self._replicas.choose(written)


def _read_written(request: HttpRequest) -> int | None:
    """Return the position of who asks; None for a cookie that says none."""
    given = request.COOKIES.get(COOKIE, "0")
    is_position = given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS
    return int(given) if is_position else None


def _remember_write(response: HttpResponse) -> None:
    """Let who has written bring along how far a replica has to be for them."""
    try:
        position = read_position(DEFAULT_DB_ALIAS)
    except GONE:
        return  # nothing was stored, or nobody was told so
    response.set_cookie(
        COOKIE,
        str(position),
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
