"""Addresses without a language, which never change their meaning.

`/id/<slug>` is the document, `/id/<slug>/<key>` the clause whatever edition it stands
in, `/id/<slug>/e<n>/<key>` what it says in that edition. Each leads to the page in
the visitor's best language.
"""

from __future__ import annotations

from django.urls import path, register_converter

from documents.views import permalinks as views


class EditionNumber:
    """The step "e1" of an address; no zeros before the number."""

    regex = "e[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> int:
        return int(value[1:])

    def to_url(self, value: int) -> str:
        return f"e{value}"


register_converter(EditionNumber, "edition")

app_name = "permalinks"
urlpatterns = [
    path("<slug:slug>", views.document_permalink, name="document"),
    path("<slug:slug>/<slug:key>", views.clause_permalink, name="clause"),
    path(
        "<slug:slug>/<edition:number>/<slug:key>",
        views.edition_clause_permalink,
        name="edition-clause",
    ),
]
