"""Account views that allauth does not have: profile, data export, closing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, override
from django.views.decorators.http import require_http_methods, require_safe

from portal.interface import current_language
from portal.people.account_locks import lock_active_person
from portal.people.accounts import (
    LAST_ADMINISTRATOR,
    LastAdministrator,
    close_account,
)
from portal.people.data_export import export_data
from portal.people.forms import CloseForm, ProfileForm
from portal.people.models import User
from portal.people.preferences import remember_language

# Asks for password or second factor when that was long ago; what was sent is kept.
proof_of_identity: Callable[
    [Callable[[HttpRequest], HttpResponse]], Callable[[HttpRequest], HttpResponse]
] = reauthentication_required


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change what a person says of themselves."""
    if request.method == "POST":
        return _save_profile(request)
    return _render_profile(request, ProfileForm(instance=_get_person(request)))


def _render_profile(request: HttpRequest, form: ProfileForm) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "person": _get_person(request)}
    return render(request, "account/profile.html", context, status=status)


@transaction.atomic
def _save_profile(request: HttpRequest) -> HttpResponse:
    # The page's head keeps the name that is stored while a form is refused; and an
    # account that is closed meanwhile gets nothing back.
    person = lock_active_person(_get_person(request).pk)
    form = ProfileForm(request.POST, instance=person)
    if not form.is_valid():
        return _render_profile(request, form)
    form.save()
    response = redirect("account-profile")
    language = person.language or current_language()
    with override(language):
        messages.success(request, gettext("Your profile has been saved."))
    if person.language:
        remember_language(response, person.language)
    return response


@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Offer what can be done with everything of one's own."""
    return render(request, "account/data.html")


@login_required
@require_safe
@proof_of_identity
def download(request: HttpRequest) -> HttpResponse:
    """Answer everything that is the person's own, as one file."""
    user = _get_person(request)
    everything = {"made_at": timezone.now().isoformat(), **export_data(user)}
    text = json.dumps(everything, ensure_ascii=False, indent=2) + "\n"
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="clausebook-my-data.json"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@proof_of_identity
def close(request: HttpRequest) -> HttpResponse:
    """Close one's account, keeping or erasing what one wrote."""
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound and form.errors else 200
        return render(request, "account/close.html", {"form": form}, status=status)
    try:
        close_account(_get_person(request), erase=form.erases)
    except LastAdministrator:
        form.add_error(None, str(LAST_ADMINISTRATOR))
        return render(request, "account/close.html", {"form": form}, status=409)
    logout(request)
    return redirect("account-closed")


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Say goodbye."""
    return render(request, "account/closed.html")


def _get_person(request: HttpRequest) -> User:
    return cast(User, request.user)
