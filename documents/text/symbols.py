"""Symbols: the one grammar of UN symbols and numbers: A/54/42, 第2758(XXVI)号决议.

The words around a number are those of a language (`SymbolCues`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from documents.languages import BY_CODE
from documents.languages.base import SymbolCues
from documents.text.numerals import LOOK_ALIKE, roman, value_of

PLAIN: Final = str.maketrans(LOOK_ALIKE | {"（": "(", "）": ")"})
HAN_LETTERS: Final = str.maketrans("甲乙丙丁", "ABCD")
LETTER: Final = r"[A-ZАВСЕНМТ]"
PART: Final = r"[A-ZАВСЕ0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?(?:\([A-Z0-9]+\))?"
PARTS: Final = r"Parts?\s[IVX]+(?:\sand\s[IVX]+)?"
SERIES: Final = (
    rf"(?:\s?[(（](?:[IVXLC]+|(?:19|20)\d\d|{PARTS})[)）])?(?:\s{LETTER}(?![\w.’']))?"
)
SYMBOL: Final = re.compile(
    rf"(?<![\w/.\-])[A-ZАСЕТ]{{1,8}}(?:\([0-9A-Z]+\))?(?:/{PART})+{SERIES}", re.ASCII
)
# A symbol alone in a line, as at the head of a page: of known series only, since
# it has no context, but with anything printed behind it.
PRINTED_SYMBOL: Final = (
    r"(?:A|S|E|CD|T|DC|ST|NPT|CCPR|CERD|BWC|TD|INFCIRC|CAC|CAT|CBD|CED|CEDAW|CMW|CRC"
    r"|CRPD|CTOC|DP|ECE|FCCC|HRI|ICCD|IDB|ISBA|JIU|PBC|SPLOS|UNEP)"
    r"(?:/(?:[A-Z][A-Za-z]*\.?\d*|\d+|[IVX]+|\d+\([IVXLC]+\))(?:\(\w+\))?)*"
    r"/(?:[A-Za-z.]*\d[\w.]*(?:\([\w.]+\))?(?:/(?:Add|Rev|Corr)\.\d+)*)"
    r"(?:\s?[(（](?:\d{4}|[IVXLC]+)[)）])?\*{0,2}"
)
BRACKET: Final = (
    r"[(（](?:(?:S-|ES-)?(?:[IVXLC]{1,7}|[一二三四五六七八九十]+)|E?S-\d{1,2}"
    r"|(?:19|20)\d\d)[)）]"
)
HAN_DIGITS: Final = "〇零一二三四五六七八九"
NUMBER: Final = (
    rf"(?:(?:ES-|S-)?\d{{1,4}}/\d{{1,3}}(?:\s?{LETTER}(?![A-Za-zА-я’'.]))?"
    rf"|\d{{1,4}}\s?(?:{LETTER}\s?)?{BRACKET}"
    rf"|[{HAN_DIGITS}]{{2,4}}\s?[甲乙丙丁]?\s?{BRACKET})(?!\d)"
)
# "and Add.1" behind a symbol, and "and 2" behind that.
ADDED: Final = re.compile(
    r"\s*(?:,\s*(?:and|и)?|，|、|(?<=\s)(?:and|и|to|по)(?=\s)|和|及|以及)\s*"
    r"(?P<kind>Add\.|Corr\.|Rev\.)?(?P<number>\d{1,3})(?![A-Za-z0-9/(（])"
)


@dataclass(frozen=True, slots=True)
class FoundSymbol:
    """A symbol found in a text, in its form common to all languages."""

    start: int
    end: int
    symbol: str


def find_symbols(text: str, language: str) -> Iterator[FoundSymbol]:
    """Yield the symbols and numbers in a text; of a series each one separately."""
    for match in SYMBOL.finditer(text):
        symbol = " ".join(match[0].translate(PLAIN).split())
        if re.search(r"\d", symbol):
            yield FoundSymbol(match.start(), match.end(), _spaced(symbol))
            yield from _added(text, match.end(), _spaced(symbol))
    cues = BY_CODE[language].symbols
    for match in _numbered(cues).finditer(text):
        yield from _numbers(text, match, cues)


def _added(text: str, place: int, symbol: str) -> Iterator[FoundSymbol]:
    """Yield the addenda and corrigenda named behind a document's symbol."""
    own = re.fullmatch(r"(.*)/((?:Add|Corr|Rev)\.)\d+", symbol)
    base, kind = (own[1], own[2]) if own else (symbol, "")
    while match := ADDED.match(text, place):
        kind = match["kind"] or kind
        if not kind:
            return
        start = match.start("kind" if match["kind"] else "number")
        yield FoundSymbol(start, match.end(), f"{base}/{kind}{match['number']}")
        place = match.end()


@cache
def _numbered(cues: SymbolCues) -> re.Pattern[str]:
    return re.compile(cues.numbered(NUMBER))


@cache
def _item(cues: SymbolCues) -> re.Pattern[str]:
    return re.compile(cues.item(NUMBER))


def _numbers(
    text: str, match: re.Match[str], cues: SymbolCues
) -> Iterator[FoundSymbol]:
    """Yield each number; the one next to the word includes it in its range."""
    word = match["word"].lower()
    name = "decision" if word.startswith(cues.decisions) else "resolution"
    start, end = match.span()
    items = list(_item(cues).finditer(text, start, end))
    for place, item in enumerate(items):
        leads = place == 0 and match.start("word") == start
        ends = place == len(items) - 1 and match.end("word") == end
        yield FoundSymbol(
            start if leads else item.start(),
            end if ends else item.end(),
            f"{name} {_spaced(item[0].strip('第号 '))}",
        )


def _spaced(number: str) -> str:
    """Return numbers in UN typography: 217 A (III), 53/77 A, 2758 (XXVI)."""
    number = number.translate(PLAIN)
    number = re.sub(rf"^([{HAN_DIGITS}]+)(?=[\s甲乙丙丁(])", _in_figures, number)
    number = number.translate(HAN_LETTERS)
    number = re.sub(
        r"\(([一二三四五六七八九十]+)\)", lambda m: f"({roman(value_of(m[1]))})", number
    )
    number = re.sub(r"(?<=\d)\s*([A-Z])(?=\s*\(|$)", r" \1", number)
    number = re.sub(
        r"(?<=[\dA-Z])\s*\((?=[IVXLC]+\)|E?S-|(?:19|20)\d\d\))", " (", number
    )
    return " ".join(number.split())


def _in_figures(match: re.Match[str]) -> str:
    return "".join(str(max(HAN_DIGITS.index(sign) - 1, 0)) for sign in match[1])


def bare_number(symbol: str) -> str:
    """Return the number common to "A/RES/53/77 A" and "resolution 53/77 A"."""
    plain = symbol.strip()
    plain = re.sub(r"^(?:[ASE]/(?:RES|DEC)/|(?i:resolution|decision)\s+)", "", plain)
    head, comma, locator = plain.partition(",")
    return f"{_spaced(head)}{comma}{locator}"
