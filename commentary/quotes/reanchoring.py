"""Re-anchoring: finds each quote in a new edition, within its clause's lineage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from commentary.lineage import Origin, origins_by_clause
from commentary.models import Comment, Quote, QuotePlace
from commentary.quotes.anchoring.matcher import Matcher
from commentary.quotes.anchoring.matcher import State as Found
from commentary.quotes.anchoring.selectors import Selector, select
from documents.models import ClauseVersion, Edition

# Places that nobody chose.
FOUND = [state for state in QuotePlace.State if state != QuotePlace.State.CHOSEN]


@transaction.atomic
def reanchor_quotes(edition: Edition) -> list[QuotePlace]:
    """Store where every quote of the document stands in a newly published edition."""
    return QuotePlace.objects.bulk_create(preview_places(edition))


@transaction.atomic
def anchor_quote(quote: Quote) -> None:
    """Store where a new quote stands, in its own edition and in all published since."""
    edition = quote.version.edition
    QuotePlace.objects.create(
        quote=quote,
        edition=edition,
        version=quote.version,
        state=QuotePlace.State.EXACT,
        start=quote.start,
        end=quote.end,
    )
    later = Edition.objects.published().filter(
        document=edition.document_id, number__gt=edition.number
    )
    for each in later.order_by("number"):
        QuotePlace.objects.bulk_create(_build_places([quote], each))


def preview_places(edition: Edition) -> list[QuotePlace]:
    """Return, unsaved, where each quote would stand in an edition; four queries."""
    quotes = Quote.objects.filter(
        version__edition__document=edition.document_id,
        version__edition__number__lt=edition.number,
    ).select_related("version__edition")
    return list(_build_places(quotes.order_by("pk"), edition))


def places_changed_by(
    edition: Edition, places: Sequence[QuotePlace]
) -> list[QuotePlace]:
    """Keep the places of the quotes that this edition changes; one query.

    A quote whose words stand where they stood in the edition before is not changed by
    this one, however uncertain its place; and what was lost before is not lost again.
    """
    before = QuotePlace.objects.filter(
        quote__in=[place.quote_id for place in places],
        edition__number__lt=edition.number,
    )
    before = before.order_by("quote", "-edition__number").distinct("quote")
    former = {each.quote_id: each for each in before.select_related("quote", "version")}
    return [
        place
        for place in places
        if place.quote_id not in former
        or _where(place) != _where(former[place.quote_id])
    ]


def _where(place: QuotePlace) -> tuple[int, int, str] | None:
    """Return the clause, the position and the words of a place; None if detached."""
    if place.version is None or place.start is None or place.end is None:
        return None
    text = place.version.in_language("text", place.quote.language)
    return place.version.clause_id, place.start, text[place.start : place.end]


def comments_under(edition: Edition, keys: Collection[str]) -> Counter[str]:
    """Return how many published comments each of these clauses has; one query."""
    rows = Comment.objects.published().filter(
        clause__document=edition.document_id, clause__key__in=keys
    )
    return Counter(rows.values_list("clause__key", flat=True))


@dataclass(frozen=True, slots=True)
class _Words:
    """What is looked for: the words as they were last chosen, and where that was."""

    quote: Quote
    version: ClauseVersion
    selector: Selector

    @property
    def text(self) -> str:
        return self.version.in_language("text", self.quote.language)


def _build_places(quotes: Iterable[Quote], edition: Edition) -> Iterator[QuotePlace]:
    rows = edition.versions.select_related("clause")
    versions = {row.clause_id: row for row in rows}
    heirs = _find_heirs(edition)
    again, left = _find_answers(edition)
    groups: dict[tuple[int, str], list[_Words]] = defaultdict(list)
    for quote in quotes:
        words = again.get(quote.pk) or _Words(
            quote, quote.version, _select_as_made(quote)
        )
        groups[words.version.pk, quote.language].append(words)
    for group in groups.values():
        for place in _place_group(group, versions, heirs, edition):
            yield _leave_unless_found(place) if place.quote_id in left else place


def _leave_unless_found(place: QuotePlace) -> QuotePlace:
    """Leave alone what its author left on the old wording, unless it is there again."""
    if place.state in (QuotePlace.State.APPROXIMATE, QuotePlace.State.DETACHED):
        place.state, place.answer = QuotePlace.State.DETACHED, QuotePlace.Answer.LEFT
        place.start, place.end, place.score = None, None, 0.0
    return place


def _place_group(
    group: list[_Words],
    versions: Mapping[int, ClauseVersion],
    heirs: Mapping[int, list[tuple[int, Origin]]],
    edition: Edition,
) -> Iterator[QuotePlace]:
    """Place quotes of one text, which is prepared once."""
    [first, *_] = group
    language = first.quote.language
    candidates = _find_candidates(first.version, versions, heirs)
    texts = [row.in_language("text", language) if row else "" for row in candidates]
    matcher = Matcher(first.text, texts, language=language)
    for words in group:
        found = matcher.place(words.selector)
        placed = found.state is not Found.DETACHED
        yield QuotePlace(
            quote=words.quote,
            edition=edition,
            version=candidates[found.text] if placed else candidates[0],
            state=QuotePlace.State(found.state.value),
            start=found.start if placed else None,
            end=found.end if placed else None,
            score=found.score,
        )


def _find_candidates(
    version: ClauseVersion,
    versions: Mapping[int, ClauseVersion],
    heirs: Mapping[int, list[tuple[int, Origin]]],
) -> list[ClauseVersion | None]:
    """Return the clause as the edition has it, None when gone, and its successors."""
    number = version.edition.number
    successors = [
        versions[heir]
        for heir, origin in heirs.get(version.clause_id, ())
        if number < origin.until and heir in versions
    ]
    return [versions.get(version.clause_id), *successors]


def _find_heirs(edition: Edition) -> dict[int, list[tuple[int, Origin]]]:
    """Return, by clause, those that took over its words, and until when they did."""
    heirs: dict[int, list[tuple[int, Origin]]] = defaultdict(list)
    for clause, origins in origins_by_clause(edition).items():
        for origin in origins:
            heirs[origin.clause].append((clause, origin))
    return heirs


def _find_answers(edition: Edition) -> tuple[dict[int, _Words], set[int]]:
    """Return what authors said of their quotes in earlier editions; one query.

    The words that they confirmed or chose anew, by quote: from then on it is these that
    are looked for. And the quotes that they left on the old wording.
    """
    places = (
        QuotePlace.objects.filter(
            edition__document=edition.document_id,
            edition__number__lt=edition.number,
        )
        .exclude(answer=QuotePlace.Answer.NONE, state__in=FOUND)
        .select_related("quote", "version__edition")
    )
    found: dict[int, _Words] = {}
    left: set[int] = set()
    for place in places.order_by("edition__number"):
        if place.answer == QuotePlace.Answer.LEFT:
            found.pop(place.quote_id, None)
            left.add(place.quote_id)
        elif place.version and place.start is not None and place.end is not None:
            text = place.version.in_language("text", place.quote.language)
            selector = select(text, place.start, place.end)
            found[place.quote_id] = _Words(place.quote, place.version, selector)
            left.discard(place.quote_id)
    return found, left


def _select_as_made(quote: Quote) -> Selector:
    return Selector(quote.exact, quote.prefix, quote.suffix, quote.start)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Words chosen in one language of a clause's text."""

    language: str
    selector: Selector


def store_quote(version: ClauseVersion, chosen: Chosen) -> Quote:
    """Store the words that a comment or a cross-reference quotes."""
    selector = chosen.selector
    return Quote.objects.create(
        version=version,
        language=chosen.language,
        exact=selector.exact,
        prefix=selector.prefix,
        suffix=selector.suffix,
        start=selector.start,
    )
