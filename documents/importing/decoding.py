"""Decoding of a file: detects the encoding or refuses; never replaces a character."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import Final

from documents.importing.refusals import (
    DamagedText,
    EmptyFile,
    FileTooLarge,
    NotText,
    NullCharacter,
    UnknownEncoding,
)
from documents.languages import LANGUAGES, Language
from documents.languages.base import Script

MAX_BYTES: Final = 5 * 1024 * 1024

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the UTF-16 mark: comes first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BINARY_MAGIC: Final = (
    b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff",
    b"GIF8", b"\x7fELF", b"\x1f\x8b", b"{\\rtf",
)  # fmt: skip
CONTROL: Final = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
TYPOGRAPHY: Final = frozenset(" \n\r\t\f\v«»„“”‘’–—…№§•°©\u00a0\u00ad\u2010\u2011")
HAN: Final = re.compile(r"[\u3400-\u9fff]")
# Three rare characters in a row are a sign of a wrong encoding.
RARE_HAN_RUN: Final = 3
PLAUSIBLE: Final = 0.95


def decode(data: bytes) -> str:
    r"""Return the text of a file, with "\n" as line ends.

    Raises ImportRefused when the file is empty, too large, not text, or in an encoding
    that cannot be determined.
    """
    if len(data) > MAX_BYTES:
        raise FileTooLarge(size=len(data), limit=MAX_BYTES)
    if not data.strip():
        raise EmptyFile
    text = _characters(data)
    _check_characters(text)
    return re.sub(r"\r\n?|\u2028|\u2029|\x85|\v", "\n", text)


def _check_characters(text: str) -> None:
    if not text.strip("\ufeff \t\r\n\f\v\u3000\xa0\u200b"):
        raise EmptyFile
    if "\0" in text:
        raise NullCharacter
    if CONTROL.search(text):
        raise NotText
    if "\ufffd" in text:
        raise DamagedText


def _characters(data: bytes) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if data.startswith(BINARY_MAGIC):
        raise NotText
    wide = _wide_text(data)
    if wide is not None:
        return wide
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy_text(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnknownEncoding from error


def _wide_text(data: bytes) -> str | None:
    """Return the text if it is UTF-16 without a byte order mark, else None.

    A line feed or a blank is then two bytes, one of them zero, in the same order
    throughout; text in other encodings has no zero bytes.
    """
    if len(data) % 2 or b"\0" not in data:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _try(data, encoding)
        if text and _plausible_share(text) > PLAUSIBLE:
            return text
    return None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible_share(text: str) -> float:
    return sum(map(_is_plausible, text)) / len(text)


def _is_plausible(char: str) -> bool:
    return (
        char in TYPOGRAPHY
        or " " <= char <= "~"
        or "\u0400" <= char <= "\u045f"
        or "\u3000" <= char <= "\u303f"
        or "\uff00" <= char <= "\uff5e"
        or "\u00c0" <= char <= "\u017f"
        or _is_common_han(char)
    )


def _is_common_han(char: str) -> bool:
    try:
        return bool(HAN.match(char)) and len(char.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def _legacy_text(data: bytes) -> str:
    scored = [
        (JUDGES[language.script](text, language), text)
        for language in LANGUAGES
        for encoding in language.encodings
        if (text := _try(data, encoding)) is not None
    ]
    score, text = max(scored, default=(0.0, ""))
    if score < 0.9:
        raise UnknownEncoding
    return text


def _han_score(text: str, _language: Language) -> float:
    beyond = [char for char in text if ord(char) > 0x7F]
    if not beyond or _has_rare_run(text):
        return 0.0
    return sum(map(_is_plausible, beyond)) / len(beyond)


def _has_rare_run(text: str) -> bool:
    run = 0
    for char in text:
        rare = ord(char) > 0x7F and not _is_plausible(char)
        run = run + 1 if rare else 0
        if run >= RARE_HAN_RUN:
            return True
    return False


def _cyrillic_score(text: str, language: Language) -> float:
    """Score Cyrillic text: usual letters, capitals only where they are expected.

    This distinguishes cp1251 from koi8-r, which both decode any bytes.
    """
    beyond = [char for char in text if ord(char) > 0x7F]
    # A Cyrillic letter inside a Latin word was an accented one: "Communiquй".
    if not beyond or _has_rare_run(text) or re.search(r"[a-z]{2}[а-яё]", text):
        return 0.0
    letters = [char for char in beyond if char.isalpha()]
    known = sum(char.lower() in language.letters for char in letters)
    typography = sum(char in TYPOGRAPHY for char in beyond)
    # The wrong one of the two has capitals inside words: "рПУФБОПЧМСЕФ".
    inside = len(re.findall(r"[а-яё][А-ЯЁ]", text))
    return (known + typography - 4 * inside) / len(beyond)


def _latin_score(text: str, language: Language) -> float:
    """Score Latin text: few characters beyond ASCII, all of them accented letters."""
    beyond = [char for char in text if ord(char) > 0x7F]
    if len(beyond) > language.accented * len(text):
        return 0.0
    return 0.95 * sum(map(_is_plausible, beyond)) / max(1, len(beyond))


JUDGES: Final[dict[Script, Callable[[str, Language], float]]] = {
    Script.HAN: _han_score,
    Script.CYRILLIC: _cyrillic_score,
    Script.LATIN: _latin_score,
}
