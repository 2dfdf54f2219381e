"""The term register: what comes with the portal, files, and refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from documents.exports.terms import write_csv, write_tbx
from documents.importing.refusals import ImportRefused
from documents.importing.term_files import read_terms
from documents.languages import CODES
from documents.models import Term
from documents.services import load_terms

pytestmark = pytest.mark.django_db
ROWS: Any = Term.objects  # with the columns of each language
HEADING = "term,instrument,name.ru,name.en,source.en,verified.en"


@pytest.fixture
def delivered() -> None:
    call_command("load_instruments")
    call_command("load_terms")


@pytest.mark.usefixtures("delivered")
class TestDelivered:
    def test_each_is_named_in_every_language_with_a_source(self) -> None:
        for term in Term.objects.all():
            for code in CODES:
                assert term.in_language("name", code), (term.slug, code)
                assert term.in_language("source", code), (term.slug, code)

    def test_guesses_stay_marked(self) -> None:
        term = Term.objects.get(slug="vohidov")
        assert [term.is_verified(code) for code in ("zh-hans", "ru", "en")] == [
            True,
            False,
            False,
        ]

    def test_names_of_the_instrument_are_names(self) -> None:
        term = Term.objects.with_instrument().get(slug="npt")
        assert term.names_in("en")[:2] == [
            "Treaty on the Non-Proliferation of Nuclear Weapons",
            "NPT",
        ]
        assert "核不扩散条约" in term.names_in("zh-hans")

    def test_what_editors_changed_stays(self) -> None:
        ROWS.filter(slug="npt").update(name_en="The Treaty")
        call_command("load_terms")
        assert Term.objects.get(slug="npt").name_en == "The Treaty"

    @pytest.mark.parametrize("write", [write_csv, write_tbx])
    def test_comes_back_from_its_file(self, write: type) -> None:
        ROWS.filter(slug="npt").update(
            forms_en="=Treaty\nthe “NPT”", note_ru="-1 < 2 & 3"
        )
        before: list[dict[str, Any]] = list(ROWS.values())
        data = write(Term.objects.with_instrument())
        Term.objects.exclude(slug="npt").delete()
        ROWS.update(name_ru="", note_ru="x", verified_en=False)
        load_terms(
            read_terms(data if isinstance(data, bytes) else data.encode()),
            replaces=True,
        )
        after: list[dict[str, Any]] = list(ROWS.values())
        for row in (*before, *after):
            del row["id"]
        assert after == before


class TestRefused:
    @pytest.mark.parametrize(
        ("file", "said"),
        [
            ("term,nom.fr\n", "Line 1: There is no column “nom.fr”"),
            ("name.ru\nx\n", "Line 1: The column “term” is missing."),
            (f"{HEADING}\na,,а,a,s,yes\na,,а,a,s,no\n", "Line 3: “a” stands on line 2"),
            (f"{HEADING}\na,,а,a,s,maybe\n", "Line 2: “maybe” is neither yes nor no."),
            (f"{HEADING}\na,,,,,\n", "Line 2: The term has no preferred form"),
            (f"{HEADING}\na,none,а,,,\n", "Line 2: There is no instrument “none”"),
            (f"{HEADING}\na,,а,a,,yes\n", "Line 2: State where this form was"),
            (f"{HEADING}\na b,,а,a,,\n", "Line 2: "),
            (f'{HEADING}\n"a\nb",,а,a,,maybe\nc,,в,c,,maybe\n', "Line 2: "),
            (f"{HEADING}\na,,а,a,,,more\n", "Line 2: It has more cells"),
            (f'{HEADING}\na,,а,a,,\nb,,"а', "Line 3: This is no CSV"),
            ("<tbx>\n<text>\n</tbx>", "Line 3: This is no XML"),
            ("<html/>", "Line 1: This is no TBX file."),
            (
                '<tbx><conceptEntry id="a">\n<langSec xml:lang="ru"><termSec>'
                "\n<term/></termSec></langSec></conceptEntry></tbx>",
                "Line 2: A term is empty.",
            ),
            (
                '<!DOCTYPE tbx [<!ENTITY e SYSTEM "file:///etc/passwd">]><tbx>&e;</tbx>',
                "document type",
            ),
        ],
    )
    def test_says_on_which_line(self, file: str, said: str) -> None:
        with pytest.raises(ImportRefused) as refusal:
            load_terms(read_terms(file.encode()), replaces=True)
        assert said in refusal.value.message
        assert not Term.objects.exists()

    def test_of_what_is_no_text(self) -> None:
        with pytest.raises(ImportRefused):
            read_terms(b"term\n\xff\xfe\x00")

    def test_command_ends_with_status_2(self, tmp_path: Path) -> None:
        file = tmp_path / "terms.csv"
        file.write_text(f"{HEADING}\na,none,а,,,\n", encoding="utf-8")
        with pytest.raises(CommandError, match="Line 2") as refusal:
            call_command("load_terms", str(file))
        assert refusal.value.returncode == 2

    def test_database_asks_where_it_was_verified(self) -> None:
        with pytest.raises(IntegrityError, match="documents_term_verified_where"):
            ROWS.create(slug="a", name_en="a", verified_en=True)


def test_reads_the_first_edition_of_tbx() -> None:
    old = """<martif type="TBX-Basic"><text><body><termEntry id="zone">
        <langSet xml:lang="zh-CN"><tig><term>区</term></tig></langSet>
        <langSet xml:lang="fr"><tig><term>zone</term></tig></langSet>
        <langSet xml:lang="en-GB"><tig><term>zone</term></tig>
        <tig><term>Z</term><termNote type="termType">acronym</termNote></tig></langSet>
        </termEntry></body></text></martif>"""
    load_terms(read_terms(old.encode()), replaces=True)
    term = Term.objects.get()
    assert (term.name_zh_hans, term.name_ru, term.name_en) == ("区", "", "zone")
    assert term.in_language("abbreviation", "en") == "Z"
