"""How these views are asked: for a page or a part of it, by whom, and with what."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from commentary.draft_form_storage import store_draft_form


def is_fragment(request: HttpRequest) -> bool:
    """Tell whether a script of the page asks for a part of it (htmx says so)."""
    return request.headers.get("HX-Request") == "true"


def page_or_fragment(
    request: HttpRequest,
    page: str,
    fragment: str,
    context: dict[str, Any],
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Render a whole page, or the part of it that was asked for."""
    template = fragment if is_fragment(request) else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response


def sign_in_first(request: HttpRequest, back: str) -> HttpResponse:
    """Lead to signing in and from there to `back`; keep what was typed until then.

    A session may have ended while somebody was writing.
    """
    if request.method == "POST":
        store_draft_form(request)
    response = redirect_to_login(back)
    if not is_fragment(request):
        return response
    # A script cannot be led elsewhere by a redirect: it would follow it in place.
    return HttpResponse(
        status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": response["Location"]}
    )
