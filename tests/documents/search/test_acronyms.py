"""Acronyms: a word asked for in capitals is found in capitals, and marked there."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import ClauseVersion, Edition
from documents.presenters.find import find_in
from documents.search.query import read_query
from documents.search.vector import ask, matches
from documents.services import publish_edition
from portal.people.roles import Role
from tests.base import signed_in
from tests.commentary.factories import make_term
from tests.factories import make_draft, make_member

pytestmark = pytest.mark.django_db
TEXTS = {
    "statement-pre1": "В повестке дня стоит вопрос о зоне.",
    "statement-pre2": "Участники ДНЯО и стороны «ДНЯО-2» подтверждают это.",
}


@pytest.fixture
def edition() -> Edition:
    draft = make_draft("memo")
    for key, text in TEXTS.items():
        ClauseVersion.objects.filter(edition=draft, clause__key=key).update(
            **{"text_ru": text}
        )
    return publish_edition(draft, user=None)


def found(edition: Edition, typed: str, *, has_acronyms: bool = True) -> list[str]:
    asked = ask(read_query(typed, has_acronyms=has_acronyms))
    rows = edition.versions.filter(matches(asked)).order_by("position")
    return list(rows.values_list("clause__key", flat=True))


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("ДНЯО", ["statement-pre2"]),
        ("дняо", ["statement-pre1", "statement-pre2"]),
        ("дня", ["statement-pre1", "statement-pre2"]),
        ("ДНЯО участник", ["statement-pre2"]),
        ("дня -ДНЯО", ["statement-pre1"]),
        ("ДНЯ", []),
        ("Дняо", ["statement-pre1", "statement-pre2"]),
    ],
)
def test_capitals_are_found_as_they_are(
    edition: Edition, typed: str, keys: list[str]
) -> None:
    assert found(edition, typed) == keys


def test_full_width_capitals_are_capitals(edition: Edition) -> None:
    draft = make_draft("wide")
    ClauseVersion.objects.filter(edition=draft, clause__key="statement-pre1").update(
        **{"text_zh_hans": "加入ＮＰＴ的国家"}
    )
    assert found(draft, "NPT") == found(draft, "ＮＰＴ") == ["statement-pre1"]


class TestPages:
    def results(self, typed: str) -> str:
        return Client().get("/ru/search/", {"q": typed}).text

    def test_only_the_acronym_is_found_and_marked(self, edition: Edition) -> None:
        html = self.results("ДНЯО")
        assert "#statement-pre2" in html
        assert "#statement-pre1" not in html
        assert html.count('<mark class="match">ДНЯО</mark>') == 2

    @pytest.mark.parametrize("typed", ["ЗОНА", "ВОПРОСЫ ЗОНЫ"])
    def test_words_written_loud_are_words(self, edition: Edition, typed: str) -> None:
        html = self.results(typed)
        assert "#statement-pre1" in html
        assert '<mark class="match">зоне</mark>' in html

    def test_suggestions_take_capitals_as_they_are(self, edition: Edition) -> None:
        def suggest(typed: str) -> str:
            return Client().get("/ru/search/suggestions/", {"q": typed}).text

        for typed in ("ДНЯО", "ДНЯ", "ДН"):
            assert "#statement-pre2" in suggest(typed)
            assert "#statement-pre1" not in suggest(typed)
        assert "#statement-pre1" in suggest("ЗОН")

    def test_lists_take_capitals_as_they_are(self, edition: Edition) -> None:
        make_term("npt", abbreviation_ru="ДНЯО", name_ru="Договор")
        make_term("day", name_ru="День и дня")
        terms = Client().get("/ru/terms/", {"find": "ДНЯО"}).text
        assert 'id="npt"' in terms
        assert 'id="day"' not in terms
        assert 'id="day"' in Client().get("/ru/terms/", {"find": "ДНЯ"}).text
        client = signed_in(make_member(Role.EDITOR))
        rows = client.get("/admin/documents/term/", {"q": "ДНЯО"}).text
        assert ">npt<" in rows
        assert ">day<" not in rows

    def test_the_reader_marks_the_same(self, edition: Edition) -> None:
        exact, loud = find_in(edition, "ДНЯО"), find_in(edition, "ЗОНА")
        assert exact is not None
        assert loud is not None
        assert [key for key, _label in exact.places] == ["statement-pre2"]
        assert [key for key, _label in loud.places] == ["statement-pre1"]
