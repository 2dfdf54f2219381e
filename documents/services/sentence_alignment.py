"""Aligning the sentences of an edition, when it is published or at any time later."""

from __future__ import annotations

from collections.abc import Sequence

from documents.matching.sentence_alignment import align_sentences
from documents.models import ClauseVersion, Edition, SentenceAlignment
from documents.text.content import ClauseContent


def align_edition(edition: Edition, versions: Sequence[ClauseVersion]) -> None:
    """Store what says the same in the languages of an edition's clauses."""
    found = {
        version.clause.key: align_sentences(ClauseContent.of(version).texts)
        for version in versions
    }
    sure = {key: counterparts for key, counterparts in found.items() if counterparts}
    SentenceAlignment.objects.update_or_create(
        edition=edition, defaults={"counterparts": sure}
    )


def align_missing() -> int:
    """Align the published editions that are not aligned yet; return their number."""
    missing = list(Edition.objects.published().filter(sentence_alignment=None))
    for edition in missing:
        align_edition(edition, list(edition.versions.for_reading()))
    return len(missing)
