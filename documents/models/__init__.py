"""A document, its parts, its clauses, and what they say in each edition.

A clause is an identity: it has no text, no number and no place of its own. These
belong to its ClauseVersion in an edition. Everything that is said about a clause
hangs on the identity, which is why an edition can change the text under it.
"""

from __future__ import annotations

from documents.models.documents import Clause, Document, Part
from documents.models.editions import Derivation, Edition
from documents.models.instruments import Instrument, InstrumentFact
from documents.models.translated import KEY, LANGUAGE_CHOICES, SHA256, Translated
from documents.models.versions import ClauseVersion, LanguageVersion

__all__ = [
    "KEY",
    "LANGUAGE_CHOICES",
    "SHA256",
    "Clause",
    "ClauseVersion",
    "Derivation",
    "Document",
    "Edition",
    "Instrument",
    "InstrumentFact",
    "LanguageVersion",
    "Part",
    "Translated",
]
