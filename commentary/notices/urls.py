"""URLs of notices and watches."""

from __future__ import annotations

from django.urls import path

from commentary.notices import views

DOCUMENT = "documents/<slug:slug>/"
urlpatterns = [
    path("notices/", views.notice_list, name="notices"),
    path("notices/read/", views.read_all, name="notices-read"),
    path("notices/<int:pk>/", views.notice_detail, name="notice"),
    path("notices/<int:pk>/read/", views.read_one, name="notice-read"),
    path("watches/", views.watch_list, name="watches"),
    path("watches/<int:pk>/remove/", views.watch_remove, name="watch-remove"),
    path(f"{DOCUMENT}watch/", views.watch_document, name="watch-document"),
    path(
        f"{DOCUMENT}parts/<slug:key>/watch/",
        views.watch_part,
        name="watch-part",
    ),
    path(
        f"{DOCUMENT}clauses/<slug:key>/watch/",
        views.watch_clause,
        name="watch-clause",
    ),
    path("comments/<int:pk>/watch/", views.watch_thread, name="watch-thread"),
]
