"""Deleting what was never published, in the order that protects the rest."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.errors import Refused
from documents.models import Clause, Document, Edition, Part


class CannotDelete(Refused):
    """Something that has to stay; `message` says why."""


@transaction.atomic
def delete_edition(edition: Edition) -> None:
    """Delete a draft with its texts, and what was born in it. Raises CannotDelete.

    Clauses that stand in no other edition were seen by nobody outside the draft; their
    keys are free again. So are parts that no other clause stands in.
    """
    Document.objects.select_for_update().get(pk=edition.document_id)
    edition.refresh_from_db(fields=["state"])
    if edition.is_published:
        raise CannotDelete(_("A published edition is never deleted."))
    if edition.bases.exists():
        raise CannotDelete(
            _("Another edition is based on this one: delete that one first.")
        )
    rows = edition.versions.values_list("clause_id", "clause__part_id")
    clauses, parts = {row[0] for row in rows}, {row[1] for row in rows}
    edition.delete()
    Clause.objects.filter(pk__in=clauses, versions=None).delete()
    Part.objects.filter(pk__in=parts, clauses=None).delete()


@transaction.atomic
def delete_document(document: Document) -> None:
    """Delete a document of which nothing was published. Raises CannotDelete."""
    Document.objects.select_for_update().get(pk=document.pk)
    if document.editions.published().exists():
        raise CannotDelete(
            _("An edition of this document is published: it is never deleted.")
        )
    # One by one and from the top: texts protect clauses, editions those below them.
    for edition in document.editions.latest_first():
        edition.delete()
    Clause.objects.filter(document=document).delete()
    document.delete()
