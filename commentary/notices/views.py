"""Notice views: a person's list of notices, opening one, marking them as read."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from commentary.models import Notice
from commentary.notices.rendering import render_notice
from commentary.responses import HtmxRequest, sign_in_first

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
    context = {"here": "notices", "page": page, "lines": lines}
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
    assert notice.edition is not None, "a constraint says so"  # noqa: S101
    slug, number = notice.document.slug, notice.edition.number
    return reverse("documents:edition-changes", args=[slug, number])
