"""Middleware: answer people who are signed in from pages prepared for their rights.

A page is kept for all who have the same rights; what is one person's own is filled into
its slots. It is kept under two numbers of touches that were read before it was made: of
what it shows, and of what people may do. So no right outlives its end by a request.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from commentary.comments.last_visit import since_in
from commentary.permissions import is_suspended
from documents.presenters.personal import PersonalSlots
from portal.observability.context import note_prepared
from portal.prepared.keeping import PAGES, Key
from portal.prepared.personal_page import PersonalPage, cut
from portal.prepared.scopes import Scope, find_scope, is_searched
from portal.prepared.signed_in import (
    KNOWN,
    Answer,
    Known,
    Needs,
    give_own,
    identify,
    read_answer,
    standing_of,
)
from portal.prepared.visitors import address_key, is_for_everybody

# What an address asks for that is one's own: the comments since one's last visit.
OWN: Final = "new"
MOST_QUESTIONS: Final = 3  # whose session it is, which page they get, what is theirs


class AnswerPeople:
    """Answer from what is kept for a person's rights, if it is still true.

    Stands where visitors are answered, above all that knows people: who asks is found
    out here (signed_in.py), and where anything is unusual, further on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._csrf = CsrfViewMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = _read_address(request)
        if address is None:
            return self.get_response(request)
        guess = KNOWN.find(request.COOKIES[settings.SESSION_COOKIE_NAME]) or Known()
        page = _find_page(address, guess)
        scope = page.scope if page else find_scope(request)
        if scope is None:
            return self.get_response(request)
        answer, known, page = _ask(request, address, scope, guess)
        if known is None or (answer.has_waiting and scope.shows_comments):
            return self.get_response(request)
        if page is None or not page.is_true(answer):
            note_prepared(scope.route, "miss")
            return self._prepare(request, address, scope, answer)
        note_prepared(scope.route, "hit")
        give_own(request, answer, page.needs)
        self._csrf.process_request(request)
        response = HttpResponse(headers=page.headers)
        page.write(request, response)
        self._csrf.process_response(request, response)
        return response

    def _prepare(
        self, request: HttpRequest, address: Key, scope: Scope, answer: Answer
    ) -> HttpResponse:
        slots = request.__dict__["personal_slots"] = PersonalSlots()
        request.__dict__["is_suspended"] = answer.is_suspended
        response = self.get_response(request)
        del request.__dict__["personal_slots"]
        if response.streaming:
            return response
        page = cut(response, slots, scope, answer)
        if _may_be_kept(request, response, scope, answer):
            PAGES.keep(_key_of(request, address, answer), page)
        if page.needs.visited is not None:
            since_in(request, page.needs.visited)
        page.write(request, response)
        self._csrf.process_response(request, response)
        return response


def _read_address(request: HttpRequest) -> Key | None:
    """Return the key of what a person with a session asks for; None if it is own."""
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    is_key = session.isascii() and session.isalnum()
    if request.method != "GET" or not is_key or OWN in request.GET:
        return None
    if is_searched(request):
        return None
    return address_key(request)


def _ask(
    request: HttpRequest, address: Key, scope: Scope, guess: Known
) -> tuple[Answer, Known | None, PersonalPage | None]:
    """Return what is true of who asks, who it is, and what page is kept for them.

    One query where the guess is right: where the same person asks again.
    """
    session = request.COOKIES[settings.SESSION_COOKIE_NAME]
    for _each in range(MOST_QUESTIONS):
        needs = _needs_of(_find_page(address, guess))
        answer = read_answer(session, scope, guess.pk, needs)
        known = identify(answer)
        if known is None:
            break
        page = _find_page(address, known)
        if known.standing is not None and _needs_of(page) == needs:
            KNOWN.keep(session, known)
            return answer, known, page
        guess = known
    return answer, None, None


def _find_page(address: Key, known: Known) -> PersonalPage | None:
    page = PAGES.find((*address, known.standing))
    return page if isinstance(page, PersonalPage) else None


def _needs_of(page: PersonalPage | None) -> Needs:
    return page.needs if page else Needs()


def _may_be_kept(
    request: HttpRequest, response: HttpResponse, scope: Scope, answer: Answer
) -> bool:
    """Whether a page was made for everybody with the rights of who asked."""
    if not is_for_everybody(response):  # it may have been refused above all sessions
        return False
    user: Any = request.user
    if not user.is_authenticated:
        return False
    # A suspension ends by itself, without a touch.
    return not scope.shows_comments or is_suspended(user) == answer.is_suspended


def _key_of(request: HttpRequest, address: Key, answer: Answer) -> Key:
    """Return the key for whoever has the rights that the page was made with."""
    user: Any = request.user
    rights = frozenset(user.get_all_permissions())
    return (*address, standing_of(user, rights, is_suspended=answer.is_suspended))
