"""Candidates for the register: works that texts name and no instrument has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction
from django.utils.text import slugify

from commentary.references.detect import (
    ClauseMentions,
    detect_references,
    mentions_of_edition,
)
from commentary.references.detection import Mention, Refers
from documents.languages import BY_CODE, LANGUAGES
from documents.models import ClauseVersion, Edition, Instrument, InstrumentFact
from documents.text.symbols import bare_number
from portal.people.account_locks import lock_permitted_person
from portal.people.models import User

LONGEST_SLUG: Final = 80


@dataclass(slots=True)
class Candidate:
    """A work that has no instrument: its symbol or name, and where it is named.

    `names` are the words of the texts by language code; `versions` the clauses.
    """

    key: str
    symbol: str = ""
    names: dict[str, str] = field(default_factory=dict)
    versions: list[ClauseVersion] = field(default_factory=list)


def find_candidates(edition: Edition) -> list[Candidate]:
    """Return the works that an edition names and the register does not have.

    Those named in most clauses come first; three queries.
    """
    found: dict[str, Candidate] = {}
    for clause in mentions_of_edition(edition):
        for code, mentions in clause.by_language.items():
            for key, symbol, words in _named(clause, code, mentions):
                candidate = found.setdefault(key, Candidate(key, symbol))
                candidate.names.setdefault(code, words)
                if clause.version not in candidate.versions:
                    candidate.versions.append(clause.version)
    return sorted(found.values(), key=lambda each: -len(each.versions))


def _named(
    clause: ClauseMentions, code: str, mentions: tuple[Mention, ...]
) -> Iterator[tuple[str, str, str]]:
    """Yield key, symbol and words of each work without an instrument."""
    text = clause.version.in_language("text", code)
    for mention in mentions:
        if mention.target.refers is Refers.SYMBOL:
            words = text[mention.start : mention.end]
            yield bare_number(mention.target.key), mention.target.key, words
    for match in BY_CODE[code].names.works.finditer(text):
        start, end = match.span("name")
        if not any(each.start < end and start < each.end for each in mentions):
            yield f"{code}:{match['name'].casefold()}", "", match["name"]


@transaction.atomic
def register_candidate(edition: Edition, key: str, *, user: User) -> Instrument | None:
    """Enter a candidate into the register; None when it is no longer one.

    Its facts are what the text says, with the clause as their source, unverified; the
    references to it in the edition are proposed at once.

    Raises PermissionDenied when the person may not add instruments.
    """
    lock_permitted_person(user.pk, "documents.add_instrument")
    found = {each.key: each for each in find_candidates(edition)}
    candidate = found.get(key)
    if candidate is None:
        return None
    instrument = _enter(edition, candidate)
    detect_references(edition)
    return instrument


def _enter(edition: Edition, candidate: Candidate) -> Instrument:
    instrument = Instrument(slug=_free_slug(candidate), symbol=candidate.symbol)
    for code, words in candidate.names.items():
        suffix = BY_CODE[code].suffix
        setattr(instrument, f"title_{suffix}", words)
        if not candidate.symbol:
            setattr(instrument, f"cited_as_{suffix}", words)
    if candidate.symbol.startswith(("resolution", "decision")):
        instrument.kind = candidate.symbol.partition(" ")[0]
    instrument.save()
    source = f"{edition.document.slug}, {candidate.versions[0].clause.key}"
    facts = [(InstrumentFact.Fact.TITLE, code) for code in candidate.names]
    facts += [(InstrumentFact.Fact.SYMBOL, "")] if candidate.symbol else []
    InstrumentFact.objects.bulk_create(
        InstrumentFact(
            instrument=instrument,
            fact=fact,
            language=language,
            **{f"source_{each.suffix}": source for each in LANGUAGES},
        )
        for fact, language in facts
    )
    return instrument


def _free_slug(candidate: Candidate) -> str:
    said = candidate.symbol or candidate.names.get("en", "")
    slug = slugify(said)[:LONGEST_SLUG] or "instrument"
    taken = set(
        Instrument.objects.filter(slug__startswith=slug).values_list("slug", flat=True)
    )
    numbered = (f"{slug[: LONGEST_SLUG - 4]}-{count}" for count in range(2, 1000))
    return slug if slug not in taken else next(s for s in numbered if s not in taken)
