"""Everything that changes commentary: one function a change, each all or nothing."""

from __future__ import annotations

from commentary.services.carrying import carry_quotes
from commentary.services.leaving import contributions_of, give_up_contributions
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

__all__ = [
    "CannotComment",
    "Chosen",
    "CommentConflict",
    "NoLongerThere",
    "carry_quotes",
    "contributions_of",
    "edit_comment",
    "give_up_contributions",
    "post_comment",
    "withdraw_comment",
]
