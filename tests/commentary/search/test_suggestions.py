"""Suggestions below a search box: what is typed, in any language, half a word too."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from django.test import Client

from documents.models import Document
from documents.services import import_text, publish_edition
from portal.people.roles import ROLES, Role
from tests.base import LETTER, queries_of, signed_in
from tests.commentary.factories import make_instrument
from tests.factories import (
    make_draft,
    make_edition,
    make_file,
    make_member,
    make_units,
    make_withdrawal,
)

pytestmark = [pytest.mark.usefixtures("letter"), pytest.mark.django_db]
PLACE = f"/en/documents/{LETTER}/#"


def suggested(typed: str, code: str = "en", client: Client | None = None) -> str:
    response = (client or Client()).get(f"/{code}/search/suggestions/", {"q": typed})
    assert response.status_code == 200
    return response.text


def addresses(html: str) -> list[str]:
    return re.findall(r'<a role="option" tabindex="-1" href="([^"]+)"', html)


class TestWhatIsSuggested:
    @pytest.mark.parametrize(
        ("typed", "key"),
        [
            ("op. 3", "statement-op3"),
            (
                f"https://x.example/ru/documents/{LETTER}/#statement-op3",
                "statement-op3",
            ),
            ("п. 3", "statement-op3"),
            ("序言部分第7段", "statement-pre7"),
            ("statement-op3", "statement-op3"),
        ],
    )
    def test_an_address_comes_first(self, typed: str, key: str) -> None:
        assert f"{PLACE}{key}" in addresses(suggested(typed))[:2]

    @pytest.mark.parametrize(
        ("typed", "key"),
        [
            ("urani", "statement-op5"),
            ("uranium", "statement-op5"),
            ("уран", "statement-op5"),
            ("铀", "statement-op5"),
            ("caused by uran", "statement-op5"),
        ],
    )
    def test_the_last_word_may_be_half_typed(self, typed: str, key: str) -> None:
        assert f"{PLACE}{key}" in addresses(suggested(typed))

    @pytest.mark.parametrize(
        "typed", ["prolifer", "prolifera", "proliferati", "proliferation"]
    )
    def test_nothing_vanishes_while_one_types_on(self, typed: str) -> None:
        assert f"{PLACE}statement-pre3" in addresses(suggested(f"non-{typed}"))

    def test_only_the_last_word(self) -> None:
        assert addresses(suggested("urani enriched ")) == []
        assert addresses(suggested("urani ")) == []

    @pytest.mark.parametrize("typed", ["NPT", "ДНЯО", "不扩散"])
    def test_a_treaty_by_any_name(self, typed: str) -> None:
        call_command("load_instruments")
        call_command("load_terms")
        html = suggested(typed)
        assert addresses(html)[0] == "/en/instruments/npt/"
        assert "不扩散核武器条约" in html

    def test_documents_and_instruments(self) -> None:
        draft = make_draft("noted")
        Document.objects.filter(slug="noted").update(symbol="A/61/357")
        publish_edition(draft, user=None)
        make_instrument("camels", title_en="Pact on Camels")
        assert "/en/documents/noted/" in addresses(suggested("A/61/357"))
        assert "/en/instruments/camels/" in addresses(suggested("pact on cam"))

    def test_what_was_found_is_marked_and_escaped(self) -> None:
        make_instrument("evil", title_en='Uran"><script>alert(1)</script>')
        html = suggested("uran")
        assert '<mark class="match">uranium</mark>' in html
        assert "<script" not in html

    def test_how_many_is_told_in_the_readers_language(self) -> None:
        assert 'data-told="Предложений: 1"' in suggested("铀", "ru")
        assert 'data-told="1 suggestion"' in suggested("铀")

    @pytest.mark.parametrize("typed", ["", " ", "'", ":*", "a:*", "\\", "x" * 999])
    def test_nothing_for_what_is_nothing(self, typed: str) -> None:
        assert addresses(suggested(typed)) == []

    def test_takes_as_many_queries_for_many(self) -> None:
        make_edition("another")  # its words are known then
        make_instrument("act", title_en="Nuclear Weapons Act")
        suggested("nuclear weap")
        few = queries_of(lambda: suggested("nuclear weap"))
        for number in range(5):
            make_edition(f"other-{number}")
            make_instrument(f"act-{number}", title_en="Nuclear Weapons Act")
        assert queries_of(lambda: suggested("nuclear weap")) == few
        assert few <= 12

    def test_only_reads(self) -> None:
        assert Client().post("/en/search/suggestions/").status_code == 405


@pytest.mark.parametrize("name", ["anonymous", *ROLES])
class TestWhatIsSuggestedToNobody:
    """Not even to those who see drafts: what is suggested is everybody's."""

    def client(self, name: str) -> Client:
        return Client() if name == "anonymous" else signed_in(make_member(Role(name)))

    def test_what_only_a_draft_has(self, name: str) -> None:
        draft = make_draft("hidden")
        row = draft.versions.order_by("position")[1]
        row.text_en = "Camels are welcome"
        row.save()
        document = make_edition("memo").document
        units = make_units("ru", paragraphs=4)
        import_text(document, language="ru", file=make_file("more"), units=units)
        client = self.client(name)
        for typed in ("camel", "statement-pre4"):
            found = addresses(suggested(typed, client=client))
            assert not [each for each in found if LETTER not in each]

    def test_what_was_withdrawn(self, name: str) -> None:
        document = make_edition("gone").document
        make_withdrawal(document, text_readable=True)
        client = self.client(name)
        for typed in ("gone", "statement-pre2", "Noting poi"):
            found = addresses(suggested(typed, client=client))
            assert not [each for each in found if "gone" in each]
