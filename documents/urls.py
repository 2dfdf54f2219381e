"""Pages for readers; portal/urls.py puts the language before them."""

from __future__ import annotations

from django.urls import path

from documents.views import editions, reading

app_name = "documents"
urlpatterns = [
    path("", reading.document_list, name="document-list"),
    path("<slug:slug>/", reading.document_detail, name="document-detail"),
    path(
        "<slug:slug>/editions/<int:number>/",
        reading.edition_detail,
        name="edition-detail",
    ),
    path("<slug:slug>/editions/", editions.edition_list, name="edition-list"),
    path(
        "<slug:slug>/editions/<int:number>/changes/",
        editions.edition_changes,
        name="edition-changes",
    ),
    path(
        "<slug:slug>/editions/<int:number>/manifest.txt",
        editions.edition_manifest,
        name="edition-manifest",
    ),
    path(
        "<slug:slug>/editions/<int:number>/texts.zip",
        editions.edition_texts,
        name="edition-texts",
    ),
    path(
        "<slug:slug>/clauses/<slug:key>/", reading.clause_detail, name="clause-detail"
    ),
]
