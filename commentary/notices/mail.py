"""Mail of notices: rendered when it is sent, so that it has what may be read then.

A notice is mailed once, unless what it tells of happens anew: its row is held, and
marked, in the transaction in which the message is handed to the mail backend. A person
gets so many mails an hour, counted by NoticeMail; what goes beyond is held back, and
comes in one mail that gathers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from commentary.locks import lock_person
from commentary.models import Comment, Notice, NoticeMail, Watch
from commentary.models.notice_kinds import Delivery, Scope
from commentary.models.notices import WatchQuerySet
from commentary.notices.choices import as_read_by
from commentary.notices.rendering import group_by_document, one_line, render_notice
from commentary.notices.searches import searches_for_comment, searches_for_edition
from commentary.notices.unsubscribe import token_for
from commentary.text.markdown import mentioned_in
from portal.people.models import DIGESTS, MailFrequency, User

HOUR: Final = 7  # of the person's morning, when digests are sent
MONDAY: Final = 0
# What could not be mailed for so long is no news any more.
KEPT: Final = timedelta(days=14)
WINDOW: Final = timedelta(hours=1)  # in which mails to one person are counted
MOST_LISTED: Final = 200  # in one mail, which says how many more there are
# A digest is recorded for so long: longer than a week, and than any two zones differ.
MORNINGS_KEPT: Final = timedelta(days=9)
TEMPLATE: Final = "commentary/notices/mail/notices"


@dataclass(frozen=True, slots=True)
class Stop:
    """What the address in a mail's head stops, in one click."""

    scope: Scope
    pks: tuple[int, ...] = ()
    searches: tuple[str, ...] = ()  # what those that it removes look for


EVERYTHING: Final = Stop(Scope.ALL)


@transaction.atomic
def mail_notice(pk: int) -> bool:
    """Mail a notice if its reader wants it at once; tell whether it was mailed.

    What an edition asks of one person comes in one mail, whichever notice is named.
    What is too much for the hour is held back.
    """
    _lock_reader(pk)
    notices = list(_lock_notices([pk]))
    if not notices or not _is_for_now(notices[0]):
        # For who changes from digests to mails at once before the digest.
        _mark(filter(_waits_for_digest, notices), is_held_back=True)
        return False
    notice, person = notices[0], notices[0].person
    if notice.rules.subject_of_several is not None:
        notices = list(_lock_notices(_find_asked_with(notice)))
    if _has_enough_mail(person):
        _mark(notices, is_held_back=True)
        return False
    with as_read_by(person):
        stop = _choose_stop(notice)
        _send(
            person,
            notices,
            _write_subject(notices),
            stop,
            _build_thread_headers(notice),
        )
    return True


def _lock_reader(pk: int) -> None:
    """Let two jobs count the mails of one person one after the other.

    Before the notice is held: closing an account takes the locks in this order.
    """
    reader = Notice.objects.filter(pk=pk).values_list("person", flat=True).first()
    if reader is not None:
        lock_person(reader)


def _has_enough_mail(person: User) -> bool:
    sent = NoticeMail.objects.filter(person=person).sent_since(_begin_window())
    return sent.count() >= settings.COMMENTARY_MAILS_PER_PERSON


def _begin_window() -> datetime:
    return timezone.now() - WINDOW


def delete_counted_mails() -> None:
    """Delete the records of mails that count for no limit any more; one query."""
    mornings = timezone.now() - MORNINGS_KEPT
    NoticeMail.objects.kept_for_nothing(
        counted=_begin_window(), mornings=mornings
    ).delete()


def _find_asked_with(notice: Notice) -> list[int]:
    """Return the notices of a person that the same edition gave this reason for."""
    rows = Notice.objects.not_mailed().filter(
        person=notice.person_id, edition=notice.edition_id, kind=notice.kind
    )
    return list(rows.values_list("pk", flat=True))


def _write_subject(notices: list[Notice]) -> str:
    several = notices[0].rules.subject_of_several
    if several is None or len(notices) == 1:
        return render_notice(notices[0]).sentence
    return str(several % {"count": len(notices)})


