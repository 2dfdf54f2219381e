"""Instruments: what each is and who says so, and every clause that refers to it."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

from commentary.models import CrossReference
from commentary.references.presenters import (
    REFERENCES_PER_PAGE,
    reference_counts,
    reference_marks,
    references_context,
)
from commentary.references.review import dispute_reference, withdraw_reference
from commentary.references.store_detected import FoundReference, store_found
from commentary.references.target import Target
from documents.models import Edition, Instrument, InstrumentFact
from portal.people.models import User
from tests.base import queries_of
from tests.commentary.factories import (
    make_instrument,
    make_many_references,
    make_plain_edition,
    make_reference,
    make_reviewer,
    version_of,
)
from tests.factories import make_draft, read_edition

pytestmark = pytest.mark.django_db
ONE, TWO = "statement-pre1", "statement-pre2"
CLAUSE = f"/documents/memo/clauses/{ONE}/"


@pytest.fixture(scope="module")
def kept_edition(module_transaction: None) -> int:
    return make_plain_edition().pk


@pytest.fixture
def edition(kept_edition: int, db: None) -> Edition:
    return read_edition(kept_edition)


@pytest.fixture
def edith() -> User:
    return make_reviewer("edith")


@pytest.fixture
def pact() -> Instrument:
    return make_instrument("pact", title_en="The <i>Pact</i>", title_ru="Пакт")


def shown(address: str = "/en/instruments/pact/") -> str:
    return Client().get(address).content.decode()


class TestInstrument:
    def test_lists_clauses_in_context(
        self, edition: Edition, pact: Instrument, edith: User
    ) -> None:
        version = version_of(edition, ONE)
        make_reference(version, Target(instrument=pact, locator="art. VII"), edith)
        html = shown()
        assert "Noting point 1," in html
        assert "article VII" in html
        assert "The &lt;i&gt;Pact&lt;/i&gt;" in html
        assert "отмечая пункт 1," not in shown("/en/instruments/pact/?texts=en")

    @pytest.mark.parametrize(
        "link", ["javascript:alert(1)", " javascript:x", "data:text/html,x", "//x", "["]
    )
    def test_what_is_no_address_of_the_web_is_no_link(
        self, pact: Instrument, link: str
    ) -> None:
        stored = {"link": link, "place_en": "X"}  # as raw SQL could
        Instrument.objects.update(**stored)
        fact: Any = {"fact": "place", "language": "en", "source_en": "A source"}
        InstrumentFact.objects.create(instrument=pact, link=link, **fact)
        html = shown()
        assert "A source" in html
        assert f'href="{link}' not in html

    def test_leaves_out_the_withdrawn(
        self, edition: Edition, pact: Instrument, edith: User
    ) -> None:
        made = make_reference(version_of(edition, ONE), pact, edith)
        withdraw_reference(made, user=edith, revision=0)
        assert "Noting point 1," not in shown()

    def test_says_who_says_so(self, pact: Instrument) -> None:
        names = {"official_name_en": "The Pact of the Five", "place_en": "X"}
        Instrument.objects.update(**names)
        InstrumentFact.objects.create(
            instrument=pact,
            fact="official_name",
            language="en",
            link="https://example.org/pact",
            verified=True,
            **{"source_en": "A <register>"},
        )
        html = shown()
        assert "The Pact of the Five" in html
        assert "A &lt;register&gt;" in html
        assert html.count("unverified") == 2  # the kind and the place

    def test_takes_as_many_queries_for_many(
        self, edition: Edition, pact: Instrument, edith: User
    ) -> None:
        make_reference(version_of(edition, ONE), pact, edith)
        few = queries_of(shown)
        make_reference(version_of(edition, TWO), pact, edith)
        make_reference(version_of(edition, TWO), pact, edith, relation="recalls")
        assert queries_of(shown) == few
        assert few <= 8

    @pytest.mark.parametrize("tail", ["", "preview/"])
    def test_there_is_none(self, tail: str) -> None:
        response = Client().get(f"/en/instruments/none/{tail}")
        assert response.status_code == HTTPStatus.NOT_FOUND


LIST = "/en/instruments/"


def listed(query: str = "", address: str = LIST) -> list[str]:
    html = shown(address + query)
    return re.findall(r'<th scope="row"><a href="[^"]*/instruments/([^/]+)/"', html)


class TestList:
    def test_counts_citing_clauses(
        self, edition: Edition, pact: Instrument, edith: User
    ) -> None:
        make_reference(version_of(edition, ONE), pact, edith)
        make_reference(version_of(edition, ONE), pact, edith, relation="recalls")
        assert '<td class="figure">1<' in shown(LIST)
        few = queries_of(lambda: shown(LIST))
        make_instrument("act")
        assert queries_of(lambda: shown(LIST)) == few

    def test_sorts_by_name_or_by_citing_clauses(
        self, edition: Edition, pact: Instrument, edith: User
    ) -> None:
        make_instrument("act", title_en="Act", title_ru="Ядро")
        make_reference(version_of(edition, ONE), pact, edith)
        assert listed() == ["act", "pact"]
        assert listed(address="/ru/instruments/") == ["pact", "act"]
        assert listed("?sort=cited") == ["pact", "act"]
        assert listed("?sort=nonsense") == listed("?sort=name")
        assert 'aria-sort="descending"' in shown(f"{LIST}?sort=cited")

    @pytest.mark.parametrize(
        ("words", "found"), [("a/res", ["act"]), ("пакт", ["pact"]), ("none", [])]
    )
    def test_filters_by_name_and_symbol(
        self, pact: Instrument, words: str, found: list[str]
    ) -> None:
        make_instrument("act", title_en="Act", symbol="A/RES/1")
        assert listed(f"?find={words}") == found
        assert listed(f"?find={words}&sort=cited") == found

    def test_nonsense_is_ignored(self, pact: Instrument) -> None:
        assert listed("?page=x&find=" + 200 * "x") == ["pact"]

    def test_names_it_in_its_other_languages(self, pact: Instrument) -> None:
        assert '<span lang="ru">Пакт</span>' in shown(LIST)
        assert '<span lang="en">' not in shown(LIST)

    def test_has_pages_that_keep_the_filter(self) -> None:
        for number in range(101):
            make_instrument(f"act{number:03}", title_en="Act")
        assert len(listed()) == 100
        assert listed("?find=act&page=2") == ["act100"]
        assert "?find=act&amp;page=2" in shown(f"{LIST}?find=act")


class TestMany:
    """Two hundred references to one instrument from one clause."""

    @pytest.fixture(autouse=True)
    def many(self, edition: Edition, pact: Instrument) -> list[CrossReference]:
        return make_many_references(version_of(edition, ONE), pact, 200)

    @pytest.fixture(params=[f"/{{}}{CLAUSE}", "/{}/instruments/pact/"])
    def address(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    def pks(self, address: str) -> list[str]:
        return re.findall(
            r'class="relation"\s+href="/\w+/references/(\d+)/', shown(address)
        )

    def test_are_on_pages_and_each_once(
        self, address: str, many: list[CrossReference]
    ) -> None:
        address = address.format("en")
        parameter = "references" if "clauses" in address else "page"
        pages = -(-200 // REFERENCES_PER_PAGE)
        found = [self.pks(f"{address}?{parameter}={n + 1}") for n in range(pages)]
        assert [len(each) for each in found[:-1]] == [REFERENCES_PER_PAGE] * (pages - 1)
        assert {pk for each in found for pk in each} == {str(row.pk) for row in many}
        assert sum(map(len, found)) == 200

    def test_cost_what_a_page_of_them_costs(
        self, address: str, edition: Edition, pact: Instrument
    ) -> None:
        address = address.format("en")
        size, few = len(shown(address)), queries_of(lambda: shown(address))
        more = make_many_references(
            version_of(edition, ONE), pact, 200, relation="recalls"
        )
        assert len(more) == 200
        assert queries_of(lambda: shown(address)) == few
        assert len(shown(address)) < size * 1.05
        assert size < 150_000

    @pytest.mark.parametrize("code", ["en", "ru", "zh-hans"])
    def test_pages_are_links(self, code: str) -> None:
        html = shown(f"/{code}{CLAUSE}?texts=ru&references=2")
        for number in (1, 3):
            query = f"?texts=ru&amp;references={number}#references"
            assert f'href="/{code}{CLAUSE}{query}"' in html
        html = shown(f"/{code}/instruments/pact/?texts=ru&page=2")
        assert 'href="?texts=ru&amp;page=3#citing"' in html

    @pytest.mark.parametrize("asked", ["0", "x", "99", "-1"])
    def test_no_page_is_an_error(self, address: str, asked: str) -> None:
        address = address.format("en")
        for parameter in ("references", "page"):
            assert self.pks(f"{address}?{parameter}={asked}")

    def test_those_to_a_clause_follow_those_from_it(
        self, edition: Edition, edith: User
    ) -> None:
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        made = make_reference(two, one, edith)
        assert str(made.pk) not in self.pks(f"/en{CLAUSE}")
        html = shown(f"/en{CLAUSE}?references=7")
        assert "References to this clause" in html
        assert self.pks(f"/en{CLAUSE}?references=7")[-1] == str(made.pk)


class TestPreviews:
    def test_show_the_beginning(self, edition: Edition, pact: Instrument) -> None:
        html = shown(f"/en/documents/memo/clauses/{ONE}/preview/")
        assert "Noting point 1," in html
        assert "<html" not in html
        assert "The &lt;i&gt;Pact" in shown("/en/instruments/pact/preview/")

    def test_tell_nothing_of_drafts(self) -> None:
        make_draft("hidden")
        response = Client().get(f"/en/documents/hidden/clauses/{ONE}/preview/")
        assert response.status_code == HTTPStatus.NOT_FOUND


class TestOnReadingPages:
    """What the views of the reading pages are given."""

    def found(self, edition: Edition, pact: Instrument) -> CrossReference:
        version = version_of(edition, ONE)
        target = Target(instrument=pact)
        [made] = store_found(edition, [FoundReference(version, "en", 0, 6, target)])
        return made

    def test_words_become_links(
        self, edition: Edition, pact: Instrument, edith: User
    ) -> None:
        made = self.found(edition, pact)
        [mark] = reference_marks(edition, edith)[ONE, "en"]
        assert (mark.start, mark.end, mark.name) == (0, 6, "reference")
        assert mark.href.endswith("/instruments/pact/")
        dispute_reference(made, user=edith, revision=0, reason="No.")
        assert reference_marks(edition, edith) == {}

    def test_counts_are_one_query_an_end(
        self, edition: Edition, pact: Instrument, edith: User
    ) -> None:
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        make_reference(one, two, edith)
        make_reference(one, pact, edith)
        assert reference_counts(edition, edith) == {one.clause_id: 2, two.clause_id: 1}
        assert queries_of(lambda: reference_counts(edition, edith)) == 2

    @pytest.mark.parametrize(
        ("code", "there", "back"),
        [
            ("en", "Cites:", "Cited by:"),
            ("ru", "Ссылается на:", "На него ссылается:"),
            ("zh-hans", "援引：", "援引本段者："),
        ],
    )
    def test_both_directions_have_a_name(
        self, edition: Edition, edith: User, code: str, there: str, back: str
    ) -> None:
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        make_reference(one, two, edith)
        with override(code):
            assert there in self.html(edition, ONE, edith)
            assert back in self.html(edition, TWO, edith)

    def html(self, edition: Edition, key: str, user: User) -> str:
        clause = version_of(edition, key).clause
        context = references_context(clause, user)
        request = RequestFactory().get("/")
        request.user = user
        return render_to_string(
            "commentary/references/clause.html",
            {
                **context,
                "references_carried": "",
                "clause": clause,
                "edition": edition,
                "user": user,
                "request": request,
            },
        )

    def test_takes_as_many_queries_for_many(
        self, edition: Edition, pact: Instrument, edith: User
    ) -> None:
        self.found(edition, pact)
        self.html(edition, ONE, edith)  # what she may do is asked once
        few = queries_of(lambda: self.html(edition, ONE, edith))
        one, two = version_of(edition, ONE), version_of(edition, TWO)
        for relation in ("recalls", "implements", "restates"):
            make_reference(one, two, edith, relation=relation)
            make_reference(two, one, edith, relation=relation)
        assert queries_of(lambda: self.html(edition, ONE, edith)) == few
