"""Rate limits: how much one person, and one network address, may send within an hour.

What a person wrote is counted in the database, by the services that store it. Requests
from an address are counted in the shared cache under a keyed hash; the address itself
is not stored. Two simultaneous requests may be counted as one there, which does not
matter against a flood. Moderators and editors are not limited.
"""

from __future__ import annotations

import ipaddress
import time
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from commentary.audit import decisions_since, edits_since
from commentary.models import Appeal, Comment, CrossReference, Report
from commentary.permissions import may_review, moderates
from documents.errors import Refused
from portal.people.models import Visitor

WINDOW: Final = timedelta(hours=1)
SALT: Final = "commentary.rate_limits"
IPV6_NETWORK: Final = 64  # bits: the prefix assigned to one household or office


class RateLimitExceeded(Exception):
    """A limit was exceeded; `message` is for the user, `seconds` the time to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = max(1, ceil(seconds))

    @property
    def message(self) -> str:
        minutes = ceil(self.seconds / 60)
        text = ngettext(
            "You have submitted a lot in a short time. Try again in %(minutes)s"
            " minute; what you wrote is kept here.",
            "You have submitted a lot in a short time. Try again in %(minutes)s"
            " minutes; what you wrote is kept here.",
            minutes,
        )
        return text % {"minutes": minutes}


def is_exempt(user: Visitor) -> bool:
    """Return whether this person is trusted not to flood: a moderator or an editor."""
    return moderates(user) or may_review(user)


def refuse_many_comments(user: Visitor) -> None:
    """Raise RateLimitExceeded when a person has reached the hourly limit of comments.

    One query.
    """
    rows = Comment.objects.by(user).order_by("-created_at")
    moments = rows.values_list("created_at", flat=True)
    _refuse(user, moments, settings.COMMENTARY_COMMENTS_PER_PERSON)


def refuse_many_edits(user: Visitor) -> None:
    """Raise RateLimitExceeded when a person has reached the hourly limit of edits.

    One query.
    """
    moments = edits_since(user, timezone.now() - WINDOW)
    _refuse(user, moments, settings.COMMENTARY_EDITS_PER_PERSON)


def refuse_many_references(user: Visitor) -> None:
    """Raise RateLimitExceeded when a person has reached the hourly limit of references.

    One query.
    """
    rows = CrossReference.objects.filter(author=user.pk).order_by("-created_at")
    moments = rows.values_list("created_at", flat=True)
    _refuse(user, moments, settings.COMMENTARY_REFERENCES_PER_PERSON)


def refuse_many_open_references(user: Visitor) -> None:
    """Raise Refused while as many of a person's proposals wait as may do; one query.

    Hidden ones, which the person cannot withdraw, are not counted.
    """
    if is_exempt(user):
        return
    waiting = CrossReference.objects.filter(
        author=user.pk, state=CrossReference.State.PROPOSED, is_hidden=False
    )
    limit = settings.COMMENTARY_OPEN_REFERENCES_PER_PERSON
    if waiting.count() >= limit:
        raise Refused(_say_too_many_wait(limit))


def _say_too_many_wait(limit: int) -> str:
    text = ngettext(
        "%(count)s cross-reference that you proposed still waits for an editor; no more"
        " than that may wait. Withdraw it, or come back when it is decided.",
        "%(count)s cross-references that you proposed still wait for an editor; no more"
        " than that may wait. Withdraw some, or come back when some are decided.",
        limit,
    )
    return text % {"count": limit}


def refuse_many_decisions(user: Visitor) -> None:
    """Raise RateLimitExceeded at the hourly limit of decisions about references.

    One query.
    """
    moments = decisions_since(user, timezone.now() - WINDOW)
    _refuse(user, moments, settings.COMMENTARY_DECISIONS_PER_PERSON)


def refuse_many_reports(user: Visitor) -> None:
    """Raise RateLimitExceeded at the hourly limit of reports; one query."""
    rows = Report.objects.filter(reporter=user.pk).order_by("-created_at")
    moments = rows.values_list("created_at", flat=True)
    _refuse(user, moments, settings.COMMENTARY_REPORTS_PER_PERSON)


def refuse_many_appeals(user: Visitor) -> None:
    """Raise RateLimitExceeded at the hourly limit of appeals; one query."""
    rows = Appeal.objects.filter(decision__person=user.pk).order_by("-created_at")
    moments = rows.values_list("created_at", flat=True)
    _refuse(user, moments, settings.COMMENTARY_APPEALS_PER_PERSON)


def _refuse(user: Visitor, moments: QuerySet[Any, datetime], limit: int) -> None:
    """Raise RateLimitExceeded if the `limit`-th latest of `moments` is within WINDOW.

    `moments` has the latest first.
    """
    if is_exempt(user):
        return
    for moment in moments[limit - 1 : limit]:
        left = moment + WINDOW - timezone.now()
        if left > timedelta():
            raise RateLimitExceeded(left.total_seconds())


def refuse_many_from_address(request: HttpRequest) -> None:
    """Count one request of this address. Raises RateLimitExceeded beyond the limit."""
    if is_exempt(request.user):
        return
    now, length = time.time(), WINDOW.total_seconds()
    # One key an hour: in some caches incr() would renew the entry's timeout.
    key = f"commentary.flood.{hashed_address(request)}.{int(now // length)}"
    count = cache.get(key, 0)
    if count >= settings.COMMENTARY_POSTS_PER_ADDRESS:
        raise RateLimitExceeded(length - now % length)
    cache.set(key, count + 1, timeout=int(length))


def hashed_address(request: HttpRequest) -> str:
    """Return a keyed hash of the visitor's address, for IPv6 of its /64 network."""
    given = _address(request)
    try:
        address = ipaddress.ip_address(given)
    except ValueError:  # such as a UNIX socket: all visitors share one key
        return salted_hmac(SALT, given).hexdigest()
    if address.version == 6:
        network = ipaddress.ip_network((address, IPV6_NETWORK), strict=False)
        given = str(network.network_address)
    return salted_hmac(SALT, given).hexdigest()


def _address(request: HttpRequest) -> str:
    """Return the client's address; headers set by the client are not trusted."""
    if settings.BEHIND_PROXY:
        # Our own proxy appended the last one; the client can forge those before it.
        return request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
