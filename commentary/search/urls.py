"""Addresses of search."""

from __future__ import annotations

from django.urls import path

from commentary.search import terms, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
    path(
        "documents/<slug:slug>/clauses/<slug:key>/terms/",
        terms.clause_terms,
        name="clause-terms",
    ),
    path("terms/", terms.term_list, name="terms"),
    path("search/description.xml", views.describe_search, name="search-description"),
]
