"""Decorators and helpers of the draft pages: permission, refusals, addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from documents.models import Clause, ClauseVersion, Edition
from documents.presenters.citation import edition_name
from documents.presenters.labels import full_label, introduce
from documents.services import CannotEdit, EditConflict, NotADraft
from documents.workbench.conflict import draft_is_gone
from portal.people.models import User, Visitor

Asked = ParamSpec("Asked")
GONE = _("This clause is no longer in the draft.")
CHANGED = _(
    "Someone has changed this clause in the meantime. Its current text is below;"
    " nothing was saved."
)


def can_change(user: Visitor) -> bool:
    return user.has_perm("documents.change_edition")


def can_view(user: Visitor) -> bool:
    return can_change(user) or user.has_perm("documents.view_edition")


def person_of(request: HttpRequest) -> User:
    """Return who works at the desk: the admin is open to signed-in people only."""
    return cast(User, request.user)


def requires_change(
    view: Callable[Concatenate[HttpRequest, Edition, Asked], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Decorator: pass a view the draft it changes; show its refusals to the editor.

    Raises PermissionDenied without the permission; answers 410 when the draft was
    deleted.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(
        request: HttpRequest, pk: int, *args: Asked.args, **asked: Asked.kwargs
    ) -> HttpResponse:
        if not can_change(request.user):
            raise PermissionDenied
        edition = _editions().filter(pk=pk).first()
        if edition is None:
            return draft_is_gone(request, pk)
        try:
            if edition.is_published and request.method != "POST":
                raise NotADraft
            return view(request, edition, *args, **asked)
        except NotADraft as refusal:
            return refused(request, refusal.message, edition_url(edition))
        except CannotEdit as refusal:
            return refused(request, refusal.message, workbench_url(edition))
        except EditConflict:
            return refused(request, CHANGED, request.get_full_path())

    return guarded


def requires_view(
    view: Callable[Concatenate[HttpRequest, Edition, Asked], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Decorator: pass a view that changes nothing its edition."""

    @require_http_methods(["GET", "HEAD"])
    @wraps(view)
    def guarded(
        request: HttpRequest, pk: int, *args: Asked.args, **asked: Asked.kwargs
    ) -> HttpResponse:
        if not can_view(request.user):
            raise PermissionDenied
        edition = _editions().filter(pk=pk).first()
        if edition is None:
            return draft_is_gone(request, pk)
        return view(request, edition, *args, **asked)

    return guarded


def _editions() -> Any:
    return Edition.objects.select_related("document", "based_on")


def find_row(edition: Edition, key: str) -> ClauseVersion | None:
    """Return a clause's row in a draft; None when it was removed.

    Raises Http404 when the document has no such clause.
    """
    row = edition.versions.for_reading().filter(clause__key=key).first()
    if row is None:
        get_object_or_404(Clause, document=edition.document_id, key=key)
    else:
        row.edition = edition
    return row


def get_row(edition: Edition, key: str) -> ClauseVersion:
    """Return a clause's row in a draft. Raises CannotEdit or Http404."""
    row = find_row(edition, key)
    if row is None:
        raise CannotEdit(GONE)
    return row


def revision_of(request: HttpRequest, name: str = "revision") -> int:
    """Return the revision in a form, or one that never exists."""
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else -1


def edition_url(edition: Edition) -> str:
    return reverse("admin:documents_edition_change", args=[edition.pk])


def workbench_url(edition: Edition, key: str = "") -> str:
    """Return the address of the workbench, at a clause if a key is given."""
    url = reverse("admin:documents_edition_workbench", args=[edition.pk])
    return f"{url}?{urlencode({'at': key})}#{key}" if key else url


def clause_url(edition: Edition, step: str, key: str) -> str:
    """Return the address of a clause's page: "edit", "move", "split", …"""
    return reverse(f"admin:documents_clause_{step}", args=[edition.pk, key])


def refused(request: HttpRequest, message: str | Promise, url: str) -> HttpResponse:
    messages.error(request, str(message))
    return HttpResponseRedirect(url)


def done(
    request: HttpRequest, message: str, edition: Edition, key: str
) -> HttpResponse:
    """Add a success message and redirect to the clause on the workbench."""
    messages.success(request, message)
    return HttpResponseRedirect(workbench_url(edition, key))


def page(
    request: HttpRequest,
    edition: Edition,
    name: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render an admin page about a draft."""
    shared = {
        **admin.site.each_context(request),
        "opts": Edition._meta,
        "edition": edition,
        "edition_title": introduce(str(edition.document), edition_name(edition)),
    }
    template = f"admin/documents/{name}.html"
    return render(request, template, {**shared, **context}, status=status)


def titled(action: str, row: ClauseVersion) -> str:
    """Return a page's title: the action and the clause."""
    # Translators: title of a page: "Split: statement, preambular para. 7"
    pattern = gettext("%(action)s: %(place)s")
    return pattern % {"action": action, "place": full_label(row.locator)}
