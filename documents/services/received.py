"""Received files: kept when they are imported, removed when no edition took them."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils import timezone

from documents.importing import detect_format
from documents.models import PendingImport, ReceivedFile

# After they were sent last; what an import in hand is from is kept longer.
KEPT_UNUSED: Final = timedelta(days=30)


def keep_file(data: bytes) -> ReceivedFile:
    """Store the bytes of a file, once, for an import that will name its digest.

    Raises ImportRefused for a format that cannot be imported.
    """
    file = ReceivedFile(
        sha256=sha256(data).hexdigest(),
        format=detect_format(data).value,
        size=len(data),
        content=data,
        received_at=timezone.now(),
    )
    ReceivedFile.objects.bulk_create(
        [file],
        update_conflicts=True,
        unique_fields=["sha256"],
        update_fields=["received_at"],
    )
    return file


def hold_file(sha256: str) -> ReceivedFile | None:
    """Return a kept file by its digest, without its bytes; None if it was not kept.

    It is not removed as unused before the transaction ends.
    """
    files = ReceivedFile.objects.without_content().select_for_update(no_key=True)
    return files.filter(sha256=sha256).first()


@transaction.atomic
def remove_unused_files() -> int:
    """Delete files that no edition took in a month, none in hand; return how many.

    What is held by an import stays, and an import waits for what is held here.
    """
    in_hand = PendingImport.objects.values("file_sha256")
    unused = ReceivedFile.objects.unused_for(KEPT_UNUSED).exclude(pk__in=in_hand)
    held = unused.select_for_update(skip_locked=True, of=("self",))
    keys = list(held.values_list("pk", flat=True))
    still = ReceivedFile.objects.filter(pk__in=keys, languages=None)
    count, _models = still.without_content().delete()
    return count
