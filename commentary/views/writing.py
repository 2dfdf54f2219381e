"""What writing a comment, a reply and an edit have in common."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from commentary.forms import CommentForm, WordsForm
from commentary.limits import TooFast, refuse_floods
from commentary.models import Comment
from commentary.pages import discussion_context
from commentary.services import AlreadySent, CannotComment, post_comment
from commentary.views.asking import is_fragment
from documents.models import Clause, ClauseVersion
from documents.permissions import edition_for_clause, get_clause_or_404

if TYPE_CHECKING:
    from portal.models import User


def version_read(request: HttpRequest, clause: Clause) -> ClauseVersion:
    """Return the wording that a writer had before them, which the form names.

    Without one, or with one that is not there, it is the current wording.
    """
    versions = clause.versions.visible_to(request.user).select_related(
        "edition__document", "clause"
    )
    named = request.POST.get("edition", request.GET.get("edition", ""))
    if named.isascii() and named.isdigit() and len(named) < 6:
        found = versions.filter(edition__number=int(named)).first()
        if found is not None:
            return found
    edition = edition_for_clause(request.user, clause)
    until = versions.filter(edition__number__lte=edition.number)
    return until.order_by("-edition__number")[0]


def store(
    request: HttpRequest,
    form: CommentForm,
    version: ClauseVersion,
    parent: Comment | None = None,
) -> Comment | None:
    """Store what a valid form says; None when it is refused: the form says why."""
    try:
        refuse_floods(request)
        return _store(request, form, version, parent)
    except TooFast as refusal:
        form.add_error(None, refusal.message)
        form.wait = refusal.seconds
    except AlreadySent as refusal:
        form.add_error(None, str(refusal.message))
        form.renew()
    except CannotComment as refusal:
        form.add_error(None, str(refusal.message))
    return None


def refused(form: WordsForm | None) -> HTTPStatus:
    """Return the status with which a form is shown again."""
    if form is None or not form.errors:
        return HTTPStatus.OK
    if form.wait:
        return HTTPStatus.TOO_MANY_REQUESTS
    return HTTPStatus.UNPROCESSABLE_ENTITY


def with_wait(response: HttpResponse, form: WordsForm | None) -> HttpResponse:
    """Say how long to wait, where it is too soon."""
    if form is not None and form.wait:
        response["Retry-After"] = str(form.wait)
    return response


def _store(
    request: HttpRequest,
    form: CommentForm,
    version: ClauseVersion,
    parent: Comment | None,
) -> Comment:
    user = cast("User", request.user)
    said = form.cleaned_data
    return post_comment(
        user=user,
        version=version,
        language=said["language"],
        source=said["source"],
        kind=said["kind"],
        parent=parent,
        chosen=form.chosen(),
        submission=said["submission"],
        name=said.get("display_name", ""),
    )


def posted(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Show what was stored, in its place."""
    if comment.state == Comment.State.PENDING:
        messages.info(
            request,
            gettext("A moderator will look at your comment before it is shown."),
        )
    clause = _shown_on(request, comment)
    if is_fragment(request):
        response = discussion(request, clause, fresh=comment)
        # The form may stand inside: the answer takes the whole discussion's place.
        response["HX-Retarget"], response["HX-Reswap"] = "#commentary", "outerHTML"
        return response
    if clause != comment.clause:
        url = f"{clause.get_absolute_url()}#comment-{comment.pk}"
        return HttpResponseRedirect(url)
    return HttpResponseRedirect(comment.get_absolute_url())


def _shown_on(request: HttpRequest, comment: Comment) -> Clause:
    """Return the clause on whose page somebody wrote, when a reply says so."""
    key = request.POST.get("on", "")
    if not key or key == comment.clause.key:
        return comment.clause
    return get_clause_or_404(request.user, comment.clause.document.slug, key)


def discussion(
    request: HttpRequest,
    clause: Clause,
    *,
    form: CommentForm | None = None,
    fresh: Comment | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Render the discussion of a clause as part of a page."""
    version = version_read(request, clause)
    context = discussion_context(request, clause, version.edition, version, form=form)
    context["fresh"] = fresh
    template = "commentary/includes/discussion.html"
    return render(request, template, context, status=status)
