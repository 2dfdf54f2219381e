"""Tasks of the portal for the worker: mail delivery and periodic cleaning."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.management import call_command
from procrastinate import BaseRetryStrategy, RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from commentary.models import CommentTally
from documents.models import Touch
from documents.services import delete_stale_imports, remove_unused_files
from portal import retention
from portal.mail.models import DELIVER_MAIL, MAIL
from portal.mail.queue import (
    MissingMail,
    deliver,
    describe_failure,
    note_failure,
    redeliver,
)

# 4 s, 16 s, a minute, 4 minutes, 17 minutes, an hour, 4½ hours, 18 hours: a server that
# is down for a day loses no message.
PATIENT = RetryStrategy(max_attempts=8, exponential_wait=4)
# 4 s, 16 s, a minute: a message that does not exist by then will not appear.
BRIEF = RetryStrategy(max_attempts=3, exponential_wait=4)
CARE: Final = "care"  # the queue of periodic work
logger = logging.getLogger(__name__)


class DeliveryRetry(BaseRetryStrategy):
    """Retries for a day, but only for a minute after MissingMail."""

    def get_retry_decision(
        self, *, exception: BaseException, job: Job
    ) -> RetryDecision | None:
        strategy = BRIEF if isinstance(exception, MissingMail) else PATIENT
        decision = strategy.get_retry_decision(exception=exception, job=job)
        if decision is None:
            return None  # procrastinate logs the reason
        reason = describe_failure(exception)
        logger.warning("Delivery by job %s is tried again: %s", job.id, reason)
        # What waits for its next try holds up nothing else for the same recipients.
        return RetryDecision(retry_at=decision.retry_at, lock=f"again-{job.id}")


@app.task(name=DELIVER_MAIL, queue=MAIL, retry=DeliveryRetry())
def deliver_mail(*, mail: int) -> None:
    """Deliver one message; see portal.mail.queue.deliver.

    What a server refuses for good is not tried again.
    """
    try:
        deliver(mail)
    except OSError as error:  # of the network, or of smtplib
        if not note_failure(mail, error):
            raise


@app.periodic(cron="* * * * *")
@app.task(name="portal.resume", queue=CARE, queueing_lock="portal.resume")
async def resume(timestamp: int) -> None:
    """Retry the jobs of workers that were killed."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.periodic(cron="5-59/10 * * * *")
@app.task(name="portal.redeliver", queue=CARE, queueing_lock="portal.redeliver")
def redeliver_mail(timestamp: int) -> None:
    """Defer new jobs for mail whose job was lost."""
    redeliver()


@app.periodic(cron="* * * * *")
@app.task(name="portal.fold", queue=CARE, queueing_lock="portal.fold")
def fold(timestamp: int) -> None:
    """Keep the tables short that pages are counted from."""
    Touch.objects.fold()
    CommentTally.objects.fold()


@app.periodic(cron="17 3 * * *")
@app.task(name="portal.tidy", queue=CARE, queueing_lock="portal.tidy")
def tidy(timestamp: int) -> None:
    """Delete what is kept for a term that is over; see portal/retention.py."""
    call_command("clearsessions")
    retention.delete_unverified_accounts()
    retention.delete_read_notices()
    retention.delete_visits()
    retention.delete_failed_mail()
    delete_stale_imports()
    remove_unused_files()


@app.periodic(cron="7-59/10 * * * *")
@app.task(name="portal.bound", queue=CARE, queueing_lock="portal.bound")
def bound(timestamp: int) -> None:
    """Delete what visitors can make many of: sessions and rows of the cache."""
    retention.cap_anonymous_sessions()
    retention.delete_expired_cache()


@app.periodic(cron="27 3 * * *")
@app.task(name="portal.forget_jobs", queue=CARE, queueing_lock="portal.forget_jobs")
async def forget_jobs(timestamp: int) -> None:
    """Delete jobs that ended long ago, failed ones included."""
    hours = timedelta(days=settings.KEEP_FAILED_DAYS) // timedelta(hours=1)
    await app.job_manager.delete_old_jobs(
        nb_hours=hours, include_failed=True, include_cancelled=True
    )
