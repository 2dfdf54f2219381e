"""Wordings of a clause and what editors do to them, with every word's fate known."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from rapidfuzz.distance import LCSseq

from documents.importing import decode, parse
from documents.text.tokens import tokenise
from documents.text.typography import fold_typography
from tests.documents.importing.base import CORPUS, units_of

PRACTICE = {
    "en": ("EN4_A-RES-2758-XXVI", "EN7_UDHR_217A",
           "EN8_Agreement_Minsk_1991_A-46-771_annex"),
    "ru": ("RU1_A-RES-2758-XXVI", "RU8_UDHR_217A", "RU7_Agreement_Minsk_1991-12-08"),
    "zh-hans": ("ZH2_A-RES-2758-XXVI", "ZH1_UDHR_217A"),
}  # fmt: skip
SPACE = {"zh-hans": "", "ru": " ", "en": " "}
# What has half of its words in order from another is that other, edited.
ITS_OWN = 0.5
CONTAINED = 0.7  # and so much of the shorter one
HAN = r"\u3400-\u9fff"
JOINS = re.compile(
    rf"[^\W{HAN}][-.,/'’]?[^\W{HAN}]|[-.,/'’\u2010\u2011][^\W{HAN}]|[^\W{HAN}][-.,/'’\u2010\u2011]"
)
# Forms of a mark or a letter that mean the same.
FORMS = (
    str.maketrans({"“": "«", "”": "»", "«": "“", "»": "”", '"': "“"}),
    str.maketrans({"-": "\u2011", "\u2014": "\u2013", "\u2013": "\u2014"}),
    str.maketrans({"\u2019": "'", "'": "\u2019", "е": "ё", "Е": "Ё"}),
    str.maketrans({"，": ",", ",": "，", "；": ";", "（": "(", "）": ")"}),
)
SENTENCE_END = re.compile(r"[.;:!?。；：！？]")


@cache
def clauses_of(language: str) -> tuple[str, ...]:
    """Return the texts of the letter's clauses, and of practice texts that are here."""
    units = list(units_of(language))
    for name in PRACTICE[language]:
        if (file := CORPUS / f"{name}.txt").exists():
            units += parse(decode(file.read_bytes()), language).units
    return tuple(unit.text for unit in units if unit.text)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text, and which piece of the old wording it is; None for none."""

    text: str
    id: int | None = None
    is_copy: bool = False

    @property
    def is_blank(self) -> bool:
        return self.text.isspace()

    @property
    def is_word(self) -> bool:
        return any(map(str.isalnum, self.text))


Tokens = list[Token]


def tokens_of(text: str, language: str, *, known: bool = False) -> Tokens:
    pieces = tokenise(text, language)
    return [
        Token(piece, place if known else None) for place, piece in enumerate(pieces)
    ]


@dataclass
class Edited:
    """A clause before, and the clauses that its words stand in afterwards."""

    language: str
    old: Tokens
    new: list[Tokens]
    log: list[str] = field(default_factory=list)

    @property
    def before(self) -> str:
        return "".join(token.text for token in self.old)

    @property
    def texts(self) -> list[str]:
        return ["".join(token.text for token in tokens) for tokens in self.new]


class Editor:
    """Does to a clause what editors do, at random and repeatably."""

    def __init__(self, clauses: Sequence[str], language: str, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.language, self.clauses = language, clauses
        self.pool = [
            token.text
            for text in clauses
            for token in tokens_of(text, language)
            if token.is_word
        ]

    def edited(self, text: str, count: int, edits: Edits | None = None) -> Edited:
        """Return a clause after so many edits, hard ones if nothing else is asked."""
        edits = edits or HARD
        old = tokens_of(text, self.language, known=True)
        version = Edited(self.language, old, [list(old)])
        for _ in range(count):
            edit = self.random.choices(list(edits), list(edits.values()))[0]
            edit(self, version)
            version.new = [_apart(tokens) for tokens in version.new]
            version.log.append(edit.__name__)
        return version

    # --- Choosing

    def some(self, version: Edited) -> Tokens:
        return self.random.choice(version.new)

    def word(self, tokens: Tokens) -> int | None:
        places = [n for n, token in enumerate(tokens) if token.is_word]
        return self.random.choice(places) if places else None

    def gap(self, tokens: Tokens) -> int:
        return self.random.randint(0, len(tokens))

    def new_words(self, count: int) -> Tokens:
        words: Tokens = []
        for _ in range(count):
            words += [Token(self.random.choice(self.pool)), *self.space()]
        return words

    def space(self) -> Tokens:
        return [Token(" ")] if SPACE[self.language] else []

    def sentence(self, tokens: Tokens) -> tuple[int, int]:
        ends = [
            n + 1 for n, token in enumerate(tokens) if SENTENCE_END.match(token.text)
        ]
        cuts = sorted({0, len(tokens), *ends})
        at = self.random.randrange(max(1, len(cuts) - 1))
        return cuts[at], cuts[min(at + 1, len(cuts) - 1)]

    def foreign(self, version: Edited) -> Tokens:
        """Return a sentence of another clause, and not one like one of this."""
        tokens = self.foreign_clause(version)
        start, end = self.sentence(tokens)
        return tokens[start:end]

    def foreign_clause(self, version: Edited) -> Tokens:
        for _ in range(20):
            text = self.random.choice(self.clauses)
            tokens = tokens_of(text, self.language)
            if not _is_like(tokens, version.old):
                return tokens
        return self.new_words(20)

    def run(self, tokens: Tokens, most: int) -> slice:
        start = self.gap(tokens)
        return slice(start, start + self.random.randint(1, most))

    # --- Edits

    def insert(self, version: Edited) -> None:
        tokens, count = self.some(version), self.random.randint(1, 4)
        at = self.gap(tokens)
        tokens[at:at] = [*self.space(), *self.new_words(count)]

    def delete(self, version: Edited) -> None:
        tokens = self.some(version)
        del tokens[self.run(tokens, 8)]

    def replace(self, version: Edited) -> None:
        tokens = self.some(version)
        if (at := self.word(tokens)) is not None:
            new = self.random.choice(self.pool)
            # The same word in another case may be the word itself.
            if new.lower() != tokens[at].text.lower():
                tokens[at] = Token(new)

    def replace_phrase(self, version: Edited) -> None:
        tokens = self.some(version)
        phrase = self.run(tokens, 6)
        # A word that is there, or beside, may be the word itself.
        gone = {
            token.text.lower()
            for token in tokens[max(0, phrase.start - 2) : phrase.stop + 2]
        }
        words = self.new_words(self.random.randint(1, 4))
        tokens[phrase] = [
            *self.space(),
            *(word for word in words if word.text.lower() not in gone),
        ]

    def respell(self, version: Edited) -> None:
        """Print marks and letters in another form that means the same."""
        forms = self.random.choice(FORMS)
        for tokens in version.new:
            for at, token in enumerate(tokens):
                tokens[at] = replace(token, text=token.text.translate(forms))

    def swap(self, version: Edited) -> None:
        tokens = self.some(version)
        one, other = self.word(tokens), self.word(tokens)
        if one is None or other is None:
            return
        if tokens[one].text.lower() != tokens[other].text.lower():
            tokens[one], tokens[other] = tokens[other], tokens[one]

    def punctuate(self, version: Edited) -> None:
        tokens = self.some(version)
        marks = [
            n
            for n, token in enumerate(tokens)
            if not (token.is_word or token.is_blank) and token.id is not None
        ]
        if marks:
            at = self.random.choice(marks)
            # Another mark, not another width of the same one.
            others = [m for m in ",;:、" if m != fold_typography(tokens[at].text)]
            tokens[at] = Token(self.random.choice(others))

    def move_sentence(self, version: Edited) -> None:
        tokens = self.some(version)
        start, end = self.sentence(tokens)
        moved = tokens[start:end]
        del tokens[start:end]
        home = self.some(version)
        at = self.random.choice(self.sentence(home))
        home[at:at] = [*self.space(), *moved, *self.space()]

    def duplicate(self, version: Edited) -> None:
        """Say a phrase, or much of the clause, a second time."""
        tokens, home = self.some(version), self.some(version)
        phrase = tokens[self.run(tokens, self.random.choice((5, 30)))]
        copy = [replace(token, is_copy=True) for token in phrase]
        at = self.gap(home)
        home[at:at] = [*self.space(), *copy, *self.space()]

    def replace_sentence(self, version: Edited) -> None:
        tokens = self.some(version)
        start, end = self.sentence(tokens)
        tokens[start:end] = self.foreign(version)

    def delete_sentence(self, version: Edited) -> None:
        tokens = self.some(version)
        start, end = self.sentence(tokens)
        del tokens[start:end]

    def insert_foreign(self, version: Edited) -> None:
        tokens = self.some(version)
        at = self.random.choice(self.sentence(tokens))
        tokens[at:at] = [*self.space(), *self.foreign(version), *self.space()]

    def split(self, version: Edited) -> None:
        place = self.random.randrange(len(version.new))
        tokens = version.new[place]
        at = self.random.choice((self.gap(tokens), *self.sentence(tokens)))
        version.new[place : place + 1] = [tokens[:at], tokens[at:]]

    def merge(self, version: Edited) -> None:
        """Take in another clause, or bring two pieces of this one together again."""
        if len(version.new) > 1:
            version.new[0] += [*self.space(), *version.new.pop()]
        else:
            other = self.foreign_clause(version)
            both = [other, version.new[0]]
            self.random.shuffle(both)
            version.new[0] = [*both[0], *self.space(), *both[1]]


Edits = dict[Callable[[Editor, Edited], None], int]
# Edits and how often each happens: such as try the placing, and such as editors make.
HARD: Edits = {
    Editor.insert: 4,
    Editor.delete: 4,
    Editor.replace: 5,
    Editor.swap: 1,
    Editor.punctuate: 2,
    Editor.move_sentence: 2,
    Editor.duplicate: 2,
    Editor.replace_sentence: 2,
    Editor.delete_sentence: 1,
    Editor.insert_foreign: 2,
    Editor.split: 2,
    Editor.merge: 2,
}
LIKELY: Edits = {
    Editor.insert: 4,
    Editor.replace_phrase: 5,
    Editor.punctuate: 2,
    Editor.respell: 2,
    Editor.move_sentence: 1,
    Editor.delete_sentence: 1,
    Editor.duplicate: 1,
}


def _apart(tokens: Tokens) -> Tokens:
    """Keep words that came to stand side by side from reading as one."""
    apart = tokens[:1]
    for token in tokens[1:]:
        if JOINS.fullmatch(apart[-1].text[-1] + token.text[0]):
            apart.append(Token(" "))
        apart.append(token)
    return apart


def _is_like(one: Tokens, other: Tokens) -> bool:
    mine, theirs = ([token.text for token in said(tokens)] for tokens in (one, other))
    common = LCSseq.similarity(mine, theirs)
    return 2 * common >= ITS_OWN * (
        len(mine) + len(theirs)
    ) or common >= CONTAINED * min(len(mine), len(theirs))


def said(tokens: Iterable[Token]) -> Tokens:
    return [token for token in tokens if not token.is_blank]
