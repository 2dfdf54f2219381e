"""Permissions of commentary: get an object the person may see or change, or Http404.

Views begin here.
"""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from commentary.models import (
    Comment,
    CrossReference,
    Decision,
    SavedSearch,
    Suspension,
    Watch,
)
from commentary.models.comments import CommentQuerySet
from commentary.models.moderation import DecisionQuerySet
from commentary.models.visibility import moderates
from documents.errors import Refused
from documents.models import Edition, Withdrawal
from documents.permissions import Withdrawn, find_withdrawal
from portal.people.models import User, Visitor

__all__ = [
    "TextClosed",
    "get_case_or_404",
    "get_comment_or_404",
    "get_own_comment_or_404",
    "get_own_decisions_or_404",
    "get_own_shown_comment_or_404",
    "get_person_or_404",
    "get_reference_or_404",
    "get_remover_or_404",
    "get_reportable_comment_or_404",
    "get_shown_comment_or_404",
    "is_suspended",
    "may_comment",
    "may_refer",
    "may_review",
    "moderates",
    "refuse_closed_comment",
    "refuse_closed_text",
    "refuse_suspended",
    "refuse_unless_moderator",
    "withdrawal_around",
]


def may_comment(user: Visitor) -> bool:
    """Return whether this person may comment: signed in, permitted, not suspended."""
    return (
        user.is_authenticated
        and user.is_active
        and user.has_perm("commentary.add_comment")
        and not is_suspended(user)
    )


def is_suspended(user: Visitor) -> bool:
    """Return whether a moderator has suspended this person's account; one query."""
    return Suspension.objects.in_force().of(user).exists()


class AccountSuspended(Refused):
    """A person whose account is suspended stores nothing new but about it."""

    message = _("You cannot do this while your account is suspended.")


def refuse_suspended(user: Visitor) -> None:
    """Raise AccountSuspended for such a person; one query."""
    if is_suspended(user):
        raise AccountSuspended


def get_comment_or_404(user: Visitor, pk: int) -> Comment:
    """Return a comment whose text this person may read, or raise Http404; one query."""
    return _get_comment(Comment.objects.visible_to(user), pk)


def get_shown_comment_or_404(user: Visitor, pk: int) -> Comment:
    """Return a comment shown to this person, or its tombstone; the text is deferred.

    Raises Withdrawn when it was shown to others before its text was withdrawn.
    """
    return _get_comment(Comment.objects.shown_to(user), pk)


def _get_comment(rows: CommentQuerySet, pk: int) -> Comment:
    comment = rows.with_place().filter(pk=pk).first()
    if comment is None:
        was_shown = Comment.objects.filter(state=Comment.State.PUBLISHED, pk=pk)
        hidden = was_shown.on_withdrawn().with_place().first()
        withdrawal = withdrawal_around(hidden) if hidden else None
        raise Withdrawn(withdrawal) if withdrawal else Http404
    return comment


def withdrawal_around(comment: Comment) -> Withdrawal | None:
    """Return what withdraws the text of a comment or of its thread; two queries."""
    begun = comment.root or comment
    for edition in (comment.version.edition, begun.version.edition):
        found = find_withdrawal(edition)
        if found is not None and found.is_withdrawn:
            return found
    return None


def refuse_closed_comment(comment: Comment) -> None:
    """Raise TextClosed for a comment that takes neither replies nor edits any more.

    Its text was withdrawn, or the whole document withdrawn or superseded; two queries.
    """
    document = comment.version.edition.document
    is_closed = Withdrawal.objects.in_force().of_document(document).exists()
    if is_closed or Comment.objects.on_withdrawn().filter(pk=comment.pk).exists():
        raise TextClosed


def get_own_shown_comment_or_404(user: Visitor, pk: int) -> Comment:
    """Return the person's own comment that is shown; its text is deferred."""
    rows = Comment.objects.shown_to(user).by(user)
    return get_object_or_404(rows.with_place(), pk=pk)


