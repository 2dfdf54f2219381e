"""PDF files that a browser prints, in three languages, read unit by unit."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from playwright.sync_api import Page

from documents.importing import Unit, parse_file
from documents.languages import CODES
from tests.documents.importing.base import HEADS, units_of, without_space

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


@pytest.mark.parametrize("language", CODES)
def test_every_unit_of_the_letter(page: Page, language: str) -> None:
    wanted = units_of(language)
    page.set_content(printed(wanted))
    data = page.pdf(
        width="210mm",
        height="170mm",
        margin={"top": "25mm", "bottom": "25mm", "left": "40mm", "right": "30mm"},
        display_header_footer=True,
        header_template=HEAD,
        footer_template=FOOT,
    )
    symbol, *found = parse_file(data, language).units
    assert symbol.text == "A/61/999"  # of the first page; the others' are furniture
    assert [(u.kind, u.number, without_space(u.text)) for u in found] == [
        (u.kind, u.number, without_space(u.text)) for u in wanted
    ]
