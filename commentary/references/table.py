"""Table of a document's references: filter and sort form, and CSV export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commentary.endpoints.endpoint import ReferenceRow, reference_row
from commentary.models import CrossReference
from commentary.models.reference_reasons import describe_reason
from commentary.models.references import CrossReferenceQuerySet
from documents.exports.spreadsheets import csv_lines
from documents.models import Document

SORTS: Final[dict[str, tuple[str, ...]]] = {
    "source": ("clause__document__slug", "version__position"),
    "relation": ("relation", "version__position"),
    "target": (
        "target_clause__document__slug",
        "target_version__position",
        "part__position",
        "instrument__date",
        "instrument__slug",
        "locator",
    ),
    "state": ("state", "version__position"),
    "time": ("created_at",),
}


class TableForm(forms.Form):
    """Filter and sort order of the table; invalid values are ignored."""

    relation = forms.ChoiceField(
        label=pgettext_lazy("of a cross-reference", "Relation"), required=False
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    origin = forms.ChoiceField(label=_("Origin"), required=False)
    direction = forms.ChoiceField(
        # Translators: whether references lead out of a document or into it
        label=pgettext_lazy("of references", "Direction"),
        required=False,
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "relation": CrossReference.Relation.choices,
            "state": CrossReference.State.choices,
            "origin": CrossReference.Origin.choices,
            "direction": [
                ("out", _("from this document")),
                ("in", _("to this document")),
                ("within", _("within this document")),
            ],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", gettext("any")), *choices]

    def narrowed(
        self, rows: CrossReferenceQuerySet, document: Document
    ) -> CrossReferenceQuerySet:
        """Return the filtered and sorted rows."""
        self.is_valid()
        asked = self.cleaned_data
        for name in ("relation", "state", "origin"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        if not asked.get("state"):
            rows = rows.standing()
        match asked.get("direction"):
            case "out":
                rows = rows.filter(clause__document=document).exclude(
                    target_clause__document=document
                )
            case "in":
                rows = rows.exclude(clause__document=document)
            case "within":
                rows = rows.filter(
                    clause__document=document, target_clause__document=document
                )
        ordered = rows.order_by(*SORTS[self.sorted_by], "pk")
        return ordered.reverse() if self.is_reversed else ordered

    @property
    def sorted_by(self) -> str:
        asked = str(self.data.get("sort", "")).removeprefix("-")
        return asked if asked in SORTS else "source"

    @property
    def is_reversed(self) -> bool:
        return str(self.data.get("sort", "")).startswith("-")


HEADINGS: Final = (
    _("Document"),
    _("Key"),
    _("Clause"),
    pgettext_lazy("of a cross-reference", "Relation"),
    _("Refers to"),
    _("Key of the target"),
    _("Locator"),
    _("State"),
    _("Origin"),
    # Translators: heading of a column: the languages whose text names the target
    _("Named in"),
    _("Edition"),
    _("Proposed by"),
    _("Proposed at"),
    _("Decided at"),
    _("Reason"),
    _("Note"),
)


def as_csv(references: Iterable[CrossReference]) -> Iterator[str]:
    """Yield the lines of the table as a CSV file."""
    cells = (_list_cells(reference_row(each)) for each in references)
    return csv_lines(chain([map(str, HEADINGS)], cells))


def _list_cells(each: ReferenceRow) -> list[str]:
    row = each.reference
    return [
        row.clause.document.slug,
        row.clause.key,
        each.source.name,
        each.relation,
        each.target.name,
        _target_key(row),
        row.locator,
        row.get_state_display(),
        row.get_origin_display(),
        ", ".join(language.code for language in each.languages),
        str(row.version.edition.number),
        row.author.display_name if row.author else "",
        row.created_at.isoformat(timespec="seconds"),
        row.decided_at.isoformat(timespec="seconds") if row.decided_at else "",
        describe_reason(row.reason),
        "" if row.is_withdrawn or row.has_withdrawn_end else row.note,
    ]


def _target_key(row: CrossReference) -> str:
    if row.target_clause is not None:
        return f"{row.target_clause.document.slug}/{row.target_clause.key}"
    if row.part is not None:
        return f"{row.part.document.slug}/{row.part.key}"
    return row.instrument.slug if row.instrument else ""
