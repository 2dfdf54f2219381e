"""Pages for readers; portal/urls.py puts the language before them."""

from __future__ import annotations

from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("", views.document_list, name="document-list"),
    path("<slug:slug>/", views.document_detail, name="document-detail"),
    path(
        "<slug:slug>/editions/<int:number>/",
        views.edition_detail,
        name="edition-detail",
    ),
    path("<slug:slug>/clauses/<slug:key>/", views.clause_detail, name="clause-detail"),
]
