"""The page of search: what is found, by whom, and what nobody learns from it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commentary.models import Comment
from documents.models import Document, Edition, Instrument
from documents.services import import_text, publish_edition
from portal.people.models import User
from portal.people.roles import ROLES, Role
from portal.prepared.keeping import PAGES
from tests.base import LETTER, at_most, flat, queries_of, signed_in
from tests.commentary.factories import (
    hide,
    make_comment,
    make_commentator,
    make_instrument,
    make_moderator,
    make_term,
    version_of,
)
from tests.factories import (
    current_edition,
    make_draft,
    make_edition,
    make_file,
    make_member,
    make_units,
    make_withdrawal,
)

pytestmark = [pytest.mark.usefixtures("letter"), pytest.mark.django_db]
SEE_DRAFTS = {"editor", "publisher", "administrator"}


def ask(client: Client, query: str, code: str = "en") -> str:
    response = client.get(f"/{code}/search/?{query}")
    assert response.status_code == 200
    return response.text


def places(html: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]*#([^"]+)"', html)


def say(edition: Edition, text: str, *words: str) -> None:
    """Put words into a draft's first clause with a text."""
    row = edition.versions.order_by("position")[1]
    row.text_en = text
    row.save()


class TestClauses:
    def test_a_query_in_one_language_finds_the_clause_for_all(self) -> None:
        for query in ("q=уран", "q=铀", "q=uranium"):
            for code in ("zh-hans", "ru", "en"):
                html = ask(Client(), query, code)
                assert places(html) == ["statement-op5"]
                assert '<mark class="match">' in html

    def test_the_match_stands_beside_the_readers_own_text(self) -> None:
        html = ask(Client(), "q=урана")
        [passages] = re.findall(r'<div class="passages">(.*?)</div>', html)
        assert re.findall(r'<p lang="(\w+)', passages) == ["ru", "en"]
        assert '<mark class="match">урана</mark>' in passages
        [others] = re.findall(r"<summary>(.*?)</summary><p lang=\"(.*?)\"", html)
        assert "中文" in others[0]

    def test_results_are_led_to_with_what_is_looked_for(self) -> None:
        html = ask(Client(), "q=uranium")
        address = f"/en/documents/{LETTER}/?q=uranium#statement-op5"
        assert f'<a href="{address}">Statement, para. 5</a>' in html
        page = Client().get(address).text
        clause = page[page.index('id="statement-op5"') :]
        assert re.search(r'<mark class="match[^>]*>uranium</mark>', clause)
        assert "1 clause" in page

    def test_pages_have_addresses(self) -> None:
        first, second = (ask(Client(), f"q=the&page={page}") for page in (1, 2))
        assert not places(first)  # too common to be indexed
        first, second = (
            ask(Client(), f"q=states+OR+nuclear&page={page}") for page in (1, 2)
        )
        assert len(places(first)) == 10
        assert not set(places(first)) & set(places(second))
        assert "q=states+OR+nuclear&amp;page=2" in first

    def test_reading_order_can_be_asked_for(self) -> None:
        found = places(ask(Client(), "q=treaty&sort=place"))
        assert found == sorted(found, key=found.index)
        assert found[:3] == ["letter-p1", "letter-p2", "letter-p3"]

    def test_the_number_of_matching_comments_stands_beneath(self) -> None:
        version = version_of(current_edition(), "statement-op5")
        make_comment(version, make_commentator("carol"), "Where is uranium mined?")
        make_comment(version, make_commentator("rita"), "Nothing of the sort.")
        html = ask(Client(), "q=uranium")
        assert "1 matching comment" in html
        [link] = re.findall(r'class="said" href="\?([^"]+)"', html)
        assert "Where is <mark" in ask(Client(), unescape(link))

    def test_what_others_may_not_read_is_marked_so(self) -> None:
        version = version_of(current_edition(), "statement-op5")
        carol, mona = make_commentator("carol"), make_moderator("mona")
        hide(make_comment(version, carol, "Zebras are hidden."), mona)
        make_comment(version, carol, "Zebras are open.")
        html = flat(ask(signed_in(mona), "q=zebras&show=commentary"))
        badge = f'<span class="badge">{Comment.State.HIDDEN.label}</span>'
        assert html.count(badge) == 1

    def test_nothing_is_markup_that_was_typed(self) -> None:
        version = version_of(current_edition(), "statement-op5")
        make_comment(version, make_commentator("carol"), "`<script>` uranium <b>")
        html = ask(Client(), "q=%22%3Cscript%3E%22+uranium&show=commentary")
        assert "<script>" not in html
        assert '&lt;<mark class="match">script</mark>&gt;' in html


