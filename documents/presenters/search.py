"""Presenter of search results: clauses by document, each as it matches and as read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from documents.languages import BY_CODE, CODES, Language
from documents.models import ClauseVersion, Edition
from documents.models.versions import TEXTS
from documents.presenters.citation import edition_name
from documents.presenters.labels import full_label
from documents.presenters.localized import LocalizedText, short_title
from documents.presenters.markup import join_markup
from documents.search.compiled import Slot, one_of, run
from documents.search.highlight import Found, Highlighter, Span
from documents.search.named import Named
from documents.search.query import Query
from documents.search.words import MOST
from documents.text.marks import FOUND, Mark

LONGEST: Final = 340  # characters of a passage
LEAD: Final = 4  # so many times more than stands before the first match
ELLIPSIS: Final = "…"
OPENING: Final = f'<mark class="{FOUND}">'
COLUMNS: Final = (
    "pk",
    "clause",
    "clause__key",
    "locator",
    "edition",
    "edition__document",
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a clause, or an excerpt, with the matches marked."""

    language: Language
    markup: SafeString


@dataclass(frozen=True, slots=True)
class FoundClause:
    """A clause that was found: in one text, and as its reader reads it."""

    clause: int
    key: str
    document: str
    label: str
    url: str
    edition: str  # its name, unless it is the current one
    passages: Sequence[Passage]  # where it matches, and as its reader reads it
    others: Sequence[Passage]  # what is not shown whole by these


@dataclass(frozen=True, slots=True)
class FoundIn:
    """The clauses found in a document, in order."""

    document: Named
    title: LocalizedText
    clauses: list[FoundClause]


def mark_found(found: Found) -> list[Mark]:
    """Return what was found in a text as marks on it."""
    return [Mark(start, end, FOUND) for start, end in found.spans]


def mark_up_found(text: str, found: Found, start: int = 0, end: int = MOST) -> str:
    """Return a text, or a range of it, with what was found marked."""
    parts: list[str] = []
    place, end = start, min(end, len(text))
    for left, right in found.spans:
        left, right = max(left, place), min(right, end)
        if left < right:
            parts.append(f"{escape(text[place:left])}{OPENING}")
            parts.append(f"{escape(text[left:right])}</mark>")
            place = right
    return "".join((*parts, escape(text[place:end])))


def excerpt(text: str, found: Found, longest: int = LONGEST) -> SafeString:
    """Return a text as markup, shortened around the first match."""
    start, end = _cut(text, found.spans, longest)
    before, after = ELLIPSIS * (start > 0), ELLIPSIS * (end < len(text))
    return SafeString(f"{before}{mark_up_found(text, found, start, end)}{after}")


