"""What the clauses of a document refer to, found in its texts. No database.

A table of names, one of cues for each language, and no list of instruments: whatever
names are given is found, in every case and number. Outside code imports from here
only; documents/mentions.py brings register, edition and detector together.
"""

from __future__ import annotations

from documents.detecting.agreement import Disagreement, disagreements
from documents.detecting.detecting import Passage, detect, detect_all
from documents.detecting.mentions import Mention, Refers, Rule, Target
from documents.detecting.recall import Recall
from documents.detecting.register import Names, Outline, Register

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
