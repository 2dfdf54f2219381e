"""Moderation views: the queue, a comment or an account to decide about."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar, cast

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
from commentary.moderation.forms import (
    AccountRulingForm,
    CommentRulingForm,
    QueueForm,
    RulingForm,
)
from commentary.moderation.queue import (
    queue_items,
    summarize_account,
    texts_of,
    thread_around,
    waiting,
    waiting_accounts,
)
from commentary.moderation.suspend import (
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
from portal.people.models import User, Visitor

PER_PAGE = 20
# A type parameter would be new syntax: we run on Python 3.11.
Subject = TypeVar("Subject", Comment, User)


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


def _rule(
    request: HttpRequest,
    pk: int,
    *,
    get: Callable[[Visitor, int], Subject],
    build: Callable[[Subject, Any], RulingForm],
    decide: Callable[[Subject, User, Any], Decision],
    render: Callable[[HttpRequest, Subject, Any, HTTPStatus], HttpResponse],
    after: str,
) -> HttpResponse:
    """Show what a decision about a comment or an account needs, and take it.

    What happened meanwhile is told with what there is now and what the moderator typed,
    to decide anew. A decision leads to `after`.
    """
    subject = get(request.user, pk)
    form = build(subject, request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return render(request, subject, form, HTTPStatus.OK)
    if form.asks_only():
        form = build(subject, form.with_template())
        return render(request, subject, form, HTTPStatus.OK)
    if not form.is_valid():
        return render(request, subject, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        decision = decide(subject, cast("User", request.user), form)
    except (DecidedMeanwhile, Refused) as problem:
        now = get(request.user, pk)
        again = _keep_typed(form, partial(build, now), what_happened(problem))
        return render(request, now, again, HTTPStatus.CONFLICT)
    messages.success(request, recorded(decision))
    return HttpResponseRedirect(after)


def _keep_typed(
    form: RulingForm, build: Callable[[Any], RulingForm], problem: str
) -> RulingForm:
    """Return the form of what is there now, with what was typed and the problem."""
    seen = build(None).initial["seen"]
    again = build({**form.data.dict(), "seen": str(seen)})  # type: ignore[attr-defined] # a QueryDict
    again.is_valid()
    again.errors.clear()
    again.add_error(None, problem)
    return again


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that a decision about a comment needs, and take it."""
    return _rule(
        request,
        pk,
        get=get_case_or_404,
        build=_build_comment_form,
        decide=_decide_comment,
        render=_render_case,
        after=reverse("commentary:moderation-queue"),
    )


def _build_comment_form(comment: Comment, data: Any) -> CommentRulingForm:
    appeal = Appeal.objects.on(comment).open().first()
    return CommentRulingForm(
        data,
        actions=actions_for(comment, appeal),
        language=language_of(comment.author),
        initial={"seen": seen_of(comment)},
    )


def _decide_comment(
    comment: Comment, moderator: User, form: CommentRulingForm
) -> Decision:
    return decide_comment(
        comment,
        moderator=moderator,
        action=form.cleaned_data["action"],
        seen=form.cleaned_data["seen"],
        ruling=form.ruling(),
    )


def _render_case(
    request: HttpRequest,
    comment: Comment,
    form: CommentRulingForm,
    status: HTTPStatus,
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
        "thread": thread_around(comment, user, request.GET.get("page")),
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
    return _rule(
        request,
        pk,
        get=get_person_or_404,
        build=_build_account_form,
        decide=_decide_account,
        render=_render_account,
        after=request.path,
    )


def _build_account_form(person: User, data: Any) -> AccountRulingForm:
    appeal = Appeal.objects.on_account_of(person).open().first()
    latest = Decision.objects.on_account_of(person).first()
    return AccountRulingForm(
        data,
        actions=account_actions(suspension_of(person), appeal),
        language=language_of(person),
        initial={"seen": latest.pk if latest else 0},
    )


def _decide_account(person: User, moderator: User, form: AccountRulingForm) -> Decision:
    return decide_account(
        person,
        moderator=moderator,
        action=form.cleaned_data["action"],
        seen=form.cleaned_data["seen"],
        ruling=form.ruling(),
        until=form.until(),
    )


def _render_account(
    request: HttpRequest,
    person: User,
    form: AccountRulingForm,
    status: HTTPStatus,
) -> HttpResponse:
    context = {
        "person": person,
        "form": form,
        "standing": summarize_account(person),
        "appeal": Appeal.objects.on_account_of(person).open().first(),
    }
    template = "commentary/moderation/account.html"
    return render(request, template, context, status=status)


def what_happened(problem: DecidedMeanwhile | Refused) -> str:
    """Say why a decision was not taken: what was done meanwhile, or what forbids it."""
    if isinstance(problem, Refused):
        return str(problem.message)
    if (decision := problem.decision) is not None:
        text = gettext(
            "%(name)s has already decided: %(decision)s. Your decision was not"
            " saved; please review the current state."
        )
        decided = decision.get_action_display()
        return text % {"name": decision.moderator.display_name, "decision": decided}
    return gettext(
        "The author has changed or withdrawn the comment in the meantime. Nothing"
        " was saved; please review the current text."
    )


def recorded(decision: Decision) -> str:
    """Say what was stored."""
    text = gettext("Recorded: %(decision)s.")
    return text % {"decision": decision.get_action_display()}
