"""Detection: finds in texts what clauses refer to. Pure functions, no database.

Data are a table of names and, for each language, a table of cues; no instrument is
hard-coded. Names are found in every case and number. Code outside this package imports
from here only; commentary/references/detect.py applies it to editions.
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
