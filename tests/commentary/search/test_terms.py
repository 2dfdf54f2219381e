"""Terms: their page, with the clauses they occur in, and what a search suggests."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from django.test import Client

from documents.models import Term
from tests.base import flat, queries_of
from tests.commentary.factories import make_plain_edition, make_term
from tests.factories import make_draft

pytestmark = pytest.mark.django_db
PAGE = "/en/terms/"


def row_of(client: Client, slug: str, page: str = PAGE) -> str:
    html = flat(client.get(page).content.decode())
    found = re.search(rf'<tr id="{slug}">(.*?)</tr>', html)
    assert found, slug
    return found[1]


def places_in(row: str) -> set[str]:
    return set(re.findall(r'#([a-z0-9-]+)"', row))


@pytest.mark.usefixtures("letter")
class TestPage:
    @pytest.fixture(autouse=True)
    def _delivered(self) -> None:
        call_command("load_instruments")
        call_command("load_terms")

    def test_shows_equivalents_sources_and_places(self, client: Client) -> None:
        row = row_of(client, "nuclear-weapon-states")
        for name in (
            "核武器国家",
            "nuclear-weapon States",
            "государства, обладающие ядерным оружием",
        ):
            assert name in row
        assert "from the portal&#x27;s list of terms" in row
        # In Russian: «государствами», «государств», «обладающих».
        assert {"statement-pre7", "statement-pre9", "statement-op3"} <= places_in(row)

    def test_marks_guesses(self, client: Client) -> None:
        assert "unverified" in row_of(client, "vohidov")
        assert "unverified" not in row_of(client, "iaea")

    def test_finds_inflected_names_of_an_instrument(self, client: Client) -> None:
        Term.objects.exclude(slug="npt").delete()
        row = row_of(client, "npt")
        assert {"statement-pre1", "statement-pre3"} <= places_in(row)

    def test_is_filtered_by_any_name(self, client: Client) -> None:
        page = client.get(PAGE, {"find": "договора о нераспространении"})
        assert [line.term.slug for line in page.context["lines"]] == ["npt"]
        assert client.get(PAGE, {"find": "«"}).context["lines"]

    @pytest.mark.parametrize("query", ["NPT", "ДНЯО", "不扩散核武器", "不扩散"])
    def test_search_suggests_the_treaty_first(self, client: Client, query: str) -> None:
        page = client.get("/en/search/", {"q": query})
        first = page.context["suggestions"][0]
        assert first.url == "/en/instruments/npt/"
        names = [name for _lang, name in first.equivalents]
        assert names == [
            "不扩散核武器条约",
            "Договор о нераспространении ядерного оружия",
        ]
        urls = [each.url for each in page.context["suggestions"]]
        assert urls.count(first.url) == 1

    def test_search_leads_to_a_term(self, client: Client) -> None:
        page = client.get("/ru/search/", {"q": "Secretary-General"})
        first = page.context["suggestions"][0]
        assert (first.url, first.name) == (
            "/ru/terms/#secretary-general",
            "Генеральный секретарь",
        )

    def test_queries_do_not_grow(self, client: Client) -> None:
        Term.objects.exclude(slug__in=["npt", "iaea"]).delete()
        few = queries_of(lambda: client.get(f"{PAGE}?x=1"))
        call_command("load_terms")
        assert queries_of(lambda: client.get(f"{PAGE}?x=2")) == few


def test_drafts_are_no_places(client: Client) -> None:
    make_term("point", name_en="point", name_ru="пункт")
    make_draft("secret")
    assert "/documents/secret/" not in row_of(client, "point")
    make_plain_edition("open")
    row = row_of(client, "point")
    assert "/documents/open/" in row
    assert "/documents/secret/" not in row


def test_page_follows_the_register(client: Client) -> None:
    term = make_term("point", name_en="point")
    assert "point" in row_of(client, "point")
    Term.objects.filter(pk=term.pk).update(**{"name_en": "a mark"})
    assert "a mark" in row_of(client, "point")


@pytest.mark.usefixtures("letter")
class TestClause:
    URL = "/en/documents/letter-2006-09-08/clauses/statement-op2/terms/"

    def test_tells_the_longest_terms_and_their_places(self, client: Client) -> None:
        make_term("states", name_en="Nations", name_ru="нации")
        make_term("un", name_en="United Nations", name_zh_hans="联合国")
        make_term("paper", name_en="weapons of paper", name_zh_hans="法律")
        told = client.get(self.URL).json()["texts"]
        assert {each["words"] for each in told["en"]["found"]} == {"United Nations"}
        assert {each["words"] for each in told["zh-hans"]["found"]} == {
            "联合国",
            "法律",
        }
        assert {each["words"] for each in told["ru"]["found"]} == {"Наций"}

    def test_queries_do_not_grow(self, client: Client) -> None:
        make_term("un", name_en="United Nations")
        client.get(self.URL)  # afterwards its words are known
        few = queries_of(lambda: client.get(self.URL))
        make_term("law", name_en="Legal Affairs")
        make_term("energy", name_en="atomic energy")
        client.get(self.URL)
        assert queries_of(lambda: client.get(self.URL)) == few

    def test_of_a_draft_nothing_is_told(self, client: Client) -> None:
        make_draft("secret")
        url = "/en/documents/secret/clauses/statement-pre1/terms/"
        assert client.get(url).status_code == 404
