"""Suggestions: where what is typed leads, on the page of results and below the box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.urls import reverse

from commentary.endpoints.endpoint import instrument_name
from documents.languages import LANGUAGES
from documents.presenters.labels import full_label, introduce
from documents.presenters.localized import localized_field, short_title
from documents.presenters.search import FoundClause, FoundIn, present_clauses
from documents.search.clauses import ClauseFilter
from documents.search.documents import find_documents, read_documents
from documents.search.instruments import find_instruments
from documents.search.named import Named
from documents.search.places import FoundPlace, find_places
from documents.search.query import Query, read_both_ways
from documents.search.terms import NamedTerm, suggest_terms
from documents.search.vector import ask
from portal.people.models import Visitor

MOST: Final = 8
MOST_OF_A_KIND: Final = 3
LEAST_CLAUSES: Final = 3
EXCERPT: Final = 90  # characters of a clause's words


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where a query leads: a clause, a term, a document or an instrument."""

    url: str
    name: str
    lang: str = ""
    of: str = ""  # the document that a place is in
    of_lang: str = ""
    equivalents: tuple[tuple[str, str], ...] = ()  # of a term: language tag, name
    words: str = ""  # of a clause, with what was found marked
    words_lang: str = ""


def suggest(
    places: Sequence[FoundPlace],
    terms: Sequence[NamedTerm],
    documents: Sequence[Named],
    instruments: Sequence[Named],
) -> Iterator[Suggestion]:
    """Yield suggestions in order; an instrument that has a term, by its term alone."""
    yield from map(_suggest_place, places)
    yield from map(_suggest_term, terms)
    yield from map(suggest_document, documents)
    known = {term.instrument for term in terms}
    yield from (suggest_instrument(i) for i in instruments if i.slug not in known)


def suggest_as_typed(user: Visitor, typed: str, own: str) -> list[Suggestion]:
    """Return suggestions for what is being typed, MOST at most.

    `own` is the reader's language. Addresses and names first, then the clauses with
    these words, for which some room is kept. At most ten queries, as
    many again for words in capitals that are nowhere found in capitals.
    """
    for query in read_both_ways(typed, is_typing=True):
        if found := _suggest_for(user, query, own):
            return found
    return []


def _suggest_for(user: Visitor, query: Query, own: str) -> list[Suggestion]:
    asked = ask(query)
    named = suggest(
        find_places(query.text),
        suggest_terms(query.text, asked),
        find_documents(user, asked)[:MOST_OF_A_KIND],
        find_instruments(asked)[:MOST_OF_A_KIND],
    )
    hits = ClauseFilter().find(user, asked, by_rank=True)
    first = list(islice(named, MOST - min(LEAST_CLAUSES, len(hits.pks))))
    pks = hits.pks[: MOST - len(first)]
    documents = read_documents({hits.documents[pk] for pk in pks})
    groups = present_clauses(
        pks, query, own, documents, all_current=True, longest=EXCERPT
    )
    clauses = (_suggest_clause(c, group) for group in groups for c in group.clauses)
    return [*first, *clauses]


def _suggest_clause(clause: FoundClause, group: FoundIn) -> Suggestion:
    passage = clause.passages[0]
    return Suggestion(
        # Without the query, of which the last word may be half a one.
        _address(clause.document, clause.key),
        clause.label,
        of=group.title.text or group.document.slug,
        of_lang=group.title.lang,
        words=passage.markup,
        words_lang=passage.language.bcp47,
    )


def _suggest_place(place: FoundPlace) -> Suggestion:
    title = short_title(place.document)
    url = _address(place.document.slug, place.key)
    return Suggestion(url, full_label(place.locator), "", title.text, title.lang)


def _address(document: str, key: str) -> str:
    return f"{reverse('documents:document-detail', args=[document])}#{key}"


def _suggest_term(term: NamedTerm) -> Suggestion:
    """Return a term with its equivalents; it leads to its instrument, if it has one."""
    name = localized_field(term, "name")
    url = f"{reverse('commentary:terms')}#{term.slug}"
    if term.instrument:
        url = reverse("commentary:instrument", args=[term.instrument])
    others = (
        (each.bcp47, term.in_language("name", each.code))
        for each in LANGUAGES
        if each != name.language
    )
    equivalents = tuple((lang, text) for lang, text in others if text)
    return Suggestion(url, name.text, name.lang, equivalents=equivalents)


def suggest_instrument(instrument: Named) -> Suggestion:
    name = instrument_name(instrument)
    url = reverse("commentary:instrument", args=[instrument.slug])
    return Suggestion(url, name.text, name.lang)


def suggest_document(document: Named) -> Suggestion:
    title = short_title(document)
    name = introduce(document.symbol, title.text) if document.symbol else title.text
    url = reverse("documents:document-detail", args=[document.slug])
    return Suggestion(url, name or document.slug, title.lang)
