"""Detector: finds the mentions in the clauses of a document, in one language.

Names, titles and symbols are matched first, the longest at each position; then articles
and paragraphs, which belong to an adjacent name or else to this document. No two
mentions overlap.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from commentary.references.detection.mention import Mention, Refers, Rule, Target
from commentary.references.detection.named_works import (
    Anchor,
    find_anchors,
    find_unknown_works,
)
from commentary.references.detection.pointers import (
    Chain,
    Pointer,
    find_chains,
    resolve,
)
from commentary.references.detection.register import Outline, Recall, Register
from commentary.references.detection.scene import LOOK_BACK, Scene
from commentary.references.detection.words import stem
from documents.text.symbols import bare_number

WORD: Final = re.compile(r"\w+")
SENTENCE_END: Final = re.compile(r"[;；。]|[.!?](?=\s+[A-ZА-ЯЁ])")
Spanning = TypeVar("Spanning", Anchor, Mention)


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of one clause in one language, and its locator."""

    place: str
    text: str


def detect_all(
    passages: Iterable[Passage], language: str, register: Register, outline: Outline
) -> list[tuple[Mention, ...]]:
    """Return the mentions of each passage, in the order of the passages.

    A short form ("the Treaty") means the instrument that was named last before it.
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
    """Return the mentions in a text in order; no two overlap.

    `place` is the locator of its clause: a pointer to the clause itself, or to its
    part, is not a mention. `recall` has the instruments named in the preceding text.
    """
    scene = Scene(text, language, register, outline or Outline(), place)
    recall = recall if recall is not None else Recall()
    anchors = _longest(find_anchors(scene))
    chains = [
        chain
        for chain in find_chains(text, language)
        if not any(_overlap(chain, anchor) for anchor in anchors)
    ]
    found: list[Mention] = []
    unknown = deque(find_unknown_works(scene, anchors))
    for anchor in anchors:
        while unknown and unknown[0][0] < anchor.start:
            recall.name_unknown(unknown.popleft()[1])
        beside = _beside(scene, anchor, chains)
        pointers = [pointer for chain in beside for pointer in chain.pointers()]
        named = _named(scene, recall, anchor, pointers)
        if named:
            chains = [chain for chain in chains if chain not in beside]
        found += named
    for _start, genus in unknown:
        recall.name_unknown(genus)
    for chain in chains:
        found += _of_work_named(scene, anchors, chain) or _here(scene, chain)
    return tuple(each for each in _longest(found) if not _is_itself(scene, each))


def _is_itself(scene: Scene, mention: Mention) -> bool:
    """Return whether a mention is the document's own symbol, or all of a title."""
    if mention.target.refers is Refers.SYMBOL:
        return bare_number(mention.target.key) in scene.outline.own_symbols
    whole = len(scene.text.strip()) <= mention.end - mention.start
    return whole and scene.place.endswith("/title")


# --- What an anchor means, with the articles beside it


def _beside(scene: Scene, anchor: Anchor, chains: Sequence[Chain]) -> list[Chain]:
    """Return the chains of articles or paragraphs that belong to a name.

    《宪章》第二条第四款和第三十三条 has two: a list goes on with units of one size.
    """
    for place, chain in enumerate(chains):
        if _leads_to(scene, chain, anchor):
            return _listed(scene, chains[place::-1])[::-1]
        if _follows(scene, anchor, chain):
            return _listed(scene, chains[place:])
    return []


def _listed(scene: Scene, chains: Sequence[Chain]) -> list[Chain]:
    """Return the first of some chains and those that are joined to it, one by one."""
    listed = [*chains[:1]]
    for chain in chains[1:]:
        one, other = sorted((listed[-1], chain), key=lambda each: each.start)
        between = scene.cues.join.fullmatch(scene.text, one.end, other.start)
        is_alike = one.largest is other.largest and not _is_here(scene, chain)
        if not between or not is_alike:
            break
        listed.append(chain)
    return listed


