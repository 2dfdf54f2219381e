"""Works that texts name and the register does not have: offered, registered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from commentary.models import CrossReference
from commentary.references.candidates import find_candidates, register_candidate
from documents.models import Edition, Instrument
from documents.services import publish_edition
from documents.services.edit import reword_clause
from documents.text.content import ClauseContent
from tests.base import LANGUAGES, at_most, signed_in
from tests.commentary.factories import make_instrument
from tests.factories import make_draft, make_person

pytestmark = pytest.mark.django_db
PAGE = "/admin/commentary/crossreference/candidates/"
TEXT = {
    "en": "Recalling resolution 2630 (2022) and the Harbour Treaty on Lamps,",
    "ru": "ссылаясь на резолюцию 2630 (2022),",
    "zh-hans": "回顾第2630(2022)号决议和《港口灯塔条约》，",
}


@pytest.fixture
def edition() -> Edition:
    draft = make_draft()
    row = draft.versions.for_reading().get(clause__key="statement-pre1")
    content = replace(ClauseContent.of(row), texts=TEXT)
    reword_clause(row, content, revision=row.revision)
    return publish_edition(draft, user=None)


def keys(edition: Edition) -> list[str]:
    return [each.key for each in find_candidates(edition)]


def test_symbols_and_names_are_found(edition: Edition) -> None:
    first, *others = find_candidates(edition)
    assert (first.key, first.symbol) == ("2630 (2022)", "resolution 2630 (2022)")
    assert first.names == {
        "en": "resolution 2630 (2022)",
        "ru": "резолюцию 2630 (2022)",
        "zh-hans": "第2630(2022)号决议",
    }
    assert {each.names.get("en", "") for each in others} == {
        "Harbour Treaty on Lamps",
        "",
    }
    with at_most(5):
        find_candidates(edition)


def test_a_registered_work_is_none(edition: Edition) -> None:
    make_instrument("r", symbol="resolution 2630 (2022)", title_en="R")
    assert "2630 (2022)" not in keys(edition)


def test_registering_finds_the_references(edition: Edition) -> None:
    anna = make_person("anna", "documents.add_instrument")
    instrument = register_candidate(edition, "2630 (2022)", user=anna)
    assert instrument is not None
    assert (instrument.slug, instrument.kind) == ("resolution-2630-2022", "resolution")
    assert not any(fact.verified for fact in instrument.facts.all())
    reference = CrossReference.objects.get(instrument=instrument)
    assert reference.state == CrossReference.State.PROPOSED
    assert register_candidate(edition, "2630 (2022)", user=anna) is None


def test_who_may_not_add_instruments(edition: Edition) -> None:
    with pytest.raises(PermissionDenied):
        register_candidate(edition, "2630 (2022)", user=make_person("eve"))
    assert not Instrument.objects.exists()


class TestPage:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_one_click_registers(self, edition: Edition, code: str) -> None:
        anna = make_person("anna", "documents.add_instrument")
        anna.is_staff = True
        anna.save()
        client = signed_in(anna)
        client.cookies["django_language"] = code
        address = f"{PAGE}?document={edition.document.slug}"
        assert "2630 (2022)" in client.get(address).text
        response = client.post(address, {"key": "2630 (2022)"})
        instrument = Instrument.objects.get()
        assert response.headers["Location"].endswith(f"/{instrument.pk}/change/")
        assert client.post(address, {"key": "2630 (2022)"}).status_code == 302
        assert Instrument.objects.count() == 1

    def test_others_do_not_see_it(self, edition: Edition) -> None:
        eve = make_person("eve", "documents.view_edition")
        eve.is_staff = True
        eve.save()
        assert signed_in(eve).get(PAGE).status_code == 404
