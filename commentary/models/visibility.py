"""The words in which the rest of the portal asks for commentary.

Text that a person may not see does not leave the database: `shown_to` gives
tombstones with empty text, everything else starts at `visible_to`.
"""

from __future__ import annotations

from portal.people.models import Visitor

PUBLISHED, PENDING, REJECTED = "published", "pending", "rejected"
ACCEPTED, DISPUTED, WITHDRAWN = "accepted", "disputed", "withdrawn"
DETECTED = "detected"
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


def moderates(user: Visitor) -> bool:
    """Tell whether this person decides about other people's commentary."""
    return user.is_active and user.has_perm("commentary.moderate_comment")
