"""Editing and withdrawing of comments by their author."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from commentary.audit import never_shown
from commentary.comments.post import first_state, is_known
from commentary.locks import lock_people, share_documents
from commentary.models import Comment
from commentary.notices.notify import notify_of_edit
from commentary.permissions import may_comment, refuse_closed_comment
from commentary.rate_limits import refuse_many_edits
from commentary.text.markdown import render
from commentary.text.mention_search import find_mentions, hold_with_mentioned
from portal.people.models import User

EDITABLE = (Comment.State.PUBLISHED, Comment.State.PENDING)


class CommentConflict(Exception):
    """A comment that changed since the person began to edit it; `comment` is it now."""

    def __init__(self, comment: Comment) -> None:
        super().__init__(comment)
        self.comment = comment


class NoLongerThere(Exception):
    """A comment that was hidden or withdrawn meanwhile."""


class MayNotEdit(NoLongerThere):
    """A person whose account may not say anything any more: to edit is to say."""


@transaction.atomic
def edit_comment(
    comment: Comment,
    *,
    source: str,
    kind: str,
    language: str,
    revision: int,
) -> Comment:
    """Store a new text of one's own comment; the database keeps the one before.

    A new text waits for approval where a new comment of the author's would. `revision`
    is the one that was edited. Raises CommentConflict when it is no longer the latest
    and says something else, NoLongerThere when it was hidden or withdrawn meanwhile,
    MayNotEdit when the account was suspended or closed, TextClosed when its text was
    withdrawn, or the document superseded,
    RateLimitExceeded when the person edited too often lately.
    """
    document = comment.clause.document
    people = hold_with_mentioned(comment.author_id or 0, source, document)
    author = people.get(comment.author_id or 0)
    if author is None or not may_comment(author):
        raise MayNotEdit
    share_documents([document.pk])
    refuse_closed_comment(comment)
    comment = _lock_comment(comment)
    said = find_mentions(source, document, language=language, held=people)
    source, before = said.source, comment.source
    if (source, kind, language) == (comment.source, comment.kind, comment.language):
        return comment  # sent twice, or nothing was changed
    if comment.revision != revision:
        raise CommentConflict(comment)
    refuse_many_edits(author)
    if source != before:
        # Else approval would be had for one text, and used for another.
        comment.state = _choose_state(comment, author)
    comment.source, comment.kind, comment.language = source, kind, language
    comment.html = render(source, trusted=is_known(author), people=said.people)
    comment.edited_at = timezone.now()
    comment.revision += 1
    said_now = ("source", "html", "kind", "language", "state", "edited_at", "revision")
    comment.save(update_fields=said_now)
    notify_of_edit(comment, before=before)
    return comment


def _choose_state(comment: Comment, author: User) -> str:
    held = first_state(author) == Comment.State.PENDING
    return Comment.State.PENDING if held else comment.state


@transaction.atomic
def withdraw_comment(comment: Comment) -> Comment:
    """Take a comment back: its place and the replies stay, its text is not shown.

    One that nobody could read leaves no place either: it goes as if it were rejected,
    its text with it. One that was withdrawn is returned. Raises NoLongerThere when it
    went otherwise, or its author did.
    """
    author = lock_people([comment.author_id]).get(comment.author_id or 0)
    if author is None or not author.is_active:
        raise NoLongerThere
    if Comment.objects.taken_back().filter(pk=comment.pk).exists():
        return comment
    comment = _lock_comment(comment)
    if never_shown(Comment.objects.filter(pk=comment.pk)).exists():
        comment.state, comment.source, comment.html = Comment.State.REJECTED, "", ""
    else:
        comment.state = Comment.State.WITHDRAWN
    comment.revision += 1
    comment.save(update_fields=["state", "source", "html", "revision"])
    return comment


def _lock_comment(comment: Comment) -> Comment:
    held = Comment.objects.select_for_update().get(pk=comment.pk)
    if held.state not in EDITABLE:
        raise NoLongerThere
    return held
