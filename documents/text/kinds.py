"""What a unit of a UN document can be: known to the importer and to the models."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """The kinds of unit, named as UN editorial usage names them."""

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
    """What a part of a document can be; also the first word of its clauses' keys."""

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
