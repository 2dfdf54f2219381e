"""The administration of documents; Django finds it under this name."""

from __future__ import annotations

from documents.admin import clauses, documents, editions, instruments, terms

__all__ = ["clauses", "documents", "editions", "instruments", "terms"]