class TestNothingIsFound:
    def test_what_is_near_is_offered(self) -> None:
        html = unescape(ask(Client(), "q=uranium+camel"))
        assert not places(html)
        assert "Any of these words" in html
        assert "Only “uranium”" in html
        assert "Only “camel”" not in html

    def test_an_instrument_is_offered_by_its_names_in_other_languages(self) -> None:
        make_instrument(
            "camel-pact",
            cited_as_en="Camel Pact",
            cited_as_ru="Пакт верблюдов",
            official_name_zh_hans="铀矿",
        )
        html = unescape(ask(Client(), "q=Camel+pact&document=letter-2006-09-08"))
        near = html[html.index('class="alternatives"') :]
        names = re.findall(r'<a href="\?q=[^"]*" lang="([^"]+)">([^<]+)</a>', near)
        assert names == [("zh-Hans", "铀矿")]
        assert "Пакт верблюдов" not in near

    def test_a_term_is_offered_by_its_other_names(self) -> None:
        make_term("ore", name_en="yellowcake", name_ru="верблюд", name_zh_hans="铀矿")
        html = unescape(ask(Client(), "q=yellowcake"))
        near = html[html.index('class="alternatives"') :]
        names = re.findall(r'<a href="\?q=[^"]*" lang="([^"]+)">([^<]+)</a>', near)
        assert names == [("zh-Hans", "铀矿")]

    def test_earlier_editions_are_offered(self) -> None:
        assert "In earlier editions, too" in ask(
            Client(), "q=%22consultations+relating%22"
        )

    def test_narrowing_can_be_dropped(self) -> None:
        assert "Without narrowing" in ask(Client(), "q=uranium&part=letter")

    def test_narrowing_can_be_dropped_where_an_instrument_is_led_to(self) -> None:
        make_instrument("mining", title_en="Uranium")
        html = ask(Client(), "q=uranium&part=letter")
        assert 'class="suggestions"' in html
        assert "Without narrowing" in html

    def test_it_is_said_where_only_the_narrowing_finds_nothing(self) -> None:
        version = version_of(current_edition(), "statement-op5")
        make_comment(version, make_commentator("carol"), "A camel")
        narrowed = "In this narrowed search, no"
        html = ask(Client(), "q=camel&show=commentary&author=Boris")
        assert f"{narrowed} comment has all these words." in html
        assert '<a href="?q=camel&amp;show=commentary">Without narrowing<' in flat(html)
        assert f"{narrowed} clause has" in ask(Client(), "q=uranium&part=letter")
        assert narrowed not in ask(Client(), "q=okapi&show=commentary")
        assert narrowed not in ask(Client(), "q=okapi&sort=place")


def test_documents_without_a_title_are_led_to_by_their_slugs() -> None:
    for slug in ("first", "second"):
        draft = make_draft(slug)
        say(draft, "Camels are welcome")
        publish_edition(draft, user=None)
    blank = dict.fromkeys(("title_zh_hans", "title_ru", "title_en"), "")
    Document.objects.filter(slug="first").update(**blank)
    html = ask(Client(), "q=camels")
    [facets] = re.findall(r'<ul class="facets".*?</ul>', html, re.DOTALL)
    assert ">first</a>" in flat(facets)


class TestEditions:
    def test_earlier_ones_are_named(self) -> None:
        html = ask(Client(), "q=%22consultations+relating%22&editions=all")
        assert places(html) == ["letter-p2"]
        assert '<span class="edition">edition 1,' in html
        assert f"/documents/{LETTER}/editions/1/?q=" in html


