"""The gates: commentary a person may see or change, or 404. Views begin here."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import get_object_or_404

from commentary.models import Comment, CrossReference, Decision, Suspension
from commentary.models.moderation import DecisionQuerySet
from commentary.models.visibility import moderates
from portal.people.models import User, Visitor

__all__ = [
    "get_case_or_404",
    "get_comment_or_404",
    "get_own_comment_or_404",
    "get_own_decisions_or_404",
    "get_own_shown_comment_or_404",
    "get_person_or_404",
    "get_reference_or_404",
    "get_reportable_comment_or_404",
    "get_shown_comment_or_404",
    "is_suspended",
    "may_comment",
    "may_refer",
    "may_review",
    "moderates",
    "refuse_unless_moderator",
]


def may_comment(user: Visitor) -> bool:
    """Tell whether this person may say something: signed in, allowed, not suspended."""
    return (
        user.is_authenticated
        and user.is_active
        and user.has_perm("commentary.add_comment")
        and not is_suspended(user)
    )


def is_suspended(user: Visitor) -> bool:
    """Tell whether a moderator has suspended this person's account; one query."""
    return Suspension.objects.in_force().of(user).exists()


def get_comment_or_404(user: Visitor, pk: int) -> Comment:
    """Return a comment whose text this person may read; one query."""
    rows = Comment.objects.visible_to(user)
    return get_object_or_404(rows.with_place(), pk=pk)


def get_shown_comment_or_404(user: Visitor, pk: int) -> Comment:
    """Return a comment that is shown, be it as a tombstone; its text is not loaded."""
    return get_object_or_404(Comment.objects.shown_to(user).with_place(), pk=pk)


def get_own_shown_comment_or_404(user: Visitor, pk: int) -> Comment:
    """Return a person's own comment as it is shown; its text is not loaded."""
    rows = Comment.objects.shown_to(user).by(user)
    return get_object_or_404(rows.with_place(), pk=pk)


def get_own_comment_or_404(user: Visitor, pk: int) -> Comment:
    """Return a person's own comment, as long as its text can be read; one query."""
    if not user.is_authenticated:
        raise Http404
    rows = Comment.objects.visible_to(user).by(user)
    return get_object_or_404(rows.with_place(), pk=pk)


def refuse_unless_moderator(user: Visitor) -> None:
    """Raise Http404 for everybody else: that there is a queue is nobody's business."""
    if not moderates(user):
        raise Http404


def get_case_or_404(user: Visitor, pk: int) -> Comment:
    """Return any comment, for moderators alone; one query."""
    refuse_unless_moderator(user)
    rows = Comment.objects.visible_to(user).with_place()
    return get_object_or_404(rows.select_related("clause__part"), pk=pk)


def get_person_or_404(user: Visitor, pk: int) -> User:
    """Return a person about whose account moderators decide; one query."""
    refuse_unless_moderator(user)
    return get_object_or_404(get_user_model(), pk=pk)


def get_reportable_comment_or_404(user: Visitor, pk: int) -> Comment:
    """Return somebody else's comment that everybody may read; one query."""
    rows = Comment.objects.published().with_place()
    if user.is_authenticated:
        rows = rows.exclude(author=user.pk)
    return get_object_or_404(rows, pk=pk)


def get_own_decisions_or_404(user: Visitor, pk: int | None) -> DecisionQuerySet:
    """Return what was decided about one's own comment, or account (None).

    The comment's text is not loaded: its author may not read it while it is hidden.
    """
    if not user.is_authenticated:
        raise Http404
    own = Decision.objects.about(user).filter(comment=pk)
    told = own.exclude(action=Decision.Action.KEPT)
    if not told.exists():
        raise Http404
    return told


def may_refer(user: Visitor) -> bool:
    """Tell whether this person may propose cross-references, and is not suspended."""
    return (
        user.is_authenticated
        and user.is_active
        and user.has_perm("commentary.add_crossreference")
        and not is_suspended(user)
    )


def may_review(user: Visitor) -> bool:
    """Tell whether this person decides about cross-references."""
    return user.is_active and user.has_perm("commentary.review_crossreference")


def get_reference_or_404(user: Visitor, pk: int) -> CrossReference:
    """Return a cross-reference with both its ends; one query."""
    rows = CrossReference.objects.visible_to(user).with_ends()
    return get_object_or_404(rows, pk=pk)
