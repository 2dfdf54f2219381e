"""What people say about clauses. Outside code imports from here only."""

from __future__ import annotations

from commentary.models.comments import Comment
from commentary.models.quotes import Quote, QuotePlace
from commentary.models.visits import Visit
from commentary.models.watching import Notice, Watch

__all__ = ["Comment", "Notice", "Quote", "QuotePlace", "Visit", "Watch"]
