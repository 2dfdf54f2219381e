"""Form posting: shared by comments, edits, proposals, reports and appeals."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, Final, TypeVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commentary.comments.discussion import comment_url, discussion_context, form_in
from commentary.comments.forms import CommentForm, TypedByAnother
from commentary.comments.post import AlreadySent, post_comment
from commentary.models import Comment, CrossReference
from commentary.rate_limits import RateLimitExceeded, refuse_many_from_address
from commentary.responses import HtmxRequest
from documents.errors import Refused
from documents.models import Clause, ClauseVersion
from documents.models.withdrawals import closed, withdrawn
from documents.permissions import edition_for_clause, get_clause_or_404
from portal.people.models import User

TOO_FAST: Final = "too_fast"
# A type parameter would be new syntax: we run on Python 3.11.
Stored = TypeVar("Stored")


def version_read(request: HtmxRequest, clause: Clause) -> ClauseVersion:
    """Return the wording that a writer had before them, which the form names.

    Without one, or with one that is not there, it is the current wording.
    """
    versions = clause.versions.visible_to(request.user).select_related(
        "edition__document", "clause"
    )
    versions = versions.annotate(is_closed=closed("edition__"))
    named = request.POST.get("edition", request.GET.get("edition", ""))
    if named.isascii() and named.isdigit() and len(named) < 6:
        found = versions.filter(edition__number=int(named)).first()
        if found is not None:
            return _with_closed(found)
    edition = edition_for_clause(request.user, clause)
    until = versions.filter(edition__number__lte=edition.number)
    return _with_closed(until.order_by("-edition__number")[0])


def _with_closed(found: Any) -> ClauseVersion:
    version: ClauseVersion = found
    version.edition.is_closed = found.is_closed
    return version


def refuse_withdrawn_reading(request: HtmxRequest, version: ClauseVersion) -> None:
    """Raise ReadingWithdrawn when the form names a wording that was withdrawn.

    `version` is the one that version_read gives in its place; one query at most.
    """
    named = request.POST.get("edition", "")
    is_other = named.isascii() and named.isdigit() and len(named) < 6
    if is_other and int(named) != version.edition.number:
        editions = version.edition.document.editions.published()
        if editions.filter(withdrawn(), number=int(named)).exists():
            raise ReadingWithdrawn


def refuse_words_of_another(form: CommentForm, user: User) -> None:
    """Raise TypedByAnother when a valid form names another person."""
    person = form.cleaned_data["person"]
    if person and person != str(user.pk):
        raise TypedByAnother


class ReadingWithdrawn(Refused):
    """What a writer had before them was withdrawn while they wrote."""

    message = _(
        "The edition that you were reading has been withdrawn in the meantime. The form"
        " is now about the clause as it stands: check what you wrote, and submit it"
        " again."
    )


def take_comment(
    request: HtmxRequest,
    version: ClauseVersion,
    *,
    parent: Comment | None = None,
    reference: CrossReference | None = None,
) -> Comment | CommentForm:
    """Store the comment that was sent: a new thread, a reply, or about a reference.

    Returns the form instead when nothing was stored: it only asked for a preview or for
    words to quote, or says what is wrong.
    """
    form = form_in(request, version, parent)
    if form.asks_only() or not form.is_valid():
        return form
    said, user = form.cleaned_data, cast("User", request.user)
    post = partial(
        post_comment,
        user=user,
        version=version,
        language=said["language"],
        source=said["source"],
        kind=said["kind"],
        parent=parent,
        chosen=form.chosen(),
        quoted_words=said.get("quoted_words", ""),
        reference=reference,
        submission=said["submission"],
        name=said.get("display_name", ""),
    )
    try:
        refuse_words_of_another(form, user)
        refuse_withdrawn_reading(request, version)
        return store(request, form, post) or form
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return form


def store(
    request: HtmxRequest, form: forms.Form, action: Callable[[], Stored]
) -> Stored | None:
    """Do what a valid form asks, within the limits; None when the form says why not.

    Whatever people send is stored this way: what comes from an address is counted
    here, what a person sends in the services. Other refusals of theirs are raised.
    """
    try:
        refuse_many_from_address(request)
        return action()
    except RateLimitExceeded as refusal:
        form.add_error(None, _build_wait_error(refusal))
    except AlreadySent as refusal:
        form.add_error(None, str(refusal.message))
        _renew(form)
    return None


def _build_wait_error(refusal: RateLimitExceeded) -> ValidationError:
    params = {"seconds": refusal.seconds}
    return ValidationError(refusal.message, code=TOO_FAST, params=params)


def _renew(form: forms.Form) -> None:
    """Let a form be sent as another one."""
    form.data = {**dict(form.data.items()), "submission": str(uuid.uuid4())}


def seconds_to_wait(form: forms.Form | None) -> int:
    """Return how long to wait before sending a form again; 0 for not at all."""
    if form is None or not form.has_error(NON_FIELD_ERRORS, TOO_FAST):
        return 0
    errors = form.errors.as_data()[NON_FIELD_ERRORS]
    return max(int((error.params or {}).get("seconds", 0)) for error in errors)


def refused(form: forms.Form | None) -> HTTPStatus:
    """Return the status with which a form is shown again."""
    if form is None or not form.errors:
        return HTTPStatus.OK
    if seconds_to_wait(form):
        return HTTPStatus.TOO_MANY_REQUESTS
    return HTTPStatus.UNPROCESSABLE_ENTITY


def with_wait(response: HttpResponse, form: forms.Form | None) -> HttpResponse:
    """Say how long to wait, where it is too soon."""
    seconds = seconds_to_wait(form)
    if seconds:
        response["Retry-After"] = str(seconds)
    return response


def tell_of_approval(request: HtmxRequest, comment: Comment) -> None:
    """Say that a comment waits for a moderator, when it does."""
    if comment.state == Comment.State.PENDING:
        messages.info(
            request,
            gettext("A moderator will review your comment before it is published."),
        )


def posted(request: HtmxRequest, comment: Comment) -> HttpResponse:
    """Show what was stored, in its place."""
    tell_of_approval(request, comment)
    clause = find_page_clause(request, comment)
    if request.htmx:
        response = discussion(request, clause, fresh=comment)
        # The form may stand inside: the answer takes the whole discussion's place.
        response["HX-Retarget"], response["HX-Reswap"] = "#commentary", "outerHTML"
        response["HX-Trigger"] = "draft-posted"
        return response
    if clause != comment.clause:
        return HttpResponseRedirect(comment_url(comment, request.user, clause))
    return HttpResponseRedirect(comment.get_absolute_url())


def find_page_clause(request: HtmxRequest, comment: Comment) -> Clause:
    """Return the clause on whose page something was written, else the comment's own.

    The comment is stored by now: a name that leads nowhere is no reason for an error.
    """
    key = request.POST.get("on", "").replace("\0", "")
    try:
        return get_clause_or_404(request.user, comment.clause.document.slug, key)
    except Http404:
        return comment.clause


def discussion(
    request: HtmxRequest,
    clause: Clause,
    *,
    form: CommentForm | None = None,
    fresh: Comment | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Render the discussion of a clause as part of a page."""
    version = version_read(request, clause)
    context = discussion_context(
        request, clause, version.edition, version, form=form, fresh=fresh
    )
    context["fresh"] = fresh
    template = "commentary/comments/includes/discussion.html"
    return render(request, template, context, status=status)
