"""Correction of a published clause: one form, then the page that publishes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from documents.errors import Refused
from documents.models import ClauseVersion, Edition
from documents.presenters.localized import interface_language
from documents.services import DraftExists, correct_clause
from documents.workbench.clause_forms import WordingForm, as_stored
from documents.workbench.drafts import (
    clause_url,
    done,
    edition_url,
    page,
    person_of,
    titled,
    workbench_url,
)
from documents.workbench.publication import may_draft, may_publish

CONFLICT = 409


class CorrectionForm(WordingForm):
    """The corrected content of a published clause, and why it is corrected."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1_000,
        help_text=_("Shown to readers as the note of the corrigendum."),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Show a published clause to be corrected; on POST, draft the corrigendum.

    Leads to the page that publishes it, or to the draft for who may not publish.
    Raises PermissionDenied.
    """
    if not may_draft(request.user):
        raise PermissionDenied
    version = _get_version(pk, key)
    if not version.edition.is_published:
        return HttpResponseRedirect(clause_url(version.edition, "edit", key))
    sent = request.POST if request.method == "POST" else None
    form = CorrectionForm(sent, initial=as_stored(version))
    if sent is None or not form.is_valid():
        return _form_page(request, version, form)
    try:
        draft = correct_clause(
            version,
            form.content(),
            reason=form.cleaned_data["reason"],
            language=interface_language().code,
            user=person_of(request),
        )
    except DraftExists as refusal:
        return _draft_exists(request, refusal.draft, version, form)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return _form_page(request, version, form)
    return _after(request, draft, key)


def _get_version(pk: int, key: str) -> ClauseVersion:
    rows = ClauseVersion.objects.select_related(
        "clause__part", "edition__document", "edition__corrects"
    )
    return get_object_or_404(rows, edition=pk, clause__key=key)


def _draft_exists(
    request: HttpRequest, draft: Edition, version: ClauseVersion, form: CorrectionForm
) -> HttpResponse:
    told = gettext(
        "A draft of this document is open. Make the correction in it, or publish or"
        " discard it first."
    )
    form.add_error(None, told)
    return _form_page(request, version, form, draft)


def _form_page(
    request: HttpRequest,
    version: ClauseVersion,
    form: CorrectionForm,
    draft: Edition | None = None,
) -> HttpResponse:
    edition = version.edition
    context: dict[str, Any] = {
        "title": titled(gettext("Correct"), version),
        "form": form,
        "reason": form["reason"],
        "conflict": None,
        "back": edition_url(edition),
        "record": "",
        "place": gettext(
            "The published text is not changed. The correction becomes a corrigendum:"
            " an edition of its own, which readers see from then on."
        ),
        "submit": gettext("Save the correction"),
        "has_next": False,
        "other_draft": workbench_url(draft, version.clause.key) if draft else "",
    }
    status = CONFLICT if draft else 200
    return page(request, edition, "clause_form", context, status)


def _after(request: HttpRequest, draft: Edition, key: str) -> HttpResponse:
    if not may_publish(request.user):
        told = gettext("The correction has been saved. A publisher can publish it.")
        return done(request, told, draft, key)
    publish = reverse("admin:documents_edition_publish")
    told = gettext("The correction has been saved. Check it, then publish it.")
    messages.success(request, told)
    return HttpResponseRedirect(f"{publish}?{urlencode({'edition': draft.pk})}")
