"""What a .docx file has in its text and does not print: deleted and hidden letters."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Final

from lxml import etree

from documents.importing.word.package import W, child
from documents.importing.word.styles import Styles

LETTERS: Final = (f"{W}t", f"{W}delText")


def find_left_out(root: etree._Element, styles: Styles) -> Iterator[str]:
    """Yield the deleted and hidden letters of each paragraph that has any.

    What was moved is not among them, since it stands in another place.
    """
    gone_rows = {
        row for row in root.iter(f"{W}tr") if child(row, "trPr", "del") is not None
    }
    for paragraph, runs in groupby(root.iter(f"{W}r"), key=_paragraph_of):
        is_gone = any(row in gone_rows for row in _rows_about(paragraph, gone_rows))
        style = "" if paragraph is None else styles.of_paragraph(paragraph)
        found = "".join(
            _said(run, LETTERS)
            if is_gone or styles.has(child(run, "rPr"), "vanish", style)
            else _said(run, LETTERS[1:])
            for run in runs
        )
        if found.strip():
            yield found.strip()


def _paragraph_of(run: etree._Element) -> etree._Element | None:
    return next(run.iterancestors(f"{W}p"), None)


def _rows_about(
    paragraph: etree._Element | None, gone: Collection[etree._Element]
) -> Iterator[etree._Element]:
    """Yield the rows that enclose a paragraph; none where no row is gone."""
    if gone and paragraph is not None:
        yield from paragraph.iterancestors(f"{W}tr")


def _said(run: etree._Element, names: Collection[str]) -> str:
    return "".join(each.text or "" for each in run if each.tag in names)
