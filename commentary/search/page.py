"""The page of search results: what its lists, counts, suggestions and ways on show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from commentary.notices.searches import may_keep
from commentary.responses import carried_query
from commentary.search.asking import read_words
from commentary.search.find import (
    count_by_clause,
    count_comments,
    find_pages,
    list_comments,
    present_comments,
)
from commentary.search.forms import CARRIED, LISTS, Kind, PageForm
from commentary.search.suggestions import (
    Suggestion,
    suggest,
    suggest_document,
    suggest_instrument,
)
from documents.languages import LANGUAGES, Language
from documents.presenters.columns import default_columns, languages_of
from documents.presenters.localized import short_title
from documents.presenters.markup import join_markup
from documents.presenters.search import (
    FoundClause,
    FoundIn,
    mark_up_clauses,
    present_clauses,
)
from documents.search.clauses import MOST_FOUND, ClauseFilter, Hits
from documents.search.documents import find_documents, read_documents
from documents.search.instruments import find_instruments
from documents.search.named import Named, bare_name
from documents.search.places import find_places
from documents.search.query import Hint, Term, read_name, read_query
from documents.search.terms import NamedTerm, suggest_terms
from documents.search.vector import ask_each

PER_PAGE: Final = 20
CLAUSES_PER_PAGE: Final = 10  # each has two texts or more
MOST_FACETS: Final = 8
LONGEST_FACET: Final = 60  # characters of a title
# So many of the words are tried alone when together they are found nowhere.
MOST_TRIED: Final = 4
# So many other names of the instruments and terms that are found.
MOST_NAMES: Final = 6
HINTS: Final[dict[Hint, str | Promise]] = {
    Hint.QUOTE: _("A quotation mark is not closed: its words were looked for singly."),
    Hint.CUT: _("Only the beginning of this long query was read."),
    Hint.EXCLUDED: _("Everything is left out here; add a word to look for."),
}


class Attempt(NamedTuple):
    """Another search that may find something: its name, and what is typed for it."""

    words: str
    typed: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another search that finds something, and how much."""

    words: str
    url: str
    count: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A list of results: its name, address and number."""

    kind: Kind
    url: str
    count: str
    is_shown: bool


class SearchPage:
    """One request for results; what is not shown is only counted."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._user = request.user
        self.form = PageForm(request.GET)
        self.query, self._asked = read_words(request.user, self.form)
        self.shown = self.form.list_shown
        self._number = request.GET.get("page")
        self.own = default_columns(languages_of(request))[0]

    def context(self) -> dict[str, Any]:
        """Return the context of the page's template."""
        kept = self.form.kept if self._asked and self.shown in LISTS else {}
        return {
            "form": self.form,
            "narrowing": join_markup(f"{each}\n" for each in self.form.narrowing),
            "asked": self.query.text,
            "has_query": bool(self.query),
            "shown": self.shown,
            "hidden": [
                (name, self.form.asked(name))
                for name in CARRIED[1:]
                if self.form.asked(name)
            ],
            "hints": [HINTS[hint] for hint in self.query.hints] + self._too_common(),
            "suggestions": self._suggestions,
            "tabs": list(self._tabs()) if self.query else [],
            "carried": carried_query(self._request, "page"),
            "kept": kept,
            "may_keep": bool(kept) and may_keep(self._user),
            "is_kept_in_part": self.form.is_kept_in_part,
            "feed": f"{reverse('commentary:search-feed')}?{urlencode(self.form.kept)}",
            **self._results(),
        }

    def _too_common(self) -> list[str]:
        """Return what is to be said of a query of words such as “and” alone."""
        if not self.query or self._asked:
            return []
        return [gettext("Words as common as these are not indexed; add another one.")]

    # --- What is found

    @cached_property
    def _hits(self) -> Hits:
        by_rank = self.form.asked("sort") != "place"
        return self.form.clauses.find(self._user, self._asked, by_rank=by_rank)

    @cached_property
    def _comment_counts(self) -> Counter[int]:
        return count_comments(self._user, self._asked, self.form.comments())

    @cached_property
    def _comments(self) -> list[int]:
        return list_comments(self._user, self._asked, self.form.comments())

    @cached_property
    def _instruments(self) -> list[Named]:
        return find_instruments(self._asked)

    @cached_property
    def _terms(self) -> list[NamedTerm]:
        return suggest_terms(self.query.text, self._asked)

    @cached_property
    def _documents(self) -> list[Named]:
        return find_documents(self._user, self._asked)

    @cached_property
    def _pages(self) -> list[tuple[str, str]]:
        return find_pages(self.query)

    def _results(self) -> dict[str, Any]:
        match self.shown:
            case Kind.TEXT:
                return self._text_results()
            case Kind.COMMENTARY:
                return self._comment_results()
            case Kind.INSTRUMENTS:
                return self._listed([suggest_instrument(i) for i in self._instruments])
            case Kind.DOCUMENTS:
                return self._listed([suggest_document(d) for d in self._documents])
            case _:
                return self._listed([Suggestion(*page) for page in self._pages])

    def _listed(self, found: Sequence[Suggestion]) -> dict[str, Any]:
        page = Paginator(found, PER_PAGE).get_page(self._number)
        return {"listed": page.object_list, "page": page}

    def _comment_results(self) -> dict[str, Any]:
        page: Page[int] = Paginator(self._comments, PER_PAGE).get_page(self._number)
        pks = list(page.object_list)
        return {"comments": present_comments(pks, self.query), "page": page}

    def _text_results(self) -> dict[str, Any]:
        page: Page[int] = Paginator(self._hits.pks, CLAUSES_PER_PAGE).get_page(
            self._number
        )
        pks = list(page.object_list)
        counts = self._hits.most_common(MOST_FACETS)
        shown = {self._hits.documents[pk] for pk in pks}
        documents = read_documents(shown.union(pk for pk, _count in counts))
        is_current = not self.form.asked("editions")
        groups = present_clauses(
            pks, self.query, self.own, documents, all_current=is_current
        )
        beside = partial(_link_comments, self._asked_words, self._count_beside(groups))
        return {
            "groups": [
                (each, mark_up_clauses(each.clauses, beside)) for each in groups
            ],
            "page": page,
            "is_bounded": self._hits.is_bounded,
            "facets": join_markup(self._facets(counts, documents)),
            "alternatives": [] if groups else list(self._alternatives()),
        }

    @property
    def _asked_words(self) -> str:
        return urlencode({"q": self.query.text, "show": Kind.COMMENTARY})

    def _count_beside(self, groups: Sequence[FoundIn]) -> Counter[int]:
        """Return the number of comments that match, by clause."""
        are_all = self._comment_counts.total() < MOST_FOUND
        if are_all and not self.form.asked("language"):
            return self._comment_counts
        clauses = [clause.clause for group in groups for clause in group.clauses]
        return count_by_clause(self._user, self._asked, clauses)

    # --- Counts

    def _tabs(self) -> Iterator[Tab]:
        for kind in Kind:
            count = self._count(kind)
            is_shown = kind == self.shown
            if count or is_shown:
                yield Tab(kind, self._url(show=kind), _bounded(count), is_shown)

    def _count(self, kind: Kind) -> int:
        match kind:
            case Kind.TEXT if self.shown == kind:
                return len(self._hits.pks)
            case Kind.TEXT:
                return self.form.clauses.count(self._user, self._asked)
            case Kind.COMMENTARY if self.shown == kind:
                return len(self._comments)
            case Kind.COMMENTARY:
                return self._comment_counts.total()
            case Kind.INSTRUMENTS:
                return len(self._instruments)
            case Kind.DOCUMENTS:
                return len(self._documents)
            case _:
                return len(self._pages)

    def _url(self, **asked: str) -> str:
        """Return the address of a search with the same words, or with others."""
        kept = {name: self.form.asked(name) for name in ("q", "document", "clause")}
        query = {**kept, **asked}
        given = {name: value for name, value in query.items() if value}
        return f"?{urlencode(given)}"

    def _facets(
        self, counts: Sequence[tuple[int, int]], documents: Mapping[int, Named]
    ) -> Iterator[str]:
        """Yield the documents with most of the clauses, as items of a list."""
        for pk, count in counts if len(counts) > 1 else ():
            title = short_title(documents[pk])
            yield format_html(
                '<li><a href="{}"{}>{}</a> <span class="number">{}</span></li>\n',
                self._url(document=documents[pk].slug),
                format_html(' lang="{}"', title.lang) if title.lang else "",
                _shorten(title.text or documents[pk].slug),
                _bounded(count),
            )

    # --- Straight to the place

    @cached_property
    def _suggestions(self) -> list[Suggestion]:
        return list(self._suggest())

    def _suggest(self) -> Iterator[Suggestion]:
        asked = self.query.text
        if not asked or self._number:
            return
        places = find_places(asked, self.form.asked("document"))
        documents = [each for each in self._documents if each.is_called(asked)]
        instruments = [each for each in self._instruments if each.is_called(asked)]
        yield from suggest(places, self._terms, documents, instruments)

    # --- Where nothing is found

    def _alternatives(self) -> Iterator[Alternative]:
        """Yield other searches that find something here."""
        asked = self.form.clauses
        yield from self._try(asked, *self._other_names())
        as_typed = self.query.text
        if asked.is_narrow:
            all_current = gettext("without narrowing")
            yield from self._try(ClauseFilter(), Attempt(all_current, as_typed))
        if self._suggestions:
            return
        if not asked.editions:
            wider = ClauseFilter(editions=ClauseFilter.ALL)
            earlier = gettext("in earlier editions, too")
            yield from self._try(wider, Attempt(earlier, as_typed))
        if len(self.query.terms) > 1:
            yield from self._try(asked, *self._fewer_words())

    def _fewer_words(self) -> Iterator[Attempt]:
        any_word = " OR ".join(_typed(term) for term in self.query.terms)
        yield Attempt(gettext("any of these words"), any_word)
        for term in self.query.terms[:MOST_TRIED]:
            name = pgettext("a word that is looked for", "only “%(word)s”")
            yield Attempt(name % {"word": term.text}, _typed(term))

    def _other_names(self) -> Iterator[Attempt]:
        """Yield searches for the other names of an instrument or a term."""
        names: dict[str, tuple[str, Language]] = {}
        for name, language in self._names_of_found():
            names.setdefault(bare_name(name), (name, language))
        names.pop(bare_name(self.query.text), None)
        for name, language in islice(names.values(), MOST_NAMES):
            yield Attempt(name, _typed_name(name), language.bcp47)

    def _names_of_found(self) -> Iterator[tuple[str, Language]]:
        """Yield the names of the instruments and terms that have all words."""
        for instrument in self._instruments:
            yield from instrument.names_in_all()
        for term in self._terms:
            for language in LANGUAGES:
                for name in term.names_in(language.code):
                    yield name, language

    def _try(self, asked: ClauseFilter, *attempts: Attempt) -> Iterator[Alternative]:
        """Yield those searches that find something; two queries for all of them."""
        queries = [read_query(each.typed, has_acronyms=True) for each in attempts]
        counts = asked.count_each(self._user, ask_each(queries))
        for (words, typed, lang), count in zip(attempts, counts, strict=True):
            if count:
                url = f"?{urlencode({'q': typed, **asked.parameters})}"
                said = ngettext("%(count)s clause", "%(count)s clauses", count)
                yield Alternative(words, url, said % {"count": _bounded(count)}, lang)


def _shorten(title: str) -> str:
    is_long = len(title) > LONGEST_FACET
    return Truncator(title).chars(LONGEST_FACET) if is_long else title


def _typed(term: Term) -> str:
    """Return a term as a person would type it."""
    return f'"{term.text}"' if len(term.words) > 1 else term.text


def _typed_name(name: str) -> str:
    """Return a name as a person would type it: in quotation marks, or an acronym."""
    return name if read_name(name).is_acronym else '"{}"'.format(name.replace('"', " "))


def _link_comments(asked: str, counts: Counter[int], clause: FoundClause) -> str:
    """Return the link to the comments on a clause that match, as markup."""
    count = counts[clause.clause]
    if not count:
        return ""
    words = ngettext("%(count)s matching comment", "%(count)s matching comments", count)
    return format_html(
        ' <a class="said" href="?{}&{}">{}</a>',
        asked,
        urlencode({"document": clause.document, "clause": clause.key}),
        words % {"count": count},
    )


def _bounded(count: int) -> str:
    return f"{MOST_FOUND}+" if count >= MOST_FOUND else str(count)
