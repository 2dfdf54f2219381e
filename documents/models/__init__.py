"""Models: documents, parts, clauses, editions, texts, instruments, terms.

A clause is an identity: it has no text, number or place of its own. These belong to its
ClauseVersion in an edition. Comments and references are attached to the identity, so
that an edition can change the text under them.
"""

from __future__ import annotations

from documents.models.documents import Clause, Document, DocumentSlug, Part
from documents.models.editions import Derivation, Edition
from documents.models.instruments import Instrument, InstrumentFact
from documents.models.metadata import Relation
from documents.models.pending_imports import PendingImport
from documents.models.received import ReceivedFile
from documents.models.sentence_alignments import SentenceAlignment
from documents.models.terms import Term
from documents.models.touches import Touch
from documents.models.translated import KEY, LANGUAGE_CHOICES, SHA256, Translated
from documents.models.versions import ClauseVersion, LanguageVersion, ReadClause
from documents.models.withdrawals import Withdrawal

__all__ = [
    "KEY",
    "LANGUAGE_CHOICES",
    "SHA256",
    "Clause",
    "ClauseVersion",
    "Derivation",
    "Document",
    "DocumentSlug",
    "Edition",
    "Instrument",
    "InstrumentFact",
    "LanguageVersion",
    "Part",
    "PendingImport",
    "ReadClause",
    "ReceivedFile",
    "Relation",
    "SentenceAlignment",
    "Term",
    "Touch",
    "Translated",
    "Withdrawal",
]
