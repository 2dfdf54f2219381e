"""What no request of ours contains, and what no browser is to keep."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

ACCOUNTS = "/accounts/"


def refuse_nul(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 400 to U+0000 in an address, which PostgreSQL cannot even look for.

    Forms refuse it in their fields; the admin's filters do not.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        values = (value for _name, each in request.GET.lists() for value in each)
        asked = (request.path, *values)
        if any("\0" in value for value in asked):
            raise BadRequest("U+0000 in an address")
        return get_response(request)

    return middleware


def keep_accounts_private(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Have no page of an account kept: some show secrets, and "back" would show them.

    allauth says so of its forms for signing in only.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith(ACCOUNTS):
            add_never_cache_headers(response)
        return response

    return middleware
