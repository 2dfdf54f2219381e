"""Watch views: the buttons that set and remove a watch, and a person's list of them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from commentary.models import Watch
from commentary.notices.watch import Watchable, unwatch, watch, watch_rows
from commentary.permissions import get_shown_comment_or_404
from commentary.responses import HtmxRequest, sign_in_first
from documents.models import Clause
from documents.permissions import get_clause_or_404, get_document_or_404

PER_PAGE = 50


@never_cache
@require_safe
def watch_list(request: HtmxRequest) -> HttpResponse:
    """List what a person watches."""
    if not request.user.is_authenticated:
        return sign_in_first(request, request.get_full_path())
    rows = Watch.objects.by(request.user).for_list()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"here": "watches", "page": page, "lines": watch_rows(page.object_list)}
    return render(request, "commentary/notices/watches.html", context)


@require_POST
def watch_remove(request: HtmxRequest, pk: int) -> HttpResponse:
    """Watch one thing of the list no longer."""
    get_object_or_404(Watch.objects.by(request.user), pk=pk).delete()
    messages.success(request, gettext("You no longer watch this."))
    return redirect("commentary:watches")


@require_POST
def watch_document(request: HtmxRequest, slug: str) -> HttpResponse:
    """Watch a whole document, or no longer."""
    document = get_document_or_404(request.user, slug)
    return _toggle_watch(request, document, document.get_absolute_url())


@require_POST
def watch_part(request: HtmxRequest, slug: str, key: str) -> HttpResponse:
    """Watch a part of a document, or no longer."""
    clauses = Clause.objects.visible_to(request.user)
    inside = clauses.select_related("part", "document")
    clause = inside.filter(document__slug=slug, part__key=key).first()
    if clause is None:
        raise Http404
    return _toggle_watch(request, clause.part, clause.document.get_absolute_url())


@require_POST
def watch_clause(request: HtmxRequest, slug: str, key: str) -> HttpResponse:
    """Watch a clause, or no longer."""
    clause = get_clause_or_404(request.user, slug, key)
    return _toggle_watch(request, clause, clause.get_absolute_url())


@require_POST
def watch_thread(request: HtmxRequest, pk: int) -> HttpResponse:
    """Watch the thread that a comment belongs to, or no longer."""
    comment = get_shown_comment_or_404(request.user, pk)
    return _toggle_watch(request, comment, comment.get_absolute_url())


def _toggle_watch(request: HtmxRequest, thing: Watchable, place: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(place)
    user = request.user
    if request.POST.get("watch") == "0":
        unwatch(user, thing)
        messages.success(request, gettext("You no longer watch this."))
    else:
        watch(user, thing)
        messages.success(request, gettext("You watch this now."))
    return HttpResponseRedirect(_read_return_url(request) or place)


def _read_return_url(request: HtmxRequest) -> str:
    """Return where the button stood, when it says so and that is here."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours and back.startswith("/") else ""
