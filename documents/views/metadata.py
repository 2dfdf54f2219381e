"""View of the corrections of a document's metadata."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.permissions import get_document_or_404
from documents.presenters.localized import short_title
from documents.presenters.metadata import describe_metadata, read_corrections


@require_safe
def metadata_record(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what describes a document, and who corrected what, when and why."""
    document = get_document_or_404(request.user, slug)
    context = {
        "document": document,
        "title": short_title(document),
        "metadata": describe_metadata(document),
        "corrections": read_corrections(document),
    }
    return render(request, "documents/metadata_record.html", context)
