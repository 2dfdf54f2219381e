"""The addresses of the pages of a draft, below those of the editions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from documents.admin import rearranging, recording, rewording, workbench

PAGES: tuple[tuple[str, Callable[..., Any], str], ...] = (
    ("workbench/", workbench.show_workbench, "edition_workbench"),
    ("workbench/insert/", rewording.add_clause, "clause_add"),
    ("workbench/removed/", rearranging.list_removed, "clauses_removed"),
    ("record/", recording.show_record, "edition_record"),
    ("record/<slug:key>/", recording.show_clause_record, "clause_record"),
    # A key has a hyphen, so that none is taken for a page above.
    ("workbench/<slug:key>/", rewording.edit_clause, "clause_edit"),
    ("workbench/<slug:key>/move/", rearranging.move, "clause_move"),
    ("workbench/<slug:key>/split/", rearranging.split, "clause_split"),
    ("workbench/<slug:key>/merge/", rearranging.merge, "clause_merge"),
    ("workbench/<slug:key>/remove/", rearranging.remove, "clause_remove"),
    ("workbench/<slug:key>/restore/", rearranging.restore, "clause_restore"),
)


def patterns(guarded: Callable[[Any], Any]) -> list[URLPattern]:
    """Return the addresses, each behind the administration's own guard."""
    return [
        path(f"<int:pk>/{address}", guarded(view), name=f"documents_{name}")
        for address, view, name in PAGES
    ]
