"""Visibility of documents: the states of an edition, and who may see drafts.

Every page starts its queries at `visible_to(user)`: who may see what is decided here
and nowhere else.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import Visitor


class EditionState(models.TextChoices):
    """The states of an edition (`Edition.State`), for the models Edition imports."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


def sees_drafts(user: Visitor) -> bool:
    """Return whether this person may see drafts."""
    return user.is_active and user.has_perm("documents.view_edition")
