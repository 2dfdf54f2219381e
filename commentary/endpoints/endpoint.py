"""Endpoints of cross-references: name, language, address and preview of each end.

Also ReferenceRow: a cross-reference as lists show it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from commentary.endpoints.instrument_locators import (
    append_locator,
    append_place,
    format_locator,
)
from commentary.models import CrossReference
from documents.languages import BY_CODE, Language, in_order
from documents.models import ClauseVersion, Document, Instrument, Part
from documents.presenters.labels import full_label, part_name
from documents.presenters.localized import LocalizedText, localized_field, short_title
from documents.search.named import Named
from documents.text.content import ClauseContent


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One end of a cross-reference: its name, the name's language and its address."""

    name: str
    url: str
    lang: str = ""  # language tag of the name; "" for the interface language
    place: str = ""  # locator in an instrument, formatted
    preview: str = ""
    document: Document | None = None
    version: ClauseVersion | None = None

    @property
    def title(self) -> LocalizedText | None:
        """The title of the document it belongs to; None for an instrument."""
        return short_title(self.document) if self.document else None

    @property
    def words(self) -> str:
        """Name and place on one line."""
        return append_place(self.name, self.place)


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A cross-reference with both ends, as lists and pages show it."""

    reference: CrossReference
    source: Endpoint
    target: Endpoint
    languages: tuple[Language, ...]  # whose text names the target
    silent: tuple[Language, ...]  # that have a text which does not name it

    @property
    def sentence(self) -> str:
        """Both ends and the relation on one line."""
        return describe_tie(self.source.words, self.relation, self.target.words)

    @property
    def relation(self) -> str:
        return self.reference.relation_label

    @property
    def reverse(self) -> str:
        return self.reference.reverse_label


def reference_rows(references: Iterable[CrossReference]) -> list[ReferenceRow]:
    """Return a row for each reference; these are read with_ends and with_mentions."""
    return [reference_row(reference) for reference in references]


def reference_row(reference: CrossReference) -> ReferenceRow:
    named, silent = _languages(reference)
    return ReferenceRow(
        reference, source_of(reference), target_of(reference), named, silent
    )


def source_of(reference: CrossReference) -> Endpoint:
    reference.version.clause = reference.clause  # is that one; a join less
    end = clause_end(reference.version, reference.clause.document)
    return _as_withdrawn(end) if reference.source_withdrawn else end


def target_of(reference: CrossReference) -> Endpoint:
    end = _target_of(reference)
    return _as_withdrawn(end) if reference.target_withdrawn else end


def _as_withdrawn(end: Endpoint) -> Endpoint:
    """Return an end that says that it was withdrawn, without its text."""
    # Translators: an end of a cross-reference, such as “statement, operative para. 3”
    name = gettext("%(place)s (withdrawn)") % {"place": end.name}
    return replace(end, name=name, preview="", version=None)


def _target_of(reference: CrossReference) -> Endpoint:
    if reference.target_clause is not None and reference.target_version is not None:
        reference.target_version.clause = reference.target_clause
        return clause_end(reference.target_version, reference.target_clause.document)
    if reference.part is not None:
        return part_end(reference.part)
    if reference.instrument is not None:
        return instrument_end(reference.instrument, reference.locator)
    raise ValueError(reference.pk)  # excluded by a constraint of the database


def describe_reference(reference: CrossReference) -> str:
    """Return both ends and the relation on one line, in the interface language."""
    source, target = source_of(reference), target_of(reference)
    return describe_tie(source.words, reference.relation_label, target.words)


def describe_tie(source: str, relation: str, target: str) -> str:
    """Return two ends and their relation as a sentence; names are in the nominative."""
    # Translators: "statement, operative para. 3 cites Treaty …"; a language that would
    # decline the name has a colon before it
    pattern = pgettext("cross-reference", "%(source)s %(relation)s %(target)s")
    return pattern % {"source": source, "relation": relation, "target": target}


def clause_end(version: ClauseVersion, document: Document) -> Endpoint:
    key = version.clause.key
    return Endpoint(
        name=full_label(version.locator),
        url=reverse("documents:clause-detail", args=[document.slug, key]),
        preview=reverse("commentary:clause-preview", args=[document.slug, key]),
        document=document,
        version=version,
    )


def part_end(part: Part) -> Endpoint:
    return Endpoint(
        name=part_name(part.key),
        url=f"{part.document.get_absolute_url()}#part-{part.key}",
        document=part.document,
    )


def instrument_end(instrument: Instrument, locator: str = "") -> Endpoint:
    name = instrument_name(instrument)
    return Endpoint(
        name=name.text,
        lang=name.lang,
        place=format_locator(locator) if locator else "",
        url=reverse("commentary:instrument", args=[instrument.slug]),
        preview=reverse("commentary:instrument-preview", args=[instrument.slug]),
    )


def instrument_name(instrument: Instrument | Named) -> LocalizedText:
    """Return the instrument's short title or title, if possible in the active language.

    Its slug when it has neither.
    """
    active = localized_field(instrument, "title")
    short = localized_field(instrument, "short_title")
    found = short if short.text and short.language == active.language else active
    return found if found.text else LocalizedText(instrument.slug, None)


def instrument_words(instrument: Instrument, locator: str = "") -> str:
    """Return the instrument's name and a locator in it on one line."""
    return append_locator(instrument_name(instrument).text, locator)


def _languages(
    reference: CrossReference,
) -> tuple[tuple[Language, ...], tuple[Language, ...]]:
    """Return the languages whose latest text names the target, and the other ones."""
    mentions = list(reference.mentions.all())
    if not mentions:
        return (), ()
    latest = max(mentions, key=lambda mention: mention.version_id)
    text = latest.version
    named = in_order(
        mention.language for mention in mentions if mention.version_id == text.pk
    )
    silent = [code for code in ClauseContent.of(text).texts if code not in named]
    return _by_code(named), _by_code(silent)


def _by_code(codes: Iterable[str]) -> tuple[Language, ...]:
    return tuple(BY_CODE[code] for code in codes)
