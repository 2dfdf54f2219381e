"""A clause's discussion by itself, as it opens beside the text, and writing in it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from commentary.comments.forms import CommentForm
from commentary.comments.posting import (
    discussion,
    posted,
    refused,
    take_comment,
    version_read,
    with_wait,
)
from commentary.reading.views import clause_page
from commentary.responses import HtmxRequest, sign_in_first
from documents.models import Clause
from documents.permissions import get_clause_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def clause_commentary(request: HtmxRequest, slug: str, key: str) -> HttpResponse:
    """Show a clause's discussion as part of a page, and take what is written."""
    clause = get_clause_or_404(request.user, slug, key)
    if request.method == "POST":
        return _post(request, clause)
    if not request.htmx:
        return HttpResponseRedirect(f"{clause.get_absolute_url()}#commentary")
    return discussion(request, clause)


def _post(request: HtmxRequest, clause: Clause) -> HttpResponse:
    if not request.user.is_authenticated:
        return sign_in_first(request, f"{clause.get_absolute_url()}#write")
    version = version_read(request, clause)
    written = take_comment(request, version)
    if isinstance(written, CommentForm):
        return _again(request, clause, written)
    return posted(request, written)


def _again(request: HtmxRequest, clause: Clause, form: CommentForm) -> HttpResponse:
    """Show the form as it was sent, with its preview or what is wrong with it."""
    page = discussion if request.htmx else clause_page
    return with_wait(page(request, clause, form=form, status=refused(form)), form)