@transaction.atomic
def mail_digest(person: User) -> bool:
    """Mail everything that has gathered for a person, once for each of their mornings.

    Tell whether it was mailed. The person's lock lets a second job wait, and then find
    that this morning has its digest.
    """
    lock_person(person.pk)
    morning = find_morning(person, timezone.now())
    if morning is None or _has_digest(person, morning):
        return False
    waiting = Notice.objects.for_digests(_compute_oldest()).filter(person=person)
    notices = list(_lock_notices(list(waiting.values_list("pk", flat=True))))
    if not notices:
        return False
    with as_read_by(person):
        subject = ngettext(
            "%(count)s update on what you are watching",
            "%(count)s updates on what you are watching",
            len(notices),
        )
        _send(
            person,
            notices,
            subject % {"count": len(notices)},
            EVERYTHING,
            {},
            morning=morning,
        )
    return True


def _has_digest(person: User, morning: datetime) -> bool:
    sent = NoticeMail.objects.filter(person=person, morning__gte=morning)
    return sent.exists()


@transaction.atomic
def mail_held_back(person: User) -> bool:
    """Mail together what was too much for its hour, if there is any.

    What the person does not want at once any more is left to digests.
    """
    waiting = Notice.objects.held_back(_compute_oldest()).filter(person=person)
    found = list(_lock_notices(list(waiting.values_list("pk", flat=True))))
    _mark(found, is_held_back=False)
    notices = [notice for notice in found if _is_for_now(notice)]
    if not notices:
        return False
    with as_read_by(person):
        subject = ngettext(
            "You have %(count)s more notice",
            "You have %(count)s more notices",
            len(notices),
        )
        _send(person, notices, subject % {"count": len(notices)}, EVERYTHING, {})
    return True


def with_mail_held_back() -> list[int]:
    """Return the people for whom something was held back; one query."""
    waiting = Notice.objects.held_back(_compute_oldest()).filter(person__is_active=True)
    return list(waiting.order_by("person").values_list("person", flat=True).distinct())


def waiting_for(**about: int) -> list[int]:
    """Return the notices of an event that are not mailed yet; one query.

    The event is a `comment`, an `edition`, a `reference` or a `withdrawal`, by its id.
    """
    notices = Notice.objects.not_mailed().filter(**about)
    return list(notices.order_by("pk").values_list("pk", flat=True))


def due_for_digest(now: datetime) -> list[int]:
    """Return the people for whom something has waited for a digest; three queries.

    What could not be sent in its hour is due until it is sent; who had a digest of
    this morning is due on the next.
    """
    waiting = (
        Notice.objects.for_digests(_compute_oldest()).order_by().values_list("person")
    )
    since = dict(waiting.annotate(since=Min("created_at")))
    sent = NoticeMail.objects.filter(person__in=since, morning__isnull=False)
    latest = dict(sent.values_list("person").annotate(latest=Max("morning")))
    people = get_user_model().objects.filter(pk__in=since, is_active=True)
    return [
        each.pk
        for each in people
        if _is_due(each, now, since=since[each.pk], latest=latest.get(each.pk))
    ]


def _is_due(
    person: User, now: datetime, *, since: datetime, latest: datetime | None
) -> bool:
    morning = find_morning(person, now)
    if morning is None or since >= morning:
        return False
    return latest is None or latest < morning


def find_morning(person: User, now: datetime) -> datetime | None:
    """Return when a person's digest was last to be sent, in UTC; None for no digests.

    At HOUR by their own clocks, whatever these did since.
    """
    if person.mail_frequency not in DIGESTS:
        return None
    local = now.astimezone(person.zone)
    day = local.date()
    if local.hour < HOUR:
        day -= timedelta(days=1)
    if person.mail_frequency == MailFrequency.WEEKLY:
        day -= timedelta(days=(day.weekday() - MONDAY) % 7)
    return datetime.combine(day, time(HOUR), person.zone).astimezone(UTC)


def _compute_oldest() -> datetime:
    return timezone.now() - KEPT


def _lock_notices(pks: Sequence[int]) -> QuerySet[Notice]:
    """Hold notices until they are marked; those that may be read and are not mailed."""
    rows = Notice.objects.filter(pk__in=pks, person__is_active=True)
    held = rows.to_mail().select_for_update(of=("self",))
    return held.for_list().select_related("person")


def _is_for_now(notice: Notice) -> bool:
    """Tell whether a notice is to be mailed at once."""
    person, comment = notice.person, notice.comment
    match notice.rules.delivery:
        case Delivery.NEWS_OF_ONES_OWN:
            return person.mail_frequency != MailFrequency.NEVER
        case Delivery.PERSONAL if comment is not None:
            return _wants_at_once(person, comment)
        case _:
            return person.mail_frequency == MailFrequency.AT_ONCE


