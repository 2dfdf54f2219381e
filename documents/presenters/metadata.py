"""Presenter of metadata: what describes a document, and what was corrected in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from documents.audit import (
    METADATA,
    REASON,
    metadata_as_of,
    metadata_events,
    public_names_of,
)
from documents.integrity.metadata import as_values, read_metadata_of
from documents.languages import BY_CODE, LANGUAGES, Language
from documents.models import Document, Edition, Relation
from documents.models.documents import PartKind
from documents.models.metadata import PLAIN, WORDED, name_target
from documents.presenters.localized import localized_field, short_title

DATES = ("date", "issued_on")
# What readers look for, and what cannot be known of every document is not asked for.
WANTED = ("symbol", "issued_on", "document_type", "original_language")
WANTED_WORDS = ("short_title", "organs")


@dataclass(frozen=True, slots=True)
class MetadataRow:
    """A statement about a document; a relation has the address of its other end."""

    name: str
    text: str
    lang: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class MetadataChange:
    """A statement that was changed: "" for none."""

    name: str
    language: Language | None
    was: str
    now: str

    @property
    def lang(self) -> str:
        return self.language.bcp47 if self.language else ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was corrected at once: when, by whom and why; "" for what is not known."""

    number: int
    when: datetime
    who: str
    reason: str
    changes: list[MetadataChange]


def name_field(field: str) -> str:
    """Return what a field is called where all are listed."""
    names = {
        # Translators: the date that a document bears
        "date": pgettext("of a document", "date"),
        # Translators: the organs of which it is a document
        "organs": pgettext("of a document", "body"),
    }
    column: Any = Document._meta.get_field(field)
    return names.get(field) or str(column.verbose_name)


def _show(field: str, value: str) -> str:
    """Return a value of a plain field as pages show it."""
    if not value:
        return ""
    if field in DATES:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if field == "document_type":
        return str(PartKind(value).label) if value in PartKind.values else value
    if field == "original_language":
        return BY_CODE[value].name if value in BY_CODE else value
    return value


# --- What describes a document now


def describe_metadata(document: Document) -> list[MetadataRow]:
    """Return what is known of a document, in the active language; one query."""
    values = as_values(document)
    rows = [
        MetadataRow(name_field(field), _show(field, values[field])) for field in PLAIN
    ]
    for field in WORDED:
        found = localized_field(document, field)
        shown = " · ".join(found.text.splitlines())
        rows.append(MetadataRow(name_field(field), shown, found.lang))
    relations = document.relations.select_related("target", "instrument")
    rows += [_describe_relation(each) for each in relations]
    return [row for row in rows if row.text]


def _describe_relation(relation: Relation) -> MetadataRow:
    name = str(relation.get_kind_display())
    if relation.target:
        title = short_title(relation.target)
        text = title.text or str(relation.target)
        url = relation.target.get_absolute_url()
        return MetadataRow(name, text, title.lang, url)
    if relation.instrument:
        title = localized_field(relation.instrument, "title")
        return MetadataRow(name, title.text, title.lang)
    return MetadataRow(name, relation.symbol)


def blank_metadata(document: Document, codes: Iterable[str]) -> list[str]:
    """Return the names of what readers look for and is not known.

    Of worded fields in each of these languages.
    """
    values = as_values(document)
    blank = [name_field(field) for field in WANTED if not values[field]]
    codes = [language.code for language in LANGUAGES if language.code in set(codes)]
    for field in WANTED_WORDS:
        missing = [code for code in codes if code not in values[field]]
        blank += [name_in(name_field(field), BY_CODE[code]) for code in missing]
    return blank


def name_in(name: str, language: Language) -> str:
    """Return the name of a field in one language."""
    # Translators: a field in a language: short title (English)
    pattern = pgettext("name of a field", "%(name)s (%(language)s)")
    return pattern % {"name": name, "language": language.name}


# --- What changed


def metadata_changes_between(before: Edition, after: Edition) -> list[MetadataChange]:
    """Return in what two editions state the metadata differently; five queries."""
    return _compare(_values_of(before), _values_of(after))


def _values_of(edition: Edition) -> Mapping[str, Any]:
    """Return the metadata of an edition: as published, or of a draft as they are now.

    Those of an edition that has none of its own are what was recorded at that time.
    """
    if edition.metadata is not None:
        values: Mapping[str, Any] = edition.metadata
        return values
    if edition.is_published:
        event = metadata_as_of(edition)
        return as_values(event) if event else as_values(edition.document)
    return read_metadata_of(edition.document)


def _compare(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[MetadataChange]:
    """Return the changes, field by field and language by language."""
    return [*_compare_fields(before, after), *_compare_relations(before, after)]


def _compare_fields(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[MetadataChange]:
    for field in PLAIN:
        was, now = (_show(field, each[field]) for each in (before, after))
        if was != now:
            yield MetadataChange(name_field(field), None, was, now)
    for field in WORDED:
        for language in LANGUAGES:
            was, now = (each[field].get(language.code, "") for each in (before, after))
            if was != now:
                name = name_in(name_field(field), language)
                yield MetadataChange(name, language, was, now)


def _compare_relations(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[MetadataChange]:
    old, new = (
        [tuple(each) for each in values["relations"]] for values in (before, after)
    )
    for kind, target in old:
        if (kind, target) not in new:
            yield _relation_change(kind, was=target)
    for kind, target in new:
        if (kind, target) not in old:
            yield _relation_change(kind, now=target)


def _relation_change(kind: str, *, was: str = "", now: str = "") -> MetadataChange:
    name = str(Relation.Kind(kind).label) if kind in Relation.Kind.values else kind
    return MetadataChange(name, None, _bare(was), _bare(now))


def _bare(target: str) -> str:
    """Return a target as people know it: without what it is a name of."""
    return target.removeprefix("document ").removeprefix("instrument ")


# --- The record of corrections


def read_corrections(document: Document) -> list[Correction]:
    """Return what was corrected in a document's metadata, latest first; six queries."""
    events = metadata_events(document)
    people = public_names_of([event for _model, event in events])
    return [
        _read_correction(list(together), people)
        for _key, together in groupby(events, _find_occasion)
    ]


def _find_occasion(pair: tuple[str, Any]) -> tuple[datetime, Any]:
    return pair[1].pgh_created_at, pair[1].pgh_context_id


def _read_correction(
    together: Sequence[tuple[str, Any]], people: Mapping[Any, str]
) -> Correction:
    event = together[0][1]
    user = event.pgh_context.get("user")
    changes = [
        change for model, each in together[::-1] for change in _changes(model, each)
    ]
    who = (people.get(user) or gettext("An editor")) if user else ""
    return Correction(
        event.pgh_id, event.pgh_created_at, who, event.pgh_context[REASON], changes
    )


def _changes(model: str, event: Any) -> list[MetadataChange]:
    if model == METADATA:
        former = event.former or event
        return list(_compare_fields(as_values(former), as_values(event)))
    target = name_target(event)
    if event.pgh_label == "insert":
        return [_relation_change(event.kind, now=target)]
    return [_relation_change(event.kind, was=target)]
