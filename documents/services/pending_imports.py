"""Imports in hand: begun, changed step by step, undone, discarded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.importing import ParsedText
from documents.models import PendingImport
from documents.services.draft import CannotEdit
from documents.services.import_desk import Desk, difference, lay_desk, revert
from documents.services.import_text import SourceFile
from portal.people.account_locks import lock_permitted_person
from portal.people.models import User

IMPORTING: Final = "documents.add_edition"
STEPS: Final = 100  # that can be undone
MOST: Final = 50  # imports in hand of one person
KEPT_IN_HAND: Final = timedelta(days=90)  # after the last change


class TooManyInHand(CannotEdit):
    """The person has as many imports in hand as one may have."""

    message = _("You have too many imports in hand: save or discard some of them.")


class ImportGone(Exception):
    """The import was saved, discarded or deleted, or is not the person's."""


class ImportChanged(Exception):
    """The import was changed since it was shown: `pending` is what it is now."""

    def __init__(self, pending: PendingImport) -> None:
        super().__init__(pending)
        self.pending = pending


@transaction.atomic
def begin_import(
    *,
    slug: str,
    language: str,
    standing: str,
    file: SourceFile,
    parsed: ParsedText,
    user: User,
) -> PendingImport:
    """Store a parsed text as an import in hand. Raises TooManyInHand."""
    person = lock_permitted_person(user.pk, IMPORTING)
    if PendingImport.objects.filter(by=person).count() >= MOST:
        raise TooManyInHand
    return PendingImport.objects.create(
        slug=slug,
        language=language,
        standing=standing,
        file_name=file.name,
        file_sha256=file.sha256,
        received=parsed.received,
        furniture=list(parsed.furniture),
        desk=lay_desk(parsed.units, parsed.received).record(),
        by=person,
        changed_by=person,
    )


def hold_import(token: str, *, revision: int, user: User) -> tuple[User, PendingImport]:
    """Lock the editor, then the import; return both. To be called in a transaction.

    Raises PermissionDenied, ImportGone, and ImportChanged when the revision is another.
    """
    person = lock_permitted_person(user.pk, IMPORTING)
    rows = PendingImport.objects.visible_to(person).select_for_update()
    pending = rows.filter(token=token).first()
    if pending is None:
        raise ImportGone
    if pending.revision != revision:
        raise ImportChanged(pending)
    return person, pending


def change_import(
    pending: PendingImport, desk: Desk, *, about: dict[str, Any], user: User
) -> None:
    """Store a step at the desk of a held import, so that it can be undone."""
    before = Desk.read(pending.desk)
    if desk == before and about == pending.about:
        return
    if desk != before:
        pending.history = [*pending.history, difference(before, desk)][-STEPS:]
    pending.desk, pending.about = desk.record(), about
    _touch(pending, user)


def undo_step(pending: PendingImport, *, user: User) -> bool:
    """Undo the last step of a held import; return whether there was one."""
    if not pending.history:
        return False
    *pending.history, step = pending.history
    pending.desk = revert(Desk.read(pending.desk), step).record()
    _touch(pending, user)
    return True


def _touch(pending: PendingImport, user: User) -> None:
    pending.revision += 1
    pending.changed_by, pending.changed_at = user, timezone.now()
    changed = ("desk", "history", "about", "revision", "changed_by", "changed_at")
    pending.save(update_fields=changed)


def source_of(pending: PendingImport) -> SourceFile:
    """Return the file of an import in hand."""
    return SourceFile(name=pending.file_name, sha256=pending.file_sha256)


def delete_stale_imports() -> int:
    """Delete imports in hand unchanged for KEPT_IN_HAND; return how many."""
    stale = PendingImport.objects.filter(changed_at__lt=timezone.now() - KEPT_IN_HAND)
    return stale.delete()[0]
