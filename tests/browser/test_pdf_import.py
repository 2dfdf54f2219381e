"""PDF files that a browser prints, in three languages, read unit by unit."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from documents.importing import Unit, parse_file
from documents.languages import CODES
from documents.models import Edition
from portal.people.models import User
from tests.documents.importing.base import HEADS, units_of, without_space

from .conftest import follow
from .test_workbench import sign_in

STYLE = """
    body { font: 11pt/1.5 "Noto Serif CJK SC", "DejaVu Serif", serif; }
    p { text-indent: 2em; margin: .5em 0; }
    p.head { text-indent: 0; margin: .3em 0; }
    h3 { margin: 1.2em 0 .6em 2em; font-size: 1.1em; }
    .signature { margin: .8em 0 0 18em; text-indent: 0; }
"""
HEAD = '<div style="font-size: 8px; padding-left: 20mm">A/61/999</div>'
FOOT = (
    '<div style="font-size: 8px; padding-left: 20mm"><span class="pageNumber"></span>/'
    '<span class="totalPages"></span>&emsp;06-54321</div>'
)


def printed(units: Iterable[Unit]) -> str:
    """Return the units as a page, as a Secretariat's document looks."""
    lines = []
    for unit in units:
        said = f"{unit.number}&emsp;{unit.text}" if unit.number else unit.text
        kind = unit.kind.value
        name = "h3" if kind in {"title", "heading", "annex_heading"} else "p"
        style = kind if kind == "signature" else "head" if kind in HEADS else ""
        said = said.replace("\n", "<br>")
        lines.append(f'<{name} class="{style}">{said}</{name}>')
    return f"<style>{STYLE}</style>{''.join(lines)}"


def print_letter(page: Page, language: str) -> bytes:
    """Return the letter in one language as a PDF, which the browser prints."""
    page.set_content(printed(units_of(language)))
    return page.pdf(
        width="210mm",
        height="170mm",
        margin={"top": "25mm", "bottom": "25mm", "left": "40mm", "right": "30mm"},
        display_header_footer=True,
        header_template=HEAD,
        footer_template=FOOT,
    )


@pytest.mark.parametrize("language", CODES)
def test_every_unit_of_the_letter(page: Page, language: str) -> None:
    wanted = units_of(language)
    data = print_letter(page, language)
    symbol, *found = parse_file(data, language).units
    assert symbol.text == "A/61/999"  # of the first page; the others' are furniture
    assert [(u.kind, u.number, without_space(u.text)) for u in found] == [
        (u.kind, u.number, without_space(u.text)) for u in wanted
    ]


def test_from_three_files_to_a_published_edition(
    page: Page, site: str, tmp_path: Path
) -> None:
    files = {code: tmp_path / f"{code}.pdf" for code in CODES}
    for code, file in files.items():
        file.write_bytes(print_letter(page, code))
    User.objects.create_superuser("anna@example.org", "pw")
    sign_in(page, site)
    page.goto(f"{site}/admin/documents/document/import/")
    page.fill("#id_slug", "job")
    for place, (code, file) in enumerate(files.items(), start=1):
        page.select_option("#id_language", code)
        page.select_option("#id_standing", "unofficial")
        page.set_input_files("#id_file", file)
        follow(page.get_by_role("button", name="Read the text"))
        expect(page.locator(".doubt")).to_have_count(0)
        last = place == len(files)
        further = "Save as a draft and import the next language"
        name = "Save as a draft" if last else further
        follow(page.get_by_role("button", name=name, exact=True))
    edition = Edition.objects.get(document__slug="job")
    publish = f"{site}/admin/documents/edition/publish/?edition={edition.pk}"
    page.goto(publish)
    for box in page.locator("input[type=checkbox][name^=confirmed]").all():
        box.check()
    follow(page.get_by_role("button", name="Publish"))
    response = page.goto(f"{site}/en/documents/job/editions/1/")
    assert response is not None and response.ok
    assert edition.versions.count() == len(units_of("en")) + 1  # with the symbol
    page.goto(f"{site}/en/documents/job/editions/")
    page.locator(".received summary").click()
    with page.expect_download() as download:
        page.locator(".received a[href*='/ru/']").click()
    assert download.value.path().read_bytes() == files["ru"].read_bytes()
