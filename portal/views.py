"""Views of the portal: home page, help, language switch, health check."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from documents.presenters.document_list import listed_documents
from portal.addresses import in_language
from portal.glossary import read_glossary
from portal.interface import is_interface_language
from portal.people.preferences import remember_language

HOME_DOCUMENTS = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page: what the portal is, and its newest documents."""
    documents = listed_documents(request.user, limit=HOME_DOCUMENTS)
    return render(request, "home.html", {"documents": documents})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how the portal is used, and the glossary of its words."""
    return render(request, "help.html", {"glossary": read_glossary()})


@require_safe
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Store the interface language in a cookie and redirect to the page in it.

    By GET, so that it is a link, works without JavaScript and in a cached page; it
    changes only a preference in the visitor's browser.
    """
    if not is_interface_language(code):
        raise Http404
    page = request.GET.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    if not is_ours or not page.startswith("/") or page.startswith("//"):
        page = "/"
    response = HttpResponseRedirect(in_language(page, code))
    remember_language(response, code)
    return response


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 if the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
