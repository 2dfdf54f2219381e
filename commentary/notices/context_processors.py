"""Context processor: the number of unread notices in the head of every page."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest

from commentary.models import Notice

MOST_COUNTED = 100  # "99+" is as good as any more


def notices(request: HttpRequest) -> dict[str, Any]:
    """Return `unread_notices`, counted when a page first shows it: one query then."""
    return {"unread_notices": cache(lambda: _count_unread(request))}


def _count_unread(request: HttpRequest) -> int:
    user = getattr(request, "user", None)  # none yet where a request was refused early
    if user is None or not user.is_authenticated:
        return 0
    # Most have none. Which of some are shown depends on much, and is dear to ask.
    if not Notice.objects.filter(person=user.pk).unread().exists():
        return 0
    return Notice.objects.told_to(user).unread()[:MOST_COUNTED].count()
