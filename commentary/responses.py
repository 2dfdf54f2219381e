"""Responses: page or fragment, queries of links, sign-in, storage of draft forms."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request with `htmx`, set by django-htmx; true when a fragment is asked for."""

    htmx: HtmxDetails


def page_or_fragment(
    request: HtmxRequest,
    page: str,
    fragment: str,
    context: dict[str, Any],
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Render the fragment for an htmx request, else the whole page."""
    template = fragment if request.htmx else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response


def carried_query(request: HttpRequest, *without: str) -> str:
    """Return the other query parameters for links that keep them: "sort=time&"."""
    query = request.GET.copy()
    for name in without:
        query.pop(name, None)
    return f"{query.urlencode()}&" if query else ""


def sign_in_first(request: HtmxRequest, back: str) -> HttpResponse:
    """Redirect to sign-in and from there to `back`; a POST's fields are stored.

    A session may have expired while a comment was being written.
    """
    if request.method == "POST":
        store_draft_form(request)
    response = redirect_to_login(back)
    if not request.htmx:
        return response
    # htmx would load a redirect's target into the fragment: this leaves the page.
    return HttpResponse(
        status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": response["Location"]}
    )


def way_back(request: HtmxRequest, page: str) -> str:
    """Return where signing in leads: to the page one is on, else to `page`."""
    here = request.htmx.current_url_abs_path if request.htmx else None
    return here or page


KEY = "commentary.responses"
# The fields that are stored; no others, since anybody can send any.
KEPT = {
    "display_name",
    "edition",
    "kind",
    "language",
    "note",
    "on",
    "person",
    "quote_end",
    "quote_exact",
    "quote_language",
    "quote_start",
    "quoted_words",
    "reason",
    "revision",
    "source",
    "submission",
    "sure",
    "words",
}
# Characters of the fields that people write, of the others, and of all: what is more
# comes from no form of ours, and anybody can have a session for every request.
WRITTEN = {"note", "quote_exact", "quoted_words", "reason", "source", "words"}
MOST_KEPT = 12_000
MOST_OF_OTHERS = 500
MOST_IN_ALL = 24_000


def store_draft_form(
    request: HttpRequest,
    path: str = "",
    *,
    only: Mapping[str, str] | None = None,
    submission: str = "",
) -> None:
    """Store the KEPT fields of a form in the session, by default of the one posted.

    They are taken at `path`, by default the present one. `submission` is the number of
    a form that had none. Nothing is stored when there is more than a form can send.
    """
    sent = request.POST.items() if only is None else only.items()
    fields = {
        name: value[: MOST_KEPT if name in WRITTEN else MOST_OF_OTHERS]
        for name, value in sent
        if name in KEPT and isinstance(value, str)
    }
    if sum(map(len, fields.values())) > MOST_IN_ALL:
        return
    if submission:
        fields["submission"] = submission
    request.session[KEY] = {"path": path or request.path, "fields": fields}


def take_draft_form(request: HttpRequest, path: str) -> dict[str, str]:
    """Return the fields stored for this path, and remove them from the session."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != path:
        return {}
    del request.session[KEY]
    return dict(kept["fields"])
