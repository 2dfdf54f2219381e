"""Addresses of cross-references and instruments; included by commentary/urls.py."""

from __future__ import annotations

from django.urls import path

from commentary.references import instrument_views, propose_views, table_views, views

DOCUMENT = "documents/<slug:slug>/"
CLAUSE = f"{DOCUMENT}clauses/<slug:key>/"
urlpatterns = [
    path(
        f"{DOCUMENT}references/",
        table_views.document_references,
        name="document-references",
    ),
    path(
        f"{DOCUMENT}references.csv",
        table_views.document_references_csv,
        name="document-references-csv",
    ),
    path(
        f"{DOCUMENT}references/network/",
        table_views.document_network,
        name="document-network",
    ),
    path(
        f"{CLAUSE}references/new/",
        propose_views.reference_propose,
        name="reference-propose",
    ),
    path(
        f"{CLAUSE}references/targets/",
        propose_views.target_search,
        name="target-search",
    ),
    path(f"{CLAUSE}preview/", instrument_views.clause_preview, name="clause-preview"),
    path("references/look-again/", views.look_again, name="look-again"),
    path("references/<int:pk>/", views.reference_detail, name="reference"),
    path(
        "references/<int:pk>/decide/",
        views.reference_decide,
        name="reference-decide",
    ),
    path(
        "references/<int:pk>/hide/",
        views.reference_hide,
        name="reference-hide",
    ),
    path(
        "references/<int:pk>/comments/",
        views.reference_comment,
        name="reference-comment",
    ),
    path("instruments/", instrument_views.instrument_list, name="instrument-list"),
    path(
        "instruments/<slug:slug>/",
        instrument_views.instrument_detail,
        name="instrument",
    ),
    path(
        "instruments/<slug:slug>/preview/",
        instrument_views.instrument_preview,
        name="instrument-preview",
    ),
]
