"""Comment views: its permalink, replies, editing, withdrawing, history."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commentary.comments.discussion import comment_url, empty_form
from commentary.comments.edit import (
    EDITABLE,
    CommentConflict,
    MayNotEdit,
    NoLongerThere,
    edit_comment,
    withdraw_comment,
)
from commentary.comments.forms import CommentForm, RevisionForm, WordsForm
from commentary.comments.list_views import comment_rows
from commentary.comments.posting import (
    find_page_clause,
    posted,
    refused,
    store,
    take_comment,
    version_read,
    with_wait,
)
from commentary.comments.revisions import revisions_of
from commentary.models import Comment
from commentary.permissions import (
    TextClosed,
    get_comment_or_404,
    get_own_comment_or_404,
    get_own_comment_to_withdraw_or_404,
    get_own_shown_comment_or_404,
    get_shown_comment_or_404,
    may_comment,
    withdrawal_around,
)
from commentary.responses import (
    HtmxRequest,
    page_or_fragment,
    sign_in_first,
    take_draft_form,
)
from documents.presenters.withdrawal import read_withdrawal
from portal.people.models import User

PAGE = "commentary/comments/comment_form.html"
LONGEST_KEY = 80
FRAGMENT = "commentary/comments/includes/comment_form.html"


@require_safe
def comment_detail(request: HtmxRequest, pk: int) -> HttpResponse:
    """Lead to a comment among the others on its clause.

    One on a withdrawn text stands there no more: show what its author still reads.
    """
    comment = get_shown_comment_or_404(request.user, pk)
    if Comment.objects.on_withdrawn().filter(pk=pk).exists():
        return _show_withdrawn_thread(request, comment)
    return HttpResponseRedirect(comment_url(comment, request.user, comment.clause))


def _show_withdrawn_thread(request: HtmxRequest, comment: Comment) -> HttpResponse:
    rows = Comment.objects.visible_to(request.user).in_thread_of(comment)
    rows = rows.with_quoted_words(request.user)
    withdrawal = withdrawal_around(comment)
    context = {
        "entries": comment_rows(rows.with_place().order_by("created_at", "pk")),
        "notice": read_withdrawal(withdrawal) if withdrawal else None,
    }
    response = render(request, "commentary/comments/withdrawn_thread.html", context)
    add_never_cache_headers(response)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_reply(request: HtmxRequest, pk: int) -> HttpResponse:
    """Answer a comment."""
    # A parent that went while the reply was written keeps its place, and the reply.
    parent = get_shown_comment_or_404(request.user, pk)
    if request.method == "POST" and not request.user.is_authenticated:
        return sign_in_first(request, request.path)
    version = version_read(request, parent.clause)
    if request.method != "POST":
        form = empty_form(request, request.path, version, parent)
        return _render_form(request, parent, form, mode="reply")
    written = take_comment(request, version, parent=parent)
    if isinstance(written, CommentForm):
        return show_reply_again(request, parent, written)
    return posted(request, written)


def show_reply_again(
    request: HtmxRequest, parent: Comment, form: CommentForm
) -> HttpResponse:
    """Show the form of a reply as it was sent, with its preview or its errors."""
    return _render_form(request, parent, form, mode="reply")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_edit(request: HtmxRequest, pk: int) -> HttpResponse:
    """Change one's own comment; what it said before stays readable."""
    if not request.user.is_authenticated:
        return sign_in_first(request, request.path)
    if request.method == "POST":
        # What went while its author wrote is answered below, with what was written.
        comment = get_own_shown_comment_or_404(request.user, pk)
    else:
        comment = get_own_comment_or_404(request.user, pk)
    if request.method != "POST":
        return _render_form(request, comment, _fill_form(request, comment), mode="edit")
    form = RevisionForm(request.POST)
    if form.asks_only() or not form.is_valid():
        return _render_form(request, comment, form, mode="edit")
    return _store_edit(request, comment, form)


def _store_edit(
    request: HtmxRequest, comment: Comment, form: RevisionForm
) -> HttpResponse:
    said = form.cleaned_data
    edit = partial(
        edit_comment,
        comment,
        source=said["source"],
        kind=said["kind"],
        language=said["language"],
        revision=said["revision"],
    )
    try:
        edited = store(request, form, edit)
    except CommentConflict as conflict:
        return _show_conflict(request, conflict.comment, form)
    except TextClosed as closed:
        form.add_error(None, str(closed.message))
    except MayNotEdit:
        form.add_error(None, gettext("You may not comment with this account."))
    except NoLongerThere:
        form.add_error(
            None, gettext("This comment has been hidden or withdrawn in the meantime.")
        )
    else:
        if edited is not None:
            return posted(request, edited)
    return _render_form(request, comment, form, mode="edit")


