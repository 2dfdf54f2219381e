"""Staleness: references whose source or target text a new edition changed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from commentary.models import CrossReference, Mention
from commentary.notices.notify import notify_of_doubt
from commentary.references.target import OPEN
from documents.models import ClauseVersion, Document, Edition
from documents.text.content import ClauseContent


@transaction.atomic
def mark_stale(edition: Edition) -> int:
    """Mark references with an end that this edition changed; return their number.

    The edition is published. Their authors are notified. A detected reference whose
    target the new text still names is not marked for a change of its source.
    """
    document = edition.document
    rows = CrossReference.objects.of_document(document).filter(
        state__in=OPEN, look_again=None
    )
    now = {row.clause_id: row for row in edition.versions.all()}
    named = set(
        Mention.objects.filter(version__edition=edition).values_list(
            "reference", flat=True
        )
    )
    changed = [
        row.pk
        for row in rows.select_related(
            "version__edition", "target_version__edition", "part"
        )
        if _is_changed(row, now, document, named)
    ]
    marked = CrossReference.objects.filter(pk__in=changed).update(look_again=edition)
    notify_of_doubt(edition, changed)
    return marked


def _is_changed(
    reference: CrossReference,
    now: Mapping[int, ClauseVersion],
    document: Document,
    named: set[int],
) -> bool:
    if reference.pk not in named and _differs(reference.version, now, document):
        return True
    target = reference.target_version
    if target is not None:
        return _differs(target, now, document)
    return False


def _differs(
    pinned: ClauseVersion, now: Mapping[int, ClauseVersion], document: Document
) -> bool:
    if pinned.edition.document_id != document.pk:
        return False
    row = now.get(pinned.clause_id)
    return row is None or ClauseContent.of(row).texts != ClauseContent.of(pinned).texts


def edition_that_changed(reference: CrossReference) -> Edition | None:
    """Return the current edition of an end that is pinned to an older, different text.

    This happens when an edition is published while the form is open. Four queries.
    """
    for pinned in (reference.version, reference.target_version):
        if pinned is None:
            continue
        document = pinned.edition.document
        latest = document.editions.standing().latest_first().first()
        if latest is None or latest.pk == pinned.edition_id:
            continue
        rows = latest.versions.filter(clause=pinned.clause_id)
        if _differs(pinned, {row.clause_id: row for row in rows}, document):
            return latest
    return None
