"""Services: every change of a document is one function here, in one transaction."""

from __future__ import annotations

from documents.services.correct import NothingCorrected, correct_clause
from documents.services.describe import describe_document, describe_language
from documents.services.draft import (
    CannotEdit,
    DocumentClosed,
    DraftExists,
    NotADraft,
    Superseded,
    begin_draft,
    find_base,
    find_latest,
    hold_edition,
    is_closed,
    lock_document,
    refresh_locators,
)
from documents.services.edit import (
    EditConflict,
    insert_clause,
    joined_text,
    merge_clauses,
    move_clause,
    remove_clause,
    restore_clause,
    reword_clause,
    split_clause,
)
from documents.services.example import load_example, open_example_draft
from documents.services.fit import Fitting, UncertainMatches, fit_text
from documents.services.import_text import (
    ImportResult,
    SourceFile,
    has_file,
    import_text,
    remove_language,
)
from documents.services.load import (
    EditorsEdition,
    TextChanged,
    TextsDisagree,
    load_document,
)
from documents.services.metadata import (
    CORRECTING,
    HiddenTarget,
    MetadataChanged,
    MetadataUnchanged,
    ReasonMissing,
    correct_metadata,
)
from documents.services.publish import (
    PUBLISHING,
    CannotPublish,
    DraftChanged,
    fingerprint,
    publish_edition,
)
from documents.services.received import keep_file, remove_unused_files
from documents.services.register_instruments import (
    LoadedInstruments,
    load_instruments,
)
from documents.services.remove import CannotDelete, delete_document, delete_edition
from documents.services.removed import removed_row, removed_rows
from documents.services.renumber import (
    NewNumbers,
    Plan,
    PlanChanged,
    Renumbering,
    number_before,
    numbered_together,
    plan_renumbering,
    renumber_clauses,
    undo_renumbering,
)
from documents.services.restore import SaidTwice, find_said_twice, restore_apart
from documents.services.slugs import SlugTaken, refuse_taken_slug
from documents.services.undo import (
    FactReversal,
    TextReversal,
    UndoConflict,
    UndoPlan,
    can_undo,
    undo_change,
)
from documents.services.withdraw import (
    WITHDRAWING,
    AlreadyUndone,
    CannotWithdraw,
    undo_withdrawal,
    withdraw,
)

__all__ = [
    "CORRECTING",
    "PUBLISHING",
    "WITHDRAWING",
    "AlreadyUndone",
    "CannotDelete",
    "CannotEdit",
    "CannotPublish",
    "CannotWithdraw",
    "DocumentClosed",
    "DraftChanged",
    "DraftExists",
    "EditConflict",
    "EditorsEdition",
    "FactReversal",
    "Fitting",
    "HiddenTarget",
    "ImportResult",
    "LoadedInstruments",
    "MetadataChanged",
    "MetadataUnchanged",
    "NewNumbers",
    "NotADraft",
    "NothingCorrected",
    "Plan",
    "PlanChanged",
    "ReasonMissing",
    "Renumbering",
    "SaidTwice",
    "SlugTaken",
    "SourceFile",
    "Superseded",
    "TextChanged",
    "TextReversal",
    "TextsDisagree",
    "UncertainMatches",
    "UndoConflict",
    "UndoPlan",
    "begin_draft",
    "can_undo",
    "correct_clause",
    "correct_metadata",
    "delete_document",
    "delete_edition",
    "describe_document",
    "describe_language",
    "find_base",
    "find_latest",
    "find_said_twice",
    "fingerprint",
    "fit_text",
    "has_file",
    "hold_edition",
    "import_text",
    "insert_clause",
    "is_closed",
    "joined_text",
    "keep_file",
    "load_document",
    "load_example",
    "load_instruments",
    "lock_document",
    "merge_clauses",
    "move_clause",
    "number_before",
    "numbered_together",
    "open_example_draft",
    "plan_renumbering",
    "publish_edition",
    "refresh_locators",
    "refuse_taken_slug",
    "remove_clause",
    "remove_language",
    "remove_unused_files",
    "removed_row",
    "removed_rows",
    "renumber_clauses",
    "restore_apart",
    "restore_clause",
    "reword_clause",
    "split_clause",
    "undo_change",
    "undo_renumbering",
    "undo_withdrawal",
    "withdraw",
]
