"""Middleware: what holds for every answer.

Compress pages, one policy, bad values, own time zones, no-store accounts, withdrawn.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from types import FrameType

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from psycopg.errors import UndefinedFunction

from documents.permissions import Withdrawn
from portal.error_pages import bad_request, gone
from portal.prepared.keeping import choose_coding

ACCOUNTS = "/accounts/"
logger = logging.getLogger(__name__)
WORTH_COMPRESSING = 8_000  # bytes: these take 0.1 ms, a page of 90,000 takes 1.4


class CompressPages(GZipMiddleware):
    """Compress large pages that nobody prepared; those of accounts show secrets.

    In others the tokens of forms are masked anew in each answer, and Django adds random
    bytes, so that a length tells nothing of what an address and a page have in common.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
        if (
            is_page
            and choose_coding(accepted, ("gzip",))  # Django overlooks "gzip;q=0"
            and isinstance(response, HttpResponse)
            and len(response.content) >= WORTH_COMPRESSING
            and not request.path.startswith(ACCOUNTS)
        ):
            return super().process_response(request, response)
        return response


class SendPolicy(CSPMiddleware):
    """Send the Content-Security-Policy, which is the same for all answers: built once.

    To build it for each takes a tenth of the time of a prepared page. No view changes
    it, and no page has a nonce; one that did would get django-csp's own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self._policy = build_policy()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_changed = any(name.startswith("_csp") for name in response.__dict__)
        if settings.DEBUG or is_changed or "_csp_nonce" in request.__dict__:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._policy)
        return response


def refuse_nul(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 400 to U+0000 in an address, which PostgreSQL cannot accept in a query.

    Form fields refuse it; the admin's filters do not.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        values = (value for _name, each in request.GET.lists() for value in each)
        asked = (request.path, *values)
        if any("\0" in value for value in asked):
            raise BadRequest("U+0000 in an address")
        return get_response(request)

    return middleware


def show_own_time(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Activate the signed-in person's time zone; UTC for others.

    Without a session the person is not read: such pages are the same for everybody.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if not has_session or not request.user.is_authenticated:
            return get_response(request)
        with timezone.override(request.user.zone):
            return get_response(request)

    return middleware


def keep_accounts_private(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set no-store on the account pages: some show secrets, which "back" would reveal.

    allauth does so for its sign-in forms only.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith(ACCOUNTS):
            add_never_cache_headers(response)
        return response

    return middleware


class AnswerExceptions:
    """Answer what was withdrawn by 410, and what no query can be made of by 400.

    Any value may come in an address of the administration: a pattern that is none, the
    year 99999, a range of one, a comparison that needs an extension of PostgreSQL.
    PostgreSQL refuses U+0000 in whatever was sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Return the page with what was typed; None for any other exception."""
        if isinstance(exception, Withdrawn):
            return gone(request, exception)
        if _is_of_query(exception):
            # It may be a check of ours that is missing.
            logger.warning("Bad value at %s: %s", request.path, exception)
            return bad_request(request, exception)
        return None


def _is_of_query(exception: Exception) -> bool:
    if isinstance(exception, DataError):
        return True
    if isinstance(exception, ProgrammingError):
        return isinstance(exception.__cause__, UndefinedFunction)
    # The first of no rows is an IndexError of another part of django.db, and our fault.
    if not isinstance(exception, ValueError | OverflowError | IndexError):
        return False
    *_, (frame, _line) = traceback.walk_tb(exception.__traceback__)
    if isinstance(exception, IndexError):
        return _is_within(frame, "django.db.models.lookups")
    return _is_within(frame, "django.db", "django.contrib.admin.views.main")


def _is_within(frame: FrameType, *modules: str) -> bool:
    name = f"{frame.f_globals.get('__name__')}."
    return any(name.startswith(f"{module}.") for module in modules)
