"""The page of terms: each with its equivalents, and the clauses in which it occurs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.views.decorators.http import require_safe

from commentary.comments.posting import version_read
from commentary.responses import HtmxRequest, carried_query
from documents.languages import BY_CODE, LANGUAGES, Language
from documents.models import ClauseVersion, Document, Term
from documents.permissions import get_clause_or_404
from documents.presenters.columns import default_columns, languages_of, vary_by_reader
from documents.presenters.labels import full_label
from documents.presenters.localized import LocalizedText, short_title
from documents.search.clauses import ClauseFilter
from documents.search.query import read_both_ways
from documents.search.terms import (
    Occurrence,
    TermSpan,
    find_occurrences,
    locate_terms,
)
from documents.search.vector import ask, matches

PER_PAGE: Final = 100
MOST_SHOWN: Final = 24  # clauses of a term, in each language
# By term, then by clause version: the languages of the texts.
Places: TypeAlias = dict[int, dict[int, list[str]]]


class TermForm(forms.Form):
    """Filter of the page; what is invalid is ignored."""

    find = forms.CharField(
        label=pgettext_lazy("register", "Term in any language"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def narrowed(self) -> QuerySet[Term]:
        """Return the terms that are asked for, in order; at most two queries."""
        self.is_valid()
        rows = Term.objects.with_instrument()
        for query in read_both_ways(self.cleaned_data.get("find", "")):
            if not query:
                break
            asked = ask(query)
            found = rows.filter(matches(asked)) if asked else rows.none()
            if not query.has_acronyms or found.exists():
                return found
        return rows


@dataclass(frozen=True, slots=True)
class TermCell:
    """What a term is called in one language, and who says so."""

    language: Language
    name: str
    others: list[str]
    source: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class TermPlace:
    """A clause that has a term; `languages`, unless all texts of the page have it."""

    label: str
    url: str
    languages: list[Language]


@dataclass(frozen=True, slots=True)
class TermDocument:
    """The clauses of a document that have a term, in order."""

    title: LocalizedText
    places: list[TermPlace]


@dataclass(frozen=True, slots=True)
class TermLine:
    """A row of the page."""

    term: Term
    cells: list[TermCell]
    documents: list[TermDocument]
    is_bounded: bool  # whether it occurs in more clauses than are shown


@require_safe
@vary_by_reader
def term_list(request: HttpRequest) -> HttpResponse:
    """Show the terms with their equivalents and the clauses in which they occur."""
    form = TermForm(request.GET)
    rows = form.narrowed()
    page: Page[Term] = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    codes = default_columns(languages_of(request))
    context = {
        "form": form,
        "page": page,
        "languages": [BY_CODE[code] for code in codes],
        "lines": _present(request, list(page.object_list), codes),
        "carried": carried_query(request, "page"),
    }
    return render(request, "commentary/search/terms.html", context)


def _present(
    request: HttpRequest, terms: Sequence[Term], codes: Sequence[str]
) -> list[TermLine]:
    """Return the rows of a page; three queries."""
    rows = ClauseFilter().rows_for(request.user)
    places = _by_term(find_occurrences(terms, rows, most=MOST_SHOWN))
    versions = _read_versions({pk for found in places.values() for pk in found})
    return [
        TermLine(
            term,
            [present_name(term, code) for code in codes],
            _by_document(places[term.pk], versions),
            is_bounded=_is_bounded(places[term.pk]),
        )
        for term in terms
    ]


def present_name(term: Term, code: str) -> TermCell:
    """Return what a term, read with_instrument, is called in a language."""
    name, *others = [*term.names_in(code), ""]
    return TermCell(
        BY_CODE[code],
        name,
        others[:-1],
        term.in_language("source", code),
        term.is_verified(code),
    )


def _by_term(occurrences: Iterable[Occurrence]) -> Places:
    places: Places = defaultdict(lambda: defaultdict(list))
    for term, language, version in occurrences:
        places[term][version].append(language)
    return places


def _read_versions(pks: Iterable[int]) -> dict[int, ClauseVersion]:
    rows = ClauseVersion.objects.select_related("clause", "edition__document")
    return {row.pk: row for row in rows.filter(pk__in=pks)}


def _by_document(
    found: Mapping[int, list[str]], versions: Mapping[int, ClauseVersion]
) -> list[TermDocument]:
    rows = [versions[pk] for pk in found if pk in versions]
    rows.sort(key=lambda row: (row.edition.document.slug, row.position))
    documents: dict[Document, list[TermPlace]] = defaultdict(list)
    for row in rows:
        document = row.edition.document
        documents[document].append(_place_of(row, document, found[row.pk]))
    return [
        TermDocument(short_title(document), places)
        for document, places in documents.items()
    ]


def _place_of(row: ClauseVersion, document: Document, codes: list[str]) -> TermPlace:
    has_text = {code for code in BY_CODE if row.in_language("text", code)}
    only = sorted(codes) if has_text - set(codes) else []
    url = f"{document.get_absolute_url()}#{row.clause.key}"
    return TermPlace(full_label(row.locator), url, [BY_CODE[code] for code in only])


def _is_bounded(found: Mapping[int, list[str]]) -> bool:
    counts: dict[str, int] = defaultdict(int)
    for codes in found.values():
        for code in codes:
            counts[code] += 1
    return any(count == MOST_SHOWN for count in counts.values())


@require_safe
def clause_terms(request: HtmxRequest, slug: str, key: str) -> HttpResponse:
    """Tell, as JSON, the terms in each text of a clause, and their equivalents.

    For terms.js, which marks them without touching the text: places are counted in
    UTF-16, as browsers count.
    """
    version = version_read(request, get_clause_or_404(request.user, slug, key))
    located = locate_terms(version)
    texts = {
        code: {
            "length": _units(version.in_language("text", code)),
            "found": [
                _tell(span, code, version.in_language("text", code)) for span in spans
            ],
        }
        for code, spans in located.items()
    }
    label = gettext("Equivalents of a term")
    return JsonResponse({"label": label, "more": gettext("all terms"), "texts": texts})


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _tell(span: TermSpan, code: str, text: str) -> dict[str, Any]:
    names = (
        (each, span.term.in_language("name", each.code))
        for each in LANGUAGES
        if each.code != code
    )
    return {
        "start": _units(text[: span.start]),
        "words": text[span.start : span.end],
        "url": f"{reverse('commentary:terms')}#{span.term.slug}",
        "equivalents": [
            {"lang": each.bcp47, "language": each.name, "name": name}
            for each, name in names
            if name
        ],
    }
