"""The database's words are Python's, and its vectors are right under raw SQL."""

from __future__ import annotations

from itertools import chain

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.integrity.verify import verify_document
from documents.models import ClauseVersion, Instrument
from documents.search.functions import GAP
from documents.search.query import read_query
from documents.search.vector import ask, index_words, matches
from documents.search.words import find_words
from tests.factories import current_edition, make_draft

pytestmark = [pytest.mark.usefixtures("letter"), pytest.mark.django_db]
# What these texts are made of, and what texts have between words.
SIGNS = "aZéß9٣ЁёйЙяґ中亞區々㐀𠀀ＡＢ１ⅣÅ①№"
MARKS = " \t\n-‐–—_'’\"«»“”《》、。，・/.,:;()§…€😀\u00ad\u0301\u200b\ufeff\x07"
TEXTS = st.text(st.sampled_from(SIGNS + MARKS), max_size=40)


def words_in_database(text: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT documents_search_words(%s)", [text])
        [(words,)] = cursor.fetchall()
    return str(words).partition(f" {GAP} ")[0].split()


@settings(max_examples=400)
@given(TEXTS)
def test_words_are_the_same_in_both(text: str) -> None:
    words = find_words(text)
    indexed = (index_words(each, is_first=False, is_last=False) for each in words)
    assert words_in_database(text) == list(chain.from_iterable(indexed))


@settings(max_examples=200)
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_can_be_indexed(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT documents_search_vector(%s, 'A')", [text])


@pytest.mark.parametrize("sign", ["中", "я ", "-a", "國𠀀"])
def test_a_text_of_any_length_can_be_indexed(sign: str) -> None:
    text = "".join(chr(0x4E00 + n) for n in range(20_000)) + sign * 500_000
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT documents_search_vector(%s, 'A')"
            " || documents_search_vector(%s, 'B') || documents_search_vector(%s, 'C')",
            [text] * 3,
        )


def keys_of(query: str) -> set[str]:
    rows = ClauseVersion.objects.filter(matches(ask(read_query(query))))
    return set(rows.values_list("clause__key", flat=True))


class TestStoredVectors:
    def test_raw_sql_is_followed(self) -> None:
        row = make_draft().versions.first()
        assert row is not None
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE documents_clauseversion SET text_ru = 'Верблюды' WHERE id = %s",
                [row.pk],
            )
        assert keys_of("верблюдами") == {row.clause.key}
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE documents_clauseversion SET text_ru = '' WHERE id = %s",
                [row.pk],
            )
        assert keys_of("верблюдами") == set()

    def test_words_of_two_texts_are_no_phrase(self) -> None:
        row = make_draft().versions.first()
        assert row is not None
        row.text_ru, row.text_en = "конец верблюда", "camel begins"
        row.save()
        assert keys_of("верблюд camel")
        assert not keys_of("“верблюд camel”")

    def test_what_is_published_stays_as_it_was(self) -> None:
        found = list(verify_document(current_edition().document))
        assert found and not any(each.fault for each in found)

    def test_no_page_loads_it(self) -> None:
        fields = {field.name for field in ClauseVersion._meta.get_fields()}
        assert "search" not in fields

    def test_instruments_are_found_by_each_name(self) -> None:
        names = {"title_en": "Camel Treaty", "cited_as_ru": "Верблюжий договор"}
        Instrument.objects.create(slug="camels", **names)
        for query in ("camels", "верблюжьего договора", "treaty camel"):
            rows = Instrument.objects.filter(matches(ask(read_query(query))))
            assert [row.slug for row in rows] == ["camels"], query
