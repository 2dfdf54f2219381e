"""Naming people in a text: what is stored, what is shown, and who is meant."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentary.text.markdown import mentioned_in, render
from commentary.text.mentions import LONGEST_NAME, settle, spoken, token, tokens_in

PEOPLE = [(1, "Anna"), (2, "Анна Петрова"), (3, "王芳"), (4, "Anna Li"), (5, "王芳")]
ONE_WANG = [(3, "王芳"), (1, "Anna"), (2, "Анна Петрова")]

names = st.text(min_size=1, max_size=12).filter(str.strip)
people = st.lists(st.tuples(st.integers(1, 10**9), names), max_size=5)
texts = st.lists(
    st.sampled_from(
        ["@", "Anna", "王芳", " ", "\n", "`", "```", "[", "](1)", ",", "x"]
    ),
    max_size=30,
).map("".join)


class TestSettle:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("@Anna, look", "@[Anna](1), look"),
            ("@anna", "@[anna](1)"),
            ("谢谢@王芳。请看", "谢谢@[王芳](3)。请看"),
            ("@王芳请看", "@[王芳](3)请看"),
            ("谢谢＠王芳。请看", "谢谢@[王芳](3)。请看"),
            ("(@Анна Петрова)", "(@[Анна Петрова](2))"),
            ("@Annabel", "@Annabel"),
            ("write@anna.example", "write@anna.example"),
            ("`@Anna`", "`@Anna`"),
            ("```\n@Anna\n```", "```\n@Anna\n```"),
            ("@[Anna](1)", "@[Anna](1)"),
            ("@Nobody", "@Nobody"),
        ],
    )
    def test_finds_names_as_people_type_them(self, typed: str, stored: str) -> None:
        assert settle(typed, ONE_WANG) == stored

    def test_takes_the_longer_name(self) -> None:
        assert settle("@Anna Li and @Anna", PEOPLE) == "@[Anna Li](4) and @[Anna](1)"

    def test_leaves_a_name_that_two_people_bear(self) -> None:
        assert settle("@王芳", PEOPLE) == "@王芳"

    @given(texts, people)
    def test_doing_it_again_changes_nothing(
        self, text: str, people: list[tuple[int, str]]
    ) -> None:
        once = settle(text, [*people, *ONE_WANG])
        assert settle(once, [*people, *ONE_WANG]) == once

    @given(texts, people)
    def test_reads_as_it_was_typed(
        self, text: str, people: list[tuple[int, str]]
    ) -> None:
        assert spoken(settle(text, [*people, *ONE_WANG])) == spoken(text)


class TestToken:
    @given(names, st.integers(1, 10**12))
    def test_is_found_again(self, name: str, person: int) -> None:
        stored = token(name, person)
        assert tokens_in(f"a {stored} b") == [person]
        assert len(stored) <= LONGEST_NAME + 20


class TestRendering:
    def test_leads_to_the_person(self) -> None:
        html = render("Dear @[Old name](7)!", people={7: "Анна"})
        assert '<a href="/people/7/"' in html
        assert "@Анна</a>" in html

    def test_shows_only_a_name_without_a_person(self) -> None:
        assert render("@[Anna](7)!") == '<p dir="auto">@Anna!</p>\n'

    def test_a_name_is_no_markup(self) -> None:
        html = render("@[x](7)", people={7: "<script>*a*</script>"})
        assert "<script" not in html
        assert "<em>" not in html
        assert render("@[<b>](7)") == '<p dir="auto">@&lt;b&gt;</p>\n'

    @pytest.mark.parametrize("source", ["`@[a](7)`", "```\n@[a](7)\n```", r"\@[a](7)"])
    def test_code_mentions_nobody(self, source: str) -> None:
        assert mentioned_in(source) == []

    def test_each_person_once(self) -> None:
        assert mentioned_in("@[a](7) *@[b](8)* > @[a](7)") == [7, 8]

    @given(st.text(max_size=200), people)
    def test_never_makes_another_link(
        self, text: str, people: list[tuple[int, str]]
    ) -> None:
        known = dict(people)
        said = "".join(token(name, pk) for pk, name in people)
        html = render(f"{said} {text}", people=known)
        for href in re.findall(r'href="(/people/[^"]*)"', html):
            assert int(href.split("/")[2]) in known
