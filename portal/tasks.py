"""What the worker does. Every job of the portal project stands in this module."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from portal.mail import deliver
from portal.models import QueuedMail

# 4 s, 16 s, a minute, 4 minutes, 17 minutes, an hour, 4½ hours, 18 hours: a server that
# is down for a day loses no message.
PATIENT = RetryStrategy(max_attempts=8, exponential_wait=4)
KEPT = timedelta(days=14)  # what failed for good, for an operator to look at


@app.task(name="portal.deliver_mail", queue="mail", retry=PATIENT)
def deliver_mail(*, mail: int) -> None:
    """Deliver one message."""
    deliver(mail)


@app.periodic(cron="*/10 * * * *")
@app.task(name="portal.resume", queue="care", queueing_lock="portal.resume")
async def resume(timestamp: int) -> None:
    """Start again what a worker left behind when it was killed."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="portal.tidy", queue="care", queueing_lock="portal.tidy")
def tidy(timestamp: int) -> None:
    """Remove what has served: ended sessions, and mail that failed long ago."""
    call_command("clearsessions")
    QueuedMail.objects.filter(created_at__lt=timezone.now() - KEPT).delete()


@app.periodic(cron="27 3 * * *")
@app.task(name="portal.forget_jobs", queue="care", queueing_lock="portal.forget_jobs")
async def forget_jobs(timestamp: int) -> None:
    """Remove jobs that ended long ago, the failed ones too."""
    hours = KEPT // timedelta(hours=1)
    await app.job_manager.delete_old_jobs(
        nb_hours=hours, include_failed=True, include_cancelled=True
    )
