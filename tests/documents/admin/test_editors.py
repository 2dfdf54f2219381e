"""What editors do in the administration with their own rights, not a superuser's."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import Instrument, InstrumentFact
from portal.people.roles import Role
from tests.base import LANGUAGES, signed_in
from tests.documents.workbench.base import form_of, page_of
from tests.factories import make_draft, make_edition, make_member

pytestmark = pytest.mark.django_db
HEADINGS = {
    "zh-hans": "事实来源",
    "ru": "Источники сведений",
    "en": "Sources of facts",
}
SOURCES = {
    "source_zh_hans": "《条约》第九条",
    "source_ru": "Договор, статья IX",
    "source_en": "The Treaty, article IX",
}


@pytest.fixture
def editor() -> Client:
    return signed_in(make_member(Role.EDITOR))


class TestSourcesOfFacts:
    @pytest.fixture
    def npt(self) -> Instrument:
        row = Instrument.objects.create(slug="npt", title="Treaty")
        InstrumentFact.objects.create(instrument=row, fact="symbol", source="A/1")
        return row

    def submit(self, editor: Client, npt: Instrument, **fact: str) -> None:
        sent = form_of(editor.get(page_of(npt)))
        sent |= {"facts-TOTAL_FORMS": 2, "slug": npt.slug}
        sent |= {f"facts-{name}": value for name, value in fact.items()}
        response = editor.post(page_of(npt), sent)
        assert response.status_code == 302, response.context["errors"]

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_every_field_is_offered(
        self, editor: Client, npt: Instrument, code: str
    ) -> None:
        page = editor.get(page_of(npt), headers={"accept-language": code}).text
        assert HEADINGS[code] in page
        for name in ("fact", "language", "verified", "link", *SOURCES, "DELETE"):
            assert f'name="facts-0-{name}"' in page
        assert 'name="facts-__prefix__-fact"' in page

    def test_are_added_changed_and_deleted(
        self, editor: Client, npt: Instrument
    ) -> None:
        added = {f"1-{name}": words for name, words in SOURCES.items()}
        changed = {"0-source_en": "A/2", "0-link": "https://un.org/"}
        self.submit(editor, npt, **{"1-fact": "date"}, **added, **changed)
        old, new = npt.facts.get(fact="symbol"), npt.facts.get(fact="date")
        assert (old.source_en, old.link) == ("A/2", "https://un.org/")
        assert {name: getattr(new, name) for name in SOURCES} == SOURCES
        self.submit(editor, npt, **{f"{_place(npt, old)}-DELETE": "on"})
        assert list(npt.facts.all()) == [new]


def _place(npt: Instrument, fact: InstrumentFact) -> int:
    return list(npt.facts.values_list("pk", flat=True)).index(fact.pk)


class TestLanguages:
    def test_one_is_taken_out_of_a_draft(self, editor: Client) -> None:
        draft = make_draft()
        russian = draft.languages.get(language="ru")
        assert page_of(russian, "delete") in editor.get(page_of(russian)).text
        response = editor.post(page_of(russian, "delete"), {"post": "yes"})
        assert response.status_code == 302
        assert {each.language for each in draft.languages.all()} == {"zh-hans", "en"}
        assert not any(row.in_language("text", "ru") for row in draft.versions.all())

    def test_none_is_taken_out_of_an_edition(self, editor: Client) -> None:
        russian = make_edition().languages.get(language="ru")
        assert page_of(russian, "delete") not in editor.get(page_of(russian)).text
        response = editor.post(page_of(russian, "delete"), {"post": "yes"})
        assert response.status_code == 403
