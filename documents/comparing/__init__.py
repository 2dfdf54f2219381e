"""What differs between two wordings, and between two editions. No database.

Outside code imports from here only.
"""

from __future__ import annotations

from documents.comparing.editions import (
    Change,
    ClauseChange,
    ClauseState,
    compare,
    longest_rising,
)
from documents.comparing.redline import Segment, SegmentKind, redline
from documents.comparing.tokens import tokenise

__all__ = [
    "Change",
    "ClauseChange",
    "ClauseState",
    "Segment",
    "SegmentKind",
    "compare",
    "longest_rising",
    "redline",
    "tokenise",
]
