"""Responses of commentary: a page or a fragment of it, and the way to signing in."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request with what django-htmx tells of it; `htmx` is true for a fragment."""

    htmx: HtmxDetails


def page_or_fragment(
    request: HtmxRequest,
    page: str,
    fragment: str,
    context: dict[str, Any],
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Render a whole page, or the part of it that was asked for."""
    template = fragment if request.htmx else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response


def sign_in_first(request: HtmxRequest, back: str) -> HttpResponse:
    """Lead to signing in and from there to `back`; keep what was typed until then.

    A session may have ended while somebody was writing.
    """
    if request.method == "POST":
        store_draft_form(request)
    response = redirect_to_login(back)
    if not request.htmx:
        return response
    # A script cannot be led elsewhere by a redirect: it would follow it in place.
    return HttpResponse(
        status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": response["Location"]}
    )


KEY = "commentary.responses"
# What people type, and what tells where it belongs; nobody can send us more to keep.
KEPT = {
    "display_name",
    "edition",
    "kind",
    "language",
    "note",
    "quote_end",
    "quote_exact",
    "quote_language",
    "quote_start",
    "reason",
    "revision",
    "source",
    "submission",
    "words",
}
MOST_KEPT = 12_000  # characters of one field


def store_draft_form(request: HttpRequest) -> None:
    """Keep a form in the visitor's session."""
    fields = {
        name: value[:MOST_KEPT]
        for name, value in request.POST.items()
        if name in KEPT and isinstance(value, str)
    }
    request.session[KEY] = {"path": request.path, "fields": fields}


def take_draft_form(request: HttpRequest, path: str) -> dict[str, str]:
    """Return what was typed for this address before signing in, once."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != path:
        return {}
    del request.session[KEY]
    return dict(kept["fields"])
