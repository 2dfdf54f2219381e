"""What a decision says to the person it concerns, in one sentence."""

from __future__ import annotations

from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy

from commentary.models import Decision
from documents.labels import full_label

Action = Decision.Action
# Translators: %(place)s is a place in a document: "statement, preambular para. 7"
HIDDEN = gettext_lazy("A moderator hid your comment on %(place)s.")
# Translators: %(place)s is a place in a document: "statement, preambular para. 7"
REJECTED = gettext_lazy("A moderator did not approve your comment on %(place)s.")
# Translators: %(place)s is a place in a document: "statement, preambular para. 7"
SHOWN = gettext_lazy("Your comment on %(place)s is shown again.")
# Translators: %(place)s is a place in a document: "statement, preambular para. 7"
APPROVED = gettext_lazy("Your comment on %(place)s was approved and can be read now.")
# Translators: %(place)s is a place in a document: "statement, preambular para. 7"
ACCEPTED = gettext_lazy(
    "Your appeal was accepted: your comment on %(place)s can be read again."
)
# Translators: %(place)s is a place in a document: "statement, preambular para. 7"
REFUSED = gettext_lazy(
    "Your appeal was refused: your comment on %(place)s stays as it is."
)
ABOUT_COMMENTS: Final = {
    Action.HIDDEN: HIDDEN,
    Action.REJECTED: REJECTED,
    Action.SHOWN: SHOWN,
    Action.APPROVED: APPROVED,
    Action.ACCEPTED: ACCEPTED,
    Action.REFUSED: REFUSED,
}


def verdict(decision: Decision) -> str:
    """Return what was decided, as the active language says it."""
    if decision.comment is None:
        return _about_account(decision)
    pattern = ABOUT_COMMENTS[Action(decision.action)]
    return str(pattern) % {"place": full_label(decision.comment.version.locator)}


def _about_account(decision: Decision) -> str:
    match decision.action:
        case Action.LIFTED:
            return gettext("The suspension of your account was lifted.")
        case Action.ACCEPTED:
            return gettext("Your appeal was accepted: you may comment again.")
        case Action.REFUSED:
            return gettext("Your appeal was refused: the suspension stays in force.")
    if decision.until is None:
        return gettext(
            "A moderator suspended your account. You can read everything, but not"
            " comment."
        )
    text = gettext(
        "A moderator suspended your account until %(moment)s (UTC). You can read"
        " everything, but not comment until then."
    )
    moment = date_format(localtime(decision.until), "DATETIME_FORMAT")
    return text % {"moment": moment}
