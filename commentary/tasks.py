"""Tasks of commentary for the worker: mails of notices, and digests.

procrastinate imports the module by its name.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from commentary.notices import mail, searches
from commentary.notices.notify import (
    MAIL_COMMENT,
    MAIL_EDITION,
    MAIL_NOTICE,
    MAIL_REFERENCE,
    MAIL_WITHDRAWAL,
)
from commentary.notices.searches import TELL_OF_COMMENT, TELL_OF_EDITION

PATIENT = RetryStrategy(max_attempts=8, exponential_wait=4)
MAIL_DIGEST = "commentary.mail_digest"
MAIL_HELD_BACK = "commentary.mail_held_back"


@app.task(name=MAIL_COMMENT, queue="mail", retry=PATIENT)
def mail_comment(*, comment: int) -> None:
    """Mail the notices of a comment to people with immediate delivery."""
    _mail_each(mail.waiting_for(comment=comment))


@app.task(name=MAIL_EDITION, queue="mail", retry=PATIENT)
def mail_edition(*, edition: int) -> None:
    """Mail the notices of an edition to people with immediate delivery."""
    _mail_each(mail.waiting_for(edition=edition))


@app.task(name=MAIL_REFERENCE, queue="mail", retry=PATIENT)
def mail_reference(*, reference: int) -> None:
    """Mail the notices of a cross-reference to people with immediate delivery."""
    _mail_each(mail.waiting_for(reference=reference))


@app.task(name=MAIL_WITHDRAWAL, queue="mail", retry=PATIENT)
def mail_withdrawal(*, withdrawal: int) -> None:
    """Mail the notices of a withdrawal to people with immediate delivery."""
    _mail_each(mail.waiting_for(withdrawal=withdrawal))


@app.task(name=TELL_OF_COMMENT, queue="care", retry=PATIENT)
def tell_searchers_of_comment(*, comment: int) -> None:
    """Tell whose saved searches match a new comment, and have it mailed."""
    if searches.tell_searchers_of_comment(comment):
        mail_comment.defer(comment=comment)


@app.task(name=TELL_OF_EDITION, queue="care", retry=PATIENT)
def tell_searchers_of_edition(*, edition: int) -> None:
    """Tell whose saved searches match a new edition, and have it mailed."""
    if searches.tell_searchers_of_edition(edition):
        mail_edition.defer(edition=edition)


@app.task(name=MAIL_NOTICE, queue="mail", retry=PATIENT)
def mail_notice(*, notice: int) -> None:
    """Mail one notice if its reader chose immediate delivery."""
    mail.mail_notice(notice)


def _mail_each(notices: Iterable[int]) -> None:
    """Mail every notice; one that fails keeps nobody else waiting.

    Raises ExceptionGroup at the end, so that the job is tried again.
    """
    failures = []
    for pk in notices:
        try:
            mail.mail_notice(pk)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Some notices could not be mailed.", failures)


@app.task(name=MAIL_DIGEST, queue="mail", retry=PATIENT)
def mail_digest(*, person: int) -> None:
    """Mail one person's digest of notices."""
    found = get_user_model().objects.filter(pk=person, is_active=True).first()
    if found is not None:
        mail.mail_digest(found)


@app.task(name=MAIL_HELD_BACK, queue="mail", retry=PATIENT)
def mail_held_back(*, person: int) -> None:
    """Mail one person the notices held back by the rate limit, in one mail."""
    found = get_user_model().objects.filter(pk=person, is_active=True).first()
    if found is not None:
        mail.mail_held_back(found)


@app.periodic(cron="3 * * * *")
@app.task(
    name="commentary.begin_held_back", queue="care", queueing_lock="commentary.held"
)
def begin_held_back(timestamp: int) -> None:
    """Defer the mails of what was too much for its hour.

    Deletes the records of mails that count no more.
    """
    mail.delete_counted_mails()
    for person in mail.with_mail_held_back():
        mail_held_back.defer(person=person)


# Seven o'clock comes at every quarter of an hour in some zone.
@app.periodic(cron="3-59/15 * * * *")
@app.task(
    name="commentary.begin_digests", queue="care", queueing_lock="commentary.digests"
)
def begin_digests(timestamp: int) -> None:
    """Defer a digest for everybody whose morning it is."""
    for person in mail.due_for_digest(datetime.fromtimestamp(timestamp, UTC)):
        mail_digest.defer(person=person)
