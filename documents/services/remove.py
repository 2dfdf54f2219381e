"""Deletion of drafts and of documents that were never published."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.errors import Refused
from documents.models import Clause, Document, Edition, Part
from documents.services.draft import lock_document
from portal.people.models import User


class CannotDelete(Refused):
    """The edition, or one of the document, is published or the base of another."""


@transaction.atomic
def delete_edition(edition: Edition, *, user: User | None = None) -> None:
    """Delete a draft with its texts, and clauses created in it. Raises CannotDelete.

    Clauses in no other edition were never published; their keys become free again.
    Parts without other clauses are deleted too. Raises PermissionDenied when the person
    may not delete editions.
    """
    lock_document(edition.document_id, user, "documents.delete_edition")
    edition.refresh_from_db(fields=["state"])
    if edition.is_published:
        raise CannotDelete(_("A published edition is never deleted."))
    if edition.bases.exists():
        raise CannotDelete(
            _("Another edition is based on this one: delete that one first.")
        )
    rows = edition.document.clauses.values_list("pk", "part_id")
    clauses, parts = {row[0] for row in rows}, {row[1] for row in rows}
    edition.delete()
    # Those removed from the draft before, too.
    Clause.objects.filter(pk__in=clauses, versions=None).delete()
    Part.objects.filter(pk__in=parts, clauses=None).delete()


@transaction.atomic
def delete_document(document: Document, *, user: User | None = None) -> None:
    """Delete a document without published editions.

    Raises CannotDelete, and PermissionDenied when the person may not delete documents.
    """
    lock_document(document.pk, user, "documents.delete_document")
    if document.editions.published().exists():
        raise CannotDelete(
            _(
                "An edition of this document has been published, so the document"
                " cannot be deleted."
            )
        )
    # From the latest down: texts protect clauses, editions those they are based on.
    for edition in document.editions.latest_first():
        edition.delete()
    Clause.objects.filter(document=document).delete()
    document.delete()
