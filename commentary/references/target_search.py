"""Target search: find a clause, part or instrument by number, by text or by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.text import Truncator

from commentary.endpoints.endpoint import instrument_name
from commentary.references.target import Target
from documents.languages import LANGUAGES
from documents.models import Clause, ClauseVersion, Edition, Instrument, Part
from documents.models.withdrawals import closed
from documents.permissions import (
    edition_for_clause,
    get_clause_or_404,
    present_slug,
)
from documents.presenters.labels import full_label, introduce, part_name
from documents.presenters.localized import localized_field
from portal.people.models import Visitor

MOST = 20  # results of each kind
SHORTEST = 2  # characters; shorter queries are not looked for in texts
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


def found(query: str, edition: Edition) -> list[Choice]:
    """Return the search results for a query; four queries.

    Numbers and places are looked for in this document, text in every document
    that stands, names of instruments in all languages.
    """
    query = " ".join(query.split())[:EXCERPT]
    if not query:
        return []
    choices = [
        *_by_place(query, edition),
        *_instruments(query),
        *_by_words(query, edition),
    ]
    return list({choice.value: choice for choice in choices}.values())


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


def _by_words(query: str, edition: Edition) -> Iterator[Choice]:
    if len(query) < SHORTEST or query.isdigit():
        return
    current = (
        Edition.objects.standing()
        .exclude(closed())
        .order_by("document_id", "-number")
        .distinct("document_id")
        .values("pk")
    )
    condition = Q()
    for language in LANGUAGES:
        condition |= Q(**{f"text_{language.suffix}__icontains": query})
    rows = ClauseVersion.objects.filter(condition, edition__in=current)
    ordered = rows.select_related("clause__document", "edition").order_by(
        "clause__document__slug", "position"
    )
    for row in ordered[:MOST]:
        yield _clause_choice(row, edition)


def _instruments(query: str) -> Iterator[Choice]:
    rows = Instrument.objects.named_with(query)
    for row in rows.order_by("date", "slug")[:MOST]:
        yield _instrument_choice(row)


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
