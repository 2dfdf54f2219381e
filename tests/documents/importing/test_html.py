"""HTML pages: what each rule makes of what a browser shows, and what is refused."""

from __future__ import annotations

from html import escape

import pytest

from documents.importing import Unit, parse_file
from documents.importing.html import is_html, read_html, read_packed
from documents.importing.refusals import (
    EmptyFile,
    FileTooLarge,
    ImportRefused,
    TooLongFile,
)
from tests.documents.importing.base import units_of


def lines(body: str) -> list[str]:
    page = f"<!DOCTYPE html><html><body>{body}</body></html>"
    found = read_packed(page.encode())["paragraphs"]
    return [" / ".join(each[0]) for each in found]


def said(unit: Unit) -> tuple[str, str, str]:
    return unit.kind.value, unit.number, unit.text


class TestUnits:
    @pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
    def test_the_portals_own_document(self, language: str) -> None:
        wanted = units_of(language)
        texts = (f"{each.number} {each.text}".strip() for each in wanted)
        page = "".join(f"<p>{escape(t).replace(chr(10), '<br>')}</p>" for t in texts)
        found = parse_file(f"<html><body>{page}</body></html>".encode(), language).units
        assert [said(each) for each in found] == [said(each) for each in wanted]

    def test_a_resolution_with_automatic_numbers(self) -> None:
        page = (
            "<html><head><title>Untold</title></head><body>"
            "<h1>Resolution 99 (2018)</h1>"
            "<p>The Security Council,</p><p>Recalling its earlier decisions,</p>"
            "<ol><li>Decides to keep:<ol type=a><li>the lamps;<li>the boats;</ol>"
            "<li>Decides to remain seized of the matter.</ol></body></html>"
        )
        units = parse_file(page.encode(), "en").units
        assert [said(unit) for unit in units][1:] == [
            ("opening", "", "The Security Council,"),
            ("preambular", "", "Recalling its earlier decisions,"),
            ("operative", "1.", "Decides to keep:"),
            ("subparagraph", "a.", "the lamps;"),
            ("subparagraph", "b.", "the boats;"),
            ("operative", "2.", "Decides to remain seized of the matter."),
        ]


class TestNumbers:
    @pytest.mark.parametrize(
        ("attributes", "numbers"),
        [
            ("", "1. 2. 3."),
            ("start=4", "4. 5. 6."),
            ("start=-1", "-1. 0. 1."),
            ("type=A", "A. B. C."),
            ("type=i", "i. ii. iii."),
            ("reversed", "3. 2. 1."),
            ("reversed start=9", "9. 8. 7."),
            ('style="list-style-type: upper-roman"', "I. II. III."),
            ('style="list-style-type:cjk-ideographic"', "一. 二. 三."),
            ("start=x type=z", "1. 2. 3."),
        ],
    )
    def test_of_a_list(self, attributes: str, numbers: str) -> None:
        found = lines(f"<ol {attributes}><li>x<li>x<li>x</ol>")
        assert [each.split()[0] for each in found] == numbers.split()

    def test_values_of_items(self) -> None:
        assert lines("<ol><li>x<li value=7>x<li>x</ol>") == ["1. x", "7. x", "8. x"]

    def test_lists_without_numbers(self) -> None:
        assert lines("<ul><li>x</ul>") == ["• x"]
        assert lines("<ul style='list-style:none'><li>x</ul>") == ["x"]

    def test_an_item_of_paragraphs(self) -> None:
        assert lines("<ol><li><p>x</p><p>y</p></ol>") == ["1. x", "y"]

    def test_an_item_outside_of_lists(self) -> None:
        assert lines("<li>x</li>") == ["x"]


