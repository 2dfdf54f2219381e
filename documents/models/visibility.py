"""The words in which the rest of the portal asks for documents, editions and clauses.

Whatever a page shows starts at `visible_to(user)`: who may see what is decided here
and nowhere else.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import Visitor


class EditionState(models.TextChoices):
    """The states of an edition; `Edition.State`, for the models that it needs."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


def sees_drafts(user: Visitor) -> bool:
    """Tell whether this person may look at what is not published yet."""
    return user.is_active and user.has_perm("documents.view_edition")
