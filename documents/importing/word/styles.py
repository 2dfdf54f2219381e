"""Styles: what paragraphs and letters have of the styles that they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from documents.importing.word.package import W, child, is_on, value_of

# Of styles that are based on one another, so that a circle ends.
MOST: Final = 20


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        found = root.findall(f"{W}style") if root is not None else []
        self.styles = {value_of(each, "styleId"): each for each in found}
        self.default = next(
            (
                value_of(each, "styleId")
                for each in found
                if value_of(each, "type") == "paragraph"
                and value_of(each, "default") in {"1", "true", "on"}
            ),
            "",
        )

    def of_paragraph(self, paragraph: etree._Element) -> str:
        """Return the id of a paragraph's style."""
        return value_of(child(paragraph, "pPr", "pStyle")) or self.default

    def numbering_of(self, style: str) -> tuple[str, etree._Element | None]:
        """Return the style that carries a number, and its numbering; or ("", None)."""
        for key, each in self._chain(style):
            found = child(each, "pPr", "numPr")
            if child(found, "numId") is not None:
                return key, found
        return "", None

    def has(self, properties: etree._Element | None, name: str, style: str) -> bool:
        """Return whether letters have a property, by themselves or by a style.

        `properties` are those of the letters, `style` is their paragraph's.
        """
        own = child(properties, name)
        if own is not None:
            return is_on(own)
        for key in (value_of(child(properties, "rStyle")), style):
            for _key, each in self._chain(key):
                found = child(each, "rPr", name)
                if found is not None:
                    return is_on(found)
        return False

    def _chain(self, style: str) -> Iterator[tuple[str, etree._Element]]:
        for _ in range(MOST):
            each = self.styles.get(style)
            if each is None:
                return
            yield style, each
            style = value_of(child(each, "basedOn"))
