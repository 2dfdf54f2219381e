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
from commentary.services.revising import (
    CommentConflict,
    NoLongerThere,
    edit_comment,
    withdraw_comment,
)
from commentary.services.unsubscribing import unsubscribe
from commentary.services.watching import unwatch, watch

__all__ = [
    "CannotAnswer",
    "CannotComment",
    "Chosen",
    "CommentConflict",
    "NoLongerThere",
    "carry_quotes",
    "choose_place_again",
    "confirm_place",
    "contributions_of",
    "edit_comment",
    "give_up_contributions",
    "leave_place",
    "notify_of_comment",
    "notify_of_edit",
    "notify_of_edition",
    "post_comment",
    "unsubscribe",
    "unwatch",
    "watch",
    "withdraw_comment",
]