class TestSuggestions:
    @pytest.mark.parametrize(
        ("query", "key"),
        [
            ("op.+3", "statement-op3"),
            ("пункт+7+преамбулы", "statement-pre7"),
            ("序言部分第7段", "statement-pre7"),
            ("statement-op3", "statement-op3"),
        ],
    )
    def test_a_place_is_led_to(self, query: str, key: str) -> None:
        html = ask(Client(), f"q={query}")
        [nav] = re.findall(r'<nav class="suggestions".*?</nav>', html, re.DOTALL)
        assert f'href="/en/documents/{LETTER}/#{key}"' in nav

    def test_a_symbol_and_a_name_lead_to_their_page(self) -> None:
        draft = make_draft("noted")
        Document.objects.filter(slug="noted").update(symbol="A/61/357")
        publish_edition(draft, user=None)
        make_instrument("tlatelolco-pact", cited_as_ru="Пакт верблюдов\nПВ")
        for query, address in (
            ("a/61/357", "/en/documents/noted/"),
            ("пакт+верблюдов", "/en/instruments/tlatelolco-pact/"),
            ("ПВ", "/en/instruments/tlatelolco-pact/"),
        ):
            [nav] = re.findall(
                r'<nav class="suggestions".*?</nav>',
                ask(Client(), f"q={query}"),
                re.DOTALL,
            )
            assert f'href="{address}"' in nav

    @pytest.mark.parametrize(
        ("query", "slug"),
        [
            ("52/38 S", "zone"),
            ("52/38", "zone"),
            ("A/RES/52/38 S", "zone"),
            ("A/RES/52/38", "zone"),
            ("A/RES/57/69", "zone"),
            ("A/DEC/58/518", "zone"),
            ("217 A", "rights"),
            ("A/RES/217 A (III)", "rights"),
            ("S/RES/1540 (2004)", "council"),
            ("1540", ""),
            ("52", ""),
            ("52/3", ""),
        ],
    )
    def test_resolutions_are_found_by_number_and_symbol(
        self, query: str, slug: str
    ) -> None:
        for name, symbol in (
            ("zone", "52/38 S; 53/77 A; 57/69; 58/518"),
            ("rights", "217 A (III)"),
            ("council", "S/RES/1540 (2004)"),
        ):
            made = make_instrument(name)
            Instrument.objects.filter(pk=made.pk).update(symbol=symbol)
        html = ask(Client(), urlencode({"q": query}))
        nav = re.search(r'<nav class="suggestions".*?</nav>', html, re.DOTALL)
        shown = re.findall("/instruments/([a-z]+)/", nav[0] if nav else "")
        assert shown == ([slug] if slug else [])


@pytest.mark.parametrize("name", ["anonymous", *ROLES])
class TestWhoFindsWhat:
    def client(self, name: str) -> Client:
        return Client() if name == "anonymous" else signed_in(make_member(Role(name)))

    def test_drafts_are_for_those_who_see_them(self, name: str) -> None:
        say(make_draft("hidden"), "Camels are welcome")
        client = self.client(name)
        for query in (
            "q=camels",
            "q=camels+uranium",
            "q=hidden",
            "q=hidden&show=documents",
        ):
            html = ask(client, query)
            assert "/documents/hidden/" not in html
            assert "Only “camels”" not in unescape(html)
        html = ask(client, "q=camels&editions=all")
        assert ("/documents/hidden/" in html) == (name in SEE_DRAFTS)
        assert ("In earlier editions" in ask(client, "q=camels")) == (
            name in SEE_DRAFTS
        )

    def test_a_part_that_only_a_draft_has_is_found_by_none(self, name: str) -> None:
        document = make_edition("memo").document
        units = make_units("ru", paragraphs=4)
        import_text(document, language="ru", file=make_file("more"), units=units)
        assert document.editions.count() == 2
        html = ask(self.client(name), "q=statement-pre4&document=memo")
        assert 'class="suggestions"' not in html
        assert "statement-pre4" not in places(html)

    def test_what_was_withdrawn_is_found_by_none(self, name: str) -> None:
        draft = make_draft("gone")
        say(draft, "Camels are welcome")
        edition = publish_edition(draft, user=None)
        author = make_commentator("carol")
        make_comment(version_of(edition, "statement-pre1"), author, "Why camels?")
        client = self.client(name)
        assert places(ask(client, "q=camels")) == ["statement-pre1"]
        make_withdrawal(edition.document, text_readable=True)
        for query in ("q=camels", "q=camels&editions=all", "q=camels&show=commentary"):
            assert "documents/gone" not in ask(client, query)
            assert "Why " not in ask(client, query)

    def test_comments_are_for_those_who_may_read_them(self, name: str) -> None:
        version = version_of(current_edition(), "statement-op5")
        carol = make_commentator("carol")
        hidden = make_comment(version, carol, "Camels are hidden")
        hide(hidden, make_moderator())
        pending = make_comment(version, carol, "Camels are pending")
        Comment.objects.filter(pk=pending.pk).update(state=Comment.State.PENDING)
        html = ask(self.client(name), "q=camels&show=commentary")
        reads = name == "moderator" or name == "administrator"
        assert ("are hidden" in html) == reads
        assert ("are pending" in html) == reads
        html = ask(self.client_again(name), "q=camels")
        assert ("show=commentary" in html) == reads

    def client_again(self, name: str) -> Client:
        if name == "anonymous":
            return Client()
        return signed_in(User.objects.get(email=f"{name}@example.org"))


