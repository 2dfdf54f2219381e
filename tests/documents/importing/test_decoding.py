"""Every encoding that is met, and everything that is refused."""

from __future__ import annotations

import pytest

from documents.importing import MAX_BYTES, ImportRefused, decode
from documents.importing.refusals import (
    EmptyFile,
    FileTooLarge,
    NotText,
    NullCharacter,
    UnknownEncoding,
)

from .base import read


class TestEncodings:
    @pytest.mark.parametrize("language", ["zh-hans", "ru", "en"])
    @pytest.mark.parametrize(
        "encoding",
        ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"],
    )
    def test_unicode_and_chinese(self, language: str, encoding: str) -> None:
        text = read(language)
        assert decode(text.encode(encoding)) == text

    @pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
    def test_russian(self, encoding: str) -> None:
        # KOI8-R has neither guillemets nor dashes.
        text = read("ru").translate(str.maketrans("«»—", '""-'))
        assert decode(text.encode(encoding)) == text

    def test_line_ends(self) -> None:
        assert decode(b"one\r\ntwo\rthree") == "one\ntwo\nthree"


class TestRefusals:
    @pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf\n"])
    def test_empty(self, data: bytes) -> None:
        with pytest.raises(EmptyFile):
            decode(data)

    @pytest.mark.parametrize("data", [b"%PDF-1.4 \xff", b"\x89PNG\r\n", b"a\x01\x02b"])
    def test_binary(self, data: bytes) -> None:
        with pytest.raises(NotText):
            decode(data)

    def test_too_large(self) -> None:
        with pytest.raises(FileTooLarge, match=str(MAX_BYTES)):
            decode(b"a" * (MAX_BYTES + 1))

    def test_null(self) -> None:
        with pytest.raises(NullCharacter):
            decode("Генеральная\0 Ассамблея".encode())

    @pytest.mark.parametrize(
        ("first", "second"),
        [("utf-8", "cp1251"), ("cp1251", "utf-8"), ("utf-8", "koi8-r")],
    )
    def test_mixed(self, first: str, second: str) -> None:
        text = read("ru").translate(str.maketrans("«»—", '""-'))
        half = len(text) // 2
        with pytest.raises(UnknownEncoding):
            decode(text[:half].encode(first) + text[half:].encode(second))

    def test_mixed_chinese(self) -> None:
        text = read("zh-hans")
        with pytest.raises(ImportRefused):
            decode(text[:500].encode() + text[500:].encode("gb18030"))

    def test_noise(self) -> None:
        with pytest.raises(ImportRefused):
            decode(bytes(range(128, 256)) * 20)

    def test_replacement_characters(self) -> None:
        with pytest.raises(ImportRefused):
            decode("The General\ufffd Assembly".encode())
