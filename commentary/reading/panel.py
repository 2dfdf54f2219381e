"""Panel of a clause: discussion, references, history, citation; a tab at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from commentary.comments.comment_counts import CommentCounts, comment_counts
from commentary.comments.discussion import discussion_context, read_pk
from commentary.models import Comment
from commentary.quotes.highlights import comments_quoting
from commentary.reading.margin import Margin
from commentary.reading.marks import all_marks_in
from commentary.references.presenters import (
    count_references,
    reference_counts,
    references_context,
)
from commentary.responses import HtmxRequest
from documents.languages import BY_CODE
from documents.models import Clause, ClauseVersion, Edition
from documents.presenters.edition import Neighbour, clause_context, neighbour
from documents.presenters.markup import join_markup, mark_up_cell


class Tab(StrEnum):
    """What the panel shows of a clause; the value stands in its address."""

    DISCUSSION = "discussion"
    REFERENCES = "references"
    HISTORY = "history"
    CITE = "cite"


NAMES: Final[Mapping[Tab, str | Promise]] = {
    Tab.DISCUSSION: pgettext_lazy("of a clause", "Discussion"),
    Tab.REFERENCES: pgettext_lazy("of a clause", "References"),
    Tab.HISTORY: pgettext_lazy("of a clause", "History"),
    Tab.CITE: pgettext_lazy("of a clause", "Cite"),
}
# Where a section stands on the clause's page.
ANCHORS: Final[Mapping[Tab, str]] = {
    Tab.DISCUSSION: "commentary",
    Tab.REFERENCES: "references",
    Tab.HISTORY: "history",
    Tab.CITE: "cite",
}


@dataclass(frozen=True, slots=True)
class TabLink:
    """A link to a section of a clause: in the panel, and on the clause's page."""

    tab: Tab
    count: int | None
    is_current: bool

    @property
    def name(self) -> str:
        return str(NAMES[self.tab])

    @property
    def anchor(self) -> str:
        return ANCHORS[self.tab]


def read_tab(request: HttpRequest) -> Tab:
    """Return the tab that an address asks for; the first one for nonsense."""
    asked = request.GET.get("tab", "")
    return Tab(asked) if asked in set(Tab) else Tab.DISCUSSION


def panel_context(
    request: HttpRequest, clause: Clause, version: ClauseVersion, tab: Tab
) -> dict[str, Any]:
    """Return what the panel shows of a clause as its `version` has it."""
    edition = version.edition
    context = clause_context(request, clause, edition)
    counts = comment_counts(edition)
    context |= {
        "edition": edition,
        "version": version,
        "tab": tab,
        "tabs": list(
            _link_tabs(request, clause, tab, counts, context["count_history"]())
        ),
        "next_commented": _find_next_commented(version, counts),
    }
    if tab is Tab.DISCUSSION:
        context |= _discussion_at(request, clause, edition, version)
    elif tab is Tab.REFERENCES:
        codes = context["choice"].codes
        number = request.GET.get("references")
        context |= references_context(clause, request.user, codes, number=number)
        context["references_carried"] = ""
    return context


def _link_tabs(
    request: HttpRequest,
    clause: Clause,
    tab: Tab,
    counts: Mapping[int, CommentCounts],
    steps: int,
) -> Iterable[TabLink]:
    said = counts.get(clause.pk)
    counted = {
        Tab.DISCUSSION: said.total() if said else 0,
        Tab.REFERENCES: count_references(clause, request.user),
        Tab.HISTORY: steps,
    }
    return (TabLink(each, counted.get(each), each is tab) for each in Tab)


def _find_next_commented(
    version: ClauseVersion, counts: Mapping[int, CommentCounts]
) -> Neighbour | None:
    """Return the next clause of the edition with comments; None after the last."""
    rows = version.edition.versions.filter(
        position__gt=version.position, clause__in=counts.keys()
    )
    return neighbour(rows.select_related("clause").order_by("position").first())


def _discussion_at(
    request: HttpRequest, clause: Clause, edition: Edition, version: ClauseVersion
) -> dict[str, Any]:
    """Return the discussion, opened where an address asks for.

    That is one comment (`comment=7`), or those that quote a word (`at=ru:12`).
    """
    language, _colon, start = request.GET.get("at", "").partition(":")
    at = read_pk(start) if language in BY_CODE else None
    quoting = comments_quoting(edition, clause, language, at) if at is not None else []
    pk = read_pk(request.GET.get("comment", ""))
    asked = next((each for each in quoting if each.pk == pk), None)
    if asked is None and pk is not None and not quoting:
        asked = _find_comment(request, clause, pk)
    shown = asked or (quoting[0] if quoting else None)
    return discussion_context(request, clause, edition, version, fresh=shown) | {
        "fresh": shown,
        "quoting": quoting if len(quoting) > 1 else [],
        "at": f"{language}:{at}",
    }


def _find_comment(request: HttpRequest, clause: Clause, pk: int) -> Comment | None:
    rows = Comment.objects.visible_to(request.user).filter(clause=clause, pk=pk)
    return rows.select_related("root").first()


# --- What was sent changes the page that the panel stands on

# With these its texts are redlines, or have other marks.
OTHER_TEXTS: Final = ("since", "q", "marks")


def updates_context(
    request: HtmxRequest, clause: Clause, edition: Edition, tab: Tab
) -> dict[str, Any] | None:
    """Return what has changed beside the text by what was sent from a clause's panel.

    That is its tabs, its margin, and its texts with their marks. None when nothing was
    sent, or from elsewhere.
    """
    page = _find_page(request)
    if page is None or page.GET.get("clause") != clause.key:
        return None
    user = request.user
    context = clause_context(
        page, clause, edition, lambda shown: all_marks_in(shown, user, clause)
    )
    counts, row = comment_counts(edition), context["row"]
    margin = Margin(
        edition,
        context["choice"],
        counts=counts,
        references=reference_counts(edition, user),
    )
    steps = context["count_history"]()
    has_other_texts = any(name in page.GET for name in OTHER_TEXTS)
    return {
        "clause": clause,
        "choice": context["choice"],
        "tabs": list(_link_tabs(page, clause, tab, counts, steps)),
        "beside": join_markup([margin.render(row)]),
        "texts": [
            (cell.language.code, words)
            for cell in ([] if has_other_texts else row.cells)
            if (words := mark_up_cell(cell))
        ],
    }


def _find_page(request: HtmxRequest) -> HttpRequest | None:
    """Return a request for the page from which something was sent by htmx."""
    address = request.htmx.current_url_abs_path if request.htmx else None
    if request.method != "POST" or not address:
        return None
    page = copy(request)
    page.method, page.GET = "GET", QueryDict(urlsplit(address).query)
    return page
