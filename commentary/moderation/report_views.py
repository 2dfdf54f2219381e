"""Report view: reporting a comment.

Signed in only: a report asks somebody to work, one person's reports must count once,
and reports that are none can be answered only when one knows whose they are.
"""

from __future__ import annotations

from functools import partial
from typing import cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from commentary.comments.posting import refused, store, with_wait
from commentary.draft_form_storage import take_draft_form
from commentary.models import Comment, Report
from commentary.moderation.forms import ReportForm
from commentary.moderation.report import report_comment
from commentary.permissions import (
    get_reportable_comment_or_404,
    get_shown_comment_or_404,
)
from commentary.responses import HtmxRequest, sign_in_first
from documents.errors import Refused
from portal.people.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def comment_report(request: HtmxRequest, pk: int) -> HttpResponse:
    """Ask why a comment should be looked at, and store the answer."""
    if request.method != "POST":
        comment = get_reportable_comment_or_404(request.user, pk)
        if not request.user.is_authenticated:
            return sign_in_first(request, request.path)
        typed = take_draft_form(request, request.path)
        return _render_page(request, comment, ReportForm(initial=typed))
    # What went while the report was written is answered below, not with a 404.
    comment = get_shown_comment_or_404(request.user, pk)
    if not request.user.is_authenticated:
        return sign_in_first(request, request.path)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _render_page(request, comment, form)
    return _store_report(request, comment, form)


def _store_report(
    request: HtmxRequest, comment: Comment, form: ReportForm
) -> HttpResponse:
    said = form.cleaned_data
    report_it = partial(
        report_comment,
        comment,
        reporter=cast("User", request.user),
        reason=said["reason"],
        words=said["words"],
    )
    try:
        report = store(request, form, report_it)
    except Refused as refusal:
        messages.info(request, str(refusal.message))
    else:
        if report is None:
            return _render_page(request, comment, form)
        messages.success(request, _say_thanks(report))
    return HttpResponseRedirect(comment.get_absolute_url())


def _say_thanks(report: Report) -> str:
    if report.settled_by_id is None:
        return gettext("Thank you. A moderator will look at it.")
    return gettext(
        "You reported this text before. A moderator has read it since, and kept it."
    )


def _render_page(
    request: HtmxRequest, comment: Comment, form: ReportForm
) -> HttpResponse:
    context = {"comment": comment, "form": form}
    status = refused(form)
    page = render(
        request, "commentary/moderation/comment_report.html", context, status=status
    )
    return with_wait(page, form)
