"""The reading pages with commentary on them, discussions and feeds."""

from __future__ import annotations

from django.urls import path

from commentary.reading import discussion_views, feed_views, views

DOCUMENT = "documents/<slug:slug>/"
CLAUSE = f"{DOCUMENT}clauses/<slug:key>/"
urlpatterns = [
    path(DOCUMENT, views.document_detail, name="document-detail"),
    path(
        f"{DOCUMENT}editions/<int:number>/",
        views.edition_detail,
        name="edition-detail",
    ),
    path(CLAUSE, views.clause_detail, name="clause-detail"),
    path(
        f"{CLAUSE}commentary/",
        discussion_views.clause_commentary,
        name="clause-commentary",
    ),
    path("commentary/feed.atom", feed_views.recent_feed, name="recent-feed"),
    path(
        f"{DOCUMENT}commentary/feed.atom",
        feed_views.document_feed,
        name="document-feed",
    ),
    path(f"{CLAUSE}commentary/feed.atom", feed_views.clause_feed, name="clause-feed"),
]
