"""The addresses of cross-references and instruments; commentary/urls.py has them."""

from __future__ import annotations

from django.urls import path

from commentary.views import instruments, proposing, reference_lists, references

DOCUMENT = "documents/<slug:slug>/"
CLAUSE = f"{DOCUMENT}clauses/<slug:key>/"
urlpatterns = [
    path(
        f"{DOCUMENT}references/",
        reference_lists.document_references,
        name="document-references",
    ),
    path(
        f"{DOCUMENT}references.csv",
        reference_lists.document_references_csv,
        name="document-references-csv",
    ),
    path(
        f"{DOCUMENT}references/network/",
        reference_lists.document_network,
        name="document-network",
    ),
    path(
        f"{CLAUSE}references/new/",
        proposing.reference_propose,
        name="reference-propose",
    ),
    path(f"{CLAUSE}references/targets/", proposing.target_search, name="target-search"),
    path(f"{CLAUSE}preview/", instruments.clause_preview, name="clause-preview"),
    path("references/look-again/", references.look_again, name="look-again"),
    path("references/<int:pk>/", references.reference_detail, name="reference"),
    path(
        "references/<int:pk>/decide/",
        references.reference_decide,
        name="reference-decide",
    ),
    path(
        "references/<int:pk>/hide/",
        references.reference_hide,
        name="reference-hide",
    ),
    path(
        "references/<int:pk>/comments/",
        references.reference_comment,
        name="reference-comment",
    ),
    path("instruments/", instruments.instrument_list, name="instrument-list"),
    path("instruments/<slug:slug>/", instruments.instrument_detail, name="instrument"),
    path(
        "instruments/<slug:slug>/preview/",
        instruments.instrument_preview,
        name="instrument-preview",
    ),
]