def _leads_to(scene: Scene, chain: Chain, anchor: Anchor) -> bool:
    between = scene.cues.to_name
    return (
        chain.end <= anchor.start
        and between.fullmatch(scene.text, chain.end, anchor.start) is not None
    )


def _follows(scene: Scene, anchor: Anchor, chain: Chain) -> bool:
    between = scene.cues.from_name
    return (
        anchor.end <= chain.start
        and between.fullmatch(scene.text, anchor.end, chain.start) is not None
        and not _is_here(scene, chain)
    )


def _named(
    scene: Scene, recall: Recall, anchor: Anchor, pointers: Sequence[Pointer]
) -> list[Mention]:
    if anchor.refers is Refers.PART:
        return _in_part(scene, anchor, pointers)
    target = _target(scene, recall, anchor, pointers)
    if target is None:
        return []
    if target.refers is Refers.INSTRUMENT:
        recall.name(target.key)
    if not pointers or target.refers is not anchor.refers:
        # The register may have a symbol together with its annex.
        start = min([anchor.start, *(each.start for each in pointers)])
        end = max([anchor.end, *(each.end for each in pointers)])
        start, end, annex = _with_annex(scene, anchor, start, end)
        if annex and (slug := scene.register.by_symbol.get(bare_number(annex))):
            return [
                Mention(start, end, Target(Refers.INSTRUMENT, slug), "", anchor.rule)
            ]
        locator = "annex" if annex else ""
        return [Mention(start, end, target, locator, anchor.rule)]
    names = scene.register.by_slug.get(target.key)
    is_roman = names is not None and names.has_roman_articles
    return [
        Mention(each.start, each.end, target, each.locator(is_roman), anchor.rule)
        for each in _around(pointers, anchor)
    ]


def _with_annex(
    scene: Scene, anchor: Anchor, start: int, end: int
) -> tuple[int, int, str]:
    """Return a range with the word "annex" beside a symbol, and symbol and annex.

    The last is "" where no annex is meant.
    """
    if anchor.refers is not Refers.SYMBOL:
        return start, end, ""
    whole = f"{anchor.owners[0]}, annex"
    if behind := scene.cues.its_annex_after.match(scene.text, end):
        return start, behind.end(), whole
    ahead = scene.cues.its_annex_before.search(
        scene.text[max(0, start - LOOK_BACK) : start]
    )
    if ahead:
        return start - len(ahead[0]), end, whole
    return start, end, ""


def _target(
    scene: Scene, recall: Recall, anchor: Anchor, pointers: Sequence[Pointer]
) -> Target | None:
    owners = anchor.owners
    if anchor.refers is Refers.SYMBOL:
        return _of_symbol(scene.register, owners[0], pointers)
    if len(owners) == 1 and anchor.rule is Rule.NAME:
        return Target(Refers.INSTRUMENT, owners[0])
    *_, noun = WORD.findall(scene.text, anchor.start, anchor.end)
    slug = recall.latest(owners, scene.register, stem(noun, scene.language))
    return Target(Refers.INSTRUMENT, slug) if slug else None


def _of_symbol(register: Register, symbol: str, pointers: Sequence[Pointer]) -> Target:
    """Return the instrument with this symbol, or with this symbol and annex."""
    wholes = [f"{symbol}, {pointer.locator(False)}" for pointer in pointers]
    for each in (*wholes, symbol):
        if slug := register.by_symbol.get(bare_number(each)):
            return Target(Refers.INSTRUMENT, slug)
    return Target(Refers.SYMBOL, symbol)


def _in_part(
    scene: Scene, anchor: Anchor, pointers: Sequence[Pointer]
) -> list[Mention]:
    """Return mentions of a part of this document, or of clauses in it if they exist."""
    [key] = anchor.owners
    found = [
        Mention(each.start, each.end, _place(there), "", anchor.rule)
        for each in _around(pointers, anchor)
        if (there := resolve(each, scene.outline, key))
        and there not in (scene.place, scene.part)
    ]
    if found or key == scene.part:
        return found
    return [Mention(anchor.start, anchor.end, _place(key), "", anchor.rule)]


