"""Everything that changes commentary: one function a change, each all or nothing."""

from __future__ import annotations

from commentary.services.carrying import carry_quotes
from commentary.services.detected import Found, keep_found
from commentary.services.detecting import detect_references, load_references
from commentary.services.doubting import mark_for_another_look
from commentary.services.posting import (
    CannotComment,
    Chosen,
    post_comment,
)
from commentary.services.referring import CannotRefer, propose_reference
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
    NoLongerThere,
    edit_comment,
    withdraw_comment,
)
from commentary.services.targets import Target

__all__ = [
    "CannotComment",
    "CannotRefer",
    "Chosen",
    "CommentConflict",
    "Found",
    "NoLongerThere",
    "ReferenceConflict",
    "Target",
    "accept_reference",
    "carry_quotes",
    "confirm_reference",
    "detect_references",
    "dispute_reference",
    "edit_comment",
    "hide_reference",
    "keep_found",
    "load_references",
    "mark_for_another_look",
    "post_comment",
    "propose_reference",
    "withdraw_comment",
    "withdraw_reference",
]
