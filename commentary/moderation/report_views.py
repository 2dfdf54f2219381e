"""Report view: reporting a comment.

Signed in only: a report asks somebody to work, one person's reports must count once,
and reports that are none can be answered only when one knows whose they are.
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commentary.comments.posting import refused, store, with_wait
from commentary.models import Comment, Decision, Report
from commentary.models.moderation import DecisionQuerySet
from commentary.moderation.emails import decision_sentence
from commentary.moderation.forms import AppealForm, ReportForm
from commentary.moderation.report import appeal_decision, may_appeal, report_comment
from commentary.permissions import (
    get_own_decisions_or_404,
    get_reportable_comment_or_404,
    get_shown_comment_or_404,
)
from commentary.responses import HtmxRequest, sign_in_first, take_draft_form
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
        return gettext("Thank you. A moderator will review it.")
    return gettext(
        "You have already reported this text. A moderator has since reviewed it"
        " and kept it."
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


# Its author may not read a text that is hidden: it stays in the database.
NOT_READ = ("comment__source", "comment__html", "note")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_decision(request: HtmxRequest, pk: int) -> HttpResponse:
    """Show an author what was decided about a comment of theirs."""
    if not request.user.is_authenticated:  # whatever is there: mails lead here
        return sign_in_first(request, request.path)
    return _take_appeal(request, get_own_decisions_or_404(request.user, pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_suspension(request: HtmxRequest) -> HttpResponse:
    """Show a person what was decided about their account."""
    if not request.user.is_authenticated:
        return sign_in_first(request, request.path)
    return _take_appeal(request, get_own_decisions_or_404(request.user, None))


def _take_appeal(request: HtmxRequest, rows: DecisionQuerySet) -> HttpResponse:
    place = "comment__clause__document", "comment__version__edition"
    decisions = list(rows.select_related("appeal", *place).defer(*NOT_READ))
    if request.method != "POST":
        typed = take_draft_form(request, request.path)
        return _render_appeal(request, decisions, AppealForm(initial=typed))
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _render_appeal(request, decisions, form)
    words = form.cleaned_data["words"]
    try:
        appeal = store(
            request,
            form,
            lambda: appeal_decision(_find_contested(decisions), words=words),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return _render_appeal(request, decisions, form, status=HTTPStatus.CONFLICT)
    if appeal is None:
        return _render_appeal(request, decisions, form)
    messages.success(request, gettext("Your appeal has been sent to the moderators."))
    return HttpResponseRedirect(request.path)


def _find_contested(decisions: list[Decision]) -> Decision:
    """Return the latest decision that could be appealed against; else the latest."""
    against = (decision for decision in decisions if decision.is_against)
    return next(against, decisions[0])


def _render_appeal(
    request: HtmxRequest,
    decisions: list[Decision],
    form: AppealForm,
    *,
    status: HTTPStatus | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "told": [
            (decision, decision_sentence(decision), getattr(decision, "appeal", None))
            for decision in decisions
        ],
        "comment": decisions[0].comment,
        "form": form,
        "may_appeal": may_appeal(_find_contested(decisions)) or form.is_bound,
    }
    status = status or refused(form)
    page = render(
        request, "commentary/moderation/decision.html", context, status=status
    )
    return with_wait(page, form)
