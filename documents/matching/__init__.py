"""Which clause of an edition each unit of a new version of its text is. No database.

Outside code imports from here only.
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
