"""Commentary's pages, and the reading pages with commentary on them.

portal/urls.py puts the language before them, and puts them before the pages of
`documents` with the same addresses.
"""

from __future__ import annotations

from django.urls import include, path

from commentary import reference_urls
from commentary.views import (
    annotated,
    comments,
    discussions,
    feeds,
    lists,
    notices,
    quotes,
    watches,
)

app_name = "commentary"
DOCUMENT = "documents/<slug:slug>/"
CLAUSE = f"{DOCUMENT}clauses/<slug:key>/"
urlpatterns = [
    path(DOCUMENT, annotated.document_detail, name="document-detail"),
    path(
        f"{DOCUMENT}editions/<int:number>/",
        annotated.edition_detail,
        name="edition-detail",
    ),
    path(CLAUSE, annotated.clause_detail, name="clause-detail"),
    path(
        f"{CLAUSE}commentary/", discussions.clause_commentary, name="clause-commentary"
    ),
    path(
        f"{DOCUMENT}commentary/", lists.document_commentary, name="document-commentary"
    ),
    path("commentary/", lists.recent_commentary, name="recent-commentary"),
    path("people/<int:pk>/", lists.person_commentary, name="person-commentary"),
    path("comments/<int:pk>/", comments.comment_detail, name="comment"),
    path("comments/<int:pk>/reply/", comments.comment_reply, name="comment-reply"),
    path("comments/<int:pk>/edit/", comments.comment_edit, name="comment-edit"),
    path(
        "comments/<int:pk>/withdraw/",
        comments.comment_withdraw,
        name="comment-withdraw",
    ),
    path(
        "comments/<int:pk>/history/", comments.comment_history, name="comment-history"
    ),
    path("notices/", notices.notice_list, name="notices"),
    path("notices/read/", notices.read_all, name="notices-read"),
    path("notices/<int:pk>/", notices.notice_detail, name="notice"),
    path("notices/<int:pk>/read/", notices.read_one, name="notice-read"),
    path("watches/", watches.watch_list, name="watches"),
    path("watches/<int:pk>/remove/", watches.watch_remove, name="watch-remove"),
    path(f"{DOCUMENT}watch/", watches.watch_document, name="watch-document"),
    path(f"{DOCUMENT}parts/<slug:key>/watch/", watches.watch_part, name="watch-part"),
    path(f"{CLAUSE}watch/", watches.watch_clause, name="watch-clause"),
    path("comments/<int:pk>/watch/", watches.watch_thread, name="watch-thread"),
    path("quotes/", quotes.quote_list, name="quotes"),
    path("quotes/<int:pk>/", quotes.quote_place, name="quote-place"),
    path("quotes/<int:pk>/confirm/", quotes.quote_confirm, name="quote-confirm"),
    path("quotes/<int:pk>/leave/", quotes.quote_leave, name="quote-leave"),
    path("quotes/<int:pk>/choose/", quotes.quote_choose, name="quote-choose"),
    path("commentary/feed.atom", feeds.recent_feed, name="recent-feed"),
    path(f"{DOCUMENT}commentary/feed.atom", feeds.document_feed, name="document-feed"),
    path(f"{CLAUSE}commentary/feed.atom", feeds.clause_feed, name="clause-feed"),
    path("", include("commentary.moderation_urls")),
    *reference_urls.urlpatterns,
]
