"""Views of one cross-reference: page, decision, hiding, comments; review list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from commentary.comments.discussion import empty_form
from commentary.comments.forms import CommentForm
from commentary.comments.posting import (
    refused,
    store,
    take_comment,
    tell_of_approval,
    version_read,
    with_wait,
)
from commentary.endpoints.endpoint import reference_rows
from commentary.models import Comment, CrossReference
from commentary.permissions import (
    get_reference_or_404,
    may_comment,
    may_review,
    moderates,
    refuse_unless_moderator,
)
from commentary.references.forms import DecisionForm, HidingForm
from commentary.references.presenters import reference_context
from commentary.references.review import (
    ReferenceConflict,
    accept_reference,
    confirm_reference,
    dispute_reference,
    hide_reference,
    is_decided_already,
    withdraw_reference,
)
from commentary.responses import HtmxRequest, carried_query, sign_in_first
from documents.errors import Refused
from documents.presenters.columns import (
    answer_to_chooser,
    columns_of,
    vary_by_reader,
)
from documents.presenters.edition import columns_context
from portal.people.models import User

PER_PAGE = 50
COMMENTS_PER_PAGE = 30
# No type parameter syntax: we run on Python 3.11.
Asked = TypeVar("Asked", bound=forms.Form)
DECISIONS: dict[str, Callable[..., CrossReference]] = {
    "accept": accept_reference,
    "dispute": dispute_reference,
    "withdraw": withdraw_reference,
    "confirm": confirm_reference,
}


@require_safe
@vary_by_reader
def reference_detail(request: HtmxRequest, pk: int) -> HttpResponse:
    """Show a reference with both its ends, its history and its discussion."""
    reference = get_reference_or_404(request.user, pk)
    return answer_to_chooser(request) or _page(request, reference)


@require_POST
def reference_decide(request: HtmxRequest, pk: int) -> HttpResponse:
    """Accept, dispute, withdraw or confirm a reference."""
    reference = get_reference_or_404(request.user, pk)
    if not request.user.is_authenticated:
        return sign_in_first(request, reference.get_absolute_url())
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, reference, decision=form)
    said = form.cleaned_data
    decide = partial(
        DECISIONS[said["action"]],
        reference,
        user=request.user,
        revision=said["revision"],
        reason=said["reason"],
    )
    answer = _store_decision(request, reference, form, decide)
    if isinstance(answer, CrossReference):
        messages.success(request, gettext("Your decision has been recorded."))
        return HttpResponseRedirect(answer.get_absolute_url())
    return answer


def _store_decision(
    request: HtmxRequest,
    reference: CrossReference,
    form: DecisionForm | HidingForm,
    decide: Callable[[], CrossReference],
) -> CrossReference | HttpResponse:
    """Return the reference as decided, else the page with the form as it was sent."""
    status = None
    try:
        decided = store(request, form, decide)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
    except ReferenceConflict:
        reference = get_reference_or_404(request.user, reference.pk)
        if is_decided_already(reference, cast("User", request.user), form.cleaned_data):
            return reference  # sent twice
        form, status = _asked_again(request, reference, form), HTTPStatus.CONFLICT
    else:
        if decided is not None:
            return decided
    decision = form if isinstance(form, DecisionForm) else None
    hiding = form if isinstance(form, HidingForm) else None
    page = _page(request, reference, decision=decision, hiding=hiding, status=status)
    return with_wait(page, form)


def _asked_again(request: HtmxRequest, reference: CrossReference, form: Asked) -> Asked:
    """Return the form with what was sent, bound to the reference as it is now."""
    again = type(form)({**request.POST.dict(), "revision": str(reference.revision)})
    again.is_valid()
    again.add_error(
        None,
        gettext(
            "Someone has decided on this in the meantime: see below, then submit again."
        ),
    )
    return again


@require_POST
def reference_hide(request: HtmxRequest, pk: int) -> HttpResponse:
    """Hide a reference from all but moderators, or show it again."""
    refuse_unless_moderator(request.user)
    reference = get_reference_or_404(request.user, pk)
    form = HidingForm(request.POST)
    if not form.is_valid():
        return _page(request, reference, hiding=form)
    hide = partial(
        hide_reference, reference, user=cast("User", request.user), **form.cleaned_data
    )
    answer = _store_decision(request, reference, form, hide)
    if isinstance(answer, CrossReference):
        messages.success(request, _hidden(answer))
        return HttpResponseRedirect(answer.get_absolute_url())
    return answer


def _hidden(reference: CrossReference) -> str:
    if reference.is_hidden:
        return gettext(
            "The cross-reference has been hidden: only moderators can see it."
        )
    return gettext("The cross-reference is visible to everyone again.")


@require_POST
def reference_comment(request: HtmxRequest, pk: int) -> HttpResponse:
    """Post a comment on a reference; it is also in its clause's discussion."""
    reference = get_reference_or_404(request.user, pk)
    if not request.user.is_authenticated:
        return sign_in_first(request, f"{reference.get_absolute_url()}#write")
    version = version_read(request, reference.clause)
    written = take_comment(request, version, reference=reference)
    if isinstance(written, CommentForm):
        return with_wait(_page(request, reference, form=written), written)
    tell_of_approval(request, written)
    return HttpResponseRedirect(_comment_url(request, reference, written))


