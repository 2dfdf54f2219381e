"""Reports by readers and appeals by authors: stored for moderators."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commentary.locks import lock_active_person, lock_people
from commentary.models import Appeal, Comment, Decision, Report, Suspension
from commentary.rate_limits import refuse_many_appeals, refuse_many_reports
from documents.errors import Refused
from portal.people.models import User


@transaction.atomic
def report_comment(
    comment: Comment, *, reporter: User, reason: str, words: str = ""
) -> Report:
    """Ask moderators to look at a comment.

    A person reports a text once: reporting again returns the report that is there. A
    text that was edited since may be reported again. Who is suspended may report, too:
    they still read, what breaks the rules must be known whoever tells of it, and nobody
    but moderators reads a report. Raises Refused,
    PermissionDenied when the account was closed, and RateLimitExceeded when the
    person reported too much lately.
    """
    reporter = lock_active_person(reporter.pk)
    # The lock of decisions: no report comes to a comment that was hidden meanwhile.
    comment = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if not comment.is_published or comment.author_id == reporter.pk:
        raise Refused(_("This comment has been hidden or withdrawn in the meantime."))
    once = {"comment": comment, "reporter": reporter, "revision": comment.revision}
    report = Report.objects.filter(**once).first()
    if report is not None:
        return report
    refuse_many_reports(reporter)
    return Report.objects.create(**once, reason=reason, words=words)


@transaction.atomic
def appeal_decision(decision: Decision, *, words: str) -> Appeal:
    """Ask moderators to think again about hiding, rejecting or suspending.

    Each decision can be appealed against once; what answers an appeal stands. Raises
    Refused, also when the person has left, and RateLimitExceeded when the person
    appealed too often lately.
    """
    person = lock_people([decision.person_id]).get(decision.person_id or 0)
    # The lock under which further decisions are made: no two appeals either.
    if decision.comment_id is not None:
        Comment.objects.select_for_update(no_key=True).get(pk=decision.comment_id)
    if person is None or not person.is_active or not may_appeal(decision):
        raise Refused(_("This decision can no longer be appealed against."))
    refuse_many_appeals(person)
    return Appeal.objects.create(decision=decision, words=words)


def may_appeal(decision: Decision) -> bool:
    """Tell whether a decision can be appealed against; two queries."""
    if not decision.is_against or Appeal.objects.filter(decision=decision).exists():
        return False
    if decision.comment_id is None:
        return Suspension.objects.in_force().filter(decision=decision).exists()
    # While it is in force: what shows a comment again is a later decision.
    later = Decision.objects.filter(comment=decision.comment_id, pk__gt=decision.pk)
    return not later.exists()
