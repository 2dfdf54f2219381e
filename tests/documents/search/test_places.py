"""An address that is typed leads to its place, in every language."""

from __future__ import annotations

import pytest
from django.utils import translation

from documents.presenters.labels import full_label
from documents.search.places import find_places
from documents.text.kinds import Kind
from tests.base import LANGUAGES, LETTER
from tests.factories import current_edition, make_draft, make_edition

pytestmark = [pytest.mark.usefixtures("letter"), pytest.mark.django_db]


def keys(typed: str, document: str = "") -> list[str]:
    return [place.key for place in find_places(typed, document)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("op. 3", ["statement-op3"]),
        ("OP3", ["statement-op3"]),
        ("op 3", ["statement-op3"]),
        ("para. 6", ["statement-op6"]),
        ("operative paragraph 3", ["statement-op3"]),
        ("preambular para. 7", ["statement-pre7"]),
        ("paragraph 7 of the preamble", ["statement-pre7"]),
        ("PP7", ["statement-pre7"]),
        ("п. 6", ["statement-op6"]),
        ("пункт 7 преамбулы", ["statement-pre7"]),
        ("序言部分第7段", ["statement-pre7"]),
        ("序言部分第七段", ["statement-pre7"]),
        ("第6段", ["statement-op6"]),
        ("执行部分第3段", ["statement-op3"]),
        ("statement-op3", ["statement-op3"]),
        ("statement/op3", ["statement-op3"]),
        ("letter-p2", ["letter-p2"]),
        ("letter, para. 2", ["letter-p2"]),
        ("п. 2 письма", ["letter-p2"]),
        ("第3段", ["letter-p3", "statement-op3"]),
        ("para 6", ["statement-op6"]),
        ("letter para 2", ["letter-p2"]),
        ("preamble, para 7", ["statement-pre7"]),
        ("para. 3 of the operative part", ["statement-op3"]),
        ("7th preambular paragraph", ["statement-pre7"]),
        ("Seventh preambular paragraph", ["statement-pre7"]),
        ("third operative paragraph of the statement", ["statement-op3"]),
        ("п 6", ["statement-op6"]),
        ("п. 7 преамб.", ["statement-pre7"]),
        ("п.3 постановляющей части", ["statement-op3"]),
        ("7-й пункт преамбулы", ["statement-pre7"]),
        ("в седьмом пункте преамбулы", ["statement-pre7"]),
        ("пункт третий заявления", ["statement-op3"]),
        ("聲明第3段", ["statement-op3"]),
        ("第七序言段", ["statement-pre7"]),
        ("第3執行段", ["statement-op3"]),
        ("执行段落第3段", ["statement-op3"]),
        ("the second letter", []),
        ("первое заявление", []),
        ("para 3 zones", []),
        ("para. 99", []),
        ("article VII of the Treaty", []),
        ("zone 3", []),
        ("the statement", []),
        ("", []),
        ("para. 3 " * 100, []),
    ],
)
def test_leads_to(typed: str, expected: list[str]) -> None:
    assert keys(typed) == expected


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_portals_own_labels_lead_to_their_clauses(code: str) -> None:
    kinds = (Kind.PARAGRAPH, Kind.PREAMBULAR, Kind.OPERATIVE)
    with translation.override(code):
        for row in current_edition().versions.of_kinds(*kinds):
            assert keys(full_label(row.locator)) == [row.clause.key]


class TestSeveralDocuments:
    def test_the_asked_one_alone(self) -> None:
        make_edition("memo")
        assert keys("statement, para. 1", document=LETTER) == ["statement-op1"]
        assert len(keys("statement, para. 1")) == 2

    @pytest.mark.parametrize(
        "address",
        [
            f"https://portal.example.org/ru/documents/{LETTER}/clauses/statement-op3/",
            f"/en/documents/{LETTER}/#statement-op3",
            f"portal.example.org/en/documents/{LETTER}/?texts=ru&clause=statement-op3",
            f"/en/documents/{LETTER}/editions/1/#statement-op3",
        ],
    )
    def test_an_address_from_a_browser(self, address: str) -> None:
        make_edition("other")
        assert keys(address) == ["statement-op3"]
        assert keys(address, LETTER) == ["statement-op3"]
        assert keys(address, "other") == []
        assert keys(address.replace(LETTER, "other")) == []
        assert keys(address.replace("statement-op3", "nothing")) == []

    def test_drafts_are_led_to_by_nobody(self) -> None:
        make_draft("hidden", paragraphs=20)
        assert keys("statement-pre20") == []
        assert keys("preambular para. 20") == []
