"""URLs of comments and lists of comments."""

from __future__ import annotations

from django.urls import path

from commentary.comments import list_views, views

urlpatterns = [
    path(
        "documents/<slug:slug>/commentary/",
        list_views.document_commentary,
        name="document-commentary",
    ),
    path("commentary/", list_views.recent_commentary, name="recent-commentary"),
    path("people/<int:pk>/", list_views.person_commentary, name="person-commentary"),
    path("comments/<int:pk>/", views.comment_detail, name="comment"),
    path("comments/<int:pk>/reply/", views.comment_reply, name="comment-reply"),
    path("comments/<int:pk>/edit/", views.comment_edit, name="comment-edit"),
    path(
        "comments/<int:pk>/withdraw/",
        views.comment_withdraw,
        name="comment-withdraw",
    ),
    path("comments/<int:pk>/history/", views.comment_history, name="comment-history"),
]
