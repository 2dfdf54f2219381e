"""Matching: which clause of an edition each unit of a new text version is. No database.

Code outside this package imports from here only.
"""

from __future__ import annotations

from documents.matching.match import lay_out, match
from documents.matching.results import (
    NEW,
    BadChoice,
    Candidate,
    Existing,
    Match,
    Matching,
    State,
    Undecided,
)

__all__ = [
    "NEW",
    "BadChoice",
    "Candidate",
    "Existing",
    "Match",
    "Matching",
    "State",
    "Undecided",
    "lay_out",
    "match",
]
