"""Entering of terms into the register: those that come with the portal, or a file's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from documents.importing.refusals import BadLine
from documents.importing.term_files import TermEntry, TermNames
from documents.languages import LANGUAGES
from documents.models import Instrument, Term


@dataclass(frozen=True, slots=True)
class LoadedTerms:
    """Terms that were entered, and that were replaced."""

    entered: list[Term] = field(default_factory=list)
    replaced: list[Term] = field(default_factory=list)


@transaction.atomic
def load_terms(entries: Iterable[TermEntry], *, replaces: bool) -> LoadedTerms:
    """Enter terms into the register; BadLine, and no change, if one cannot be.

    A term that is there already gets all that the entry says if `replaces`, and else
    stays as editors have left it.
    """
    entries = list(entries)
    slugs = [entry.slug for entry in entries]
    rows = Term.objects.select_for_update().order_by("pk")
    present = {row.slug: row for row in rows.filter(slug__in=slugs)}
    asked = {entry.instrument for entry in entries}
    instruments = {row.slug: row for row in Instrument.objects.filter(slug__in=asked)}
    done = LoadedTerms()
    for entry in entries:
        if entry.slug not in present:
            done.entered.append(_store(Term(slug=entry.slug), entry, instruments))
        elif replaces:
            row = _store(present[entry.slug], entry, instruments)
            done.replaced.append(row)
    return done


def _store(term: Term, entry: TermEntry, instruments: Mapping[str, Instrument]) -> Term:
    if entry.instrument and entry.instrument not in instruments:
        problem = gettext("There is no instrument “%(name)s” in the register.")
        raise BadLine(line=entry.line, problem=problem % {"name": entry.instrument})
    if not any(names.name for names in entry.names.values()):
        problem = gettext("The term has no preferred form in any language.")
        raise BadLine(line=entry.line, problem=problem)
    term.instrument = instruments.get(entry.instrument)
    for column, value in _columns_of(entry).items():
        setattr(term, column, value)
    try:
        term.full_clean(exclude=["name"])
    except ValidationError as error:
        problem = " ".join(error.messages)
        raise BadLine(line=entry.line, problem=problem) from error
    term.save()
    return term


def _columns_of(entry: TermEntry) -> dict[str, Any]:
    """Return the values of a term by column: what a file leaves out is blank."""
    columns: dict[str, Any] = {}
    for language in LANGUAGES:
        said = entry.names.get(language.code, TermNames())
        values = {
            "name": said.name,
            "abbreviation": said.abbreviation,
            "forms": "\n".join(said.forms),
            "source": said.source,
            "verified": said.verified,
            "note": said.note,
        }
        columns |= {f"{name}_{language.suffix}": v for name, v in values.items()}
    return columns
