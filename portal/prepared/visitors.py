"""Middleware: answer anonymous visitors from prepared pages."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final, TypeGuard

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from documents.connections import read_connection
from documents.models import Touch
from documents.models.touches import Number
from documents.presenters.columns import accepted_languages
from portal.observability.context import note_prepared
from portal.prepared.keeping import PAGES, Kept, KeptPage, Key, make_kept
from portal.prepared.scopes import Scope, find_scope, is_searched

# Addresses are short; what is longer is made for one visitor only.
LONGEST: Final = 300  # characters


class AnswerVisitors:
    """Answer a visitor without a session from what is kept, if it is still true.

    Stands below the middleware that sets headers of security on every answer, and above
    all that knows people. The number is read before a page is made: what is written
    meanwhile makes the number larger than the one it is kept under.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        kept = PAGES.find(key)
        scope = kept.scope if kept else find_scope(request)
        if scope is None:
            return self.get_response(request)
        number = scope.read_number()
        if _is_true(kept, number):
            return _answer_kept(request, kept)
        with PAGES.making(key) as has_waited:
            if has_waited:
                number, kept = scope.read_number(), PAGES.find(key)
                if _is_true(kept, number):
                    return _answer_kept(request, kept)
            note_prepared(scope.route, "miss")
            return self._prepare(request, key, scope, number)

    def _prepare(
        self, request: HttpRequest, key: Key, scope: Scope, number: Number
    ) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "GET" or not is_for_everybody(response):
            return response
        page: KeptPage = make_kept(scope, number, response)
        PAGES.keep(key, page)
        return page.answer(request)


def _is_true(kept: Kept | None, number: Number) -> TypeGuard[KeptPage]:
    return isinstance(kept, KeptPage) and kept.number == number


def _answer_kept(request: HttpRequest, page: KeptPage) -> HttpResponse:
    note_prepared(page.scope.route, "hit")
    return page.answer(request)


def key_of(request: HttpRequest) -> Key | None:
    """Return the key of the page that is asked for; None if it may be a person's own.

    Whatever the pages depend on stands in it; other cookies change nothing.
    """
    if (
        request.method not in ("GET", "HEAD")
        or settings.SESSION_COOKIE_NAME in request.COOKIES
    ):
        return None
    return address_key(request)


def address_key(request: HttpRequest) -> Key | None:
    """Return what of a request pages depend on, whoever asks; None for odd ones."""
    if (
        CookieStorage.cookie_name in request.COOKIES
        or len(request.get_full_path()) > LONGEST
        or is_searched(request)
    ):
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None  # refused further on
    return (
        request.scheme,
        host,
        request.get_full_path(),
        request.COOKIES.get("texts", ""),
        accepted_languages(request.META.get("HTTP_ACCEPT_LANGUAGE", "")),
        "HTTP_HX_REQUEST" in request.META,
        # Two servers may see two changes in another order: a number is of one of them.
        read_connection(Touch).alias,
    )


def is_for_everybody(response: HttpResponse) -> bool:
    """Whether an answer is a page that sets nothing and may be shown to anybody."""
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies
        and "Cache-Control" not in response.headers
        and response.headers.get("Content-Type", "").startswith("text/html")
    )
