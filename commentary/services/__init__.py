"""Everything that changes commentary: one function a change, each all or nothing."""

from __future__ import annotations

from commentary.services.answering import (
    CannotAnswer,
    choose_place_again,
    confirm_place,
    leave_place,
)
from commentary.services.carrying import carry_quotes
from commentary.services.leaving import contributions_of, give_up_contributions
from commentary.services.moderating import (
    CannotDecide,
    DecidedMeanwhile,
    Ruling,
    Seen,
    actions_for,
    claim_comment,
    decide_comment,
    seen_of,
)
from commentary.services.notifying import (
    notify_of_comment,
    notify_of_edit,
    notify_of_edition,
)
from commentary.services.posting import (
    CannotComment,
    Chosen,
    post_comment,
)
from commentary.services.reporting import (
    CannotAppeal,
    CannotReport,
    appeal_decision,
    may_appeal,
    report_comment,
)
from commentary.services.revising import (
    CommentConflict,
    MayNotEdit,
    NoLongerThere,
    edit_comment,
    withdraw_comment,
)
from commentary.services.suspending import (
    AccountDecidedMeanwhile,
    CannotSuspend,
    account_actions,
    decide_account,
    suspension_of,
)
from commentary.services.unsubscribing import unsubscribe
from commentary.services.watching import unwatch, watch

__all__ = [
    "AccountDecidedMeanwhile",
    "CannotAnswer",
    "CannotAppeal",
    "CannotComment",
    "CannotDecide",
    "CannotReport",
    "CannotSuspend",
    "Chosen",
    "CommentConflict",
    "DecidedMeanwhile",
    "MayNotEdit",
    "NoLongerThere",
    "Ruling",
    "Seen",
    "account_actions",
    "actions_for",
    "appeal_decision",
    "carry_quotes",
    "choose_place_again",
    "claim_comment",
    "confirm_place",
    "contributions_of",
    "decide_account",
    "decide_comment",
    "edit_comment",
    "give_up_contributions",
    "leave_place",
    "may_appeal",
    "notify_of_comment",
    "notify_of_edit",
    "notify_of_edition",
    "post_comment",
    "report_comment",
    "seen_of",
    "suspension_of",
    "unsubscribe",
    "unwatch",
    "watch",
    "withdraw_comment",
]
