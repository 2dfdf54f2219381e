"""Views of editions: list with digests, changes, exports."""

from __future__ import annotations

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from documents.errors import BadAddress
from documents.exports import FORMATS, ExportFormat
from documents.models import Edition
from documents.permissions import (
    get_document_or_404,
    get_edition_or_404,
    get_received_or_404,
)
from documents.presenters.citation import edition_name
from documents.presenters.columns import (
    answer_to_chooser,
    columns_of,
    vary_by_reader,
)
from documents.presenters.comparison import ShownChanges
from documents.presenters.edition import columns_context
from documents.presenters.language_changes import language_changes_between
from documents.presenters.localized import short_title
from documents.presenters.metadata import metadata_changes_between
from documents.presenters.received import read_received
from documents.presenters.withdrawal import notice_of, notices_in, read_undone

LONGEST_NUMBER = 5  # digits


@require_safe
def edition_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the editions of a document with their digests."""
    document = get_document_or_404(request.user, slug)
    recorded = document.editions.on_record_for(request.user)
    editions = list(recorded.with_closed().latest_first())
    told = notices_in(document, editions)
    received = read_received(editions)
    context = {
        "document": document,
        "title": short_title(document),
        "editions": [
            (
                edition,
                edition_name(edition),
                told.get(edition.pk),
                received.get(edition.pk, ()),
            )
            for edition in editions
        ],
        "formats": FORMATS,
        "undone": read_undone(document),
    }
    return render(request, "documents/edition_list.html", context)


@require_safe
@vary_by_reader
def edition_changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show the changes of an edition against another, by default the one before."""
    after = get_edition_or_404(request.user, slug, number)
    before = _compared_with(request, after)
    if answer := _answer_to_form(request, after) or answer_to_chooser(request):
        return answer
    columns = columns_of(request, after.document.original_language)
    restated = language_changes_between(before, after) if before else []
    corrected = metadata_changes_between(before, after) if before else []
    editions = after.document.editions.visible_to(request.user).latest_first()
    context = {
        "edition": after,
        "before": before,
        "edition_name": edition_name(after),
        "before_name": edition_name(before) if before else "",
        "title": short_title(after.document),
        "withdrawal_notice": notice_of(after),
        "editions": [(each, edition_name(each)) for each in editions],
        "language_changes": restated,
        "metadata_changes": corrected,
        "changes": ShownChanges(request, before, after, columns),
        **columns_context(columns, list(after.languages.all())),
    }
    return render(request, "documents/edition_changes.html", context)


def _compared_with(request: HttpRequest, after: Edition) -> Edition | None:
    if "from" not in request.GET:
        earlier = after.document.editions.visible_to(request.user)
        return earlier.filter(number__lt=after.number).latest_first().first()
    number = _read_number(request, "from")
    edition = get_edition_or_404(request.user, after.document.slug, number)
    edition.document = after.document
    return edition


def _answer_to_form(request: HttpRequest, after: Edition) -> HttpResponse | None:
    """Redirect to the page of the edition that the form's `to` names; None for others.

    The page's address has the later edition, which a form cannot put there.
    """
    if "to" not in request.GET:
        return None
    names = [after.document.slug, _read_number(request, "to")]
    query = request.GET.copy()
    del query["to"]
    address = reverse("documents:edition-changes", args=names)
    return HttpResponseRedirect(f"{address}?{query.urlencode(safe=',')}")


def _read_number(request: HttpRequest, name: str) -> int:
    value = request.GET[name]
    if not (value.isascii() and value.isdecimal() and len(value) <= LONGEST_NUMBER):
        message = gettext("“%(name)s” is the number of an edition, not “%(value)s”.")
        raise BadAddress(message % {"name": name, "value": value[:40]})
    return int(value)


@require_safe
def received_file(
    request: HttpRequest, slug: str, number: int, language: str
) -> HttpResponse | StreamingHttpResponse:
    """Return the file that a text of an edition was imported from, as received.

    It is only ever saved: shown as a page of ours, it could run its scripts.
    """
    edition = get_edition_or_404(request.user, slug, number)
    file = get_received_or_404(edition, language)
    etag = f'"{file.sha256}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    name = f"{slug}-e{number}-{language}.{file.format}"
    response = StreamingHttpResponse(file.chunks(), content_type=file.media_type)
    response.headers["Content-Length"] = str(file.size)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["ETag"] = etag
    return response


@require_safe
def edition_export(
    request: HttpRequest, slug: str, number: int, form: ExportFormat
) -> HttpResponse:
    """Return an edition as a file in one of the formats of documents.exports."""
    edition = get_edition_or_404(request.user, slug, number)
    response = HttpResponse(form.write(edition), content_type=form.content_type)
    if edition.withdrawal:
        response.headers["X-Robots-Tag"] = "noindex"
    if form.saved_as:
        name = form.file_name(edition)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
