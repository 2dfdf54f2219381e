"""Kinds of units and of parts of a UN document, for the importer and the models."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Kinds of units, named as in UN editorial usage."""

    ORGAN = "organ"
    SESSION = "session"
    AGENDA_ITEM = "agenda_item"
    AGENDA_TITLE = "agenda_title"
    TITLE = "title"
    PARAGRAPH = "paragraph"
    SIGNATURE = "signature"
    ANNEX_HEADING = "annex_heading"
    ORIGINAL_LANGUAGE = "original_language"
    OPENING = "opening"
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    SUBPARAGRAPH = "subparagraph"
    ARTICLE = "article"
    HEADING = "heading"
    PLACE_DATE = "place_date"
    NOTE = "note"


MASTHEAD = frozenset({Kind.ORGAN, Kind.SESSION, Kind.AGENDA_ITEM, Kind.AGENDA_TITLE})


class PartKind(StrEnum):
    """Kinds of parts; also the first word of the keys of their clauses."""

    LETTER = "letter"
    STATEMENT = "statement"
    DECLARATION = "declaration"
    COMMUNIQUE = "communique"
    RESOLUTION = "resolution"
    DECISION = "decision"
    AGREEMENT = "agreement"
    TREATY = "treaty"
    PROTOCOL = "protocol"
    CONVENTION = "convention"
    MEMORANDUM = "memorandum"
    CHARTER = "charter"
    MESSAGE = "message"
    APPEAL = "appeal"
    PROGRAMME = "programme"
    REPORT = "report"
    PRINCIPLES = "principles"
    ANNEX = "annex"
    DOCUMENT = "document"
