"""PDF files: real ones against their units, and drawn ones for each rule."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from documents.importing import ImportRefused, Unit, parse_file
from documents.importing.pdf import read_pdf
from documents.importing.pdf.extract import read_pages
from documents.importing.refusals import (
    DamagedFile,
    EncryptedFile,
    NoTextInFile,
    TooLongFile,
)
from tests.documents.importing.base import CORPUS

from .pages import HAN, LEFT, PITCH, Printer, wrap

FILES = sorted((CORPUS / "pdf").glob("*.pdf"))

LONG = (
    "Recalling its earlier decisions on the harbour mission, in particular those on its"
    " lamps, its boats and its books, and the statements of its President on them,"
)
OTHER = (
    "Stressing that the lines agreed by the parties in the north, the east, and the"
    " valley remain in force, and that each of them is to be lit from dusk until dawn,"
)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def said(unit: Unit) -> tuple[str, str, str]:
    return unit.kind.value, unit.number, unit.text


def texts(data: bytes) -> list[str]:
    return [" ".join(each.lines) for each in read_pdf(data).paragraphs]


@pytest.mark.skipif(not FILES, reason="the practice files are not beside this checkout")
@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_every_unit_of_a_real_file(file: Path) -> None:
    wanted = json.loads(file.with_suffix(".expected.json").read_text("utf-8"))
    units = parse_file(file.read_bytes(), "en").units
    found = [(u.kind.value, u.number, squeezed(u.text)) for u in units]
    expected = [(kind, number, squeezed(text)) for kind, number, text in wanted]
    assert [each for each in expected if each not in found] == []


class TestText:
    def test_a_resolution_over_a_page_turn(self) -> None:
        paper = Printer()
        paper.text(LEFT, 735, "United Nations")
        paper.text(500, 735, "S/2018/99")
        paper.lines(["The Security Council,"])
        paper.lines(wrap(LONG))
        paper.lines(wrap(OTHER)[:2])
        paper.feet((65, "18-01234 (E)"), (130, "010218"))
        paper.text(65, 28, "*1801234*")
        paper.begin_page((60, "S/2018/99"))
        paper.lines(wrap(OTHER)[2:], indent=0)
        paper.lines(["1.   Decides to keep the office open for one more year;"])
        paper.lines(["2.   Decides to remain seized of the matter."])
        paper.feet((60, "2/2"), (520, "18-01234"))
        units = parse_file(paper.close(), "en").units
        body = [said(u) for u in units if u.kind not in {"note", "organ"}]
        assert body == [
            ("opening", "", "The Security Council,"),
            ("preambular", "", LONG),
            ("preambular", "", OTHER),
            (
                "operative",
                "1.",
                "Decides to keep the office open for one more year;",
            ),
            ("operative", "2.", "Decides to remain seized of the matter."),
        ]

    def test_a_number_at_the_margin_is_running_text(self) -> None:
        paper = Printer()
        paper.lines([*wrap(LONG), "2012 and 2014, and of those of", "3. May 2015,"])
        paper.lines(wrap(OTHER))
        assert texts(paper.close()) == [
            f"{LONG} 2012 and 2014, and of those of 3. May 2015,",
            OTHER,
        ]

    def test_two_columns_are_read_one_after_the_other(self) -> None:
        paper = Printer()
        left, right = (
            wrap(f"{LONG} {OTHER} {LONG}", 34),
            wrap(f"{OTHER} {LONG} {OTHER}", 34),
        )
        for row, (one, two) in enumerate(zip(left, right, strict=False)):
            paper.text(70, 650 - row * PITCH, one)
            paper.text(330, 650 - row * PITCH, two)
        rows = min(len(left), len(right))
        assert rows >= 12
        found = texts(paper.close())
        assert found[0].startswith(" ".join(left[:3]))
        assert " ".join(left[:rows]) in " ".join(found)

    def test_a_hyphen_is_kept_where_no_words_are_divided(self) -> None:
        paper = Printer()
        paper.lines(["Welcoming the zero-", "tolerance policy of the harbour,"])
        lines = [f"Line {n} of many that end with no hyphen at all" for n in range(40)]
        paper.lines(lines)
        units = parse_file(self._titled(paper), "en").units
        assert any("zero-tolerance" in unit.text for unit in units)

    def _titled(self, paper: Printer) -> bytes:
        paper.lines(["1. Decides to remain seized of the harbour's affairs."])
        return paper.close()

    def test_notes_come_after_their_paragraph(self) -> None:
        paper = Printer()
        paper.lines(wrap(LONG)[:1])
        paper.text(LEFT, 80, "1 See A/61/89.", 7.5)
        paper.begin_page()
        paper.lines(wrap(LONG)[1:], indent=0)
        [paragraph] = read_pdf(paper.close()).paragraphs
        assert " ".join(paragraph.lines) == LONG
        assert paragraph.notes == ["1 See A/61/89."]
        assert paragraph.page == 1

    def test_chinese(self) -> None:
        paper = Printer(font=HAN)
        paper.lines(["大会，"])
        paper.lines(
            ["回顾其1998年12月17日第53/202号决议，以及此后关于港口的各", "项决议，"]
        )
        paper.lines(["1. 决定于2000年9月在纽约举行会议；"])
        paper.lines(["2. 请秘书长提出报告。"])
        units = parse_file(paper.close(), "zh-hans").units
        assert [said(unit) for unit in units] == [
            ("opening", "", "大会，"),
            (
                "preambular",
                "",
                "回顾其1998年12月17日第53/202号决议，以及此后关于港口的各项决议，",
            ),
            ("operative", "1.", "决定于2000年9月在纽约举行会议；"),
            ("operative", "2.", "请秘书长提出报告。"),
        ]


class TestRefusals:
    def test_without_text(self) -> None:
        file = BytesIO()
        canvas = Canvas(file)
        canvas.rect(100, 100, 200, 200, fill=1)
        canvas.save()
        with pytest.raises(NoTextInFile):
            read_pdf(file.getvalue())

    def test_encrypted(self) -> None:
        paper = Printer(encrypt=StandardEncryption("secret"))
        paper.lines(["The Security Council,"])
        with pytest.raises(EncryptedFile):
            read_pdf(paper.close())

    @pytest.mark.parametrize("share", [0.1, 0.5])
    def test_cut_short(self, share: float) -> None:
        paper = Printer()
        paper.lines(wrap(LONG))
        data = paper.close()
        with pytest.raises(ImportRefused):
            read_pdf(data[: int(len(data) * share)])

    def test_random_bytes_behind_the_signature(self) -> None:
        with pytest.raises(DamagedFile):
            read_pages(b"%PDF-1.7\n" + bytes(range(256)) * 40)

    def test_too_many_pages(self) -> None:
        file = BytesIO()
        canvas = Canvas(file)
        for _ in range(501):
            canvas.showPage()
        canvas.save()
        with pytest.raises(TooLongFile):
            read_pages(file.getvalue())