def _place(there: str) -> Target:
    """Return the clause at a locator or, for a locator of one step, the part."""
    return Target(Refers.CLAUSE if "/" in there else Refers.PART, there)


def _around(pointers: Sequence[Pointer], anchor: Anchor) -> list[Pointer]:
    """Extend the pointer adjacent to a name over the name."""
    taken = list(pointers)
    if taken and taken[0].start < anchor.start:
        taken[-1] = replace(taken[-1], end=anchor.end)
    elif taken:
        taken[0] = replace(taken[0], start=anchor.start)
    return taken


# --- Articles and paragraphs of a work named earlier


def _of_work_named(
    scene: Scene, anchors: Sequence[Anchor], chain: Chain
) -> list[Mention]:
    """Return mentions of places in the work that the sentence named before.

    "The report S/2006/997 on methods, including paragraphs 1 and 2"; "paragraph 19 of
    that resolution".
    """
    if _is_here(scene, chain):
        return []
    before = [each for each in anchors if each.end <= chain.start]
    symbols = [each for each in before if each.refers is Refers.SYMBOL]
    work = symbols[-1] if symbols else None
    if work is None or not _belongs_to(scene, work, chain):
        return []
    pointers = chain.pointers()
    target = _of_symbol(scene.register, work.owners[0], pointers)
    return [
        Mention(each.start, each.end, target, each.locator(False), work.rule)
        for each in pointers
    ]


def _belongs_to(scene: Scene, work: Anchor, chain: Chain) -> bool:
    cues = scene.cues
    if scene.is_after(cues.that_work_before, chain.start) or scene.is_before(
        cues.that_work_after, chain.end
    ):
        return True
    between = scene.text[work.end : chain.start]
    same_sentence = not SENTENCE_END.search(between)
    return same_sentence and scene.is_after(cues.including, chain.start)


# --- Articles and paragraphs of this document


def _here(scene: Scene, chain: Chain) -> list[Mention]:
    if not _is_here(scene, chain) and _is_elsewhere(scene, chain):
        return []
    code = "pre" if _is_preamble(scene, chain) else ""
    found: list[Mention] = []
    for pointer in chain.pointers():
        there = resolve(pointer, scene.outline, scene.place, code)
        if there and there not in (scene.place, scene.part):
            target = _place(there)
            rule = Rule.PLACE if target.refers is Refers.CLAUSE else Rule.ANNEX
            found.append(Mention(pointer.start, pointer.end, target, "", rule))
    return found


def _is_here(scene: Scene, chain: Chain) -> bool:
    cues = scene.cues
    return scene.is_after(cues.here_before, chain.start) or scene.is_before(
        cues.here_after, chain.end
    )


def _is_preamble(scene: Scene, chain: Chain) -> bool:
    cues = scene.cues
    return scene.is_after(cues.preamble_before, chain.start) or scene.is_before(
        cues.preamble_after, chain.end
    )


def _is_elsewhere(scene: Scene, chain: Chain) -> bool:
    cues = scene.cues
    if scene.is_before(cues.preamble_after, chain.end):
        return False
    return scene.is_after(cues.elsewhere_before, chain.start) or scene.is_before(
        cues.elsewhere_after, chain.end
    )


# --- Spans


def _overlap(one: Chain | Anchor | Mention, other: Chain | Anchor | Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _longest(spans: Iterable[Spanning]) -> list[Spanning]:
    """Return the spans without overlaps, preferring longer ones, in text order."""
    taken: list[Spanning] = []
    for span in sorted(spans, key=lambda each: (each.start - each.end, each.start)):
        if not any(_overlap(span, other) for other in taken):
            taken.append(span)
    return sorted(taken, key=lambda each: each.start)
