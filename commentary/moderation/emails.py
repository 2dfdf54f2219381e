"""Moderation mail: a decision, in the language and time zone of whom it concerns.

The mail never contains the comment: nothing that was hidden goes out again.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy

from commentary.models import Decision
from commentary.notices.choices import as_read_by
from documents.presenters.labels import full_label
from documents.presenters.localized import short_title

Action = Decision.Action


def email_decision(decision: Decision) -> None:
    """Send a decision to the person it concerns; to nobody when they have left."""
    person = decision.person
    if person is None or not person.is_active or not person.email:
        return
    with as_read_by(person):
        message = EmailMessage(
            subject=_choose_subject(decision),
            body=render_to_string(
                "commentary/moderation/mail/decision.txt", _build_context(decision)
            ),
            to=[person.email],
        )
    message.send()


def address_of(decision: Decision) -> str:
    """Return the page on which the person concerned reads a decision, as a path."""
    if decision.comment_id is None:
        return reverse("commentary:own-suspension")
    return reverse("commentary:comment-decision", args=[decision.comment_id])


def _build_context(decision: Decision) -> dict[str, object]:
    comment = decision.comment
    return {
        "decision": decision,
        "verdict": decision_sentence(decision),
        "title": short_title(comment.clause.document) if comment else "",
        "may_appeal": decision.is_against,
        "url": urljoin(settings.PORTAL_ORIGIN, address_of(decision)),
    }


def _choose_subject(decision: Decision) -> str:
    match decision.action:
        case Action.HIDDEN:
            return gettext("Your comment was hidden")
        case Action.REJECTED:
            return gettext("Your comment was not approved")
        case Action.SHOWN:
            return gettext("Your comment is visible again")
        case Action.APPROVED:
            return gettext("Your comment was approved")
        case Action.SUSPENDED:
            return gettext("You may not comment for the time being")
        case Action.LIFTED:
            return gettext("You may comment again")
        case Action.ACCEPTED:
            return gettext("Your appeal was accepted")
        case _:
            return gettext("Your appeal was refused")


# Translators: %(place)s is a place in a document: "statement, preambular para. 7"
HIDDEN = gettext_lazy("A moderator has hidden your comment (%(place)s).")
# Translators: %(place)s is a place in a document: "statement, preambular para. 7"
REJECTED = gettext_lazy("A moderator did not approve your comment (%(place)s).")
# Translators: %(place)s is a place in a document: "statement, preambular para. 7"
SHOWN = gettext_lazy("Your comment (%(place)s) is visible again.")
# Translators: %(place)s is a place in a document: "statement, preambular para. 7"
APPROVED = gettext_lazy("Your comment (%(place)s) has been approved and published.")
# Translators: %(place)s is a place in a document: "statement, preambular para. 7"
ACCEPTED = gettext_lazy(
    "Your appeal was accepted: your comment (%(place)s) is visible again."
)
# Translators: %(place)s is a place in a document: "statement, preambular para. 7"
REFUSED = gettext_lazy(
    "Your appeal was refused: the decision on your comment (%(place)s) stands."
)
ABOUT_COMMENTS: Final = {
    Action.HIDDEN: HIDDEN,
    Action.REJECTED: REJECTED,
    Action.SHOWN: SHOWN,
    Action.APPROVED: APPROVED,
    Action.ACCEPTED: ACCEPTED,
    Action.REFUSED: REFUSED,
}


def decision_sentence(decision: Decision) -> str:
    """Return what was decided, as the active language says it."""
    if decision.comment is None:
        return _describe_account_decision(decision)
    pattern = ABOUT_COMMENTS[Action(decision.action)]
    return str(pattern) % {"place": full_label(decision.comment.version.locator)}


def _describe_account_decision(decision: Decision) -> str:
    match decision.action:
        case Action.LIFTED:
            return gettext("The suspension of your account has been lifted.")
        case Action.ACCEPTED:
            return gettext("Your appeal was accepted: you may comment again.")
        case Action.REFUSED:
            return gettext("Your appeal was refused: the suspension remains in force.")
    if decision.until is None:
        return gettext(
            "A moderator has suspended your account indefinitely. You can still"
            " read everything, but you cannot comment."
        )
    text = gettext(
        "A moderator has suspended your account until %(moment)s. You can still"
        " read everything, but you cannot comment until then."
    )
    moment = date_format(localtime(decision.until), "DATETIME_FORMAT")
    return text % {"moment": moment}
