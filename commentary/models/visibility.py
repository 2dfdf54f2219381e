"""Visibility of commentary: the states of a comment, and who is a moderator.

Hidden text is not loaded from the database: `shown_to` returns tombstones with an empty
text, every other read starts at `visible_to`.
"""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.models import ClauseVersion
from documents.models.withdrawals import withdrawn_editions
from portal.people.models import Visitor

# The relations by which a cross-reference's ends are named and linked. Each is a join,
# and the planner's work grows with every join: a version's clause is the reference's.
ENDS = (
    "clause__document",
    "version",
    "target_clause__document",
    "target_version",
    "part__document",
    "instrument",
)


class CommentState(models.TextChoices):
    """The states of a comment (`Comment.State`), for the models Comment imports."""

    PUBLISHED = "published", pgettext_lazy("of a comment", "published")
    PENDING = "pending", _("waiting for approval")
    REJECTED = "rejected", _("rejected")  # never shown; no tombstone
    HIDDEN = "hidden", pgettext_lazy("of a comment", "hidden")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a comment", "withdrawn")


def said_on_withdrawn(path: str = "") -> Q:
    """Return the condition that a comment, or its thread, is on a withdrawn text.

    `path` leads to the comment. Its author and moderators alone read it then.
    """
    # Without a join to what each comment is on: withdrawn texts are few.
    texts = ClauseVersion.objects.filter(edition__in=withdrawn_editions())
    comments = apps.get_model("commentary", "Comment")._base_manager
    begun = comments.filter(version__in=texts, pk=OuterRef(f"{path}root"))
    own = Exists(texts.filter(pk=OuterRef(f"{path}version")))
    return Q(own) | Q(Exists(begun))


def moderates(user: Visitor) -> bool:
    """Return whether this person is a moderator of commentary."""
    return user.is_active and user.has_perm("commentary.moderate_comment")
