"""Storing a text that was read: a new draft, or one more language of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from django.db import transaction

from documents.importing import Alignment, Unit
from documents.matching import Matching
from documents.models import ClauseVersion, Document, Edition, LanguageVersion
from documents.services.describe import describe_document, describe_language
from documents.services.draft import DraftRow, copy_to_draft, lock_draft, store_order
from documents.services.fit import Fitting, check_choices, fit_text
from documents.text.content import ClauseContent
from portal.people.models import User

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An imported file: its name, and what is remembered of its bytes."""

    name: str
    sha256: str

    @classmethod
    def of(cls, name: str, data: bytes) -> SourceFile:
        """Return the file with these bytes, its name made fit to be stored."""
        fit = name.encode("utf-8", "replace").decode().replace("\0", "")
        return cls(name=fit[-LONGEST_NAME:], sha256=sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The edition a text is in, and how it fits what was there."""

    edition: Edition
    changed: bool  # False: the latest edition has this very file already
    alignment: Alignment
    matching: Matching | None = None  # when the clauses were found by wording


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
    """Store the units of a file in the document's draft, making one when needed.

    A file that the latest edition has already is stored anew only with `again`: its
    units were corrected by an editor.

    A further language is aligned with the clauses of the others. What disagrees is in
    the result: the clause keeps its kind, depth and place, the text its own words and
    number, and a unit without a counterpart becomes a clause with this language only.

    A new version of a text is matched with the one that is there; its order is the
    draft's. A clause that it no longer has stays when another language says it.
    `choices` names the clause of a unit, counted from 0, or NEW. Raises
    UncertainMatches when one is missing and BadChoice when one cannot be followed.

    `standing` is what the text is; without it what is stored stays, and a first text
    counts as an unofficial translation, the least that one can be sure of.
    """
    # The document's row is the lock: two imports come one after the other.
    document = Document.objects.select_for_update().get(pk=document.pk)
    latest = document.editions.latest_first().first()
    if latest and not again and has_file(latest, language, file):
        return ImportResult(latest, changed=False, alignment=Alignment((), ()))
    if latest is None:
        latest = Edition.objects.create(document=document, number=1, created_by=user)
    elif latest.is_published:
        latest = copy_to_draft(latest, user=user)
    fitting, units = _merge(latest, language, units, choices or {})
    describe_document(document, language=language, units=units)
    _remember_file(latest, language, file, standing)
    return ImportResult(latest, True, fitting.alignment, fitting.matching)


def has_file(edition: Edition, language: str, file: SourceFile) -> bool:
    """Tell whether an edition's text in a language is from this very file."""
    rows = edition.languages.filter(language=language, file_sha256=file.sha256)
    return rows.exists()


@transaction.atomic
def remove_language(language_version: LanguageVersion) -> None:
    """Take one language out of a draft, and the clauses that have no other.

    Raises NotADraft.
    """
    edition = language_version.edition
    lock_draft(edition)
    _merge(edition, language_version.language, (), {})
    language_version.delete()


def _merge(
    edition: Edition,
    language: str,
    units: Sequence[Unit],
    choices: Mapping[int, str],
) -> tuple[Fitting, list[Unit]]:
    """Store the units; return how they fit, and them in the parts they came to."""
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
    store_order(edition, order)
    after = _read_words([drafted.row for drafted in order], language)
    if fitting.matching and before != after:
        # The others fitted the text as it was: they are to be looked at again.
        edition.languages.update(confirmed=False)
    named = [replace(unit, part=parts.get(unit.part, unit.part)) for unit in units]
    return fitting, named


def _read_words(rows: Sequence[ClauseVersion], language: str) -> list[str]:
    return sorted(filter(None, (row.in_language("text", language) for row in rows)))


def _draft_row(
    row: ClauseVersion | None, unit: Unit | None, language: str, parts: dict[str, str]
) -> DraftRow | None:
    """Return the clause that a row of the alignment gives; None when it goes."""
    if row is None and unit is not None:
        row = ClauseVersion()
        content = ClauseContent(unit.kind, unit.depth)
        _reword(content, unit, language).put_into(row)
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
    # An editor who has this clause open is told that it changed.
    row.revision += before != after
    return DraftRow(row, row.clause.part.key)


def _reword(content: ClauseContent, unit: Unit | None, code: str) -> ClauseContent:
    """Return a clause with the words of a unit in one language, or with none."""
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
        confirmed=False,
        **told,
    )
    document = edition.document
    if not document.source_sha256:
        document.source_name, document.source_sha256 = file.name, file.sha256
        document.save(update_fields=["source_name", "source_sha256"])
