"""Addresses with a former slug of a document: redirected to the present one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.urls import reverse
from django.utils.cache import patch_cache_control

from documents.permissions import find_renamed

# The routes whose slug is that of a document: pages, files, feeds and permalinks.
NAMED: Final = re.compile(r"(^|/)(documents|id)/<slug:slug>")


class RenamedDocuments:
    """Middleware: answer a 404 at a former slug with a redirect to the same address.

    Only when the visitor may see the document, and never at a present slug: no query is
    added to pages that are found.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        return _redirect(request) if isinstance(exception, Http404) else None


def _redirect(request: HttpRequest) -> HttpResponse | None:
    match = request.resolver_match
    if match is None or not NAMED.search(match.route):
        return None
    document = find_renamed(request.user, match.kwargs["slug"])
    if document is None:
        return None
    arguments = {**match.kwargs, "slug": document.slug}
    path = reverse(match.view_name, kwargs=arguments)
    query = request.META.get("QUERY_STRING", "")
    # 308 sends a form again as it was typed; 301 would turn it into a GET.
    response = HttpResponsePermanentRedirect(
        f"{path}?{query}" if query else path,
        preserve_request=request.method not in ("GET", "HEAD"),
    )
    # A name can be taken back: browsers are to ask again. It is seen by whom it may.
    patch_cache_control(response, private=True, no_cache=True)
    return response
