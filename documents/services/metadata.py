"""Correction of a document's metadata: recorded, and with a reason once published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pghistory
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.audit import REASON
from documents.errors import Refused
from documents.integrity.metadata import digest_metadata
from documents.models import Document, Relation
from documents.models.metadata import METADATA
from documents.services.draft import lock_document
from portal.people.models import User

CORRECTING: Final = "documents.change_document"


class MetadataUnchanged(Refused):
    """The metadata are already as asked."""

    message = _("Nothing would be changed.")


class MetadataChanged(Refused):
    """The metadata are no longer those that the editor saw."""

    message = _(
        "Someone has corrected these metadata in the meantime. What is recorded now is"
        " below; nothing was saved."
    )


class ReasonMissing(Refused):
    """The document is published, and no reason is given."""

    message = _("State the reason: readers see what was changed, and why.")


class HiddenTarget(Refused):
    """A relation leads to the document itself or to one without a published edition."""

    message = _("A document can be related only to another one that is published.")


@transaction.atomic
def correct_metadata(
    document: Document,
    values: Mapping[str, Any],
    *,
    user: User | None,
    relations: Iterable[Relation] | None = None,
    reason: str = "",
    seen: str | None = None,
) -> Document:
    """Store metadata, and relations unless they are None; return the document.

    `values` are columns of METADATA, `relations` all that the document is to have, not
    stored themselves, and `seen` the digest of the metadata as the editor saw them.

    Raises MetadataUnchanged, MetadataChanged, ReasonMissing, HiddenTarget, and
    PermissionDenied when the person may not change documents.
    """
    document = lock_document(document.pk, user, CORRECTING)
    if seen is not None and seen != digest_metadata(document):
        raise MetadataChanged
    changed = _find_changed(document, values)
    before = {each.key: each for each in document.relations.all()}
    wanted = before if relations is None else {each.key: each for each in relations}
    if not changed and before.keys() == wanted.keys():
        raise MetadataUnchanged
    if document.is_published and not reason.strip():
        raise ReasonMissing
    told = {REASON: reason.strip(), **({"user": user.pk} if user else {})}
    with pghistory.context(**told) as context:
        _store(document, changed)
        _replace_relations(document, before, wanted)
        # What follows in the transaction has no reason.
        del context.metadata[REASON]
    return document


def _find_changed(document: Document, values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = values.keys() - set(METADATA)
    if unknown:
        raise ValueError(f"These are no metadata: {', '.join(sorted(unknown))}.")
    return {
        name: value
        for name, value in values.items()
        if (value or None) != (getattr(document, name) or None)
    }


def _store(document: Document, changed: Mapping[str, Any]) -> None:
    for name, value in changed.items():
        setattr(document, name, value)
    if changed:
        document.save(update_fields=list(changed))


def _replace_relations(
    document: Document, before: Mapping[Any, Relation], wanted: Mapping[Any, Relation]
) -> None:
    for key in before.keys() - wanted.keys():
        before[key].delete()
    for key in sorted(wanted.keys() - before.keys(), key=str):
        relation = wanted[key]
        target = relation.target
        if target and (target.pk == document.pk or not target.is_published):
            raise HiddenTarget
        relation.document = document
        relation.save(force_insert=True)
