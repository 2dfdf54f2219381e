"""Word files: what each rule makes of what is printed, and what is refused."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from zipfile import ZIP_BZIP2

import pytest

from documents.importing import ImportRefused, Unit, parse_file
from documents.importing.refusals import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    OldWordFile,
    OtherFormat,
    TooLongFile,
)
from documents.importing.sheets import Paragraph
from documents.importing.word import read_word
from documents.importing.word.package import Package
from documents.importing.word.reading import Reader
from tests.documents.importing.base import CORPUS, units_of, without_space

from .packages import (
    STRICT,
    W,
    docx,
    item,
    level,
    members,
    numbering,
    package,
    para,
    part,
    table,
    text,
)

EXPECTED = sorted((CORPUS / "pdf").glob("*.expected.json"))


def read(body: str, **parts: str) -> list[Paragraph]:
    return Reader(Package(docx(body, **parts))).read()


def lines(body: str, **parts: str) -> list[str]:
    return [" / ".join(each.lines) for each in read(body, **parts)]


def said(unit: Unit) -> tuple[str, str, str]:
    return unit.kind.value, unit.number, unit.text


class TestUnits:
    def test_a_resolution_with_automatic_numbers(self) -> None:
        body = (
            para("Resolution 99 (2018)")
            + para("The Security Council,")
            + para("Recalling its earlier decisions on the harbour mission,")
            + item("Decides to keep the office open, and in particular:")
            + item("its lamps;", level=1)
            + item("its boats;", level=1)
            + item("Decides to remain seized of the matter.")
        )
        levels = level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)")
        units = parse_file(docx(body, numbering=numbering(*levels)), "en").units
        assert [said(unit) for unit in units][1:] == [
            ("opening", "", "The Security Council,"),
            (
                "preambular",
                "",
                "Recalling its earlier decisions on the harbour mission,",
            ),
            (
                "operative",
                "1.",
                "Decides to keep the office open, and in particular:",
            ),
            ("subparagraph", "(a)", "its lamps;"),
            ("subparagraph", "(b)", "its boats;"),
            ("operative", "2.", "Decides to remain seized of the matter."),
        ]

    @pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
    def test_the_portals_own_document(self, language: str) -> None:
        wanted = units_of(language)
        body = "".join(
            para(
                *(
                    run
                    for place, line in enumerate(
                        f"{each.number} {each.text}".strip().split("\n")
                    )
                    for run in (["<w:r><w:br/></w:r>"] if place else []) + [text(line)]
                )
            )
            for each in wanted
        )
        found = parse_file(docx(body), language).units
        assert [said(each) for each in found] == [said(each) for each in wanted]

    @pytest.mark.skipif(
        not EXPECTED, reason="the practice files are not beside this checkout"
    )
    @pytest.mark.parametrize("file", EXPECTED, ids=lambda path: path.stem)
    def test_of_real_documents_numbered_by_word(self, file: Path) -> None:
        """Their units as paragraphs; only (a) and 1. are lists of Word's."""
        wanted = json.loads(file.read_text("utf-8"))
        body = "".join(listed(*each) for each in wanted)
        levels = level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)")
        units = parse_file(docx(body, numbering=numbering(*levels)), "en").units
        found = [(*said(each)[:2], without_space(each.text)) for each in units]
        expected = [(kind, number, without_space(t)) for kind, number, t in wanted]
        assert [each for each in expected if each not in found] == []


def listed(kind: str, number: str, words: str) -> str:
    """A unit as a paragraph, its number one of Word's where a list has such."""
    if kind == "operative" and number.endswith("."):
        return item(words)
    if kind == "subparagraph" and re.fullmatch(r"\([a-h]\)", number):
        return item(words, level=1)
    return para(f"{number} {words}".strip())


