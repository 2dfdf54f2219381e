"""The table of references, its file, and the picture."""

from __future__ import annotations

import csv
import io
import re
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from commentary.models import CrossReference
from commentary.references.presenters import MOST_LINES
from commentary.references.review import accept_reference, withdraw_reference
from commentary.references.target import Target
from documents.models import ClauseVersion, Edition, Instrument
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
TABLE = "/en/documents/memo/references/"
ONE, TWO, OP = "statement-pre1", "statement-pre2", "statement-op1"


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
def rows(edition: Edition, edith: User) -> list[CrossReference]:
    """One to an instrument, one within the document, one from another document."""
    one, two = version_of(edition, ONE), version_of(edition, TWO)
    pact = make_instrument("pact")
    other = version_of(make_plain_edition("other"), ONE)
    return [
        make_reference(one, Target(instrument=pact, locator="art. VII"), edith),
        make_reference(two, one, edith, relation="recalls"),
        make_reference(other, two, edith, relation="implements"),
    ]


def table(query: str = "") -> str:
    return Client().get(f"{TABLE}{query}").content.decode()


def listed(query: str = "") -> list[int]:
    """The references of the table, in its order."""
    found = re.findall(r'href="/en/references/(\d+)/"', table(query))
    return [int(pk) for pk in found]


class TestTable:
    def test_lists_what_has_an_end_here(self, rows: list[CrossReference]) -> None:
        assert set(listed()) == {row.pk for row in rows}
        assert "article VII" in table()

    @pytest.mark.parametrize(
        ("query", "which"),
        [
            ("?relation=recalls", [1]),
            ("?direction=out", [0]),
            ("?direction=within", [1]),
            ("?direction=in", [2]),
            ("?state=accepted", []),
            ("?origin=detected", []),
            ("?relation=nonsense", [0, 1, 2]),
        ],
    )
    def test_is_narrowed(
        self, rows: list[CrossReference], query: str, which: list[int]
    ) -> None:
        assert set(listed(query)) == {rows[index].pk for index in which}

    def test_is_sorted(self, rows: list[CrossReference]) -> None:
        assert listed("?sort=time") == [row.pk for row in rows]
        assert listed("?sort=-time") == [row.pk for row in rows[::-1]]
        assert listed("?sort=source") == [rows[0].pk, rows[1].pk, rows[2].pk]
        assert 'aria-sort="descending"' in table("?sort=-time")
        assert listed("?sort=%27;DROP") == listed()

    def test_leaves_out_the_withdrawn_unless_asked(
        self, rows: list[CrossReference], edith: User
    ) -> None:
        withdraw_reference(rows[0], user=edith, revision=0)
        assert rows[0].pk not in listed()
        assert listed("?state=withdrawn") == [rows[0].pk]

    def test_takes_as_many_queries_for_many(
        self, edition: Edition, edith: User, rows: list[CrossReference]
    ) -> None:
        few = queries_of(lambda: table())
        one = version_of(edition, ONE)
        for number in range(8):
            make_reference(one, make_instrument(f"act-{number}"), edith)
        assert queries_of(lambda: table()) == few
        assert few <= 6

    @pytest.mark.parametrize("tail", ["", "network/"])
    def test_drafts_answer_404(self, tail: str) -> None:
        make_draft("hidden")
        address = f"/en/documents/hidden/references/{tail}"
        assert Client().get(address).status_code == HTTPStatus.NOT_FOUND
        assert Client().get("/en/documents/hidden/references.csv").status_code == 404


