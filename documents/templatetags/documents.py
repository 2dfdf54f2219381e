"""Template filters for documents."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django import template
from django.utils.safestring import SafeString

from documents.comparing import Segment
from documents.models import Translated
from documents.presenters.labels import enumerate_labels
from documents.presenters.localized import LocalizedText, localized_field
from documents.presenters.markup import CellMarkup, mark_up_pieces, mark_up_redline
from documents.presenters.rows import Cell
from documents.text.marks import Piece

register = template.Library()
WEB = ("http", "https")


@register.filter
def enumerated(labels: Iterable[str]) -> str:
    """Join labels as the active language does: "para. 1, para. 2"; 第1段、第2段."""
    return enumerate_labels(labels)


@register.filter
def web_link(address: str) -> str:
    """Return an address that a link may lead to: of the web; "" for any other.

    Forms refuse others; what raw SQL or a restored dump has stored comes here.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in WEB and parts.netloc else ""


@register.filter
def redlined(segments: Iterable[Segment]) -> SafeString:
    """Return a redline as markup."""
    return mark_up_redline(segments)


@register.filter
def marked_up(pieces: Iterable[Piece]) -> SafeString:
    """Return the pieces of a text as markup."""
    return mark_up_pieces(pieces)


@register.filter
def side_by_side(cells: Iterable[Cell]) -> SafeString:
    """Return the cells of one clause as markup."""
    cells = list(cells)
    return CellMarkup(cell.language for cell in cells).render(cells)


@register.simple_tag
def wording(source: Translated, field: str) -> LocalizedText:
    """Return a field as LocalizedText: in the interface language or another."""
    return localized_field(source, field)
