"""Retention: what is deleted when its term is over. README, "What is kept how long".

Each function deletes one kind of rows and may be repeated at any time; the worker calls
them (portal/tasks.py).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from commentary.models import Notice, Visit
from portal.mail.models import QueuedMail
from portal.mail.queue import forget
from portal.people.models import User
from portal.people.roles import Role
from portal.people.sessions import SessionStore

BATCH: Final = 1_000  # sessions that are decoded at a time


def _begin_term(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


@transaction.atomic
def delete_unverified_accounts() -> int:
    """Delete accounts that nobody ever signed in to; return their number.

    None that an administrator gave a role. Their addresses are locked: one that is
    being verified at this moment is waited for, and then stays.
    """
    joined = _begin_term(settings.KEEP_UNVERIFIED_DAYS)
    nobodys = User.objects.filter(
        date_joined__lt=joined, last_login=None, is_staff=False, is_superuser=False
    )
    nobodys = nobodys.exclude(groups__in=_higher_roles())
    unverified = EmailAddress.objects.filter(verified=False, user__in=nobodys)
    locked = unverified.select_for_update(of=("self",), skip_locked=True)
    people = set(locked.values_list("user", flat=True))
    verified = EmailAddress.objects.filter(verified=True, user__in=people)
    people -= set(verified.values_list("user", flat=True))
    User.objects.filter(pk__in=people).delete()
    return len(people)


def _higher_roles() -> list[int]:
    groups = Group.objects.exclude(name=Role.COMMENTATOR)
    return list(groups.values_list("pk", flat=True))


def delete_read_notices() -> None:
    """Delete notices that were read long ago."""
    term = _begin_term(settings.KEEP_READ_NOTICES_DAYS)
    Notice.objects.filter(read_at__lt=term).delete()


def delete_visits() -> None:
    """Delete what marks comments as new to somebody who has not come for long."""
    Visit.objects.filter(seen_at__lt=_begin_term(settings.KEEP_VISITS_DAYS)).delete()


def delete_failed_mail() -> None:
    """Delete messages that could not be delivered, and their jobs."""
    term = _begin_term(settings.KEEP_FAILED_DAYS)
    forget(QueuedMail.objects.filter(created_at__lt=term))


def delete_expired_cache() -> None:
    """Delete expired rows of the cache, where it is in the database.

    Django deletes them when the table is full only.
    """
    cache: dict[str, Any] = settings.CACHES["default"]
    if not cache["BACKEND"].endswith(".DatabaseCache"):
        return
    table = connection.ops.quote_name(cache["LOCATION"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE expires < %s",  # noqa: S608 - our own name
            [timezone.now()],
        )


def cap_anonymous_sessions() -> int:
    """Delete the oldest sessions of visitors beyond the most; return their number.

    The oldest are those that expire first. Sessions are opaque to the database, so they
    are only looked into where there are too many in all.
    """
    excess = Session.objects.count() - settings.MOST_SESSIONS
    if excess <= 0:
        return 0
    rows = Session.objects.order_by("expire_date", "pk")
    kept = rows.values_list("pk", "session_data").iterator(chunk_size=BATCH)
    visitors = (pk for pk, data in kept if SessionStore.is_anonymous(data))
    oldest = list(islice(visitors, excess))
    return Session.objects.filter(pk__in=oldest).delete()[0]
