"""Anchors: names, titles, symbols and "the annex", which name a work by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commentary.references.detection.mention import Refers, Rule
from commentary.references.detection.name_index import NameMatch
from commentary.references.detection.scene import Scene
from commentary.references.detection.words import stem, tokenise
from documents.text.symbols import find_symbols

# Kinds of parts in which "the Treaty" is the part itself.
TREATIES = frozenset({"treaty", "agreement", "convention", "charter"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A range that names something by itself; `owners` has several if ambiguous."""

    start: int
    end: int
    refers: Refers
    owners: tuple[str, ...]
    rule: Rule


def find_anchors(scene: Scene) -> Iterator[Anchor]:
    """Yield all anchors of a text; they may overlap."""
    text, language = scene.text, scene.language
    tokens = tokenise(text, language)
    # Of two equally long ones the first is kept, hence this order.
    for title in scene.outline.index(language).find(text, tokens):
        owner = title.owners[:1]
        yield Anchor(title.start, title.end, Refers.PART, owner, Rule.TITLE)
    for name in scene.register.index(language).find(text, tokens):
        if not name.is_short or _stands_alone(scene, name):
            rule = Rule.SHORT if name.is_short else Rule.NAME
            yield Anchor(name.start, name.end, Refers.INSTRUMENT, name.owners, rule)
    for found in find_symbols(text, language):
        owner = (found.symbol,)
        yield Anchor(found.start, found.end, Refers.SYMBOL, owner, Rule.SYMBOL)
    yield from _annexes(scene)


def find_unknown_works(
    scene: Scene, anchors: Iterable[Anchor]
) -> Iterator[tuple[int, str]]:
    """Yield where works without an instrument are named, and the stems of their genus.

    "The Antarctic Treaty" when the register has no such instrument.
    """
    known = [each for each in anchors if each.rule is not Rule.SHORT]
    for match in scene.names.works.finditer(scene.text):
        start, end = match.span("name")
        is_known = any(each.start < end and start < each.end for each in known)
        if match["genus"] and not is_known:
            yield start, stem(match["genus"], scene.language)


def _stands_alone(scene: Scene, name: NameMatch) -> bool:
    """Return whether a short form is no part of a longer name, nor the text itself."""
    if scene.part.partition("-")[0] in TREATIES:
        return False
    if scene.is_before(scene.cues.longer_name_after, name.end):
        return False
    if scene.is_before(scene.cues.demonstrative, name.start):
        return True
    return scene.is_after(scene.cues.short_form_after, name.start)


def _annexes(scene: Scene) -> Iterator[Anchor]:
    """Yield "annex" without a number, if the document has exactly one annex."""
    if len(scene.outline.annexes) != 1:
        return
    for match in scene.cues.annex.finditer(scene.text):
        start, end = match.span("annex")
        is_elsewhere = scene.is_after(
            scene.cues.annex_elsewhere_before, start
        ) or scene.is_before(scene.cues.annex_elsewhere_after, end)
        if not is_elsewhere:
            yield Anchor(start, end, Refers.PART, scene.outline.annexes, Rule.ANNEX)