def get_own_comment_or_404(user: Visitor, pk: int) -> Comment:
    """Return the person's own comment whose text they may read; one query."""
    if not user.is_authenticated:
        raise Http404
    rows = Comment.objects.visible_to(user).by(user)
    return get_object_or_404(rows.with_place(), pk=pk)


def get_own_comment_to_withdraw_or_404(user: Visitor, pk: int) -> Comment:
    """Return the person's own comment that they may read, or have withdrawn already."""
    own = Comment.objects.by(user)
    rows = own.visible_to(user) | own.taken_back()
    return get_object_or_404(rows.with_place(), pk=pk)


def refuse_unless_moderator(user: Visitor) -> None:
    """Raise Http404 unless the person is a moderator: the queue is not disclosed."""
    if not moderates(user):
        raise Http404


def get_case_or_404(user: Visitor, pk: int) -> Comment:
    """Return any comment, for moderators only; one query."""
    refuse_unless_moderator(user)
    rows = Comment.objects.visible_to(user).with_quoted_words(user).with_place()
    return get_object_or_404(rows.select_related("clause__part"), pk=pk)


def get_person_or_404(user: Visitor, pk: int) -> User:
    """Return a person whose account a moderator decides about; one query."""
    refuse_unless_moderator(user)
    return get_object_or_404(get_user_model(), pk=pk)


def get_reportable_comment_or_404(user: Visitor, pk: int) -> Comment:
    """Return another person's published comment; one query."""
    rows = Comment.objects.published().with_place()
    if user.is_authenticated:
        rows = rows.exclude(author=user.pk)
    return get_object_or_404(rows, pk=pk)


def get_own_decisions_or_404(user: Visitor, pk: int | None) -> DecisionQuerySet:
    """Return the decisions about one's own comment, or about one's account (None).

    Without those that kept the comment. The comment's text is not loaded: its author
    may not read it while it is hidden.
    """
    if not user.is_authenticated:
        raise Http404
    own = Decision.objects.about(user).filter(comment=pk)
    told = own.exclude(action=Decision.Action.KEPT)
    if not told.exists():
        raise Http404
    return told


def refuse_closed_text(*editions: Edition | None) -> None:
    """Raise TextClosed if a text that is written about was withdrawn or superseded.

    Asked under the lock of its document, which withdrawing takes; a query for each.
    """
    for edition in editions:
        if edition is not None:
            rows = Withdrawal.objects.in_force().of_edition(edition)
            if rows.exists():
                raise TextClosed


class TextClosed(Refused):
    """A text that was withdrawn or superseded takes nothing new."""

    message = _(
        "This text has been withdrawn or superseded, so that it takes no more comments"
        " or cross-references. Copy what you wrote if you want to keep it."
    )


def may_refer(user: Visitor) -> bool:
    """Return whether this person may propose references: permitted, not suspended."""
    return (
        user.is_authenticated
        and user.is_active
        and user.has_perm("commentary.add_crossreference")
        and not is_suspended(user)
    )


def may_review(user: Visitor) -> bool:
    """Return whether this person may decide about cross-references."""
    return user.is_active and user.has_perm("commentary.review_crossreference")


def get_reference_or_404(user: Visitor, pk: int) -> CrossReference:
    """Return a cross-reference with both its ends and its details; six queries."""
    rows = CrossReference.objects.visible_to(user).with_ends().with_details()
    return get_object_or_404(rows, pk=pk)


def get_remover_or_404(
    rows: QuerySet[Watch] | QuerySet[SavedSearch], user: Visitor, pk: int
) -> User:
    """Return who removes a row that is their own; Http404 if it is another person's.

    What is gone is no error: who removes it once more has what they wanted.
    """
    is_another_s = rows.exclude(person=user.pk).filter(pk=pk)
    if not isinstance(user, User) or is_another_s.exists():
        raise Http404
    return user
