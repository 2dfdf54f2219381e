"""Addresses of search."""

from __future__ import annotations

from django.urls import path

from commentary.search import saved_views, terms, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
    path("search/feed.atom", saved_views.search_feed, name="search-feed"),
    path("search/save/", saved_views.search_save, name="search-save"),
    path("searches/", saved_views.saved_searches, name="saved-searches"),
    path("searches/<int:pk>/remove/", saved_views.search_remove, name="search-remove"),
    path(
        "documents/<slug:slug>/clauses/<slug:key>/terms/",
        terms.clause_terms,
        name="clause-terms",
    ),
    path("terms/", terms.term_list, name="terms"),
    path("search/description.xml", views.describe_search, name="search-description"),
]
