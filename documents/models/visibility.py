"""The words in which the rest of the portal asks for documents, editions and clauses.

Whatever a page shows starts at `visible_to(user)`: who may see what is decided here
and nowhere else.
"""

from __future__ import annotations

from portal.people.models import Visitor

PUBLISHED = "published"


def sees_drafts(user: Visitor) -> bool:
    """Tell whether this person may look at what is not published yet."""
    return user.is_active and user.has_perm("documents.view_edition")
