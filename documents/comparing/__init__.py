"""Comparison of two texts (redline) and of two editions. No database.

Code outside this package imports from here only.
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