class TestFile:
    def cells(self, query: str = "") -> list[list[str]]:
        response = Client().get(f"/en/documents/memo/references.csv{query}")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        text = response.getvalue().decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    def test_is_the_table(self, rows: list[CrossReference]) -> None:
        heading, *cells = self.cells("?relation=recalls")
        assert len(heading) == len(cells[0])
        assert cells[0][1:6] == [
            TWO,
            "statement, preambular para. 2",
            "recalls",
            "statement, preambular para. 1",
            f"memo/{ONE}",
        ]

    def test_a_withdrawn_note_is_left_out(
        self, version: ClauseVersion, edith: User
    ) -> None:
        made = make_reference(version, make_instrument("act"), edith, note="A note")
        assert any("A note" in row for row in self.cells())
        withdraw_reference(made, user=edith, revision=0)
        [_heading, row] = self.cells("?state=withdrawn")
        assert "A note" not in row

    @pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", " ="])
    def test_no_cell_is_a_formula(
        self, version: ClauseVersion, edith: User, begins: str
    ) -> None:
        evil = f'{begins}HYPERLINK("http://example.org")'
        instrument = make_instrument("evil", title_en=evil)
        made = make_reference(version, instrument, edith, note=evil)
        accept_reference(made, user=edith, revision=0, reason=evil)
        _heading, row = self.cells()
        for cell in row:
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
        assert any("HYPERLINK" in cell for cell in row)

    def test_has_every_row_and_not_a_query_for_each(
        self, edition: Edition, rows: list[CrossReference]
    ) -> None:
        few = queries_of(self.cells)
        pact = Instrument.objects.get(slug="pact")
        many = make_many_references(version_of(edition, TWO), pact, 200)
        assert len(self.cells()) == 1 + len(rows) + len(many)
        assert queries_of(self.cells) == few


class TestPicture:
    def page(self, code: str = "en") -> str:
        return Client().get(f"{TABLE}network/".replace("en", code, 1)).text

    def svg(self) -> str:
        html = self.page()
        return html[html.index("<svg") : html.index("</svg>")]

    def test_names_every_end_as_a_link(self, rows: list[CrossReference]) -> None:
        svg = self.svg()
        assert svg.count('class="tie') == len(rows)
        assert 'href="/en/instruments/pact/"' in svg
        assert 'href="/en/documents/other/clauses/statement-pre1/"' in svg
        assert "<title id=" in svg
        assert "<desc id=" in svg

    def test_ties_two_ends_once(
        self, edition: Edition, rows: list[CrossReference]
    ) -> None:
        size = len(self.svg())
        pact = Instrument.objects.get(slug="pact")
        make_many_references(version_of(edition, ONE), pact, 200, relation="recalls")
        svg = self.svg()
        assert svg.count('class="tie') == len(rows)
        assert 'class="tie accepted"' in svg
        assert "The Pact: 201 cross-references" in svg
        assert f"{200 + len(rows)} cross-references, drawn" in svg
        assert len(svg) < size * 1.2
        assert "left out" not in self.page()

    def test_says_what_it_leaves_out(
        self, edition: Edition, rows: list[CrossReference]
    ) -> None:
        few = queries_of(self.svg)
        works = Instrument.objects.bulk_create(
            Instrument(slug=f"act-{number}", **{"title_en": f"Act {number}"})
            for number in range(MOST_LINES)
        )
        for work in works:
            make_many_references(version_of(edition, OP), work, 1)
        make_many_references(
            version_of(edition, OP), works[-1], 1, relation="implements"
        )
        html = self.page()
        assert html.count('class="tie') == MOST_LINES
        assert "Only 300 lines are drawn" in html
        assert "3 lines are left out." in html
        assert f"Act {MOST_LINES - 1}: 2 cross-references" in html
        assert queries_of(self.svg) == few
        assert len(html) < 400_000

    @pytest.mark.parametrize(
        ("code", "words"),
        [("ru", "3 линии не показаны."), ("zh-hans", "另有3条线未画出。")],
    )
    def test_says_it_in_every_language(
        self,
        rows: list[CrossReference],
        edition: Edition,
        code: str,
        words: str,
    ) -> None:
        for number in range(MOST_LINES):
            work = make_instrument(f"act-{number}")
            make_many_references(version_of(edition, OP), work, 1)
        assert words in self.page(code)

    def test_is_harmless(self, version: ClauseVersion, edith: User) -> None:
        evil = "</title><script>alert(1)</script>"
        make_reference(version, make_instrument("evil", title_en=evil), edith)
        svg = self.svg()
        assert "<script" not in svg
        assert "style=" not in svg

    def test_takes_as_many_queries_for_many(
        self, edition: Edition, edith: User, rows: list[CrossReference]
    ) -> None:
        few = queries_of(lambda: self.svg())
        for number in range(8):
            instrument: Any = make_instrument(f"act-{number}")
            make_reference(version_of(edition, OP), instrument, edith)
        assert queries_of(lambda: self.svg()) == few

    def test_there_is_nothing_yet(self, edition: Edition) -> None:
        html = Client().get(f"{TABLE}network/").content.decode()
        assert "no cross-references yet" in html
