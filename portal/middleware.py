"""What no request of ours contains."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


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
