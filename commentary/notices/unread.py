"""Unread notices: how many a person has, for the head of every page."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

from commentary.models import Notice
from portal.people.models import Visitor

MOST_COUNTED: Final = 100  # "99+" is as good as any more


def count_unread(request: HttpRequest) -> int:
    """Return how many unread notices are shown to who asks; counted once a request."""
    known: dict[str, int] = request.__dict__
    if "unread_notices" not in known:
        user = getattr(request, "user", None)  # none where a request was refused early
        known["unread_notices"] = read_unread(user) if user is not None else 0
    return known["unread_notices"]


def read_unread(user: Visitor) -> int:
    """Count a person's unread notices that are shown; two queries at most."""
    if not user.is_authenticated:
        return 0
    # Most have none. Which of some are shown depends on much, and is dear to ask.
    if not Notice.objects.filter(person=user.pk).unread().exists():
        return 0
    return Notice.objects.told_to(user).unread()[:MOST_COUNTED].count()