class TestCost:
    @pytest.mark.parametrize(
        ("query", "limit"),
        [
            ("q=treaty", 9),
            ("q=treaty&sort=place", 9),
            ("q=treaty&show=commentary", 8),
            ("q=treaty&show=instruments", 6),
            ("q=treaty&editions=all", 11),
            ("", 0),
        ],
    )
    def test_queries_do_not_grow(self, query: str, limit: int) -> None:
        client = Client()
        with at_most(limit):
            ask(client, query)
        before = queries_of(lambda: ask(client, query))
        version = version_of(current_edition(), "statement-op5")
        for name in ("carol", "rita"):
            make_comment(version, make_commentator(name), "Which treaty?")
        for slug in ("one", "two"):
            draft = make_draft(slug)
            say(draft, "A treaty")
            publish_edition(draft, user=None)
        assert queries_of(lambda: ask(client, query)) <= before + 2

    def test_those_that_may_not_be_read_take_no_places(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        version = version_of(current_edition(), "statement-op5")
        carol = make_commentator("carol")
        hide(make_comment(version, carol, "Camels are hidden"), make_moderator())
        make_comment(version, carol, "Camels are shown")
        monkeypatch.setattr("commentary.search.find.MOST_FOUND", 1)
        monkeypatch.setattr("documents.search.compiled._statements", {})
        html = ask(Client(), "q=camels+OR+uranium&sort=place")
        assert "1 matching comment" in html

    def test_pages_with_marks_are_not_kept(self) -> None:
        PAGES.clear()
        Client().get(f"/en/documents/{LETTER}/?q=treaty")
        ask(Client(), "q=treaty")
        assert len(PAGES) == 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_query_is_answered(query: str) -> None:
    for show in ("text", "commentary"):
        response = Client().get("/en/search/", {"q": query, "show": show, "page": "x"})
        assert response.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        '"' * 10_000,
        "中" * 10_000,
        "a-" * 5_000,
        "' OR 1=1; --",
        "a & b | !c:*",
        "\x01\x1f\ufffe",
        "«" * 300 + "x",
        "% _ \\",
    ],
)
def test_hostile_queries_are_answered(query: str) -> None:
    assert Client().get("/en/search/", {"q": query}).status_code == 200
    path = f"/en/documents/{LETTER}/"
    assert Client().get(path, {"q": query}).status_code == 200


def test_nul_is_refused() -> None:
    assert Client().get("/en/search/?q=%00").status_code == 400


@pytest.mark.parametrize(
    "name", ["document", "part", "kind", "author", "after", "show"]
)
def test_nonsense_asks_for_nothing(name: str) -> None:
    assert (
        Client().get("/en/search/", {"q": "uranium", name: "' nonsense"}).status_code
        == 200
    )


def test_a_browser_can_add_it() -> None:
    page = Client().get("/ru/").text
    [address] = re.findall(r'rel="search"[^>]*href="([^"]+)"', page)
    answer = Client().get(address)
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    assert 'template="http://testserver/ru/search/?q={searchTerms}"' in answer.text


class TestCommentsFound:
    """The list of comments: the latest first, however many match."""

    @pytest.fixture
    def said(self) -> list[Comment]:
        version = version_of(current_edition(), "statement-op5")
        carol = make_commentator("carol")
        return [
            make_comment(version, carol, f"Camel number {count}") for count in range(4)
        ]

    def listed(self) -> list[str]:
        html = ask(Client(), "q=camels&show=commentary")
        return re.findall(r"</mark> number (\d)", html)

    @pytest.mark.usefixtures("said")
    def test_the_latest_comes_first(self) -> None:
        assert self.listed() == ["3", "2", "1", "0"]

    @pytest.mark.parametrize(
        ("sorted_at_most", "looked_at", "expected"),
        [(2, 3, ["3", "2", "1"]), (4, 1, ["3", "2", "1", "0"])],
    )
    @pytest.mark.usefixtures("said")
    def test_of_very_many_only_the_latest_are_looked_at(
        self,
        monkeypatch: pytest.MonkeyPatch,
        sorted_at_most: int,
        looked_at: int,
        expected: list[str],
    ) -> None:
        monkeypatch.setattr("commentary.search.find.SORTED", sorted_at_most)
        monkeypatch.setattr("commentary.search.find.LOOKED_AT", looked_at)
        monkeypatch.setattr("documents.search.compiled._statements", {})
        assert self.listed() == expected
