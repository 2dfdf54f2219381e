"""Lists of the administration find any form of a word, and Chinese by characters."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.people.roles import Role
from tests.commentary.factories import make_instrument, make_term
from tests.factories import make_draft, make_member

pytestmark = pytest.mark.django_db


def listed(client: Client, model: str, query: str) -> list[str]:
    page = client.get(f"/admin/documents/{model}/", {"q": query})
    return [str(row) for row in page.context["cl"].result_list]


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_member(Role.EDITOR))
    return client


@pytest.mark.parametrize(
    "query", ["договоры", "договоров о мире", "和平条约", "treaties", "PACT/7"]
)
def test_instruments_by_any_form(editor: Client, query: str) -> None:
    make_instrument(
        "peace",
        title_ru="Договор о мире",
        title_zh_hans="普遍和平条约",
        title_en="Treaty of Peace",
        symbol="A/PACT/7",
    )
    make_instrument("sea", title_ru="Хартия моря")
    assert listed(editor, "instrument", query) == ["peace"]


def test_terms_and_texts(editor: Client) -> None:
    make_term("zone", name_ru="зона, свободная от оружия")
    assert listed(editor, "term", "зоны") == ["zone"]
    draft = make_draft("memo")
    row = draft.versions.get(clause__key="statement-pre1")
    draft.versions.filter(pk=row.pk).update(**{"text_ru": "О рыбах и птицах"})
    assert listed(editor, "clauseversion", "рыба") == [str(row)]


def test_editions_by_their_document(editor: Client) -> None:
    draft = make_draft("memo")
    type(draft.document).objects.update(**{"title_ru": "Хартия рыб"})
    assert listed(editor, "edition", "хартии") == [str(draft)]
