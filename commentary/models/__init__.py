"""What people say about clauses. Outside code imports from here only."""

from __future__ import annotations

from commentary.models.comments import Comment
from commentary.models.quotes import Quote, QuotePlace
from commentary.models.references import CrossReference, Mention
from commentary.models.visits import Visit

__all__ = ["Comment", "CrossReference", "Mention", "Quote", "QuotePlace", "Visit"]
