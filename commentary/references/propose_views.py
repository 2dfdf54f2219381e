"""Views that propose a cross-reference: the form, and the search for its target."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from commentary.comments.posting import (
    refuse_withdrawn_reading,
    refused,
    store,
    version_read,
    with_wait,
)
from commentary.endpoints.endpoint import reference_row
from commentary.models import CrossReference
from commentary.permissions import may_refer
from commentary.quotes.fields import asked_quote
from commentary.references.forms import ReferenceForm
from commentary.references.presenters import references_context
from commentary.references.propose import AlreadyReferred, propose_reference
from commentary.references.target_search import MOST_SUGGESTED, found
from commentary.responses import (
    HtmxRequest,
    page_or_fragment,
    sign_in_first,
    take_draft_form,
    way_back,
)
from documents.errors import Refused
from documents.models import Clause, ClauseVersion
from documents.permissions import get_clause_or_404
from documents.presenters.columns import columns_of
from documents.presenters.labels import full_label
from documents.presenters.localized import short_title
from documents.presenters.rows import read_cells
from portal.people.models import User

PAGE = "commentary/references/propose.html"
FRAGMENT = "commentary/references/propose_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
def reference_propose(request: HtmxRequest, slug: str, key: str) -> HttpResponse:
    """Show the form of a new reference from a clause; on POST, propose it."""
    clause = get_clause_or_404(request.user, slug, key)
    if not request.user.is_authenticated:
        return sign_in_first(request, _find_way_back(request))
    version = version_read(request, clause)
    form = _form(request, version)
    if request.method != "POST" or form.asks_only() or not form.is_valid():
        return _page(request, clause, version, form)
    return _propose(request, clause, version, form)


def _find_way_back(request: HtmxRequest) -> str:
    """Return where signing in leads: to where one is, or what was sent to its form."""
    return request.path if request.method == "POST" else way_back(request, request.path)


def _form(request: HtmxRequest, version: ClauseVersion) -> ReferenceForm:
    """Return the form of a POST, else of the query and of a draft stored at sign-in."""
    details: dict[str, Any] = {"user": request.user, "version": version}
    if request.method == "POST":
        return ReferenceForm(request.POST, **details)
    asked = {
        name: request.GET[name]
        for name in ("find", "target", "relation")
        if name in request.GET
    }
    quoted = asked_quote(request.GET.dict())
    initial = {**asked, **quoted, **take_draft_form(request, request.path)}
    return ReferenceForm(initial=initial, **details)


def _propose(
    request: HtmxRequest, clause: Clause, version: ClauseVersion, form: ReferenceForm
) -> HttpResponse:
    said = form.cleaned_data
    propose = partial(
        propose_reference,
        user=cast("User", request.user),
        version=version,
        relation=said["relation"],
        target=form.chosen_target,
        note=said["note"],
        chosen=form.chosen(),
        language=said["language"],
        submission=said["submission"],
    )
    try:
        refuse_withdrawn_reading(request, version)
        reference = store(request, form, propose)
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        other = refusal.reference if isinstance(refusal, AlreadyReferred) else None
        return _page(request, clause, version, form, other=other)
    if reference is None:
        return with_wait(_page(request, clause, version, form), form)
    return _show_proposed(request, clause, version, reference)


def _show_proposed(
    request: HtmxRequest,
    clause: Clause,
    version: ClauseVersion,
    reference: CrossReference,
) -> HttpResponse:
    """Show the reference among those of its clause."""
    if not request.htmx:
        return HttpResponseRedirect(
            f"{clause.get_absolute_url()}?proposed={reference.pk}#references"
        )
    codes = columns_of(request, clause.document.original_language).codes
    context = {
        "clause": clause,
        "edition": version.edition,
        "references_carried": "",
        **references_context(clause, request.user, codes, fresh=reference.pk),
    }
    response = render(request, "commentary/references/clause.html", context)
    # The form stands inside: the answer takes the place of the whole section.
    response["HX-Retarget"], response["HX-Reswap"] = "#references", "outerHTML"
    response["HX-Trigger"] = "draft-posted"
    return response


def _page(
    request: HtmxRequest,
    clause: Clause,
    version: ClauseVersion,
    form: ReferenceForm,
    *,
    other: CrossReference | None = None,
) -> HttpResponse:
    columns = columns_of(request, clause.document.original_language)
    context = {
        "clause": clause,
        "version": version,
        "edition": version.edition,
        "title": short_title(clause.document),
        "place": full_label(version.locator),
        "cells": read_cells(version, columns.codes),
        "choice": columns,
        "columns": columns.codes,
        "form": form,
        "may_refer": may_refer(request.user),
        "other": reference_row(other) if other and not other.is_hidden else None,
        "in_place": bool(request.htmx),
    }
    return page_or_fragment(request, PAGE, FRAGMENT, context, status=refused(form))


@require_safe
def target_search(request: HtmxRequest, slug: str, key: str) -> HttpResponse:
    """Suggest targets for what is typed, as a fragment, for suggestions.js."""
    clause = get_clause_or_404(request.user, slug, key)
    version = version_read(request, clause)
    choices = found(request.GET.get("q", ""), version.edition, request.user)
    context = {"choices": choices[:MOST_SUGGESTED]}
    return render(request, "commentary/references/suggested.html", context)
