"""Views of search: the page of results, and its description for browsers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commentary.search.page import SearchPage
from commentary.search.suggestions import suggest_as_typed
from documents.presenters.columns import default_columns, languages_of, vary_by_reader


@require_safe
@vary_by_reader
def search(request: HttpRequest) -> HttpResponse:
    """Show what a query finds; without one, how to ask."""
    context = SearchPage(request).context()
    return render(request, "commentary/search/results.html", context)


@require_safe
@vary_by_reader
def suggestions(request: HttpRequest) -> HttpResponse:
    """Suggest places, terms, documents, instruments and clauses for what is typed.

    As a fragment, for suggestions.js.
    """
    own = default_columns(languages_of(request))[0]
    found = suggest_as_typed(request.user, request.GET.get("q", ""), own)
    context = {"suggestions": found}
    return render(request, "commentary/search/includes/suggested.html", context)


@require_safe
def describe_search(request: HttpRequest) -> HttpResponse:
    """Describe the search of this language, so that a browser can add it."""
    context = {
        "address": request.build_absolute_uri(reverse("commentary:search")),
        "language": get_language(),
    }
    return render(
        request,
        "commentary/search/opensearch.xml",
        context,
        content_type="application/opensearchdescription+xml",
    )
