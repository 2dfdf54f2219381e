"""URLs in mails: without a language, since mail programs ask for them too."""

from __future__ import annotations

from django.urls import path

from commentary.notices import views

app_name = "mail"
urlpatterns = [
    path("stop/<str:token>/", views.unsubscribe_page, name="unsubscribe"),
]
