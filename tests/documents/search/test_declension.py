"""Russian words that the stemmer takes for two are found, and marked, in all forms."""

from __future__ import annotations

import pytest
from django.db import connection

from documents.search.highlight import Highlighter
from documents.search.query import read_query
from documents.search.vector import ask

pytestmark = pytest.mark.django_db
PARADIGMS = (
    "Ассамблея Ассамблеи Ассамблее Ассамблею Ассамблеей ассамблеям ассамблеями",
    "Казахстан Казахстана Казахстану Казахстаном Казахстане",
    "уран урана урану ураном уране",
    "орган органа органу органом органе органы органов органам органами органах",
    "случай случая случаю случаем случае случаи случаев случаям случаями случаях",
    "письмо письма письму письмом письме писем письмам письмами письмах",
    "посол посла послу послом послы послов послам послами послах",
    "земля земли земле землю землей земель землям землями землях",
    "время времени временем времена времен временам временами временах",
    "имя имени именем имена имен именам именами именах",
)


def is_found(typed: str, text: str, *, is_typing: bool = False) -> bool:
    asked = ask(read_query(typed, is_typing=is_typing))
    with connection.cursor() as cursor:
        sql = "SELECT documents_search_vector(%s, 'B') @@ %s::tsquery"
        cursor.execute(sql, [text, asked])
        [found] = cursor.fetchone()
    return bool(found)


@pytest.mark.parametrize("paradigm", PARADIGMS)
def test_any_form_finds_and_marks_all(paradigm: str) -> None:
    forms = paradigm.split()
    for typed in forms:
        assert [form for form in forms if not is_found(typed, form)] == []
        typing = [is_found(typed, form, is_typing=True) for form in forms]
        assert all(typing)
        spans = Highlighter(read_query(typed), [paradigm]).find(paradigm).spans
        assert [paradigm[start:end] for start, end in spans] == forms


def test_in_a_phrase_and_left_out() -> None:
    text = "в резолюциях Генеральной Ассамблеи"
    assert is_found("«Генеральная Ассамблея»", text)
    assert not is_found("резолюция -ассамблея", text)
    assert not is_found("«Ассамблея Генеральная»", text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [("имя", "им"), ("иран", "ира"), ("Ассамблея", "ассамбляж"), ("посол", "после")],
)
def test_other_words_are_others(typed: str, text: str) -> None:
    assert not is_found(typed, text)


def test_what_is_too_common_stays_so() -> None:
    assert ask(read_query("более")) == ""