class TestNumbers:
    @pytest.mark.parametrize(
        ("style", "third"),
        [
            ("decimal", "3."),
            ("lowerLetter", "c."),
            ("upperLetter", "C."),
            ("lowerRoman", "iii."),
            ("upperRoman", "III."),
            ("chineseCounting", "三."),
            ("chineseCountingThousand", "三."),
            ("russianLower", "в."),
            ("russianUpper", "В."),
            ("decimalZero", "03."),
            ("decimalEnclosedCircle", "③."),
            ("decimalFullWidth", "３."),
            ("ideographTraditional", "丙."),
            ("ordinal", "3rd."),
            ("somethingNew", "3."),
        ],
    )
    def test_styles(self, style: str, third: str) -> None:
        found = lines(item("x") * 3, numbering=numbering(level(0, style, "%1.")))
        assert found[2] == f"{third} x"

    def test_letters_go_on_doubled_and_russian_ones_leave_some_out(self) -> None:
        latin = numbering(level(0, "lowerLetter", "%1)", start=26))
        assert lines(item("x") * 2, numbering=latin) == ["z) x", "aa) x"]
        russian = numbering(level(0, "russianLower", "%1)", start=9))
        assert lines(item("x") * 2, numbering=russian) == ["и) x", "к) x"]

    def test_levels_begin_again_below_a_new_one(self) -> None:
        levels = numbering(
            level(0, "decimal", "%1."),
            level(1, "decimal", "%1.%2"),
            level(2, "lowerRoman", "(%3)"),
        )
        body = "".join(item("x", level=place) for place in (0, 1, 1, 2, 0, 1, 2, 2))
        assert [each.split()[0] for each in lines(body, numbering=levels)] == [
            "1.", "1.1", "1.2", "(i)", "2.", "2.1", "(i)", "(ii)",
        ]  # fmt: skip

    def test_a_level_that_never_begins_again(self) -> None:
        levels = numbering(
            level(0, "upperRoman", "%1."),
            level(1, "decimal", "%2.", extra='<w:lvlRestart w:val="0"/>'),
        )
        body = "".join(item("x", level=place) for place in (0, 1, 0, 1))
        found = lines(body, numbering=levels)
        assert found == ["I. x", "1. x", "II. x", "2. x"]

    def test_a_level_in_figures_below_roman_ones(self) -> None:
        levels = numbering(
            level(0, "upperRoman", "%1."),
            level(1, "decimal", "%1.%2", extra="<w:isLgl/>"),
        )
        body = item("x") + item("x", level=1)
        assert lines(body, numbering=levels) == ["I. x", "1.1 x"]

    def test_a_level_above_that_never_stood(self) -> None:
        levels = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
        assert lines(item("x", level=1), numbering=levels) == ["1.1 x"]

    def test_two_lists_of_one_definition_count_on_unless_told(self) -> None:
        more = (
            '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
            '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="7"/></w:lvlOverride></w:num>'
        )
        levels = numbering(level(0, "decimal", "%1."), more=more)
        body = item("x") + item("x", 2) + item("x", 3) + item("x", 3)
        assert lines(body, numbering=levels) == ["1. x", "2. x", "7. x", "8. x"]

    def test_a_list_with_a_level_of_its_own(self) -> None:
        more = (
            '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
            f"{level(0, 'upperLetter', '%1)')}</w:lvlOverride></w:num>"
        )
        levels = numbering(level(0, "decimal", "%1."), more=more)
        assert lines(item("x", 2), numbering=levels) == ["A) x"]

    STYLES = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Base"/>'
        "</w:style>"
        '<w:style w:type="paragraph" w:styleId="Second"><w:pPr><w:numPr>'
        '<w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )

    def test_styles_that_carry_a_number(self) -> None:
        levels = numbering(
            level(0, "decimal", "%1."),
            level(1, "lowerLetter", "(%2)", extra='<w:pStyle w:val="Second"/>'),
        )
        body = (
            para("x", properties='<w:pStyle w:val="Sub"/>')
            + para("x", properties='<w:pStyle w:val="Second"/>')
            + para(
                "x",
                properties='<w:pStyle w:val="Base"/><w:numPr><w:numId w:val="0"/>'
                "</w:numPr>",
            )
            + para("x", properties='<w:pStyle w:val="Base"/>')
        )
        found = lines(body, numbering=levels, styles=self.STYLES)
        assert found == ["1. x", "(a) x", "x", "2. x"]

    def test_a_definition_that_refers_to_a_style(self) -> None:
        levels = numbering(
            '<w:numStyleLink w:val="Listed"/>',
            more='<w:abstractNum w:abstractNumId="5"><w:styleLink w:val="Listed"/>'
            f"{level(0, 'decimal', '§ %1')}</w:abstractNum>"
            '<w:num w:numId="5"><w:abstractNumId w:val="5"/></w:num>',
        )
        styles = (
            '<w:style w:type="numbering" w:styleId="Listed"><w:pPr><w:numPr>'
            '<w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
        )
        assert lines(item("x"), numbering=levels, styles=styles) == ["§ 1 x"]

    def test_styles_in_a_circle_end(self) -> None:
        styles = (
            '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style>'
            '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        )
        body = para("x", properties='<w:pStyle w:val="A"/>')
        assert lines(body, styles=styles) == ["x"]

    def test_chinese_numbers_have_no_blank_behind_them(self) -> None:
        levels = numbering(level(0, "chineseCounting", "%1、"))
        assert lines(item("决定"), numbering=levels) == ["一、决定"]

    def test_bullets(self) -> None:
        levels = numbering(level(0, "bullet", "\uf0b7"), level(1, "bullet", "–"))
        body = item("x") + item("y", level=1)
        assert lines(body, numbering=levels) == ["• x", "– y"]

    def test_a_deleted_item_is_not_counted(self) -> None:
        gone = (
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
            "<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>b</w:delText></w:r>"
            "</w:del></w:p>"
        )
        levels = numbering(level(0, "decimal", "%1."))
        found = lines(item("a") + gone + item("c"), numbering=levels)
        assert found == ["1. a", "2. c"]


class TestChanges:
    def test_inserted_words_stay_and_deleted_ones_go(self) -> None:
        body = para(
            text("Decides "),
            f"<w:ins>{text('today ')}</w:ins>",
            "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>",
            f"<w:moveTo>{text('to meet')}</w:moveTo>",
            f"<w:moveFrom>{text('elsewhere')}</w:moveFrom>",
        )
        assert lines(body) == ["Decides today to meet"]

    def test_a_paragraph_whose_mark_is_deleted_goes_on(self) -> None:
        body = para("one ", properties="<w:rPr><w:del/></w:rPr>") + para("two")
        assert lines(body) == ["one two"]

    def test_a_deleted_row(self) -> None:
        gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
        body = table(["a", "b"]).replace("<w:tbl>", f"<w:tbl>{gone}")
        assert lines(para("x") + body) == ["x", "a\tb"]


class TestLetters:
    def test_signs(self) -> None:
        run = (
            "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t>"
            '<w:softHyphen/><w:t>d</w:t><w:br/><w:t>e</w:t><w:sym w:font="Symbol"'
            ' w:char="F0B7"/></w:r>'
        )
        assert lines(para(run)) == ["a\tb\u2011cd / e•"]

    def test_two_breaks_divide(self) -> None:
        run = "<w:r><w:t>a</w:t><w:br/><w:br/><w:t>b</w:t></w:r>"
        assert lines(para(run)) == ["a", "b"]

    def test_hidden_letters(self) -> None:
        styles = (
            '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr>'
            "</w:style>"
        )
        body = para(
            text("seen"),
            text("gone", "<w:vanish/>"),
            text("gone", '<w:rStyle w:val="H"/>'),
            text(" too", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>'),
        )
        assert lines(body, styles=styles) == ["seen too"]

    def test_capitals(self) -> None:
        assert lines(para(text("Statement", "<w:caps/>"))) == ["STATEMENT"]

    def test_fields_print_their_result(self) -> None:
        body = para(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            "<w:r><w:instrText>REF x</w:instrText></w:r>",
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            text("paragraph 4"),
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            f"<w:hyperlink>{text(' above')}</w:hyperlink>",
            f"<w:sdt><w:sdtPr/><w:sdtContent>{text(', too')}</w:sdtContent></w:sdt>",
        )
        assert lines(body) == ["paragraph 4 above, too"]

    def test_a_text_box_is_read_once(self) -> None:
        box = f"<w:txbxContent>{para('in the box')}</w:txbxContent>"
        run = (
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
            f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
            f"{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        assert lines(para(text("beside it"), run)) == ["beside it", "in the box"]


class TestNotes:
    CALL = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    TEXTS = (
        f'<w:footnote w:id="0" w:type="separator">{para("—")}</w:footnote>'
        f'<w:footnote w:id="5">{para("See A/54/42.")}</w:footnote>'
        f'<w:footnote w:id="6">{para("Ibid.")}{para("7.")}</w:footnote>'
    )

    def test_footnotes_follow_their_paragraph(self) -> None:
        body = para("one", self.CALL.format(5)) + para("two", self.CALL.format(6))
        first, second = read(body, footnotes=self.TEXTS)
        assert (first.lines, first.notes) == (["one"], ["¹ See A/54/42."])
        assert (second.lines, second.notes) == (["two"], ["² Ibid. 7."])

    def test_a_mark_of_its_own(self) -> None:
        call = (
            '<w:r><w:footnoteReference w:id="5" w:customMarkFollows="1"/><w:t>*</w:t>'
            "</w:r>"
        )
        [only] = read(para("one", call), footnotes=self.TEXTS)
        assert (only.lines, only.notes) == (["one*"], ["See A/54/42."])

    def test_endnotes(self) -> None:
        call = '<w:r><w:endnoteReference w:id="1"/></w:r>'
        notes = f'<w:endnote w:id="1">{para("See there.")}</w:endnote>'
        [only] = read(para("one", call), endnotes=notes)
        assert only.notes == ["i See there."]


class TestTables:
    def test_a_masthead_cell_by_cell(self) -> None:
        cells = ["United Nations", para("S/2018/99") + para("Distr.: General")]
        assert lines(table(cells)) == [
            "United Nations",
            "S/2018/99",
            "Distr.: General",
        ]

    def test_figures_row_by_row(self) -> None:
        body = para("Table") + table(["Port", "Boats"], ["North", "12"])
        assert lines(body) == ["Table", "Port\tBoats", "North\t12"]

    def test_a_number_in_a_cell_of_its_own(self) -> None:
        body = para("x") + table(["1.", para("Decides") + para("Requests")])
        assert lines(body) == ["x", "1. Decides", "Requests"]

    def test_cells_that_belong_together_are_read_once(self) -> None:
        below = "<w:tcPr><w:vMerge/></w:tcPr>"
        body = table(["a", "b"], ["c", "d"]).replace(
            '<w:tc><w:p><w:r><w:t xml:space="preserve">c',
            f"<w:tc>{below}<w:p><w:r><w:t>c",
        )
        assert lines(para("x") + body) == ["x", "a\tb", "d"]


class TestPages:
    SEEN = "<w:r><w:lastRenderedPageBreak/></w:r>"
    ASKED = '<w:r><w:br w:type="page"/></w:r>'

    def pages(self, *paragraphs: str) -> list[int]:
        return [each.page for each in read("".join(paragraphs))]

    def test_as_word_saw_them(self) -> None:
        found = self.pages(para("a"), para("b", self.ASKED), para(self.SEEN, text("c")))
        assert found == [1, 1, 2]

    def test_as_they_were_asked_for(self) -> None:
        assert self.pages(para("a", self.ASKED), para("b")) == [1, 2]

    def test_unknown(self) -> None:
        assert self.pages(para("a"), para("b")) == [0, 0]

    def test_units_know_theirs(self) -> None:
        body = (
            para("Resolution 99 (2018)")
            + para("The Security Council,", self.ASKED)
            + para("1. Decides to meet.")
        )
        pages = [unit.page for unit in parse_file(docx(body), "en").units]
        assert pages == [1, 1, 2]


def test_the_symbol_that_only_the_heads_of_pages_print() -> None:
    header = para("S/RES/99 (2018)") + para("2 March 2018")
    assert lines(para("a"), header=header) == ["S/RES/99 (2018)", "a"]
    assert lines(para("S/RES/99 (2018)"), header=header) == ["S/RES/99 (2018)"]


class TestLeftOut:
    """What is in the file and in no paragraph is listed to the editor."""

    def left_out(self, body: str, **parts: str) -> list[str]:
        return read_word(docx(body, **parts)).furniture

    def test_heads_and_feet(self) -> None:
        header = para("S/RES/99 (2018)") + para("2 March 2018")
        footer = para(text("2"), text("/3")) + para("18-01234") + para("18-01234")
        found = self.left_out(para("a"), header=header, footer=footer)
        assert found == ["2 March 2018", "2/3", "18-01234"]

    def test_deleted_letters_by_paragraph(self) -> None:
        gone = "<w:del><w:r><w:delText>{}</w:delText></w:r></w:del>"
        body = para(
            text("Decides "), gone.format("never"), text(" to "), gone.format(" again")
        )
        moved = "<w:moveFrom><w:r><w:t>there</w:t></w:r></w:moveFrom>"
        assert self.left_out(body + para("b", moved)) == ["never again"]

    def test_a_deleted_row(self) -> None:
        gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{para('lost')}</w:tc></w:tr>"
        kept = f"<w:tr><w:tc>{para('kept')}</w:tc></w:tr>"
        body = para("x") + f"<w:tbl>{gone}{kept}</w:tbl>"
        assert self.left_out(body) == ["lost"]

    def test_hidden_letters(self) -> None:
        body = para(
            text("seen"), text("un", "<w:vanish/>"), text("seen", "<w:vanish/>")
        )
        assert self.left_out(body) == ["unseen"]


def test_the_strict_form() -> None:
    data = docx(para("a")).replace(W.encode(), STRICT.encode())
    named = {name: said.replace(W, STRICT) for name, said in members(para("a")).items()}
    assert data
    assert [each.lines for each in Reader(Package(package(named))).read()] == [["a"]]


class TestRefusals:
    def test_a_document_type(self) -> None:
        named = members(para("&bomb;"))
        named["word/document.xml"] = named["word/document.xml"].replace(
            "?>", '?><!DOCTYPE x [<!ENTITY bomb "boom">]>', 1
        )
        for encoding in ("utf-8", "utf-16"):
            coded = {
                **named,
                "word/document.xml": named["word/document.xml"]
                .replace("UTF-8", encoding)
                .encode(encoding),
            }
            with pytest.raises(ImportRefused):
                parse_file(package(coded), "en")

    def test_a_bomb(self) -> None:
        named = members(para("a" * (33 << 20)))
        with pytest.raises(TooLongFile):
            parse_file(package(named), "en")

    def test_a_bomb_that_declares_a_small_size(self) -> None:
        data = package(members(para("a" * (33 << 20))))
        size = struct.pack(
            "<I", len(members(para("a" * (33 << 20)))["word/document.xml"])
        )
        with pytest.raises(ImportRefused):
            parse_file(data.replace(size, struct.pack("<I", 100)), "en")

    def test_a_bomb_of_elements(self) -> None:
        with pytest.raises(TooLongFile):
            parse_file(docx("<w:p/>" * 10 + para("a") * 150_000), "en")

    def test_other_compressions(self) -> None:
        with pytest.raises(DamagedFile):
            parse_file(package(members(para("a")), ZIP_BZIP2), "en")

    def test_a_zip_within_a_zip(self) -> None:
        with pytest.raises(OtherFormat):
            parse_file(package({"inner.docx": docx(para("a"))}), "en")

    def test_other_zips(self) -> None:
        for data in (package({}), package({"xl/workbook.xml": "<x/>"})):
            with pytest.raises(OtherFormat):
                parse_file(data, "en")

    def test_an_encrypted_zip(self) -> None:
        data = bytearray(docx(para("a")))
        place = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
        data[place + 8] |= 1
        with pytest.raises(EncryptedFile):
            parse_file(bytes(data), "en")

    def test_an_encrypted_word_file(self) -> None:
        data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
        with pytest.raises(EncryptedFile):
            parse_file(data + "EncryptedPackage".encode("utf-16-le"), "en")

    def test_old_formats(self) -> None:
        for data in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), b"{\\rtf1 x}"):
            with pytest.raises(OldWordFile):
                parse_file(data, "en")

    def test_without_text(self) -> None:
        with pytest.raises(EmptyFile):
            parse_file(docx("<w:p/>"), "en")

    def test_broken_xml(self) -> None:
        named = members(para("a"))
        named["word/document.xml"] = part("document", "<w:body>")[:-20]
        with pytest.raises(DamagedFile):
            parse_file(package(named), "en")