class TestText:
    def test_two_breaks_divide(self) -> None:
        assert lines("a<br>b<br> <br>c") == ["a / b", "c"]

    def test_a_break_before_a_number_behind_a_stop_divides(self) -> None:
        said = (
            "1. Asks;<br>2. Decides:<br>(a) To<br>act;<br>b) To end, as in<br>3. Ports."
        )
        divided = ["1. Asks;", "2. Decides:", "(a) To / act;"]
        assert lines(said) == [*divided, "b) To end, as in / 3. Ports."]

    def test_what_is_hidden(self) -> None:
        sheet = "<style>.gone, p.too { display: none } @import x;</style>"
        hidden = (
            "<script>a</script><nav>b</nav><p hidden>c</p><p style='display:none'>d</p>"
            "<p class='x gone'>e</p><p aria-hidden=true>f</p><template>g</template>"
            "<div style='visibility: hidden'>h</div><!-- i --><del>j</del>"
            "<div role=navigation>k</div><noscript>l</noscript>"
        )
        assert lines(f"{sheet}{hidden}shown<!-- x --> too") == ["shown too"]
        page = f"<!DOCTYPE html><body>{sheet}{hidden}shown"
        assert read_html(page.encode()).furniture == list("bcdefhjk")

    def test_what_is_left_out_is_listed_with_its_unit(self) -> None:
        page = (
            "<!DOCTYPE html><h1>Resolution 99 (2018)</h1><p>The Security Council,</p>"
            "<p>1. Decides <del>never <b>to </b><script>x</script></del>to meet.</p>"
        )
        parsed = parse_file(page.encode(), "en")
        assert parsed.units[-1].text == "Decides to meet."
        assert parsed.furniture == ("never to",)

    def test_blanks(self) -> None:
        assert lines("<p> a \n  b\t</p>") == ["a b"]
        assert lines("<p>安全\n  理事会</p>") == ["安全理事会"]

    def test_preformatted_lines(self) -> None:
        assert lines("<pre>a\nb\n\nc</pre>") == ["a / b", "c"]

    def test_marks_of_notes_are_raised(self) -> None:
        body = "<p>boats<sup><a href='#n'>[1]</a></sup>,</p><p><sup>1</sup> See.</p>"
        assert lines(body) == ["boats¹,", "¹ See."]
        assert lines("<p>the 5<sup>th</sup> day</p>") == ["the 5th day"]

    def test_inline_elements_and_quotes(self) -> None:
        assert lines("<p><b>a</b><i>b</i> <q>c</q></p>") == ["ab “c”"]

    def test_tables(self) -> None:
        masthead = "<table><tr><td>United Nations<td>A/54/42</table>"
        assert lines(masthead) == ["United Nations", "A/54/42"]
        figures = "<p>x</p><table><tr><th>Port<th>Boats<tr><td>North<td>12</table>"
        assert lines(figures) == ["x", "Port\tBoats", "North\t12"]
        numbered = "<p>x</p><table><tr><td>1.<td>Decides<br>to meet</table>"
        assert lines(numbered) == ["x", "1. Decides / to meet"]

    def test_a_table_in_a_table(self) -> None:
        inner = "<table><tr><td><p>a</p><p>b</p></table>"
        assert lines(f"<table><tr><td>{inner}<td>c</table>") == ["a", "b", "c"]


class TestEncodings:
    TEXT = "安全理事会回顾其关于港口的各项决议，并感谢镕基先生的报告，"
    PAGE = f"<html><head>{{}}</head><body><p>{TEXT}</p></body></html>"

    @pytest.mark.parametrize(
        ("declared", "encoding"),
        [
            ("<meta charset=gb2312>", "gb18030"),
            ("<meta http-equiv=x content='text/html; charset=GBK'>", "gb18030"),
            ("<meta charset='utf-8'>", "utf-8"),
            ("<meta charset=utf-8>", "gb18030"),  # is not what it says
            ("<meta charset=punycode>", "utf-8"),
            ("<meta charset=nonsense>", "gb18030"),
            ("", "gb18030"),
            ("", "utf-16"),
        ],
    )
    def test_the_text_is_whole(self, declared: str, encoding: str) -> None:
        data = self.PAGE.format(declared).encode(encoding)
        assert is_html(data)
        [only] = read_html(data).paragraphs
        assert only.lines == [self.TEXT]

    def test_an_xml_declaration(self) -> None:
        page = '<?xml version="1.0" encoding="windows-1251"?><html><p>Совет</p></html>'
        [only] = read_html(page.encode("cp1251")).paragraphs
        assert only.lines == ["Совет"]


@pytest.mark.parametrize(
    ("begin", "is_page"),
    [
        ("<!doctype html>", True),
        ("\ufeff  <HTML>", True),
        ("<!-- saved --> <html lang=en>", True),
        ("<p>a</p>", True),
        ("<1> a", False),
        ("a < b <p>", False),
        ("<people>", False),
    ],
)
def test_a_page_is_told_by_its_beginning(begin: str, is_page: bool) -> None:
    assert is_html(begin.encode()) is is_page


class TestRefusals:
    def test_elements_deeper_than_any_page_has(self) -> None:
        with pytest.raises(TooLongFile):
            parse_file(b"<html><body>" + b"<div>" * 100_000 + b"x", "en")

    def test_deep_ones_are_read_to_the_end(self) -> None:
        page = "<html>" + "<font>" * 1500 + "a" + "</font>" * 1500 + "<p>b"
        assert [each.lines for each in read_html(page.encode()).paragraphs] == [
            ["a"],
            ["b"],
        ]

    def test_too_much(self) -> None:
        with pytest.raises(FileTooLarge):
            parse_file(b"<html>" + b"a" * (5 << 20), "en")
        with pytest.raises(TooLongFile):
            parse_file(b"<html>" + b"<p>a" * 150_000, "en")

    def test_without_text(self) -> None:
        for page in (
            b"<html></html>",
            b"<html><script>a</script></html>",
            b"<p hidden>a",
        ):
            with pytest.raises(EmptyFile):
                parse_file(page, "en")

    def test_entities_are_not_expanded(self) -> None:
        page = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>'
        with pytest.raises(ImportRefused):
            parse_file(page, "en")
