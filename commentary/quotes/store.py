"""Quote storage: the words that a form chose, stored as a quote."""

from __future__ import annotations

from dataclasses import dataclass

from commentary.models import Quote
from commentary.quotes.anchoring.selectors import Selector
from documents.models import ClauseVersion


@dataclass(frozen=True, slots=True)
class Chosen:
    """Words chosen in one language of a clause's text."""

    language: str
    selector: Selector


def store_quote(version: ClauseVersion, chosen: Chosen) -> Quote:
    """Store the words that a comment or a cross-reference quotes."""
    selector = chosen.selector
    return Quote.objects.create(
        version=version,
        language=chosen.language,
        exact=selector.exact,
        prefix=selector.prefix,
        suffix=selector.suffix,
        start=selector.start,
    )
