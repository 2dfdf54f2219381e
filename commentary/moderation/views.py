"""Moderation views: the queue, a comment or an account to decide about."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from commentary.models import Appeal, Comment, Decision
from commentary.moderation.decide import (
    DecidedMeanwhile,
    actions_for,
    claim_comment,
    decide_comment,
    seen_of,
)
from commentary.moderation.forms import AccountRulingForm, CommentRulingForm, QueueForm
from commentary.moderation.queue import (
    queue_items,
    summarize_account,
    texts_of,
    thread_around,
    waiting,
    waiting_accounts,
)
from commentary.moderation.suspend import (
    AccountDecidedMeanwhile,
    account_actions,
    decide_account,
    suspension_of,
)
from commentary.notices.choices import language_of
from commentary.permissions import (
    get_case_or_404,
    get_person_or_404,
    refuse_unless_moderator,
)
from documents.errors import Refused
from portal.people.models import User

PER_PAGE = 20


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision, the oldest first."""
    refuse_unless_moderator(request.user)
    form = QueueForm(request.GET)
    rows = waiting(request.user).filter(form.condition())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "cases": queue_items(page.object_list),
        "accounts": list(waiting_accounts()),
    }
    return render(request, "commentary/moderation/queue.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that a decision about a comment needs, and take it."""
    comment = get_case_or_404(request.user, pk)
    form = _build_comment_form(
        comment, request.POST if request.method == "POST" else None
    )
    if not form.is_bound:
        return _render_case(request, comment, form)
    if form.asks_only():
        return _render_case(
            request, comment, _build_comment_form(comment, form.with_template())
        )
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _render_case(request, comment, form, status=status)
    return _decide_comment(request, comment, form)


def _build_comment_form(comment: Comment, data: Any = None) -> CommentRulingForm:
    appeal = Appeal.objects.on(comment).open().first()
    return CommentRulingForm(
        data,
        actions=actions_for(comment, appeal),
        language=language_of(comment.author),
        initial={"seen": seen_of(comment)},
    )


def _decide_comment(
    request: HttpRequest, comment: Comment, form: CommentRulingForm
) -> HttpResponse:
    try:
        decision = decide_comment(
            comment,
            moderator=cast("User", request.user),
            action=form.cleaned_data["action"],
            seen=form.cleaned_data["seen"],
            ruling=form.ruling(),
        )
    except DecidedMeanwhile as meanwhile:
        current = get_case_or_404(request.user, comment.pk)
        return _show_case_again(
            request, current, form, what_happened(meanwhile.decision)
        )
    except Refused as refusal:
        return _show_case_again(request, comment, form, str(refusal.message))
    messages.success(request, recorded(decision))
    return HttpResponseRedirect(reverse("commentary:moderation-queue"))


def _show_case_again(
    request: HttpRequest, comment: Comment, form: CommentRulingForm, problem: str
) -> HttpResponse:
    """Show what is there now, with what the moderator typed, to decide anew."""
    data = {**form.data.dict(), "seen": str(seen_of(comment))}  # type: ignore[attr-defined] # a QueryDict
    again = _build_comment_form(comment, data)
    again.is_valid()
    again.errors.clear()
    again.add_error(None, problem)
    return _render_case(request, comment, again, status=HTTPStatus.CONFLICT)


def what_happened(decision: Decision | None) -> str:
    """Say what another moderator decided meanwhile; None: the author did something."""
    if decision is not None:
        text = gettext(
            "%(name)s decided meanwhile: %(decision)s. Nothing of yours was stored;"
            " look at what is there now."
        )
        decided = decision.get_action_display()
        return text % {"name": decision.moderator.display_name, "decision": decided}
    return gettext(
        "The author changed or withdrew the comment meanwhile. Nothing was stored; look"
        " at what is there now."
    )


def recorded(decision: Decision) -> str:
    """Say what was stored."""
    text = gettext("Recorded: %(decision)s.")
    return text % {"decision": decision.get_action_display()}


def _render_case(
    request: HttpRequest,
    comment: Comment,
    form: CommentRulingForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    user = cast("User", request.user)
    is_own = comment.author_id == user.pk
    if request.method == "GET" and not is_own:
        claim_comment(comment, moderator=user)
    [case] = queue_items([comment])
    context: dict[str, Any] = {
        "case": case,
        "comment": comment,
        "form": form,
        "is_own": is_own,
        "is_claimed": case.claim is not None and case.claim.moderator_id != user.pk,
        "texts": texts_of(comment),
        "thread": thread_around(comment, user),
        "standing": summarize_account(comment.author) if comment.author else None,
        "decisions": Decision.objects.on(comment).select_related("moderator"),
        "person": comment.author,
    }
    template = "commentary/moderation/case.html"
    return render(request, template, context, status=status)


@require_POST
def comment_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over a comment that another moderator looks at."""
    comment = get_case_or_404(request.user, pk)
    claim_comment(comment, moderator=cast("User", request.user), take=True)
    return HttpResponseRedirect(reverse("commentary:moderation-case", args=[pk]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is known of a person, and take a decision about the account."""
    person = get_person_or_404(request.user, pk)
    form = _build_account_form(
        person, request.POST if request.method == "POST" else None
    )
    if not form.is_bound:
        return _render_account(request, person, form)
    if form.asks_only():
        return _render_account(
            request, person, _build_account_form(person, form.with_template())
        )
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _render_account(request, person, form, status=status)
    return _decide_account(request, person, form)


def _build_account_form(person: User, data: Any = None) -> AccountRulingForm:
    appeal = Appeal.objects.on_account_of(person).open().first()
    latest = Decision.objects.on_account_of(person).first()
    return AccountRulingForm(
        data,
        actions=account_actions(suspension_of(person), appeal),
        language=language_of(person),
        initial={"seen": latest.pk if latest else 0},
    )


def _decide_account(
    request: HttpRequest, person: User, form: AccountRulingForm
) -> HttpResponse:
    try:
        decision = decide_account(
            person,
            moderator=cast("User", request.user),
            action=form.cleaned_data["action"],
            seen=form.cleaned_data["seen"],
            ruling=form.ruling(),
            until=form.until(),
        )
    except AccountDecidedMeanwhile as meanwhile:
        problem = what_happened(meanwhile.decision)
        return _show_account_again(request, person, form, problem)
    except Refused as refusal:
        return _show_account_again(request, person, form, str(refusal.message))
    messages.success(request, recorded(decision))
    return HttpResponseRedirect(request.path)


def _show_account_again(
    request: HttpRequest, person: User, form: AccountRulingForm, problem: str
) -> HttpResponse:
    latest = Decision.objects.on_account_of(person).first()
    data = {**form.data.dict(), "seen": latest.pk if latest else 0}  # type: ignore[attr-defined] # a QueryDict
    again = _build_account_form(person, data)
    again.is_valid()
    again.errors.clear()
    again.add_error(None, problem)
    return _render_account(request, person, again, status=HTTPStatus.CONFLICT)


def _render_account(
    request: HttpRequest,
    person: User,
    form: AccountRulingForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "person": person,
        "form": form,
        "standing": summarize_account(person),
        "appeal": Appeal.objects.on_account_of(person).open().first(),
    }
    template = "commentary/moderation/account.html"
    return render(request, template, context, status=status)
