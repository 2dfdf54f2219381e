"""Received files: the bytes that editions were imported from, kept by their digest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final, Self

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.importing import Format as FileFormat
from documents.models.translated import SHA256

CHUNK: Final = 1 << 20  # bytes
MEDIA_TYPES: Final[dict[str, str]] = {
    FileFormat.PDF: "application/pdf",
    FileFormat.WORD: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    # Without a character set: that is what the file says, or has.
    FileFormat.HTML: "text/html",
    FileFormat.TEXT: "text/plain",
}


class ReceivedFileQuerySet(models.QuerySet["ReceivedFile"]):
    def without_content(self) -> Self:
        """Without the bytes, which are read in chunks when they are sent."""
        return self.defer("content")

    def unused_for(self, time: timedelta) -> Self:
        """Files that no edition has and that nobody sent again for so long."""
        return self.filter(languages=None, received_at__lt=timezone.now() - time)


class ReceivedFile(models.Model):
    """A file as received. One row for the same bytes, however often they come.

    The database refuses to alter it, to remove it while an edition has it, and bytes
    that do not have its digest (documents/migrations/0017_received_files.py).
    """

    class Format(models.TextChoices):
        PDF = FileFormat.PDF, "PDF"
        WORD = FileFormat.WORD, "Word"
        HTML = FileFormat.HTML, "HTML"
        TEXT = FileFormat.TEXT, _("plain text")

    sha256 = models.CharField(
        "SHA-256", primary_key=True, max_length=64, validators=[SHA256]
    )
    format = models.CharField(_("format"), max_length=10, choices=Format.choices)
    size = models.PositiveIntegerField(_("size in bytes"))
    content = models.BinaryField(_("bytes of the file"))
    received_at = models.DateTimeField(_("received at"), default=timezone.now)

    objects = ReceivedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("received file")
        verbose_name_plural = _("received files")
        default_permissions = ()

    def __str__(self) -> str:
        return self.sha256

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.format]

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes, a chunk a query: a file is never held as a whole."""
        for start in range(1, self.size + 1, CHUNK):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT substring(content FROM %s FOR %s)"
                    " FROM documents_receivedfile WHERE sha256 = %s",
                    [start, CHUNK, self.pk],
                )
                [(piece,)] = cursor.fetchall()
            yield bytes(piece)
