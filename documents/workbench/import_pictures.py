"""Pictures of the pages of an import, for who may go on with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from documents.importing import ImportRefused, NoSuchPage, draw_page
from documents.models import PendingImport, ReceivedFile
from documents.services import DeskUnit

# The file of an import is never another one.
CACHED: Final = "private, max-age=86400, immutable"
CANNOT_DRAW: Final = 422


@require_safe
def show_picture(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Return a page of the file of an import as PNG.

    Answers 404 to who may not go on with it, and for a file that is no PDF; 422, with
    the reason, for a page that cannot be drawn.
    """
    visible = PendingImport.objects.visible_to(request.user)
    pending = visible.filter(token=token).first()
    file = _pdf_of(pending).first() if pending else None
    if file is None:
        raise Http404
    try:
        picture = draw_page(bytes(file.content), number)
    except NoSuchPage as error:
        raise Http404 from error
    except ImportRefused as refusal:
        plain = "text/plain; charset=utf-8"
        return HttpResponse(refusal.message, content_type=plain, status=CANNOT_DRAW)
    headers = {"Cache-Control": CACHED, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(picture, content_type="image/png", headers=headers)


def can_draw(pending: PendingImport) -> bool:
    """Return whether the file of an import is kept and has pages to draw."""
    return _pdf_of(pending).exists()


def _pdf_of(pending: PendingImport) -> QuerySet[ReceivedFile]:
    return ReceivedFile.objects.filter(
        sha256=pending.file_sha256, format=ReceivedFile.Format.PDF
    )


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The picture of a page beside the units: its number among those with text."""

    number: int
    count: int
    address: str

    @property
    def pages(self) -> str:
        """The address of every page but for its number."""
        return self.address.removesuffix(f"{self.number}/")

    @property
    def before(self) -> int:
        return max(1, self.number - 1)

    @property
    def after(self) -> int:
        return min(self.count, self.number + 1)


def picture_of(
    pending: PendingImport, asked: int | None, units: Iterable[DeskUnit]
) -> PagePicture:
    """Return the page that was asked for, else that of the first unit with a page."""
    count = pending.received.count("\f") + 1
    wanted = asked or next((each.unit.page for each in units if each.unit.page), 1)
    number = min(max(wanted, 1), count)
    address = reverse(
        "admin:documents_document_import_page", args=[pending.token, number]
    )
    return PagePicture(number, count, address)
