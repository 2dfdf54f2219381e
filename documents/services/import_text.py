"""Import of a parsed text: stored in a new draft, or as a further language of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from django.db import transaction

from documents.importing import Alignment, Unit
from documents.matching import Matching
from documents.models import (
    ClauseVersion,
    Document,
    Edition,
    LanguageVersion,
)
from documents.services.describe import describe_document, describe_language
from documents.services.draft import (
    DocumentClosed,
    DraftRow,
    copy_to_draft,
    find_latest,
    is_closed,
    lock_document,
    lock_draft,
    refuse_loose_levels,
    store_order,
)
from documents.services.fit import Fitting, check_choices, fit_text
from documents.services.received import hold_file
from documents.text.content import ClauseContent
from portal.people.models import User

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An imported file: its name and the SHA-256 of its bytes."""

    name: str
    sha256: str

    @classmethod
    def of(cls, name: str, data: bytes) -> SourceFile:
        """Return the source file of these bytes, its name sanitised."""
        fit = name.encode("utf-8", "replace").decode().replace("\0", "")
        return cls(name=fit[-LONGEST_NAME:], sha256=sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The edition with the text, and how the text fitted it."""

    edition: Edition
    changed: bool  # False: the latest edition already has this file
    alignment: Alignment
    matching: Matching | None = None  # if the clauses were matched by text


@transaction.atomic
def import_text(
    document: Document,
    *,
    language: str,
    file: SourceFile,
    units: Sequence[Unit],
    user: User | None = None,
    again: bool = False,
    choices: Mapping[int, str] | None = None,
    standing: str = "",
) -> ImportResult:
    """Store the units of a file in the document's draft, created if needed.

    A file that the latest edition already has is stored only with `again`, after an
    editor corrected its units.

    A further language is aligned with the clauses of the others. Disagreements are in
    the result: the clause keeps its kind, depth and place, the text its own number, and
    a unit without a counterpart becomes a clause with this language only.

    A new version of a text is matched with the stored one; its order becomes the
    draft's. A clause it no longer has stays if it has another language.

    `choices` maps a unit's index, from 0, to a clause key or NEW; of a further language
    they are pairs made by hand. Raises UncertainMatches when a choice is missing and
    BadChoice when one is invalid.

    `standing` is the text's standing; "" keeps the stored one, and a first text becomes
    an unofficial translation, the weakest claim.

    The file itself is kept with the text where `keep_file` has stored it.

    Raises PermissionDenied when the person may not make editions, and CannotEdit when a
    subparagraph would have no paragraph above it.
    """
    # The document's row is the lock that serialises imports.
    document = lock_document(document.pk, user, "documents.add_edition")
    latest = find_latest(document)
    if latest and not again and has_file(latest, language, file):
        return ImportResult(latest, changed=False, alignment=Alignment((), ()))
    if latest is None:
        latest = Edition.objects.create(document=document, number=1, created_by=user)
    elif latest.is_published:
        if is_closed(document):
            raise DocumentClosed
        latest = copy_to_draft(latest, user=user)
    fitting, units = _merge(latest, language, units, choices or {})
    describe_document(document, language=language, units=units)
    _remember_file(latest, language, file, standing)
    return ImportResult(latest, True, fitting.alignment, fitting.matching)


def has_file(edition: Edition, language: str, file: SourceFile) -> bool:
    """Return whether an edition's text in a language is from this file."""
    rows = edition.languages.filter(language=language, file_sha256=file.sha256)
    return rows.exists()


@transaction.atomic
def remove_language(
    language_version: LanguageVersion, *, user: User | None = None
) -> None:
    """Remove one language from a draft, and the clauses that have no other.

    Raises NotADraft, and PermissionDenied when the person may not delete languages.
    """
    edition = language_version.edition
    lock_draft(edition, user, "documents.delete_languageversion")
    _merge(edition, language_version.language, (), {})
    language_version.delete()


def _merge(
    edition: Edition,
    language: str,
    units: Sequence[Unit],
    choices: Mapping[int, str],
) -> tuple[Fitting, list[Unit]]:
    """Store the units; return the fitting, and the units with their final parts."""
    rows = list(edition.versions.for_reading())
    fitting = fit_text(rows, language, units, choices)
    check_choices(fitting, rows, units, choices)
    before = _read_words(rows, language)
    order: list[DraftRow] = []
    parts: dict[str, str] = {}
    for mine, theirs in fitting.alignment.rows:
        row = None if mine is None else rows[mine]
        unit = None if theirs is None else units[theirs]
        if row and unit:
            parts.setdefault(unit.part, row.clause.part.key)
        if drafted := _draft_row(row, unit, language, parts):
            order.append(drafted)
    if units:
        refuse_loose_levels(edition, order)
    store_order(edition, order)
    after = _read_words([drafted.row for drafted in order], language)
    if fitting.matching and before != after:
        # The other languages were confirmed against the old text: they are reset.
        edition.languages.update(confirmed=False)
    named = [replace(unit, part=parts.get(unit.part, unit.part)) for unit in units]
    return fitting, named


def _read_words(rows: Sequence[ClauseVersion], language: str) -> list[str]:
    return sorted(filter(None, (row.in_language("text", language) for row in rows)))


def _draft_row(
    row: ClauseVersion | None, unit: Unit | None, language: str, parts: dict[str, str]
) -> DraftRow | None:
    """Return the clause for a row of the alignment; None if it is removed."""
    if row is None and unit is not None:
        row = ClauseVersion()
        content = ClauseContent(unit.kind, unit.depth)
        _reword(content, unit, language).put_into(row)
        row.set_page(language, unit.page)
        return DraftRow(row, parts.get(unit.part, unit.part))
    if row is None:
        return None
    before = ClauseContent.of(row)
    only_here = before.language_beside(language) == language
    if unit is None and only_here:
        return None
    after = _reword(before, unit, language)
    if unit is not None and only_here:
        after = replace(after, kind=unit.kind, depth=unit.depth)
    after.put_into(row)
    row.set_page(language, unit.page if unit else 0)
    # An editor who has this clause open will get an EditConflict.
    row.revision += before != after
    return DraftRow(row, row.clause.part.key)


def _reword(content: ClauseContent, unit: Unit | None, code: str) -> ClauseContent:
    """Return the content with a unit's text and number in one language, or without."""
    text, number = (unit.text, unit.number) if unit else ("", "")
    return content.with_words(code, text=text, number=number)


def _remember_file(
    edition: Edition, language: str, file: SourceFile, standing: str
) -> None:
    told = {"standing": standing} if standing else {}
    describe_language(
        edition,
        language,
        file_name=file.name,
        file_sha256=file.sha256,
        received=hold_file(file.sha256),
        confirmed=False,
        **told,
    )
    document = edition.document
    if not document.source_sha256:
        document.source_name, document.source_sha256 = file.name, file.sha256
        document.save(update_fields=["source_name", "source_sha256"])
