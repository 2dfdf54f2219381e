"""Commentary's pages, and the reading pages with commentary on them.

portal/urls.py puts the language before them, and puts them before the pages of
`documents` with the same addresses.
"""

from __future__ import annotations

from django.urls import path

from commentary import reference_urls
from commentary.views import annotated, comments, discussions, lists

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
    *reference_urls.urlpatterns,
]