def _waits_for_digest(notice: Notice) -> bool:
    return notice.rules.is_gathered and notice.person.mail_frequency in DIGESTS


def _wants_at_once(person: User, comment: Comment) -> bool:
    """Tell whether a person wants mail about a comment that is meant for them.

    A reply that mentions is a mention too: either choice has it mailed.
    """
    replied = comment.parent is not None and comment.parent.author_id == person.pk
    mentioned = person.pk in mentioned_in(comment.source)
    return (replied and person.mails_replies) or (mentioned and person.mails_mentions)


def _choose_stop(notice: Notice) -> Stop:
    """Return what a mail's own address stops: a kind, or these watches or searches."""
    scope = notice.rules.stops
    if scope is Scope.REPLIES and not notice.person.mails_replies:
        return Stop(Scope.MENTIONS)
    if scope is Scope.SEARCHES:
        return _stop_searches(notice)
    if scope is not Scope.WATCHES:
        return Stop(scope)
    own = _find_watches(notice).filter(person=notice.person_id).order_by("pk")
    pks = tuple(own.values_list("pk", flat=True))
    return Stop(Scope.WATCHES, pks) if pks else EVERYTHING


def _stop_searches(notice: Notice) -> Stop:
    if notice.comment is not None:
        found = searches_for_comment(notice.comment)
    else:
        assert notice.edition is not None, "a constraint says so"  # noqa: S101
        found = searches_for_edition(notice.edition)
    own = found.by(notice.person).order_by("pk")
    pks = tuple(search.pk for search in own)
    queries = tuple(search.query for search in own)
    return Stop(Scope.SEARCHES, pks, queries) if pks else EVERYTHING


def _find_watches(notice: Notice) -> WatchQuerySet:
    """Return the watches that a notice may be told for."""
    if notice.comment is not None:
        return Watch.objects.of_comment(notice.comment)
    if notice.reference is not None:
        return Watch.objects.of_reference(notice.reference)
    return Watch.objects.in_document(notice.document).filter(thread=None)


def _send(
    person: User,
    notices: list[Notice],
    subject: str,
    stop: Stop,
    headers: dict[str, str],
    *,
    morning: datetime | None = None,
) -> None:
    """Hand one message to the mail backend and mark what it tells of.

    With a `morning` it is the digest of that morning.
    """
    one_click = _build_unsubscribe_url(person, stop)
    sent = NoticeMail.objects.create(person=person, morning=morning)
    message = EmailMultiAlternatives(
        subject=one_line(subject),
        to=[person.email],
        headers={
            **headers,
            "Message-ID": f"<notices-{sent.pk}@{_read_host()}>",
            "List-Unsubscribe": f"<{one_click}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    context = {
        "groups": group_by_document(
            notices[:MOST_LISTED], origin=settings.PORTAL_ORIGIN
        ),
        "more": max(len(notices) - MOST_LISTED, 0),
        "origin": settings.PORTAL_ORIGIN,
        "language": translation.get_language(),
        "scope": stop.scope.value,
        "searches": stop.searches,
        "stop": one_click,
        "stop_all": _build_unsubscribe_url(person, EVERYTHING),
    }
    message.body = render_to_string(f"{TEMPLATE}.txt", context)
    html = render_to_string(f"{TEMPLATE}.html", context)
    message.attach_alternative(html, "text/html")
    message.send()
    _mark(notices, mailed_at=timezone.now(), is_held_back=False)


def _mark(notices: Iterable[Notice], **marks: datetime | bool) -> None:
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(**marks)


def _build_unsubscribe_url(person: User, stop: Stop) -> str:
    token = token_for(person.pk, stop.scope, stop.pks)
    return settings.PORTAL_ORIGIN + reverse("mail:unsubscribe", args=[token])


def _build_thread_headers(notice: Notice) -> dict[str, str]:
    """Return the headers by which mail programs show a thread together."""
    comment, reference = notice.comment, notice.reference
    if comment is not None:
        about = f"thread-{comment.root_id or comment.pk}"
    elif reference is not None:
        about = f"reference-{reference.pk}"
    else:
        return {}
    # Nobody has this message; all mails on the thread refer to it.
    thread = f"<{about}@{_read_host()}>"
    return {"In-Reply-To": thread, "References": thread}


def _read_host() -> str:
    return urlsplit(settings.PORTAL_ORIGIN).hostname or ""
