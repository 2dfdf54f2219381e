"""The gates: commentary a person may see or change, or 404. Views begin here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from commentary.models import Comment, CrossReference
from commentary.querysets import moderates

if TYPE_CHECKING:
    from commentary.querysets import Visitor

__all__ = [
    "get_comment_or_404",
    "get_own_comment_or_404",
    "get_reference_or_404",
    "get_shown_comment_or_404",
    "may_comment",
    "may_refer",
    "may_review",
    "moderates",
]


def may_comment(user: Visitor) -> bool:
    """Tell whether this person may say something: signed in, with a name, allowed."""
    return (
        user.is_authenticated
        and user.is_active
        and user.has_perm("commentary.add_comment")
    )


def get_comment_or_404(user: Visitor, pk: int) -> Comment:
    """Return a comment whose text this person may read; one query."""
    rows = Comment.objects.visible_to(user)
    return get_object_or_404(rows.with_place(), pk=pk)


def get_shown_comment_or_404(user: Visitor, pk: int) -> Comment:
    """Return a comment that is shown, be it as a tombstone; its text is not loaded."""
    return get_object_or_404(Comment.objects.shown_to(user).with_place(), pk=pk)


def get_own_comment_or_404(user: Visitor, pk: int) -> Comment:
    """Return a person's own comment, as long as its text can be read; one query."""
    if not user.is_authenticated:
        raise Http404
    rows = Comment.objects.visible_to(user).by(user)
    return get_object_or_404(rows.with_place(), pk=pk)


def may_refer(user: Visitor) -> bool:
    """Tell whether this person may propose cross-references."""
    return (
        user.is_authenticated
        and user.is_active
        and user.has_perm("commentary.add_crossreference")
    )


def may_review(user: Visitor) -> bool:
    """Tell whether this person decides about cross-references."""
    return user.is_active and user.has_perm("commentary.review_crossreference")


def get_reference_or_404(user: Visitor, pk: int) -> CrossReference:
    """Return a cross-reference with both its ends; one query."""
    rows = CrossReference.objects.visible_to(user).with_ends()
    return get_object_or_404(rows, pk=pk)