def _show_conflict(
    request: HtmxRequest, current: Comment, form: RevisionForm
) -> HttpResponse:
    """Show both texts; sending again puts this one over the other knowingly."""
    data = {**request.POST.dict(), "revision": str(current.revision)}
    again = RevisionForm(data)
    again.is_valid()
    again.add_error(
        None,
        gettext(
            "You have changed this comment elsewhere in the meantime. Its current"
            " text is shown above; submitting again will replace it with your"
            " text below."
        ),
    )
    return _render_form(
        request, current, again, mode="edit", status=HTTPStatus.CONFLICT
    )


def _fill_form(request: HtmxRequest, comment: Comment) -> RevisionForm:
    """Return the form with the comment, or what was typed before signing in again."""
    form = RevisionForm(
        initial={
            "kind": comment.kind,
            "language": comment.language,
            "source": comment.source,
            "revision": comment.revision,
            "person": str(request.user.pk),
            "sure": "1",  # it is the language that its author chose
            **take_draft_form(request, request.path),
        }
    )
    form.set_reader(cast("User", request.user))
    return form


def _render_form(
    request: HtmxRequest,
    comment: Comment,
    form: WordsForm | None,
    *,
    mode: str,
    status: HTTPStatus | None = None,
) -> HttpResponse:
    status = status or refused(form)
    if form is not None:
        form.auto_id = f"id_{mode}_{comment.pk}_%s"  # others may be open beside it
    context: dict[str, Any] = {
        "comment": comment,
        "form": form,
        "mode": mode,
        "is_conflict": status == HTTPStatus.CONFLICT or "conflict" in request.POST,
        "text_now": comment.html if comment.state in EDITABLE else "",
        "page_clause": _read_page_clause(request),
        "may_comment": may_comment(request.user),
        "version": version_read(request, comment.clause),
        "action": _find_action(request, comment, mode),
    }
    response = page_or_fragment(request, PAGE, FRAGMENT, context, status=status)
    return with_wait(response, form)


def _find_action(request: HtmxRequest, comment: Comment, mode: str) -> str:
    """Return where the form is sent: a visitor is asked for name and address next."""
    if mode == "reply" and not request.user.is_authenticated:
        return reverse("first-reply", args=[comment.pk])
    return reverse(f"commentary:comment-{mode}", args=[comment.pk])


def _read_page_clause(request: HtmxRequest) -> str:
    """Return the key of the clause on whose page somebody writes or withdraws.

    A thread is shown on the clauses that took over its clause's words too.
    """
    return request.POST.get("on", request.GET.get("on", ""))[:LONGEST_KEY]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_withdraw(request: HtmxRequest, pk: int) -> HttpResponse:
    """Ask whether to take a comment back, and do it."""
    if not request.user.is_authenticated:
        return sign_in_first(request, request.path)
    if request.method != "POST":
        comment = get_own_comment_or_404(request.user, pk)
        page = "commentary/comments/comment_withdraw.html"
        fragment = "commentary/comments/includes/withdraw.html"
        context = {"comment": comment, "page_clause": _read_page_clause(request)}
        return page_or_fragment(request, page, fragment, context)
    comment = get_own_comment_to_withdraw_or_404(request.user, pk)
    try:
        withdraw_comment(comment)
    except NoLongerThere:
        raise Http404 from None
    messages.success(request, gettext("Your comment has been withdrawn."))
    if Comment.objects.on_withdrawn().filter(pk=pk).exists():
        return redirect("commentary:person-commentary", request.user.pk)
    if request.htmx:
        return posted(request, comment)
    clause = find_page_clause(request, comment)
    return HttpResponseRedirect(comment_url(comment, request.user, clause))


@never_cache
@require_safe
def comment_history(request: HtmxRequest, pk: int) -> HttpResponse:
    """Show what a comment said before each of its edits, a page of them at a time."""
    comment = get_comment_or_404(request.user, pk)
    page = revisions_of(comment, request.user, request.GET.get("page"))
    context = {"comment": comment, "page": page}
    return render(request, "commentary/comments/comment_history.html", context)
