"""Finding what the clauses of a document refer to, in one language.

Names, titles and symbols are found first, the longest at each place; then articles
and paragraphs, which belong to the name beside them or else to this document. No two
mentions share a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from documents.detecting.cues import Cues
from documents.detecting.forms import Found
from documents.detecting.mentions import Mention, Refers, Rule, Target
from documents.detecting.places import CUES, Chain, Pointer, find_chains, resolve
from documents.detecting.register import Outline, Register
from documents.detecting.symbols import bare_number, find_symbols
from documents.detecting.words import tokenise

# In these "the Treaty" is the text itself.
TREATIES = frozenset({"treaty", "agreement", "convention", "charter"})
# How much of the text before something tells what it is.
LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """What one clause says in one language, and where it stands."""

    place: str
    text: str


@dataclass(slots=True)
class Recall:
    """Which instruments a document has named so far, and which of them last."""

    _last: dict[str, int] = field(default_factory=dict)
    _count: int = 0

    def name(self, slug: str) -> None:
        self._count += 1
        self._last[slug] = self._count

    def latest(self, owners: Iterable[str], register: Register) -> str:
        """Return the one named last; something is named with what it belongs to."""
        named = [(self._when(slug, register), slug) for slug in owners]
        when, slug = max(named, default=(0, ""))
        return slug if when else ""

    def _when(self, slug: str, register: Register) -> int:
        owner = register.by_slug[slug].belongs_to
        return max(self._last.get(slug, 0), self._last.get(owner, 0))


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words that name something by themselves; who of several is still open."""

    start: int
    end: int
    refers: Refers
    owners: tuple[str, ...]
    rule: Rule


def detect_all(
    passages: Iterable[Passage], language: str, register: Register, outline: Outline
) -> list[tuple[Mention, ...]]:
    """Return the mentions of each passage of a document, in its order.

    "The Treaty" is the one that the document named last.
    """
    recall = Recall()
    return [
        detect(each.text, language, register, outline, place=each.place, recall=recall)
        for each in passages
    ]


def detect(
    text: str,
    language: str,
    register: Register,
    outline: Outline | None = None,
    *,
    place: str = "",
    recall: Recall | None = None,
) -> tuple[Mention, ...]:
    """Return what a text mentions, in its order; no two share a character.

    `place` is the locator of its clause: what leads there, or to its own part, is no
    reference. `recall` knows what the text before it has named.
    """
    work = _Work(
        text, language, register, outline or Outline(), place, recall or Recall()
    )
    return work.mentions()


