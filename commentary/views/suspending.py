"""A person's account, as moderators decide about it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commentary.cases import standing_of
from commentary.choices import language_of
from commentary.models import Appeal, Decision
from commentary.moderation_forms import AccountRulingForm
from commentary.permissions import get_person_or_404
from commentary.services import (
    AccountDecidedMeanwhile,
    CannotSuspend,
    account_actions,
    decide_account,
    suspension_of,
)
from commentary.views.moderating import recorded, what_happened

if TYPE_CHECKING:
    from portal.models import User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is known of a person, and take a decision about the account."""
    person = get_person_or_404(request.user, pk)
    form = _account_form(person, request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _account_page(request, person, form)
    if form.asks_only():
        return _account_page(
            request, person, _account_form(person, form.with_template())
        )
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _account_page(request, person, form, status=status)
    return _decide_account(request, person, form)


def _account_form(person: User, data: Any = None) -> AccountRulingForm:
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
        return _account_again(request, person, form, problem)
    except CannotSuspend as refusal:
        return _account_again(request, person, form, str(refusal.message))
    messages.success(request, recorded(decision))
    return HttpResponseRedirect(request.path)


def _account_again(
    request: HttpRequest, person: User, form: AccountRulingForm, problem: str
) -> HttpResponse:
    latest = Decision.objects.on_account_of(person).first()
    data = {**form.data.dict(), "seen": latest.pk if latest else 0}  # type: ignore[attr-defined] # a QueryDict
    again = _account_form(person, data)
    again.is_valid()
    again.errors.clear()
    again.add_error(None, problem)
    return _account_page(request, person, again, status=HTTPStatus.CONFLICT)


def _account_page(
    request: HttpRequest,
    person: User,
    form: AccountRulingForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "person": person,
        "form": form,
        "standing": standing_of(person),
        "appeal": Appeal.objects.on_account_of(person).open().first(),
    }
    template = "commentary/moderation/account.html"
    return render(request, template, context, status=status)
