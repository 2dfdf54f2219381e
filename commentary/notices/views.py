"""Notice views: a person's list of notices, opening one, marking them as read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from commentary.models import Notice, Watch
from commentary.notices import choices
from commentary.notices.rendering import render_notice
from commentary.notices.unread import count_unread
from commentary.notices.unsubscribe import NoWish, Wish, read_token, unsubscribe
from commentary.notices.watch import Watchable, unwatch, watch, watch_rows
from commentary.permissions import (
    get_remover_or_404,
    get_shown_comment_or_404,
)
from commentary.responses import HtmxRequest, sign_in_first
from documents.errors import Refused
from documents.models import Clause
from documents.permissions import get_clause_or_404, get_document_or_404
from portal.people.models import User

PER_PAGE = 30


@never_cache
@require_safe
def notice_list(request: HtmxRequest) -> HttpResponse:
    """List what a person was told, latest first."""
    if not request.user.is_authenticated:
        return sign_in_first(request, request.get_full_path())
    rows = Notice.objects.told_to(request.user).for_list()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [render_notice(notice) for notice in page.object_list]
    context = {
        "here": "notices",
        "page": page,
        "lines": lines,
        "unread_notices": count_unread(request),
    }
    return render(request, "commentary/notices/notices.html", context)


@never_cache
@require_safe
def notice_detail(request: HtmxRequest, pk: int) -> HttpResponse:
    """Lead to what a notice is about, which is then read.

    That reading marks it as read changes nothing for anybody else, and a link must be
    one that opens in another tab and from a mail.
    """
    if not request.user.is_authenticated:
        return sign_in_first(request, request.get_full_path())
    rows = Notice.objects.told_to(request.user).for_list()
    notice = get_object_or_404(rows, pk=pk)
    if notice.read_at is None and request.method == "GET":
        _mark_read(notice)
    return HttpResponseRedirect(_get_subject_url(notice))


@require_POST
def read_one(request: HtmxRequest, pk: int) -> HttpResponse:
    """Mark a notice as read without looking at what it is about."""
    notice = get_object_or_404(Notice.objects.told_to(request.user), pk=pk)
    _mark_read(notice)
    return redirect("commentary:notices")


@require_POST
def read_all(request: HtmxRequest) -> HttpResponse:
    """Mark everything as read that a person was told by now."""
    if not request.user.is_authenticated:
        return sign_in_first(request, reverse("commentary:notices"))
    Notice.objects.filter(person=request.user.pk).unread().update(
        read_at=timezone.now()
    )
    return redirect("commentary:notices")


def _mark_read(notice: Notice) -> None:
    """Mark a notice as read; one that went meanwhile stays away."""
    Notice.objects.filter(pk=notice.pk).update(read_at=timezone.now())


def _get_subject_url(notice: Notice) -> str:
    if notice.rules.leads_to:
        return reverse(notice.rules.leads_to)
    if notice.comment is not None:
        return notice.comment.get_absolute_url()
    if notice.reference is not None:
        return notice.reference.get_absolute_url()
    if notice.withdrawal is not None:
        return notice.withdrawal.get_absolute_url()
    assert notice.edition is not None, "a constraint says so"  # noqa: S101
    slug, number = notice.document.slug, notice.edition.number
    return reverse("documents:edition-changes", args=[slug, number])


WATCHES_PER_PAGE = 50


@never_cache
@require_safe
def watch_list(request: HtmxRequest) -> HttpResponse:
    """List what a person watches."""
    if not request.user.is_authenticated:
        return sign_in_first(request, request.get_full_path())
    rows = Watch.objects.by(request.user).for_list()
    page = Paginator(rows, WATCHES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"here": "watches", "page": page, "lines": watch_rows(page.object_list)}
    return render(request, "commentary/notices/watches.html", context)


@require_POST
def watch_remove(request: HtmxRequest, pk: int) -> HttpResponse:
    """Watch one thing of the list no longer; once more changes nothing."""
    person = get_remover_or_404(Watch.objects.all(), request.user, pk)
    Watch.objects.by(person).filter(pk=pk).delete()
    messages.success(request, gettext("You are no longer watching this."))
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
        messages.success(request, gettext("You are no longer watching this."))
    else:
        _start_watching(request, user, thing)
    return HttpResponseRedirect(_read_return_url(request) or place)


def _start_watching(request: HtmxRequest, user: User, thing: Watchable) -> None:
    try:
        watch(user, thing)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("You are now watching this."))


def _read_return_url(request: HtmxRequest) -> str:
    """Return where the button stood, when it says so and that is here."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours and back.startswith("/") else ""


PAGE = "commentary/notices/unsubscribe.html"


# Mail programs post here by themselves (RFC 8058): they have no cookie and no token of
# ours. The address itself is the proof, and does nothing but this.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop, and stop on POST; in the language of whom it concerns."""
    try:
        wish = read_token(token)
    except NoWish:
        raise Http404 from None
    if request.method == "POST":
        unsubscribe(wish)
    with translation.override(_choose_language(wish)):
        context = {"scope": wish.scope.value, "is_done": request.method == "POST"}
        response = render(request, PAGE, context)
        response["Content-Language"] = translation.get_language() or ""
    add_never_cache_headers(response)
    return response


def _choose_language(wish: Wish) -> str | None:
    person = get_user_model().objects.filter(pk=wish.person).first()
    return choices.language_of(person) if person else translation.get_language()
