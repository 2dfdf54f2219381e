"""Markdown: what people write is shown as meant, and nothing of it runs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentary.text.markdown import ATTRIBUTES, TAGS, render
from tests.cases.commentary import Page

# Each would do something in a browser if it came through.
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<style>@import '//evil.example'</style>",
    "<form action=//evil.example><input name=password>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example" onmouseover="alert(1))',
    "![x](https://evil.example/pixel.png)",
    "<https://a.example/?\"onmouseover='alert(1)>",
    'https://a.example/"onmouseover="alert(1)',
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "> " * 500 + "deep",
    "*" * 5000,
    "[" * 5000,
]
ELEMENT = re.compile(r"<\s*([a-z0-9]+)((?:[^>\"]|\"[^\"]*\")*)>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"", re.IGNORECASE)


def faults(html: str) -> list[str]:
    """Return every element, attribute and address that may not be there."""
    found = []
    for tag, rest in ELEMENT.findall(html):
        if tag.lower() not in TAGS:
            found.append(tag)
        for name, value in ATTRIBUTE.findall(rest):
            if name not in {*ATTRIBUTES.get(tag, ()), "rel"}:
                found.append(name)
            if name == "href" and not re.match(r"https?:|mailto:|[/#?]|\w*\Z", value):
                found.append(value)
    return found


class TestSafety:
    @pytest.mark.parametrize("source", ATTACKS)
    def test_attacks_do_nothing(self, source: str) -> None:
        assert faults(render(source)) == []

    @given(st.text(alphabet=st.sampled_from("<>\"'[]()*_`>-:/.ajsx\n 事。!&#;=")))
    def test_nothing_gets_through(self, source: str) -> None:
        assert faults(render(source)) == []

    def test_images_are_not_loaded(self) -> None:
        assert "<img" not in render("![x](https://evil.example/p.png)")

    def test_links_of_strangers_give_search_nothing(self) -> None:
        link = "[x](https://a.example)"
        assert "nofollow ugc" in render(link, trusted=False)
        assert "nofollow" not in render(link)
        assert "noopener" in render(link)


class TestWriting:
    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("**“引号”**后文", "<strong>“引号”</strong>后文"),
            ("**…事。**所以", "<strong>…事。</strong>所以"),
            ("条约*（1996年）*规定", "条约<em>（1996年）</em>规定"),
            ("前**强**后", "前<strong>强</strong>后"),
            ("«**зона**», да", "«<strong>зона</strong>», да"),
            ("2 * 3 * 4", "2 * 3 * 4"),
            ("a_b_c", "a_b_c"),
        ],
    )
    def test_emphasis(self, source: str, expected: str) -> None:
        assert render(source).strip() == f'<p dir="auto">{expected}</p>'

    @pytest.mark.parametrize(
        ("source", "address", "rest"),
        [
            ("见 https://un.org/zh。后文", "https://un.org/zh", "。后文"),
            ("(https://un.org/a_(b)).", "https://un.org/a_(b)", ")."),
            ("See http://un.org/a, then", "http://un.org/a", ", then"),
        ],
    )
    def test_bare_addresses_end_with_the_address(
        self, source: str, address: str, rest: str
    ) -> None:
        html = render(source)
        assert f'href="{address}"' in html
        assert f"{address}</a>{rest}" in html

    def test_line_breaks_stay(self) -> None:
        assert "one<br>" in render("one\ntwo")

    def test_lists_and_quotes(self) -> None:
        assert '<li dir="auto">a</li>' in render("- a\n- b")
        assert '<blockquote dir="auto">' in render("> said")

    def test_headings_do_not_break_the_outline(self) -> None:
        assert "<h1" not in render("# loud")
        assert "<h1" not in render("loud\n====")


class TestAsTyped:
    """Comments say what was typed."""

    def test_struck_words_stay_struck(self) -> None:
        assert "<s>shall</s>" in render("The port ~~shall~~ may close.")
        assert "港口<s>应</s>可关闭" in render("港口~~应~~可关闭")

    @pytest.mark.parametrize(
        ("source", "numbers"),
        [
            ("2. a\n5. b", ["2", "5"]),
            ("1. a\n2. b", ["1", "2"]),
            ("1. a\n1. b\n7. c\n8. d", ["1", "1", "7", "8"]),
            ("1986. Зимой было холодно.", ["1986"]),
            ("3. a\n   1. b\n   4. c\n6. d", ["3", "1", "4", "6"]),
        ],
    )
    def test_typed_numbers(self, source: str, numbers: list[str]) -> None:
        page = Page()
        page.feed(render(source))
        assert page.numbers == numbers

    def test_an_indent_is_no_program_code(self) -> None:
        for source in ("\tСтатья 3.", "    Article 3.", "　　　　第三条"):
            assert "<pre" not in render(source)
        assert "<pre>" in render("```\ncode\n```")

    @pytest.mark.parametrize(
        ("source", "address"),
        [
            (
                "(см. https://ru.wikisource.org/wiki/Устав)",
                "ru.wikisource.org/wiki/Устав",
            ),
            ("https://пример.рф/путь, далее", "пример.рф/путь"),
            (
                "见https://zh.wikipedia.org/wiki/联合国。",
                "zh.wikipedia.org/wiki/联合国",
            ),
            ("见https://example.org/参见", "example.org/"),
            ("https://example.org文", "example.org"),
            ("http://a.example/ñandú", "a.example/ñandú"),
        ],
    )
    def test_addresses_are_whole(self, source: str, address: str) -> None:
        assert f"{address}</a>" in render(source)

    def test_each_block_has_its_direction(self) -> None:
        html = render("Text\n\n> said\n\n- item")
        assert html.count('dir="auto"') == 4  # the quotation and the paragraph in it
