"""Addresses of commentary: the urls of each feature, under the name `commentary`.

portal/urls.py adds the language prefix. The reading pages are included there, among the
addresses of `documents`.
"""

from __future__ import annotations

from django.urls import include, path

app_name = "commentary"
urlpatterns = [
    path("", include("commentary.reading.urls")),
    path("", include("commentary.comments.urls")),
    path("", include("commentary.quotes.urls")),
    path("", include("commentary.notices.urls")),
    path("", include("commentary.moderation.urls")),
    path("", include("commentary.references.urls")),
    path("", include("commentary.search.urls")),
]
