"""Views of the portal: home page, help, language switch."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from commentary.comments.list_views import comment_rows
from commentary.models import Comment
from documents.languages import LANGUAGES
from documents.models import Edition
from documents.presenters.citation import edition_name
from documents.presenters.document_list import ListedDocument, listed_documents
from documents.presenters.localized import short_title
from documents.presenters.sample import Sample, read_sample
from portal.addresses import in_language
from portal.glossary import read_glossary
from portal.interface import is_interface_language
from portal.people.preferences import remember_language

LATEST = 3  # of each: documents, comments, editions
SECURITY_TXT_HOLDS = timedelta(days=90)  # then it is asked for again


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the home page: a clause, what can be done here, and what is new.

    It is the same for all who have the same rights: of comments the published ones.
    """
    documents = listed_documents(request.user, limit=LATEST)
    newest = next((each for each in documents if each.edition), None)
    comments = Comment.objects.published().for_list()[:LATEST]
    latest = Edition.objects.not_closed().with_document().current_first()
    context = {
        "documents": documents,
        "newest": newest,
        "sample": _read_sample(request, newest),
        "comments": comment_rows(comments),
        "editions": [
            (edition, edition_name(edition), short_title(edition.document))
            for edition in latest[:LATEST]
        ],
    }
    return render(request, "home.html", context)


def _read_sample(request: HttpRequest, newest: ListedDocument | None) -> Sample | None:
    if newest is None or newest.edition is None:
        return None
    newest.edition.document = newest.document
    return read_sample(request, newest.edition)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how the portal is used, and the glossary of its words."""
    return render(request, "help.html", {"glossary": read_glossary()})


@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Say whom to tell about a hole (RFC 9116); 404 where nobody was named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {(timezone.now() + SECURITY_TXT_HOLDS):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(each.bcp47 for each in LANGUAGES)}",
    )
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain")


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
