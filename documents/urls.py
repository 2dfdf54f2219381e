"""Pages for readers; portal/urls.py puts the language before them."""

from __future__ import annotations

from django.urls import path

from documents.exports import FORMATS
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
    *(
        path(
            f"<slug:slug>/editions/<int:number>/{form.name}",
            editions.edition_export,
            {"form": form},
            name=form.url_name,
        )
        for form in FORMATS
    ),
    path(
        "<slug:slug>/clauses/<slug:key>/", reading.clause_detail, name="clause-detail"
    ),
]
