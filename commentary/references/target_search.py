"""Target search: find a clause, part or instrument by number, by text or by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.text import Truncator

from commentary.endpoints.endpoint import instrument_name
from commentary.references.target import Target
from documents.models import Clause, ClauseVersion, Edition, Instrument, Part
from documents.permissions import (
    edition_for_clause,
    get_clause_or_404,
    present_slug,
)
from documents.presenters.labels import full_label, introduce, part_name
from documents.presenters.localized import localized_field
from documents.search.clauses import ClauseFilter
from documents.search.instruments import find_instruments
from documents.search.places import find_places
from documents.search.query import read_query
from documents.search.terms import suggest_terms
from documents.search.vector import ask
from portal.people.models import Visitor

MOST = 20  # results of each kind
MOST_SUGGESTED = 10  # of all kinds, while one types
LONGEST = 200  # characters of a query
EXCERPT = 90
CLAUSE, PART, INSTRUMENT = "c", "p", "i"


class NoSuchTarget(Exception):
    """The target does not exist, or the person may not see it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A possible target as the form shows it."""

    value: str
    name: str
    lang: str = ""
    hint: str = ""
    hint_lang: str = ""


def target_named(value: str, user: Visitor) -> Target:
    """Return the target of a choice's value ("c:slug/key", "p:slug/key", "i:slug").

    Raises NoSuchTarget.
    """
    kind, _colon, name = value.partition(":")
    try:
        match kind:
            case "c":
                slug, _slash, key = name.partition("/")
                clause = get_clause_or_404(user, present_slug(slug), key)
                return Target(version=current_version(clause, user))
            case "p":
                slug, _slash, key = name.partition("/")
                parts = Part.objects.visible_to(user).select_related("document")
                part = get_object_or_404(parts, document__slugs__slug=slug, key=key)
                return Target(part=part, edition=_edition_of(part, user))
            case "i":
                return Target(instrument=get_object_or_404(Instrument, slug=name))
    except Http404:
        pass
    raise NoSuchTarget(value)


def current_version(clause: Clause, user: Visitor) -> ClauseVersion:
    """Return the clause's current text, or its last one; three queries."""
    edition = edition_for_clause(user, clause)
    rows = clause.versions.visible_to(user).select_related(
        "edition__document", "clause__document"
    )
    until = rows.filter(edition__number__lte=edition.number)
    return until.order_by("-edition__number")[0]


def _edition_of(part: Part, user: Visitor) -> Edition:
    """Return the current edition that has the part, or the latest that had it."""
    editions = Edition.objects.visible_to(user).filter(versions__clause__part=part)
    return editions.with_document().current_first()[0]


# --- What can be chosen from a list


def listed(edition: Edition) -> dict[str, list[Choice]]:
    """Return the plain list's choices: clauses, parts, instruments; three queries."""
    parts = Part.objects.in_edition(edition)
    return {
        "clauses": [_clause_choice(row, edition) for row in _rows(edition)],
        "parts": [_part_choice(part, edition) for part in parts],
        "instruments": [_instrument_choice(row) for row in Instrument.objects.all()],
    }


def _rows(edition: Edition) -> list[ClauseVersion]:
    return list(edition.versions.select_related("clause").order_by("position"))


# --- What is found


def found(typed: str, edition: Edition, user: Visitor) -> list[Choice]:
    """Return the search results for what is typed, its last word perhaps not whole.

    Numbers and places are looked for in this edition; addresses, words and the names
    of instruments as everybody's search finds them. At most fifteen queries.
    """
    query = read_query(typed[:LONGEST], is_typing=True)
    if not query.text:
        return []
    asked = ask(query)
    choices = [
        *_by_address(query.text, edition),
        *_by_place(query.text, edition),
        *_instruments(query.text, asked),
        *_by_words(asked, edition, user),
    ]
    return list({choice.value: choice for choice in choices}.values())


