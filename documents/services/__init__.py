"""Everything that changes a document: one function a change, each all or nothing."""

from __future__ import annotations

from documents.services.describing import describe_document, describe_language
from documents.services.drafting import (
    DraftExists,
    NotADraft,
    begin_draft,
    hold_edition,
    refresh_locators,
    remove_clause_version,
    save_clause_version,
)
from documents.services.importing import (
    ImportResult,
    SourceFile,
    alignment_with,
    as_unit,
    has_file,
    import_text,
    remove_language,
    said_in,
)
from documents.services.loading import TextChanged, TextsDisagree, load_document
from documents.services.publishing import CannotPublish, publish_edition
from documents.services.removing import CannotDelete, delete_document, delete_edition

__all__ = [
    "CannotDelete",
    "CannotPublish",
    "DraftExists",
    "ImportResult",
    "NotADraft",
    "SourceFile",
    "TextChanged",
    "TextsDisagree",
    "alignment_with",
    "as_unit",
    "begin_draft",
    "delete_document",
    "delete_edition",
    "describe_document",
    "describe_language",
    "has_file",
    "hold_edition",
    "import_text",
    "load_document",
    "publish_edition",
    "refresh_locators",
    "remove_clause_version",
    "remove_language",
    "said_in",
    "save_clause_version",
]
