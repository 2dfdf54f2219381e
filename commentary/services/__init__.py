"""Everything that changes commentary: one function a change, each all or nothing."""

from __future__ import annotations

from commentary.services.answering import (
    CannotAnswer,
    choose_place_again,
    confirm_place,
    leave_place,
)
from commentary.services.carrying import carry_quotes
from commentary.services.detected import Found, keep_found
from commentary.services.detecting import detect_references, load_references
from commentary.services.doubting import mark_for_another_look
from commentary.services.leaving import give_up_contributions
from commentary.services.moderating import (
    CannotDecide,
    DecidedMeanwhile,
    OwnComment,
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
from commentary.services.notifying_references import (
    notify_of_decision,
    notify_of_doubt,
    notify_of_reference,
)
from commentary.services.posting import (
    AlreadySent,
    CannotComment,
    Chosen,
    post_comment,
)
from commentary.services.referring import CannotRefer, propose_reference
from commentary.services.reporting import (
    CannotAppeal,
    CannotReport,
    appeal_decision,
    may_appeal,
    report_comment,
)
from commentary.services.reviewing import (
    ReferenceConflict,
    accept_reference,
    confirm_reference,
    dispute_reference,
    hide_reference,
    withdraw_reference,
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
from commentary.services.taking import contributions_of, kept_of, references_of
from commentary.services.targets import Target
from commentary.services.unsubscribing import unsubscribe
from commentary.services.watching import unwatch, watch

__all__ = [
    "AccountDecidedMeanwhile",
    "AlreadySent",
    "CannotAnswer",
    "CannotAppeal",
    "CannotComment",
    "CannotDecide",
    "CannotRefer",
    "CannotReport",
    "CannotSuspend",
    "Chosen",
    "CommentConflict",
    "DecidedMeanwhile",
    "Found",
    "MayNotEdit",
    "NoLongerThere",
    "OwnComment",
    "ReferenceConflict",
    "Ruling",
    "Seen",
    "Target",
    "accept_reference",
    "account_actions",
    "actions_for",
    "appeal_decision",
    "carry_quotes",
    "choose_place_again",
    "claim_comment",
    "confirm_place",
    "confirm_reference",
    "contributions_of",
    "decide_account",
    "decide_comment",
    "detect_references",
    "dispute_reference",
    "edit_comment",
    "give_up_contributions",
    "hide_reference",
    "keep_found",
    "kept_of",
    "leave_place",
    "load_references",
    "mark_for_another_look",
    "may_appeal",
    "notify_of_comment",
    "notify_of_decision",
    "notify_of_doubt",
    "notify_of_edit",
    "notify_of_edition",
    "notify_of_reference",
    "post_comment",
    "propose_reference",
    "references_of",
    "report_comment",
    "seen_of",
    "suspension_of",
    "unsubscribe",
    "unwatch",
    "watch",
    "withdraw_comment",
    "withdraw_reference",
]
