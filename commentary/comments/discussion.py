"""Discussion of a clause: the context of its templates."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse

from commentary.comments.forms import CommentForm, FilterForm, form_for
from commentary.comments.last_visit import since_in
from commentary.comments.reply_quotes import words_to_quote
from commentary.comments.thread import Position, discussion_of, position_of
from commentary.lineage import origins_of
from commentary.models import Comment
from commentary.permissions import may_comment
from commentary.quotes.fields import asked_quote
from commentary.responses import take_draft_form
from documents.models import Clause, ClauseVersion, Edition
from documents.permissions import edition_for_clause
from documents.presenters.labels import full_label
from portal.people.models import Visitor

MOST_DIGITS: Final = 19  # of a primary key; more is no bigint


def discussion_context(
    request: HttpRequest,
    clause: Clause,
    edition: Edition,
    version: ClauseVersion,
    *,
    form: CommentForm | None = None,
    fresh: Comment | None = None,
) -> dict[str, Any]:
    """Return what the discussion of a clause shows, as `edition` has it.

    With `fresh`, that is the page on which this comment stands.
    """
    since = since_in(request, clause.document_id)
    origins = origins_of(clause, edition)
    pks = [clause.pk, *(origin.clause for origin in origins)]
    narrowing = FilterForm(
        request.GET,
        authors=_find_authors(pks, request.user),
        since=since,
        document=clause.document_id,
    )
    position = _read_position(request)
    if fresh is not None:
        position = position_of(fresh, request.user, clause=clause, origins=origins)
    discussion = discussion_of(
        clause,
        edition,
        version,
        request.user,
        origins=origins,
        wanted=narrowing.wanted(),
        position=position,
    )
    return {
        "clause": clause,
        "edition": edition,
        "version": version,
        "discussion": discussion,
        "narrowing": narrowing,
        "form": form or _build_form(request, clause, version),
        "may_comment": may_comment(request.user) and not edition.is_closed,
        "is_closed": edition.is_closed,
        "commentary_url": commentary_url(clause),
        "action": _find_action(request, clause),
        "place": full_label(version.locator),
    }


def _build_form(
    request: HttpRequest, clause: Clause, version: ClauseVersion
) -> CommentForm | None:
    if version.edition.is_closed:
        return None
    return empty_form(request, commentary_url(clause), version)


def _find_authors(pks: Collection[int], user: Visitor) -> list[tuple[int, str]]:
    """Return the people who said something on these clauses; one query."""
    rows = Comment.objects.visible_to(user).on_clauses(pks).exclude(author=None)
    named = rows.order_by("author__display_name", "author")
    return list(named.values_list("author", "author__display_name").distinct())


def _read_position(request: HttpRequest) -> Position:
    """Return which page an address asks for; one that asks for nonsense, the first."""
    return Position(
        request.GET.get("page"),
        read_pk(request.GET.get("thread", "")),
        request.GET.get("replies"),
        read_pk(request.GET.get("whole", "")),
    )


def read_pk(asked: str) -> int | None:
    """Return the number that an address names; None if it is none."""
    is_number = asked.isascii() and asked.isdigit() and len(asked) < MOST_DIGITS
    return int(asked) if is_number else None


def comment_url(comment: Comment, user: Visitor, clause: Clause) -> str:
    """Return where a comment stands on the page of a clause that shows it."""
    origins = origins_of(clause, edition_for_clause(user, clause))
    position = position_of(comment, user, clause=clause, origins=origins)
    query = f"?{position.query}" if position.query else ""
    return f"{clause.get_absolute_url()}{query}#comment-{comment.pk}"


def _find_action(request: HttpRequest, clause: Clause) -> str:
    """Return where the form is sent: a visitor is asked for name and address next."""
    if request.user.is_authenticated:
        return commentary_url(clause)
    return reverse("first-comment", args=[clause.document.slug, clause.key])


def form_in(
    request: HttpRequest, version: ClauseVersion, parent: Comment | None = None
) -> CommentForm:
    """Return the form as it was sent, of a reply to `parent` if there is one."""
    answers = _read_answered(parent)
    return form_for(request.user, request.POST, version=version, answers=answers)


def _read_answered(parent: Comment | None) -> str | None:
    """Return the text of what is answered as the person who replies may read it."""
    if parent is None:
        return None
    text: str = parent.shown_html  # type: ignore[attr-defined] # see shown_to
    return text


def empty_form(
    request: HttpRequest,
    path: str,
    version: ClauseVersion,
    parent: Comment | None = None,
) -> CommentForm | None:
    """Return the form that is sent to this address; None for people who may not.

    It holds the words that the page's address quotes, and what was typed there before
    one had to sign in again; with `parent`, which is answered, its words if `?quote`
    asks for them.
    """
    if request.user.is_authenticated and not may_comment(request.user):
        return None
    return _fill_form(request, path, version, parent)


def _fill_form(
    request: HttpRequest,
    path: str,
    version: ClauseVersion,
    parent: Comment | None = None,
) -> CommentForm:
    answers = _read_answered(parent)
    initial = {**asked_quote(request.GET.dict()), **take_draft_form(request, path)}
    if answers and "quote" in request.GET:
        initial.setdefault("quoted_words", words_to_quote(answers))
    return form_for(request.user, initial=initial, version=version, answers=answers)


def commentary_url(clause: Clause) -> str:
    """Return the address to which a clause's comments are posted."""
    return reverse(
        "commentary:clause-commentary", args=[clause.document.slug, clause.key]
    )
