"""Addresses of the workbench, below those of the editions in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from documents.workbench import (
    correction,
    overview,
    renumbering,
    structure,
    undo,
    withdrawal,
    wording,
)

PAGES: tuple[tuple[str, Callable[..., Any], str], ...] = (
    ("workbench/", overview.show_workbench, "edition_workbench"),
    ("workbench/insert/", wording.add_clause, "clause_add"),
    ("workbench/removed/", structure.list_removed, "clauses_removed"),
    (
        "workbench/renumberings/<slug:operation>/undo/",
        renumbering.undo,
        "renumbering_undo",
    ),
    ("withdrawal/", withdrawal.show_edition, "edition_withdrawal"),
    ("record/", overview.show_record, "edition_record"),
    ("record/<slug:key>/", overview.show_clause_record, "clause_record"),
    ("record/<slug:model>/<int:entry>/undo/", undo.put_back, "entry_undo"),
    ("correct/<slug:key>/", correction.correct, "clause_correct"),
    # Keys have a hyphen, so they do not collide with the pages above.
    ("workbench/<slug:key>/", wording.edit_clause, "clause_edit"),
    ("workbench/<slug:key>/move/", structure.move, "clause_move"),
    ("workbench/<slug:key>/renumber/", renumbering.renumber, "clause_renumber"),
    ("workbench/<slug:key>/split/", structure.split, "clause_split"),
    ("workbench/<slug:key>/merge/", structure.merge, "clause_merge"),
    ("workbench/<slug:key>/remove/", structure.remove, "clause_remove"),
    ("workbench/<slug:key>/restore/", structure.restore, "clause_restore"),
)


def patterns(guarded: Callable[[Any], Any]) -> list[URLPattern]:
    """Return the addresses, each wrapped in the admin's permission check."""
    return [
        path(f"<int:pk>/{address}", guarded(view), name=f"documents_{name}")
        for address, view, name in PAGES
    ]
