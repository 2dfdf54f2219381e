"""Name index: a prefix tree of names by words; finds the longest at each position."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from commentary.references.detection.words import (
    Token,
    bare,
    folded,
    is_acronym,
    stem,
    tokenise,
)
from documents.languages import BY_CODE, LANGUAGES

# Number of words from which optional commas within a name are accepted.
COMMAS_FROM: Final = 4
# "Treaty of Tlatelolco", "Bangkok Treaty": names that differ in one word.
SERIES_LENGTHS: Final = (2, 3)
OPENING: Final = ("《", "〈")
CLOSING: Final = ("》", "〉")
CONJUNCTIONS: Final = frozenset[str]().union(
    *(language.conjunctions for language in LANGUAGES)
)


@dataclass(frozen=True, slots=True)
class NameStep:
    """One word of a name: the key to match, and where capital and comma are allowed."""

    key: str
    is_capital: bool
    may_follow_comma: bool


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an instrument's name, as a sequence of words."""

    steps: tuple[NameStep, ...]
    owner: str
    is_short: bool

    @classmethod
    def of(cls, words: str, language: str, owner: str, *, is_short: bool) -> Form:
        """Make a form from a line entered by an editor.

        A short form keeps its article and its capitals: "the Treaty" is not "a treaty".
        """
        tokens = tokenise(words, language)
        commas = BY_CODE[language].names.has_loose_commas and len(tokens) >= COMMAS_FROM
        steps: list[NameStep] = []
        comma = False
        for place, token in enumerate(tokens):
            comma = comma or token.follows_comma or commas
            if token.is_skipped and not is_short:
                continue
            capital = is_short and _must_be_capital(tokens, place)
            steps.append(NameStep(_key(token, language, is_short), capital, comma))
            comma = False
        return cls(tuple(steps), owner, is_short)

    def match(self, tokens: Sequence[Token], first: int) -> int | None:
        """Return the index behind the name if it begins at token `first`, else None."""
        place = first
        for number, step in enumerate(self.steps):
            comma = False
            while number and self.can_skip(tokens, place):
                comma = comma or tokens[place].follows_comma
                place += 1
            comma = number > 0 and (comma or _follows_comma(tokens, place))
            if place >= len(tokens) or not _fits(step, tokens[place], comma):
                return None
            place += 1
        return place

    def can_skip(self, tokens: Sequence[Token], place: int) -> bool:
        """Return whether a word may stand in the name: in a short form a mark alone.

        该《条约》 is 该条约.
        """
        if place >= len(tokens) or not tokens[place].is_skipped:
            return False
        return not self.is_short or tokens[place].word in OPENING


