"""View of the list of documents.

The pages of a document, an edition and a clause are in commentary/reading/views.py.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.presenters.document_list import page_of_documents


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """List the documents that the visitor may see, a page of them."""
    page = page_of_documents(request.user, request.GET.get("page"))
    context = {"documents": page.object_list, "page": page}
    return render(request, "documents/document_list.html", context)