def _cut(text: str, spans: Sequence[Span], longest: int) -> Span:
    """Return the range of a text that is shown; it begins and ends with a word."""
    if len(text) <= longest:
        return 0, len(text)
    first, last = spans[0] if spans else (0, 0)
    start = max(0, min(first - longest // LEAD, len(text) - longest))
    blank = text.find(" ", start, first)
    if start and blank >= 0:
        start = blank + 1
    end = min(len(text), start + longest)
    blank = text.rfind(" ", last, end)
    return start, blank if end < len(text) and blank >= 0 else end


def present_clauses(
    pks: Sequence[int],
    query: Query,
    own: str,
    documents: Mapping[int, Named],
    *,
    all_current: bool,
    longest: int = LONGEST,
) -> list[FoundIn]:
    """Return clauses by their ids, in this order; `own` is the reader's language.

    Their passages are shortened to `longest` characters.

    Two queries: the rows, and such stems of their words as are not known; two more for
    the names of editions, unless all are known to be current.
    """
    by_pk = {row.pk: row for row in _read_rows(pks)}
    rows = [by_pk[pk] for pk in pks if pk in by_pk]
    earlier = {} if all_current else _read_earlier(rows)
    presenter = _Presenter(rows, query, own, documents, earlier, longest)
    return [
        FoundIn(
            documents[pk],
            short_title(documents[pk]),
            [presenter.present(row) for row in group],
        )
        for pk, group in groupby(rows, lambda row: row.document)
    ]


class _Row(NamedTuple):
    """The columns of a clause version that are shown."""

    pk: int
    clause: int
    key: str
    locator: str
    edition: int
    document: int
    texts: dict[str, str]


def _read_rows(pks: Sequence[int]) -> Iterator[_Row]:
    def build() -> QuerySet[Any, Any]:
        return ClauseVersion.objects.filter(one_of("pk", Slot("pks"))).order_by()

    columns = (*COLUMNS, *TEXTS)
    for row in run("found clauses", columns, build, pks=list(pks)) if pks else ():
        said = (text or "" for text in row[len(COLUMNS) :])
        texts = dict(zip(CODES, said, strict=True))
        yield _Row._make((*row[: len(COLUMNS)], texts))


def _read_earlier(rows: Iterable[_Row]) -> dict[int, Edition]:
    """Return those editions of the rows that are not current, by id; two queries."""
    pks = {row.edition for row in rows}
    latest = Edition.objects.current().filter(pk__in=pks)
    earlier = pks.difference(latest.values_list("pk", flat=True))
    return Edition.objects.select_related("corrects").in_bulk(earlier)


class _Presenter:
    """Presents the rows of one page; what they have in common is made once."""

    def __init__(
        self,
        rows: Sequence[_Row],
        query: Query,
        own: str,
        documents: Mapping[int, Named],
        earlier: Mapping[int, Edition],
        longest: int,
    ) -> None:
        self._highlighter = Highlighter(
            query, (t for r in rows for t in r.texts.values())
        )
        self._own, self._longest = own, longest
        self._asked = urlencode({"q": query.text})
        self._documents = documents
        self._earlier = earlier
        # One reverse() for all: there may be as many documents as clauses.
        stem = reverse("documents:document-detail", args=["SLUG"])
        self._stem, _slug, self._rest = stem.partition("SLUG")

    def present(self, row: _Row) -> FoundClause:
        texts = {code: text for code, text in row.texts.items() if text}
        found = {code: self._highlighter.find(text) for code, text in texts.items()}
        # The text with the most of the words; of equal ones the reader's own.
        matched = max(texts, key=lambda c: (found[c].terms, c == self._own), default="")
        shown = [code for code in dict.fromkeys((matched, self._own)) if code in texts]
        return FoundClause(
            clause=row.clause,
            key=row.key,
            document=self._documents[row.document].slug,
            label=full_label(row.locator),
            url=f"{self._address(row)}?{self._asked}#{row.key}",
            edition=self._name_edition(row),
            passages=[
                Passage(BY_CODE[code], excerpt(texts[code], found[code], self._longest))
                for code in shown
            ],
            others=[
                Passage(BY_CODE[code], SafeString(mark_up_found(text, found[code])))
                for code, text in texts.items()
                if code not in shown or len(text) > self._longest
            ],
        )

    def _address(self, row: _Row) -> str:
        address = f"{self._stem}{self._documents[row.document].slug}{self._rest}"
        edition = self._earlier.get(row.edition)
        return f"{address}editions/{edition.number}/" if edition else address

    def _name_edition(self, row: _Row) -> str:
        edition = self._earlier.get(row.edition)
        return edition_name(edition) if edition else ""


# --- Markup: joined, since a page has many


def mark_up_clauses(
    clauses: Iterable[FoundClause], beside: Callable[[FoundClause], str]
) -> SafeString:
    """Return clauses as items of a list; `beside` gives markup beside their places."""
    return join_markup(_mark_up_clause(each, beside(each)) for each in clauses)


def _mark_up_clause(clause: FoundClause, beside: str) -> str:
    edition = f'<span class="edition">{escape(clause.edition)}</span>'
    passages = "".join(
        _mark_up_passage(each, ' class="own"' if place else "")
        for place, each in enumerate(clause.passages)
    )
    return (
        f'<li><h3><a href="{escape(clause.url)}">{escape(capfirst(clause.label))}</a>'
        f"{edition if clause.edition else ''}{beside}</h3>"
        f'<div class="passages">{passages}</div>{_mark_up_others(clause.others)}</li>'
    )


def _mark_up_passage(passage: Passage, classes: str = "") -> str:
    return f'<p lang="{passage.language.bcp47}"{classes}>{passage.markup}</p>'


def _mark_up_others(others: Sequence[Passage]) -> str:
    if not others:
        return ""
    names = " · ".join(
        f'<span lang="{each.language.bcp47}">{escape(each.language.name)}</span>'
        for each in others
    )
    texts = "".join(map(_mark_up_passage, others))
    return f'<details class="other-texts"><summary>{names}</summary>{texts}</details>'
