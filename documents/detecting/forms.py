"""Names made ready for being found, and finding them: the longest at each place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from documents.detecting.words import Token, bare, folded, is_acronym, stem, tokenise
from documents.languages import ENGLISH, RUSSIAN

# Some Russian writers set the commas of a long name off, others do not.
COMMAS_FROM: Final = 4
# "Treaty of Tlatelolco", "Bangkok Treaty": one word tells it from others of its kind.
SERIES_LENGTHS: Final = (2, 3)
CONJUNCTIONS: Final = frozenset({"and", "or", "и", "или"})


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a name: what a word of the text must be, and may come after."""

    key: str
    is_capital: bool
    may_follow_comma: bool


@dataclass(frozen=True, slots=True)
class Form:
    """One form of one name."""

    steps: tuple[Step, ...]
    owner: str
    is_short: bool

    @classmethod
    def of(cls, words: str, language: str, owner: str, *, is_short: bool) -> Form:
        """Make a form of a line that an editor has entered.

        A short form keeps its article and its capitals: "the Treaty" is not "a
        treaty".
        """
        tokens = tokenise(words, language)
        commas = language == RUSSIAN.code and len(tokens) >= COMMAS_FROM
        steps: list[Step] = []
        comma = False
        for place, token in enumerate(tokens):
            comma = comma or token.follows_comma or commas
            if token.is_skipped and not is_short:
                continue
            capital = is_short and _must_be_capital(tokens, place)
            steps.append(Step(_key(token, language, is_short), capital, comma))
            comma = False
        return cls(tuple(steps), owner, is_short)

    def match(self, tokens: Sequence[Token], first: int) -> int | None:
        """Return the place behind the name when it begins at `first`."""
        place = first
        for number, step in enumerate(self.steps):
            comma = False
            while number and not self.is_short and _can_skip(tokens, place):
                comma = comma or tokens[place].follows_comma
                place += 1
            comma = number > 0 and (comma or _follows_comma(tokens, place))
            if place >= len(tokens) or not _fits(step, tokens[place], comma):
                return None
            place += 1
        return place


def _must_be_capital(tokens: Sequence[Token], place: int) -> bool:
    """A capital binds, save that of an article, which a sentence may begin with."""
    token = tokens[place]
    return token.is_capital and not (place == 0 and token.is_skipped)


def _key(token: Token, language: str, is_short: bool) -> str:
    if is_acronym(token.word):
        return f"={bare(token.word)}"
    if is_short and language == ENGLISH.code:
        return f"!{folded(token.word)}"
    return stem(token.word, language)


def _can_skip(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].is_skipped


def _follows_comma(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].follows_comma


def _fits(step: Step, token: Token, follows_comma: bool) -> bool:
    return (
        step.key in token.keys
        and (token.is_capital or not step.is_capital)
        and (step.may_follow_comma or not follows_comma)
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text, and everybody whose name it is."""

    start: int
    end: int
    owners: tuple[str, ...]
    is_short: bool
    first_word: str


class Index:
    """Forms by the key of their first word, the longest first."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._by_first: dict[str, list[Form]] = defaultdict(list)
        # Names that differ in one word, by the words that they share.
        self._series: dict[frozenset[str], dict[str, str]] = defaultdict(dict)
        for form in forms:
            if form.steps:
                self._by_first[form.steps[0].key].append(form)
            if not form.is_short and len(form.steps) in SERIES_LENGTHS:
                keys = [step.key for step in form.steps]
                self._series[frozenset(keys[:-1])][keys[-1]] = form.owner
                self._series[frozenset(keys[1:])][keys[0]] = form.owner
        for same in self._by_first.values():
            same.sort(key=lambda form: (-len(form.steps), form.is_short, form.owner))

    def find(self, text: str, tokens: Sequence[Token]) -> Iterator[Found]:
        """Yield the names that begin at each word, and those that go on a series."""
        for first, token in enumerate(tokens):
            ends: dict[tuple[int, bool], list[Form]] = defaultdict(list)
            for key in token.keys:
                for form in self._by_first.get(key, ()):
                    if (behind := form.match(tokens, first)) is not None:
                        ends[behind, form.is_short].append(form)
            # Of a name and a short form of equal length the name is meant.
            for (behind, is_short), forms in sorted(
                ends.items(), key=lambda item: (-item[0][0], item[0][1])
            ):
                start, end = _with_title_marks(
                    text, token.start, tokens[behind - 1].end
                )
                owners = tuple(sorted({form.owner for form in forms}))
                yield Found(start, end, owners, is_short, token.word)
                yield from self._others(forms[0], tokens, first, behind)

    def _others(
        self, form: Form, tokens: Sequence[Token], first: int, behind: int
    ) -> Iterator[Found]:
        """Yield the rest of "treaties of Tlatelolco, Rarotonga and Bangkok"."""
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
            yield Found(token.start, token.end, owners[:1], False, token.word)
            place += 1


def _with_title_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in 《 before and 》 behind, where the name does not hold them both."""
    inside = text[start:end]
    opens = text[start - 1 : start] in ("《", "〈")
    if opens and ("》" in inside or "〉" in inside):
        return start - 1, end
    if opens and text[end : end + 1] in ("》", "〉"):
        return start - 1, end + 1
    return start, end