def _comment_url(
    request: HtmxRequest, reference: CrossReference, comment: Comment
) -> str:
    """Return the address of a new comment on the reference's page."""
    last = _comments(request, reference).paginator.num_pages
    query = f"?page={last}" if last > 1 else ""
    return f"{reference.get_absolute_url()}{query}#comment-{comment.pk}"


def _page(
    request: HtmxRequest,
    reference: CrossReference,
    *,
    form: CommentForm | None = None,
    decision: DecisionForm | None = None,
    hiding: HidingForm | None = None,
    status: HTTPStatus | None = None,
) -> HttpResponse:
    if status is None:
        status = max(map(refused, (form, decision, hiding)))
    columns = columns_of(request)
    path = reverse("commentary:reference-comment", args=[reference.pk])
    version = version_read(request, reference.clause)
    back = f"{reference.get_absolute_url()}#write"
    context: dict[str, Any] = {
        **reference_context(
            reference,
            request.user,
            columns.codes,
            decisions=request.GET.get("decisions"),
        ),
        "history_carried": carried_query(request, "decisions"),
        **columns_context(columns, []),
        "comments": _comments(request, reference),
        "form": form or empty_form(request, path, version),
        "clause": reference.clause,
        "version": version,
        "mode": "new",
        "decision": decision
        or DecisionForm(
            initial={"revision": reference.revision}, auto_id="decision_%s"
        ),
        "hiding": hiding
        or HidingForm(initial={"revision": reference.revision}, auto_id="hiding_%s"),
        "hides": moderates(request.user),
        "may_comment": may_comment(request.user),
        "comment_url": path,
        "sign_in_url": f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}",
    }
    return render(request, "commentary/references/detail.html", context, status=status)


def _comments(request: HtmxRequest, reference: CrossReference) -> Page[Comment]:
    """Return a page of the comments on a reference, by time."""
    shown = Comment.objects.shown_to(request.user).filter(reference=reference)
    shown = shown.with_quoted_words(request.user)
    if reference.has_withdrawn_end and not moderates(request.user):
        shown = shown.by(request.user)
    rows = shown.select_related("author").order_by("created_at", "pk")
    return Paginator(rows, COMMENTS_PER_PAGE).get_page(request.GET.get("page"))


@require_safe
def look_again(request: HtmxRequest) -> HttpResponse:
    """List the stale references: all of them for editors, else the person's own."""
    if not request.user.is_authenticated:
        return sign_in_first(request, request.path)
    rows = CrossReference.objects.visible_to(request.user).to_look_at_again()
    if not may_review(request.user):
        rows = rows.filter(author=request.user.pk)
    found = rows.with_ends().with_mentions().order_by("look_again", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": reference_rows(page.object_list), "carried": ""}
    return render(request, "commentary/references/look_again.html", context)
