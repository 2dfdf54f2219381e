"""Addresses of the reading pages, the discussions and the feeds."""

from __future__ import annotations

from django.urls import path

from commentary.reading import feeds, views

DOCUMENT = "documents/<slug:slug>/"
CLAUSE = f"{DOCUMENT}clauses/<slug:key>/"
# Pages in the namespace of `documents`: portal/urls.py includes them there.
reading_pages = [
    path("<slug:slug>/", views.document_detail, name="document-detail"),
    path(
        "<slug:slug>/editions/<int:number>/",
        views.edition_detail,
        name="edition-detail",
    ),
    path("<slug:slug>/clauses/<slug:key>/", views.clause_detail, name="clause-detail"),
]
urlpatterns = [
    path(
        f"{CLAUSE}commentary/",
        views.clause_commentary,
        name="clause-commentary",
    ),
    path(f"{CLAUSE}panel/", views.clause_panel, name="clause-panel"),
    path("commentary/feed.atom", feeds.recent_feed, name="recent-feed"),
    path(
        f"{DOCUMENT}commentary/feed.atom",
        feeds.document_feed,
        name="document-feed",
    ),
    path(f"{CLAUSE}commentary/feed.atom", feeds.clause_feed, name="clause-feed"),
]
