"""Telling people by mail what was decided about them, in their language.

The mail never contains the comment: nothing that was hidden goes out again.
"""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from commentary.choices import language_of
from commentary.models import Decision
from commentary.verdicts import verdict
from documents.wording import best_wording

Action = Decision.Action


def tell_author(decision: Decision) -> None:
    """Send a decision to the person it concerns; to nobody when they have left."""
    person = decision.person
    if person is None or not person.is_active or not person.email:
        return
    with translation.override(language_of(person)):
        message = EmailMessage(
            subject=_subject(decision),
            body=render_to_string("commentary/mail/decision.txt", _context(decision)),
            to=[person.email],
        )
    message.send()


def address_of(decision: Decision) -> str:
    """Return the page on which the person concerned reads a decision, as a path."""
    if decision.comment_id is None:
        return reverse("commentary:own-suspension")
    return reverse("commentary:comment-decision", args=[decision.comment_id])


def _context(decision: Decision) -> dict[str, object]:
    comment = decision.comment
    return {
        "decision": decision,
        "verdict": verdict(decision),
        "title": best_wording(comment.clause.document, "title") if comment else "",
        "may_appeal": decision.is_against,
        "url": urljoin(settings.PORTAL_ORIGIN, address_of(decision)),
    }


def _subject(decision: Decision) -> str:
    match decision.action:
        case Action.HIDDEN:
            return gettext("Your comment was hidden")
        case Action.REJECTED:
            return gettext("Your comment was not approved")
        case Action.SHOWN:
            return gettext("Your comment is shown again")
        case Action.APPROVED:
            return gettext("Your comment was approved")
        case Action.SUSPENDED:
            return gettext("Your account may not comment for the time being")
        case Action.LIFTED:
            return gettext("Your account may comment again")
        case Action.ACCEPTED:
            return gettext("Your appeal was accepted")
        case _:
            return gettext("Your appeal was refused")