def _by_address(typed: str, edition: Edition) -> Iterator[Choice]:
    """Yield the clauses with this address, those of the edition's document first."""
    places = find_places(typed)
    places.sort(key=lambda place: place.document.pk != edition.document_id)
    keys = [(place.document.pk, place.key) for place in places]
    rows = _read_current(
        Q(clause__key__in={key for _document, key in keys}),
        Q(edition__document__in={document for document, _key in keys}),
    )
    by_key = {(row.clause.document_id, row.clause.key): row for row in rows}
    return (_clause_choice(by_key[key], edition) for key in keys if key in by_key)


def _by_place(query: str, edition: Edition) -> Iterator[Choice]:
    words = query.casefold().split()
    parts = Part.objects.in_edition(edition)
    candidates = [
        *(_part_choice(part, edition) for part in parts),
        *(_clause_choice(row, edition) for row in _rows(edition)),
    ]
    matching = [each for each in candidates if _has(words, each.name)]
    return iter(matching[:MOST])


def _has(words: Iterable[str], name: str) -> bool:
    """Return whether a name has these words; digits as a whole number, 7 not in 17."""
    near = name.casefold()
    return all(_stands(word, near) for word in words)


def _stands(word: str, name: str) -> bool:
    start = name.find(word)
    while start >= 0:
        around = name[start - 1 : start] + name[start + len(word) :][:1]
        if not (word.isdigit() and any(each.isdigit() for each in around)):
            return True
        start = name.find(word, start + 1)
    return False


def _instruments(typed: str, asked: str) -> Iterator[Choice]:
    """Yield the instruments with such a name, and those that a term so named is of."""
    slugs = [
        *(term.instrument for term in suggest_terms(typed, asked) if term.instrument),
        *(instrument.slug for instrument in find_instruments(asked)),
    ]
    rows = {row.slug: row for row in Instrument.objects.filter(slug__in=slugs)}
    chosen = [rows[slug] for slug in dict.fromkeys(slugs) if slug in rows]
    return map(_instrument_choice, chosen[:MOST])


def _by_words(asked: str, edition: Edition, user: Visitor) -> Iterator[Choice]:
    pks = ClauseFilter().find(user, asked, by_rank=True).pks[:MOST]
    rows = {row.pk: row for row in _read_current(Q(pk__in=pks))}
    return (_clause_choice(rows[pk], edition) for pk in pks if pk in rows)


def _read_current(*conditions: Q) -> QuerySet[ClauseVersion]:
    current = Edition.objects.current()
    rows = ClauseVersion.objects.filter(*conditions, edition__in=current)
    return rows.select_related("clause__document", "edition")


def _clause_choice(row: ClauseVersion, edition: Edition) -> Choice:
    is_here = row.edition_id == edition.pk
    document = edition.document if is_here else row.clause.document
    text = localized_field(row, "text")
    place = full_label(row.locator)
    name = place if is_here else introduce(str(document), place)
    return Choice(
        value=f"{CLAUSE}:{document.slug}/{row.clause.key}",
        name=name,
        hint=Truncator(text.text).chars(EXCERPT),
        hint_lang=text.lang,
    )


def _part_choice(part: Part, edition: Edition) -> Choice:
    title = localized_field(part, "title")
    return Choice(
        value=f"{PART}:{edition.document.slug}/{part.key}",
        name=part_name(part.key),
        hint=Truncator(title.text).chars(EXCERPT),
        hint_lang=title.lang,
    )


def _instrument_choice(row: Instrument) -> Choice:
    name, title = instrument_name(row), localized_field(row, "title")
    is_short = name.text != title.text
    return Choice(
        value=f"{INSTRUMENT}:{row.slug}",
        name=name.text,
        lang=name.lang,
        hint=title.text if is_short else row.date_shown,
        hint_lang=title.lang if is_short else "",
    )


def choice_of(value: str, target: Target) -> Choice:
    """Return the choice for a target chosen before."""
    if target.version is not None:
        return _clause_choice(target.version, target.version.edition)
    if target.part is not None and target.edition is not None:
        return _part_choice(target.part, target.edition)
    if target.instrument is not None:
        return _instrument_choice(target.instrument)
    raise NoSuchTarget(value)
