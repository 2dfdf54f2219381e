"""Fuzzing: whatever a file holds, it is parsed or refused, and that soon."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from time import monotonic

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.importing import ImportRefused, parse_file
from documents.importing.html import read_packed as read_page
from documents.importing.word.reading import read_packed as read_package

from .pdf.pages import Printer, wrap
from .word.packages import docx, item, level, members, numbering, package, para, table

SECONDS = 20
LANGUAGES = ["en", "ru", "zh-hans"]
FAST = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
SLOW = settings(FAST, max_examples=12)

WORDS = st.text(max_size=40)
TAGS = st.sampled_from(
    ["p", "div", "ol", "ul", "li", "table", "tr", "td", "br", "sup", "pre", "b", "q",
     "script", "nav", "section", "html", "body", "style", "svg"]
)  # fmt: skip
ATTRIBUTES = st.sampled_from(
    ["", "start=5", "reversed", "type=i", "value=99999999999", "hidden", "style='x:y'",
     "class='a b'", "start='-1'", "colspan=1000000", "type=A reversed start=999999"]
)  # fmt: skip
PAGES = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda tag, told, parts: f"<{tag} {told}>{''.join(parts)}</{tag}>",
        TAGS,
        ATTRIBUTES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)
ELEMENTS = st.sampled_from(
    ["p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "del", "pPr", "rPr",
     "numPr", "ilvl", "numId", "br", "tab", "sym", "footnoteReference", "txbxContent",
     "vanish", "caps", "lastRenderedPageBreak", "sectPr", "vMerge", "tcPr", "lvl",
     "abstractNum", "num", "lvlOverride", "startOverride", "lvlText", "numFmt", "start",
     "style", "basedOn", "numStyleLink", "pStyle", "footnote", "abstractNumId"]
)  # fmt: skip
VALUES = st.sampled_from(
    ["", "0", "1", "-1", "9", "99999999999999999999", "x", "page", "F0B7", "110000",
     "%1.%2.%9", "decimal", "chineseCounting", "upperRoman", "D800"]
)  # fmt: skip
MARKUP = st.recursive(
    st.just(""),
    lambda inner: st.builds(
        lambda tag, name, value, parts: (
            f'<w:{tag} w:{name}="{value}">{"a" if tag == "t" else ""}{"".join(parts)}'
            f"</w:{tag}>"
        ),
        ELEMENTS,
        st.sampled_from(["val", "id", "ilvl", "numId", "abstractNumId", "styleId"]),
        VALUES,
        st.lists(inner, max_size=5),
    ),
    max_leaves=40,
)


def try_to_parse(data: bytes, language: str = "en") -> None:
    """Parse a file; anything but an answer or a refusal fails, and so does a wait."""
    begun = monotonic()
    with suppress(ImportRefused):
        parse_file(data, language)
    assert monotonic() - begun < SECONDS


@cache
def samples() -> dict[str, bytes]:
    """A file of each format."""
    recital = (
        "Recalling its earlier decisions on the harbour mission, in particular those on"
        " its lamps, its boats and its books, and the statements of its President,"
    )
    said = ["The Security Council,", recital, recital.replace("lamps", "lights")]
    paper = Printer()
    for each in [*said, "1. Decides to meet."]:
        paper.lines(wrap(each))
    levels = numbering(level(0, "decimal", "%1."))
    body = "".join(para(each) for each in said) + item("Decides to meet.")
    page = "".join(f"<p>{each}</p>" for each in said) + "<ol><li>Decides to meet.</ol>"
    return {
        "pdf": paper.close(),
        "docx": docx(body + table(["a", "b"]), numbering=levels),
        "html": f"<html><body>{page}</body></html>".encode(),
        "txt": "\n\n".join([*said, "1. Decides to meet."]).encode(),
    }


def damaged(data: bytes, seed: int) -> Iterator[bytes]:
    """A file cut short, with bytes changed, and with a piece of it twice."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    yield data[: chance.randrange(len(data))]
    changed = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        changed[chance.randrange(len(data))] = chance.randrange(256)
    yield bytes(changed)
    place = chance.randrange(len(data))
    yield data[:place] + data[place // 2 :]


@pytest.mark.parametrize("name", ["pdf", "docx", "html", "txt"])
class TestSamples:
    def test_are_parsed_whole(self, name: str) -> None:
        units = parse_file(samples()[name], "en").units
        assert ("1.", "Decides to meet.") in [(u.number, u.text) for u in units]

    @pytest.mark.parametrize("seed", range(4))
    def test_damaged_ones_are_parsed_or_refused(self, name: str, seed: int) -> None:
        for data in damaged(samples()[name], seed):
            try_to_parse(data)


@pytest.mark.parametrize(
    "begin",
    [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
    ids=["text", "pdf", "zip", "html", "ole"],
)
@given(data=st.binary(max_size=400), language=st.sampled_from(LANGUAGES))
@SLOW
def test_random_bytes(begin: bytes, data: bytes, language: str) -> None:
    try_to_parse(begin + data, language)


@given(page=PAGES)
@FAST
def test_made_pages(page: str) -> None:
    with suppress(ImportRefused):
        read_page(f"<html>{page}".encode("utf-8", "replace"))


@given(body=MARKUP, numbers=MARKUP, styles=MARKUP, notes=MARKUP)
@FAST
def test_made_packages(body: str, numbers: str, styles: str, notes: str) -> None:
    made = docx(item("a") + body, numbering=numbers, styles=styles, footnotes=notes)
    with suppress(ImportRefused):
        read_package(made)


class TestBombs:
    def test_zips_within_zips(self) -> None:
        inner = b"0" * (1 << 20)
        for depth in range(6):
            inner = package({f"{depth}-{copy}.zip": inner for copy in range(4)})
        try_to_parse(inner)
        try_to_parse(package({**members(para("a")), "word/media/x.zip": inner}))

    def test_many_members(self) -> None:
        crowd = {f"word/{number}.xml": "" for number in range(20_000)}
        try_to_parse(package({**members(para("a")), **crowd}))

    @pytest.mark.parametrize(
        "body",
        [
            "<w:p/>" * 4_000_000,
            "<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 1_000_000 + "</w:p>",
            "<w:sdt>" * 100_000 + "</w:sdt>" * 100_000,
            para("a" * 20_000_000),
            "<w:p><w:r>" + "<w:br/>" * 3_000_000 + "</w:r></w:p>",
        ],
        ids=["empty", "runs", "deep", "long", "breaks"],
    )
    def test_of_markup(self, body: str) -> None:
        try_to_parse(docx(body))

    @pytest.mark.parametrize(
        "page",
        [
            "<p>" * 1_000_000,
            "<ol><li>" * 300_000,
            "<br>" * 1_000_000,
            "<table><tr><td>" * 100_000,
            "<!--" * 1_000_000,
            "<" * 4_000_000,
            "&" * 4_000_000,
            "<p " + "a='b' " * 500_000 + ">x",
            "<style>" + ".a{" * 1_000_000 + "</style>x",
            "<p>" + " " * 4_000_000 + "x",
            "<p>" + " \n" * 2_000_000 + "x",
            "<p style='list-style:" + "a" * 2_000_000 + "'>x",
        ],
        ids=["p", "ol", "br", "table", "comments", "<", "&", "attributes", "style",
             "blanks", "lines", "long"],
    )  # fmt: skip
    def test_of_pages(self, page: str) -> None:
        try_to_parse(f"<html>{page}".encode())
