"""Addresses of the reader's pages; portal/urls.py adds the language prefix.

portal/urls.py includes them under the name `documents`, together with the pages of a
document, an edition and a clause, which commentary.reading provides.
"""

from __future__ import annotations

from django.urls import path

from documents.exports import FORMATS
from documents.views import editions, metadata, reading

urlpatterns = [
    path("", reading.document_list, name="document-list"),
    path("<slug:slug>/metadata/", metadata.metadata_record, name="metadata-record"),
    path("<slug:slug>/editions/", editions.edition_list, name="edition-list"),
    path(
        "<slug:slug>/editions/<int:number>/changes/",
        editions.edition_changes,
        name="edition-changes",
    ),
    path(
        "<slug:slug>/editions/<int:number>/received/<slug:language>/",
        editions.received_file,
        name="edition-received",
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
]
