"""Reporting a comment.

Signed in only: a report asks somebody to work, one person's reports must count once,
and reports that are none can be answered only when one knows whose they are.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from commentary.limits import TooFast, refuse_many_from_address, refuse_many_reports
from commentary.models import Comment, Report
from commentary.moderation_forms import ReportForm
from commentary.permissions import (
    get_reportable_comment_or_404,
    get_shown_comment_or_404,
)
from commentary.services import CannotReport, report_comment
from commentary.unsent import take_unsent
from commentary.views.asking import sign_in_first

if TYPE_CHECKING:
    from portal.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def comment_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why a comment should be looked at, and store the answer."""
    if request.method != "POST":
        comment = get_reportable_comment_or_404(request.user, pk)
        if not request.user.is_authenticated:
            return sign_in_first(request, request.path)
        typed = take_unsent(request, request.path)
        return _page(request, comment, ReportForm(initial=typed))
    # What went while the report was written is answered below, not with a 404.
    comment = get_shown_comment_or_404(request.user, pk)
    if not request.user.is_authenticated:
        return sign_in_first(request, request.path)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, comment, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _report(request, comment, form)


def _report(request: HttpRequest, comment: Comment, form: ReportForm) -> HttpResponse:
    reporter = cast("User", request.user)
    try:
        refuse_many_reports(reporter)
        refuse_many_from_address(request)
        report = report_comment(
            comment,
            reporter=reporter,
            reason=form.cleaned_data["reason"],
            words=form.cleaned_data["words"],
        )
    except TooFast as refusal:
        form.add_error(None, refusal.message)
        page = _page(request, comment, form, status=HTTPStatus.TOO_MANY_REQUESTS)
        page["Retry-After"] = str(refusal.seconds)
        return page
    except CannotReport:
        messages.info(
            request, gettext("This comment was hidden or withdrawn meanwhile.")
        )
    else:
        messages.success(request, _thanks(report))
    return HttpResponseRedirect(comment.get_absolute_url())


def _thanks(report: Report) -> str:
    if report.settled_by_id is None:
        return gettext("Thank you. A moderator will look at it.")
    return gettext(
        "You reported this text before. A moderator has read it since, and kept it."
    )


def _page(
    request: HttpRequest,
    comment: Comment,
    form: ReportForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {"comment": comment, "form": form}
    return render(request, "commentary/comment_report.html", context, status=status)