def _must_be_capital(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a short form's word needs a capital; an initial article never."""
    token = tokens[place]
    return token.is_capital and not (place == 0 and token.is_skipped)


def _key(token: Token, language: str, is_short: bool) -> str:
    if is_acronym(token.word):
        return f"={bare(token.word)}"
    if is_short and BY_CODE[language].names.has_exact_short_forms:
        return f"!{folded(token.word)}"
    return stem(token.word, language)


def _follows_comma(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].follows_comma


def _fits(step: NameStep, token: Token, follows_comma: bool) -> bool:
    return (
        step.key in token.keys
        and (token.is_capital or not step.is_capital)
        and (step.may_follow_comma or not follows_comma)
    )


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name found in a text, and the slugs of all instruments that have it."""

    start: int
    end: int
    owners: tuple[str, ...]
    is_short: bool


@dataclass(slots=True)
class _Node:
    """A node of the prefix tree: next words by key, and the forms that end here."""

    below: dict[str, _Node] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)


class NameIndex:
    """Prefix tree of names by words: cost per text hardly grows with the register."""

    def __init__(self, forms: Iterable[Form]) -> None:
        forms = [form for form in forms if form.steps]
        self._root = _Node()
        # Series of names that differ in one word, by the words they share.
        self._series: dict[frozenset[str], dict[str, str]] = defaultdict(dict)
        for form in forms:
            self._enter(form)
            if not form.is_short and len(form.steps) in SERIES_LENGTHS:
                keys = [step.key for step in form.steps]
                self._series[frozenset(keys[:-1])][keys[-1]] = form.owner
                self._series[frozenset(keys[1:])][keys[0]] = form.owner
        self._chinese = Series(
            ("".join(step.key for step in form.steps), form.owner)
            for form in forms
            if not form.is_short
        )

    def _enter(self, form: Form) -> None:
        node = self._root
        for step in form.steps:
            node = node.below.setdefault(step.key, _Node())
        node.forms.append(form)

    def find(self, text: str, tokens: Sequence[Token]) -> Iterator[NameMatch]:
        """Yield names that begin at each token, and those that continue a series."""
        for start, end, owner in self._chinese.find(text):
            yield NameMatch(start, end, (owner,), False)
        for first in range(len(tokens)):
            ends: dict[tuple[int, bool], list[Form]] = defaultdict(list)
            for form in self._reached(tokens, first):
                if (behind := form.match(tokens, first)) is not None:
                    ends[behind, form.is_short].append(form)
            # Of a full name and a short form of equal length, the full name wins.
            for (behind, is_short), forms in sorted(
                ends.items(), key=lambda item: (-item[0][0], item[0][1])
            ):
                span = tokens[first].start, tokens[behind - 1].end
                owners = tuple(sorted({form.owner for form in forms}))
                yield NameMatch(*_with_title_marks(text, *span), owners, is_short)
                yield from self._others(forms[0], tokens, first, behind)

    def _reached(self, tokens: Sequence[Token], first: int) -> Iterator[Form]:
        """Yield forms whose words match from `first`, without regard to commas."""
        ways = [(self._root, first)]
        while ways:
            node, place = ways.pop()
            if place >= len(tokens):
                continue
            if place > first and tokens[place].is_skipped:
                ways.append((node, place + 1))
            for key in tokens[place].keys:
                if below := node.below.get(key):
                    yield from below.forms
                    ways.append((below, place + 1))

    def _others(
        self, form: Form, tokens: Sequence[Token], first: int, behind: int
    ) -> Iterator[NameMatch]:
        """Yield the other names of "treaties of Tlatelolco, Rarotonga and Bangkok"."""
        series = self._series.get(frozenset(step.key for step in form.steps[:-1]), {})
        if len(series) <= 1 or not tokens[first].may_be_plural:
            return
        place = behind
        while place < len(tokens):
            joined = tokens[place].follows_comma
            while place < len(tokens) and tokens[place].word in CONJUNCTIONS:
                place, joined = place + 1, True
            if place >= len(tokens) or not joined:
                return
            token = tokens[place]
            owners = tuple(series[key] for key in sorted(token.keys) if key in series)
            if not owners:
                return
            yield NameMatch(token.start, token.end, owners[:1], False)
            place += 1


def _with_title_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Extend a span over 《 before and 》 behind it, where it has the other or both."""
    inside = text[start:end]
    opens = text[start - 1 : start] in OPENING
    closes = text[end : end + 1] in CLOSING
    if opens and any(mark in inside for mark in CLOSING):
        return start - 1, end
    if opens and closes:
        return start - 1, end + 1
    is_open = sum(map(inside.count, OPENING)) > sum(map(inside.count, CLOSING))
    return start, end + (is_open and closes)


NOUNS: Final = ("条约", "公约", "宣言", "协定", "声明", "公报", "议定书")
JOIN: Final = r"\s*(?:、|，|,|和|及|以及|与)\s*"
ALL: Final = (
    r"\s*(?:等)?(?:各|诸|各项|[二两三四五六七八九十]项|[二两三四五六七八九十]个)?"
)
LENGTHS: Final = range(2, 13)


class Series:
    """Names that share a noun, by the word that distinguishes them."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._owners: dict[str, dict[str, str]] = defaultdict(dict)
        for name, owner in names:
            for noun in NOUNS:
                word = name.removesuffix(noun)
                if word != name and len(word) in LENGTHS:
                    self._owners[noun][word] = owner
        self._patterns = {
            noun: self._pattern(noun, words) for noun, words in self._owners.items()
        }

    def _pattern(self, noun: str, words: Iterable[str]) -> re.Pattern[str]:
        one = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        return re.compile(rf"(?:{one})(?:{JOIN}(?:{one}))+{ALL}{noun}")

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, slug) of each name; the last span includes the noun."""
        for noun, pattern in self._patterns.items():
            owners = self._owners[noun]
            one = re.compile("|".join(map(re.escape, sorted(owners, key=len)[::-1])))
            for match in pattern.finditer(text):
                found = list(one.finditer(text, *match.span()))
                for each in found:
                    end = match.end() if each is found[-1] else each.end()
                    yield each.start(), end, owners[each[0]]