@dataclass(frozen=True, slots=True)
class _Work:
    text: str
    language: str
    register: Register
    outline: Outline
    place: str
    recall: Recall

    @property
    def cues(self) -> Cues:
        return CUES[self.language]

    @property
    def part(self) -> str:
        return self.place.partition("/")[0]

    def mentions(self) -> tuple[Mention, ...]:
        anchors = _longest(self._anchors())
        chains = [
            chain
            for chain in find_chains(self.text, self.language)
            if not any(_overlap(chain, anchor) for anchor in anchors)
        ]
        found: list[Mention] = []
        for anchor in anchors:
            beside = self._beside(anchor, chains)
            named = self._named(anchor, beside)
            if named and beside:
                chains.remove(beside)
            found += named
        for chain in chains:
            found += self._here(chain)
        return tuple(_longest(found))

    # --- Names, titles, symbols, annexes

    def _anchors(self) -> Iterator[Anchor]:
        tokens = tokenise(self.text, self.language)
        for name in self.register.index(self.language).find(self.text, tokens):
            if not name.is_short or self._stands_alone(name):
                rule = Rule.SHORT if name.is_short else Rule.NAME
                yield Anchor(name.start, name.end, Refers.INSTRUMENT, name.owners, rule)
        for title in self.outline.index(self.language).find(self.text, tokens):
            yield Anchor(
                title.start, title.end, Refers.PART, title.owners[:1], Rule.TITLE
            )
        for symbol in find_symbols(self.text, self.language):
            yield Anchor(
                symbol.start, symbol.end, Refers.SYMBOL, (symbol.symbol,), Rule.SYMBOL
            )
        yield from self._annexes()

    def _stands_alone(self, name: Found) -> bool:
        """Tell "the Treaty" from the beginning of a name that nobody has entered."""
        if self.part.partition("-")[0] in TREATIES:
            return False
        if self.cues.longer_name_after.match(self.text, name.end):
            return False
        if self.cues.demonstrative.match(self.text, name.start):
            return True
        return self._is_after(self.cues.short_form_after, name.start)

    def _is_after(self, pattern: re.Pattern[str], end: int) -> bool:
        return pattern.search(self.text[max(0, end - LOOK_BACK) : end]) is not None

    def _annexes(self) -> Iterator[Anchor]:
        """Yield "annex" without a number where the document has one annex."""
        if len(self.outline.annexes) != 1:
            return
        for match in self.cues.annex.finditer(self.text):
            start, end = match.span("annex")
            if self._is_after(self.cues.annex_elsewhere_before, start):
                continue
            if not self.cues.annex_elsewhere_after.match(self.text, end):
                yield Anchor(start, end, Refers.PART, self.outline.annexes, Rule.ANNEX)

    # --- What an anchor means, with the articles beside it

    def _beside(self, anchor: Anchor, chains: Sequence[Chain]) -> Chain | None:
        """Return the articles or paragraphs that a name is said of."""
        for chain in chains:
            if self._leads_to(chain, anchor) or self._follows(anchor, chain):
                return chain
        return None

    def _leads_to(self, chain: Chain, anchor: Anchor) -> bool:
        between = self.cues.to_name
        return (
            between is not None
            and chain.end <= anchor.start
            and between.fullmatch(self.text, chain.end, anchor.start) is not None
        )

    def _follows(self, anchor: Anchor, chain: Chain) -> bool:
        between = self.cues.from_name
        return (
            anchor.end <= chain.start
            and between.fullmatch(self.text, anchor.end, chain.start) is not None
            and not self._is_here(chain)
        )

    def _named(self, anchor: Anchor, beside: Chain | None) -> list[Mention]:
        pointers = beside.pointers() if beside else []
        if anchor.refers is Refers.PART:
            return self._in_part(anchor, pointers)
        target = self._target(anchor, pointers)
        if target is None:
            return []
        if target.refers is Refers.INSTRUMENT:
            self.recall.name(target.key)
        if not pointers or target.refers is not anchor.refers:
            # A symbol with an annex may be registered as a whole.
            start = min([anchor.start, *(each.start for each in pointers)])
            end = max([anchor.end, *(each.end for each in pointers)])
            return [Mention(start, end, target, "", anchor.rule)]
        is_roman = (
            target.refers is Refers.INSTRUMENT
            and self.register.by_slug[target.key].has_roman_articles
        )
        return [
            Mention(
                each.start,
                each.end,
                target,
                each.locator(has_roman_articles=is_roman),
                anchor.rule,
            )
            for each in _around(pointers, anchor)
        ]

    def _target(self, anchor: Anchor, pointers: Sequence[Pointer]) -> Target | None:
        if anchor.refers is Refers.SYMBOL:
            return self._of_symbol(anchor.owners[0], pointers)
        slug = (
            anchor.owners[0]
            if len(anchor.owners) == 1 and anchor.rule is Rule.NAME
            else self.recall.latest(anchor.owners, self.register)
        )
        return Target(Refers.INSTRUMENT, slug) if slug else None

    def _of_symbol(self, symbol: str, pointers: Sequence[Pointer]) -> Target:
        known = self.register.by_symbol
        for pointer in pointers:
            whole = f"{symbol}, {pointer.locator(has_roman_articles=False)}"
            if slug := known.get(bare_number(whole)):
                return Target(Refers.INSTRUMENT, slug)
        slug = known.get(bare_number(symbol))
        return (
            Target(Refers.INSTRUMENT, slug) if slug else Target(Refers.SYMBOL, symbol)
        )

    def _in_part(self, anchor: Anchor, pointers: Sequence[Pointer]) -> list[Mention]:
        """Return a part of this document, or clauses of it where they exist."""
        [key] = anchor.owners
        found = [
            Mention(each.start, each.end, Target(Refers.CLAUSE, there), "", anchor.rule)
            for each in _around(pointers, anchor)
            if (there := resolve(each, self.outline, key))
        ]
        if found or key == self.part:
            return [each for each in found if each.target.key != self.place]
        return [
            Mention(anchor.start, anchor.end, Target(Refers.PART, key), "", anchor.rule)
        ]

    # --- Articles and paragraphs of this document

    def _here(self, chain: Chain) -> list[Mention]:
        if not self._is_here(chain) and self._is_elsewhere(chain):
            return []
        is_preamble = self._is_after(
            self.cues.preamble_before, chain.start
        ) or self.cues.preamble_after.match(self.text, chain.end)
        code = "pre" if is_preamble else ""
        found = []
        for pointer in chain.pointers():
            there = resolve(pointer, self.outline, self.place, code)
            if there and there not in (self.place, self.part):
                refers = Refers.CLAUSE if "/" in there else Refers.PART
                rule = Rule.PLACE if refers is Refers.CLAUSE else Rule.ANNEX
                found.append(
                    Mention(pointer.start, pointer.end, Target(refers, there), "", rule)
                )
        return found

    def _is_here(self, chain: Chain) -> bool:
        return self._is_after(self.cues.here_before, chain.start) or bool(
            self.cues.here_after.match(self.text, chain.end)
        )

    def _is_elsewhere(self, chain: Chain) -> bool:
        if self.cues.preamble_after.match(self.text, chain.end):
            return False
        return self._is_after(self.cues.elsewhere_before, chain.start) or bool(
            self.cues.elsewhere_after.match(self.text, chain.end)
        )


def _around(pointers: Sequence[Pointer], anchor: Anchor) -> list[Pointer]:
    """Let the pointer next to a name take the name in."""
    taken = list(pointers)
    if taken and taken[0].start < anchor.start:
        taken[-1] = replace(taken[-1], end=anchor.end)
    elif taken:
        taken[0] = replace(taken[0], start=anchor.start)
    return taken


def _overlap(one: Chain | Anchor | Mention, other: Chain | Anchor | Mention) -> bool:
    return one.start < other.end and other.start < one.end


Spanning = TypeVar("Spanning", Anchor, Mention)


def _longest(spans: Iterable[Spanning]) -> list[Spanning]:
    """Return spans without overlaps, the longest first served, in their order."""
    taken: list[Spanning] = []
    for span in sorted(spans, key=lambda each: (each.start - each.end, each.start)):
        if not any(_overlap(span, other) for other in taken):
            taken.append(span)
    return sorted(taken, key=lambda each: each.start)
