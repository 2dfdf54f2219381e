"""Changing what one has said, and taking it back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from commentary.markdown import render
from commentary.models import Comment
from commentary.permissions import may_comment
from commentary.services.holding import hold_person
from commentary.services.mentioning import find_mentions
from commentary.services.notifying import notify_of_edit
from commentary.services.posting import is_known

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

    `revision` is the one that was edited. Raises CommentConflict when it is no longer
    the latest, NoLongerThere when the comment was hidden or withdrawn meanwhile,
    MayNotEdit when the account was suspended or closed.
    """
    if comment.author_id and not hold_person(comment.author_id).is_active:
        raise MayNotEdit
    comment = _held(comment)
    if comment.author is not None and not may_comment(comment.author):
        raise MayNotEdit
    if comment.revision != revision:
        raise CommentConflict(comment)
    said, before = find_mentions(source, comment.clause.document), comment.source
    source = said.source
    if (source, kind, language) == (comment.source, comment.kind, comment.language):
        return comment
    comment.source, comment.kind, comment.language = source, kind, language
    trusted = comment.author is not None and is_known(comment.author)
    comment.html = render(source, trusted=trusted, people=said.people)
    comment.edited_at = timezone.now()
    comment.revision += 1
    comment.save(
        update_fields=["source", "html", "kind", "language", "edited_at", "revision"]
    )
    notify_of_edit(comment, before=before)
    return comment


@transaction.atomic
def withdraw_comment(comment: Comment) -> Comment:
    """Take a comment back: its place and the replies stay, its text is not shown."""
    comment = _held(comment)
    comment.state = Comment.State.WITHDRAWN
    comment.revision += 1
    comment.save(update_fields=["state", "revision"])
    return comment


def _held(comment: Comment) -> Comment:
    held = Comment.objects.select_for_update().get(pk=comment.pk)
    if held.state not in EDITABLE:
        raise NoLongerThere
    return held
