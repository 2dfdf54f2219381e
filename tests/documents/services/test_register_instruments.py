"""The register of instruments: what comes with the portal, and what it may hold."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import translation

from documents.languages import CODES
from documents.management.commands.load_documents import TEXTS
from documents.models import Instrument, InstrumentFact
from documents.services import LoadedInstruments, load_instruments

from .base import FORMER_INSTRUMENTS

pytestmark = pytest.mark.django_db
FILE = TEXTS / "instruments.toml"
NAMED = {
    "npt",
    "central-asia-treaty",
    "central-asia-treaty-protocol",
    "tlatelolco",
    "rarotonga",
    "bangkok",
    "pelindaba",
    "almaty-declaration",
    "tashkent-statement",
    "bishkek-communique",
    "special-session-final-document",
    "disarmament-commission-guidelines",
    "general-assembly-resolutions",
    "draft-resolution-2006",
    "review-conference-documents",
    "tlatelolco-conference-documents",
}
CITED_BY_MOST = {
    "un-charter",
    "universal-declaration-of-human-rights",
    "geneva-conventions",
    "outer-space-treaty",
    "biological-weapons-convention",
    "chemical-weapons-convention",
    "law-of-the-sea-convention",
}
DELIVERED = NAMED | CITED_BY_MOST


class TestDelivered:
    def test_every_instrument_that_the_text_names(self) -> None:
        call_command("load_instruments")
        assert {row.slug for row in Instrument.objects.all()} == DELIVERED

    @pytest.mark.parametrize("code", CODES)
    def test_is_named_and_cited_in_each_language(self, code: str) -> None:
        load_instruments(FILE)
        for row in Instrument.objects.all():
            assert row.in_language("title", code)
            assert row.in_language("cited_as", code)

    def test_each_title_says_where_it_is_from(self) -> None:
        load_instruments(FILE)
        for row in Instrument.objects.with_facts():
            told = {fact.language for fact in row.facts.all() if fact.fact == "title"}
            assert told == set(CODES)

    def test_what_is_unverified_is_not_called_verified(self) -> None:
        load_instruments(FILE)
        own = InstrumentFact.objects.filter(
            **{"source_en__startswith": "A rendering made"}
        )
        assert own.exists()
        assert not own.filter(verified=True).exists()

    def test_again_changes_nothing(self) -> None:
        load_instruments(FILE)
        before = [*Instrument.objects.values()], [*InstrumentFact.objects.values()]
        assert load_instruments(FILE) == LoadedInstruments()
        after = [*Instrument.objects.values()], [*InstrumentFact.objects.values()]
        assert after == before

    def test_an_editor_s_change_stays(self) -> None:
        Instrument.objects.create(slug="npt", **{"title_en": "Mine"})
        assert len(load_instruments(FILE).entered) == len(DELIVERED) - 1
        row = Instrument.objects.get(slug="npt")
        assert row.in_language("title", "en") == "Mine"
        assert not row.facts.exists()

    def test_one_that_editors_call_otherwise_is_left_out(self) -> None:
        names = {"title_en": "Charter", "cited_as_en": "UN charter\nthe UN's Charter"}
        own = Instrument.objects.create(slug="charter", **names)
        done = load_instruments(FILE)
        assert done.known == {"un-charter": own}
        assert not Instrument.objects.filter(slug="un-charter").exists()
        said = io.StringIO()
        call_command("load_instruments", stdout=said)
        assert "un-charter: left out, in the register as charter" in said.getvalue()

    def test_nothing_is_complained_of(self, caplog: pytest.LogCaptureFixture) -> None:
        load_instruments(FILE)
        assert caplog.records == []

    def test_a_broken_file_enters_nothing(self, tmp_path: Path) -> None:
        broken = tmp_path / "instruments.toml"
        text = FILE.read_text("utf-8")
        broken.write_text(text.replace('kind = "draft"', 'kind = "rumour"'), "utf-8")
        with pytest.raises(ValidationError):
            load_instruments(broken)
        assert not Instrument.objects.exists()


class TestMended:
    """A register as an earlier release delivered it."""

    @pytest.fixture(autouse=True)
    def former(self) -> None:
        load_instruments(FORMER_INSTRUMENTS)

    def test_becomes_the_one_that_is_delivered_now(self) -> None:
        done = load_instruments(FILE)
        assert {row.slug for row in done.entered} == CITED_BY_MOST
        mended = state_of_register()
        Instrument.objects.all().delete()
        load_instruments(FILE)
        assert mended == state_of_register()

    def test_says_what_is_mended_and_does_it_once(self) -> None:
        said = io.StringIO()
        call_command("load_instruments", stdout=said)
        assert "bangkok: mended" in said.getvalue()
        assert load_instruments(FILE) == LoadedInstruments()

    def test_a_value_of_an_editor_stays_with_its_source(self) -> None:
        place = {"place_en": "Tlatelolco"}
        Instrument.objects.filter(slug="tlatelolco").update(**place)
        load_instruments(FILE)
        row = Instrument.objects.get(slug="tlatelolco")
        assert row.in_language("place", "en") == "Tlatelolco"
        assert "timeline" in source_of(row, "place", "en")
        assert row.in_language("place", "ru") == "Мехико"

    def test_a_source_of_an_editor_keeps_its_value(self) -> None:
        bangkok = Instrument.objects.get(slug="bangkok")
        found = {"source_en": "My archive"}
        bangkok.facts.filter(fact="date").update(**found)
        load_instruments(FILE)
        bangkok.refresh_from_db()
        assert (bangkok.date, bangkok.precision) == (dt.date(1995, 1, 1), "year")
        assert source_of(bangkok, "date") == "My archive"

    def test_a_name_that_an_editor_added_stays(self) -> None:
        names = {"cited_as_zh_hans": "曼谷条约\n东南亚条约"}
        Instrument.objects.filter(slug="bangkok").update(**names)
        load_instruments(FILE)
        row = Instrument.objects.get(slug="bangkok")
        assert row.in_language("cited_as", "zh-hans") == "曼谷条约\n东南亚条约"
        assert "Юго-Восточной" in row.in_language("cited_as", "ru")

    def test_a_date_that_an_editor_made_exact_stays(self) -> None:
        exact = {"date": dt.date(1995, 12, 14), "precision": "day"}
        Instrument.objects.filter(slug="bangkok").update(**exact)
        load_instruments(FILE)
        row = Instrument.objects.get(slug="bangkok")
        assert row.date == exact["date"]


def source_of(instrument: Instrument, fact: str, language: str = "") -> str:
    row = instrument.facts.get(fact=fact, language=language)
    return row.in_language("source", "en")


def state_of_register() -> dict[str, object]:
    """Everything in the register but primary keys, by slug."""
    left_out = {"id", "instrument_id", "belongs_to_id"}
    return {
        row.slug: [
            {key: value or "" for key, value in values.items() if key not in left_out}
            for values in (
                *Instrument.objects.filter(pk=row.pk).values(),
                *row.facts.order_by("fact", "language").values(),
            )
        ]
        for row in Instrument.objects.all()
    }


class TestRules:
    @pytest.mark.parametrize(
        ("precision", "date"),
        [("year", dt.date(1997, 2, 1)), ("month", dt.date(1997, 2, 28))],
    )
    def test_an_inexact_date_is_a_first_day(
        self, precision: str, date: dt.date
    ) -> None:
        with pytest.raises(IntegrityError):
            Instrument.objects.create(slug="x", precision=precision, date=date)

    def test_belongs_not_to_itself(self) -> None:
        row = Instrument.objects.create(slug="x")
        with pytest.raises(IntegrityError):
            Instrument.objects.filter(pk=row.pk).update(belongs_to=row)

    @pytest.mark.parametrize("nowhere", [{}, {"source_ru": ""}])
    def test_verified_nowhere(self, nowhere: dict[str, str]) -> None:
        row = Instrument.objects.create(slug="x")
        with pytest.raises(IntegrityError):
            row.facts.create(fact="date", verified=True, **nowhere)

    def test_a_fact_has_one_source(self) -> None:
        row = Instrument.objects.create(slug="x")
        row.facts.create(fact="title", language="ru")
        row.facts.create(fact="title", language="en")
        with pytest.raises(IntegrityError):
            row.facts.create(fact="title", language="ru")

    def test_a_date_has_no_language(self) -> None:
        row = Instrument.objects.create(slug="x")
        with pytest.raises(ValidationError):
            InstrumentFact(instrument=row, fact="date", language="ru").full_clean()


@pytest.mark.parametrize(
    ("code", "precision", "shown"),
    [
        ("en", "day", "1\N{NO-BREAK SPACE}February 1997"),
        ("en", "month", "February 1997"),
        ("en", "year", "1997"),
        ("ru", "month", "Февраль 1997\N{NO-BREAK SPACE}года"),
        ("ru", "year", "1997 год"),
        ("zh-hans", "month", "1997年2月"),
        ("zh-hans", "year", "1997年"),
    ],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(
    code: str, precision: str, shown: str
) -> None:
    month = 1 if precision == "year" else 2
    values: dict[str, Any] = {"precision": precision, "date": dt.date(1997, month, 1)}
    with translation.override(code):
        assert Instrument(slug="x", **values).date_shown.casefold() == shown.casefold()
