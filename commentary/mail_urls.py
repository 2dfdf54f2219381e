"""Addresses in mails: without a language, since mail programs ask them too."""

from __future__ import annotations

from django.urls import path

from commentary.views import unsubscribing

app_name = "mail"
urlpatterns = [
    path("stop/<str:token>/", unsubscribing.unsubscribe_page, name="unsubscribe"),
]
