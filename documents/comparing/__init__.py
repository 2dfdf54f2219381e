"""What differs between two wordings, and between two editions. No database.

Outside code imports from here only.
"""

from __future__ import annotations

from documents.comparing.editions import (
    Change,
    ClauseChange,
    ClauseInEdition,
    change_of,
    compare,
    longest_rising,
    moved_keys,
)
from documents.comparing.redline import (
    Segment,
    SegmentKind,
    bounded_redline,
    redline,
    replaced,
)
from documents.text.tokens import tokenise

__all__ = [
    "Change",
    "ClauseChange",
    "ClauseInEdition",
    "Segment",
    "SegmentKind",
    "bounded_redline",
    "change_of",
    "compare",
    "longest_rising",
    "moved_keys",
    "redline",
    "replaced",
    "tokenise",
]
