"""Places: addresses that people type: op. 3, пункт 7 преамбулы, 序言部分第7段.

They are read by the cues with which texts are read, in every language at once, and by
the codes of locators and the keys of clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, QuerySet

from documents.languages import LANGUAGES
from documents.languages.base import Language
from documents.models import Clause, ClauseVersion, Edition
from documents.models.documents import PartKind
from documents.search.compiled import Slot, one_of, run
from documents.search.documents import read_documents
from documents.search.named import Named
from documents.search.place_wording import as_in_texts
from documents.search.words import fold
from documents.text.numerals import normalise_number, value_of

MOST_PLACES: Final = 5
LONGEST: Final = 120  # characters; an address is short
# Codes of locators as people write them; UN usage has OP and PP.
CODES: Final = {"op": "op", "pp": "pre", "pre": "pre", "art": "art", "sig": "sig"}
CODE: Final = re.compile(
    rf"\b({'|'.join(CODES)})\.?\s*(\d{{1,3}})\s*((?:\(?[a-z]\))*)", re.IGNORECASE
)
KEY: Final = re.compile(r"[a-z][a-z0-9_]*(?:[-/][a-z0-9_]+)+")
# An address of the portal itself, as it is copied from a browser.
ADDRESS: Final = re.compile(
    r"/documents/(?P<slug>[-\w]+)/(?:\S*?)(?:clauses/|#|[?&]clause=)"
    r"(?P<key>[a-z][a-z0-9_-]*)"
)
SUB: Final = re.compile(r"[(（]?\s*([a-zа-я])\s*[)）]")
PREAMBULAR: Final = re.compile(
    r"\b(?:preamb\w*(?:\s+part\b)?|преамб\w*(?:\s+част\w*)?)|序言(?:部分|段落?)?",
    re.IGNORECASE,
)
OPERATIVE: Final = re.compile(
    r"\b(?:operative(?:\s+part\b)?|постановляющ\w*(?:\s+част\w*)?)"
    r"|执行(?:部分|段落?)",
    re.IGNORECASE,
)
# Words that an address may have besides.
BETWEEN: Final = re.compile(
    r"\b(?:of|the|in|to|к|из|в)\b|[的之中,，.]|\s", re.IGNORECASE
)
COLUMNS: Final = ("edition__document", "clause__key", "locator")
ORDER: Final = (
    F("edition__document__date").desc(nulls_last=True),
    "edition",
    "position",
)
# The codes of the numbered units that a word for one may mean.
UNITS: Final = {"article": ("art",), "paragraph": ("op", "p")}
# Parts of a kind are numbered from the second on: annex-2.
MOST_PARTS: Final = 4
KINDS: Final = tuple(PartKind.values)


@dataclass(frozen=True, slots=True)
class TypedPlace:
    """A place as typed: the ends that its locator may have, and its part's kind."""

    ends: tuple[str, ...]
    part: str = ""

    def locators(self) -> list[str]:
        """Return the locators it may have, whatever its document."""
        kinds = [self.part] if self.part else KINDS
        counts = ("", *(f"-{count}" for count in range(2, MOST_PARTS + 1)))
        return [
            f"{kind}{count}/{end}"
            for kind in kinds
            for count in counts
            for end in self.ends
        ]


def read_place(text: str) -> TypedPlace | None:
    """Return the place that a text is the address of; None if it is anything else."""
    if len(text) > LONGEST:
        return None
    if code := CODE.search(text):
        return _with_part(
            text, code.span(), [_end(CODES[code[1].lower()], code[2], code[3])]
        )
    for language in LANGUAGES:
        step = language.pointers.step.search(text)
        if step is not None and (place := _read_step(text, step, language)):
            return place
    return None


def _read_step(text: str, step: re.Match[str], language: Language) -> TypedPlace | None:
    unit = next((unit for unit in UNITS if step[unit]), "")
    number = language.pointers.number.match(step["list"] or "") if unit else None
    if number is None:
        return None
    codes: Iterable[str] = UNITS[unit]
    if unit == "paragraph" and PREAMBULAR.search(text):
        codes = ("pre",)
    elif unit == "paragraph" and OPERATIVE.search(text):
        codes = ("op",)
    printed = re.match(r"\s*\w+", number[0])
    value = str(value_of(printed[0])) if printed else ""
    subs = (
        text[step.start() :][: len(step[0])].partition(printed[0])[2] if printed else ""
    )
    ends = [_end(code, value, subs) for code in codes]
    return _with_part(text, step.span(), ends)


def _end(code: str, number: str, subs: str) -> str:
    steps = [normalise_number(letter) for letter in SUB.findall(subs)]
    return "/".join((f"{code}{number}", *steps))


def _with_part(
    text: str, span: tuple[int, int], ends: Iterable[str]
) -> TypedPlace | None:
    """Return the place if what stands around it names a part, or nothing."""
    rest = f"{text[: span[0]]} {text[span[1] :]}"
    rest = OPERATIVE.sub(" ", PREAMBULAR.sub(" ", rest))
    part = ""
    for kind, pattern in _part_names():
        if pattern.search(rest):
            part, rest = kind, pattern.sub(" ", rest, count=1)
            break
    return None if BETWEEN.sub("", rest) else TypedPlace(tuple(ends), part)


def _part_names() -> Iterator[tuple[str, re.Pattern[str]]]:
    for language in LANGUAGES:
        yield from language.cues.part_names


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A clause at a place: its key, its locator and its document."""

    key: str
    locator: str
    document: Named


def find_places(text: str, document: str = "") -> list[FoundPlace]:
    """Return the clauses that a text is the address of, MOST_PLACES at most.

    As the current editions have them, which everybody may see, the newest document
    first. `document` is the slug of the only one that is looked at. Two queries.
    """
    asked = " ".join(text.split())
    typed = fold(asked)
    if address := ADDRESS.search(asked):
        if document and document != address["slug"]:
            return []
        rows = _find(address["slug"], keys=[address["key"]], locators=[])
    elif KEY.fullmatch(typed):
        rows = _find(document, keys=[typed.replace("/", "-")], locators=[typed])
    elif place := read_place(as_in_texts(asked)):
        rows = _find(document, locators=place.locators())
    else:
        return []
    documents = read_documents({row[0] for row in rows})
    return [FoundPlace(key, locator, documents[pk]) for pk, key, locator in rows]


def _find(document: str, **asked: list[str]) -> list[tuple[Any, ...]]:
    """Return the clauses that have one of these locators or, if given, keys."""

    def build() -> QuerySet[Any, Any]:
        rows = ClauseVersion.objects.filter(
            one_of("locator", Slot("locators"), is_unknown=True)
        )
        if "keys" in asked:
            # Either by its index: with OR, all rows are read.
            named = ClauseVersion.objects.filter(
                clause__in=Clause.objects.filter(
                    one_of("key", Slot("keys"), is_unknown=True)
                )
            )
            either = rows.order_by().values("pk").union(named.order_by().values("pk"))
            rows = ClauseVersion.objects.filter(pk__in=either)
        rows = rows.filter(edition__in=Edition.objects.current())
        if document:
            rows = rows.filter(one_of("edition__document__slug", Slot("slugs")))
        # The few that are shown are found first: else the keys of all are joined.
        first = rows.order_by(*ORDER).values("pk")[:MOST_PLACES]
        return ClauseVersion.objects.filter(pk__in=first).order_by(*ORDER)

    key = ("places", bool(document), *asked)
    return run(key, COLUMNS, build, **asked, slugs=[document])
