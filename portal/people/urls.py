"""URLs of accounts. They carry no language: it is the person's own."""

from __future__ import annotations

from django.urls import include, path

from portal.people import views

urlpatterns = [
    path("profile/", views.profile, name="account-profile"),
    path("data/", views.data, name="account-data"),
    path("data/download/", views.download, name="account-download"),
    path("data/close/", views.close, name="account-close"),
    path("closed/", views.closed, name="account-closed"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
]
