"""Views of the log of moderation decisions: a page and files."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commentary.models import Decision
from commentary.moderation.forms import LogForm
from commentary.moderation.log import as_csv, as_json
from commentary.permissions import refuse_unless_moderator
from documents.exports.spreadsheets import CSV_TYPE

PER_PAGE = 50
CHUNK = 500
FILES = {
    "csv": (as_csv, CSV_TYPE),
    "json": (as_json, "application/json"),
}


@never_cache
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """List the decisions, the latest first."""
    refuse_unless_moderator(request.user)
    form = _read_form(request)
    rows = form.narrowed(Decision.objects.for_log())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "query": query.urlencode()}
    return render(request, "commentary/moderation/log.html", context)


@never_cache
@require_safe
def log_file(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """Give the decisions that the page would list as a file."""
    refuse_unless_moderator(request.user)
    if form not in FILES:
        raise Http404
    write, content_type = FILES[form]
    rows = _read_form(request).narrowed(Decision.objects.for_log())
    return StreamingHttpResponse(
        write(rows.iterator(chunk_size=CHUNK)),
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="moderation-log.{form}"'
        },
    )


def _read_form(request: HttpRequest) -> LogForm:
    decided = Decision.objects.order_by().values("moderator")
    moderators = get_user_model().objects.filter(pk__in=decided)
    return LogForm(request.GET, moderators=moderators.order_by("display_name", "pk"))
