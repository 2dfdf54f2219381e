"""Models of commentary: what people say, watch, search for, and decide.

Code outside this package imports models from here only.
"""

from __future__ import annotations

from commentary.models.comments import Comment
from commentary.models.moderation import (
    Appeal,
    Claim,
    Decision,
    MessageTemplate,
    Reason,
    Report,
    Suspension,
    Waiting,
)
from commentary.models.notices import Notice, NoticeMail, Watch
from commentary.models.quotes import Quote, QuotePlace
from commentary.models.references import CrossReference, Mention
from commentary.models.reply_quotes import ReplyQuote
from commentary.models.saved_searches import SavedSearch
from commentary.models.tallies import CommentTally
from commentary.models.visits import Visit

__all__ = [
    "Appeal",
    "Claim",
    "Comment",
    "CommentTally",
    "CrossReference",
    "Decision",
    "Mention",
    "MessageTemplate",
    "Notice",
    "NoticeMail",
    "Quote",
    "QuotePlace",
    "Reason",
    "ReplyQuote",
    "Report",
    "SavedSearch",
    "Suspension",
    "Visit",
    "Waiting",
    "Watch",
]
