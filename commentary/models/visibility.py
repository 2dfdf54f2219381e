"""The words in which the rest of the portal asks for commentary.

Text that a person may not see does not leave the database: `shown_to` gives
tombstones with empty text, everything else starts at `visible_to`.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.people.models import Visitor

# What a cross-reference is shown with.
ENDS = (
    "clause__document",
    "version__clause",
    "version__edition",
    "target_clause__document",
    "target_version__clause",
    "target_version__edition",
    "part__document",
    "part_edition",
    "instrument",
    "quote",
    "author",
)


class CommentState(models.TextChoices):
    """The states of a comment; `Comment.State`, for the models that it needs."""

    PUBLISHED = "published", pgettext_lazy("of a comment", "published")
    PENDING = "pending", _("waiting for approval")
    REJECTED = "rejected", _("rejected")  # was never shown, and leaves no trace
    HIDDEN = "hidden", pgettext_lazy("of a comment", "hidden")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a comment", "withdrawn")


def moderates(user: Visitor) -> bool:
    """Tell whether this person decides about other people's commentary."""
    return user.is_active and user.has_perm("commentary.moderate_comment")
