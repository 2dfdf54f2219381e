"""What the clauses of a document refer to, found in its texts. No database.

A table of names, one of cues for each language, and no list of instruments: whatever
names are given is found, in every case and number. Outside code imports from here
only; references/edition_mentions.py brings register, edition and detector together.
"""

from __future__ import annotations

from commentary.references.detection.agreement import Disagreement, disagreements
from commentary.references.detection.detector import Passage, detect, detect_all
from commentary.references.detection.mention import Mention, Refers, Rule, Target
from commentary.references.detection.register import Names, Outline, Recall, Register

__all__ = [
    "Disagreement",
    "Mention",
    "Names",
    "Outline",
    "Passage",
    "Recall",
    "Refers",
    "Register",
    "Rule",
    "Target",
    "detect",
    "detect_all",
    "disagreements",
]
