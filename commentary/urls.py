"""Commentary's pages, a table of addresses for each feature.

portal/urls.py puts the language before them. The reading pages stand there among the
pages of `documents`.
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
]
