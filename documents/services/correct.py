"""Correction of a published clause: a corrigendum, an edition that mends one clause."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.errors import Refused
from documents.languages import BY_CODE
from documents.models import ClauseVersion, Edition
from documents.services.draft import begin_draft
from documents.services.edit import reword_clause
from documents.text.content import ClauseContent
from portal.people.models import User


class NothingCorrected(Refused):
    """What is to be said is what the published clause says."""

    message = _("The text is unchanged: there is nothing to correct.")


@transaction.atomic
def correct_clause(
    version: ClauseVersion,
    content: ClauseContent,
    *,
    reason: str,
    language: str,
    user: User | None,
) -> Edition:
    """Return a draft that corrects one clause of the current edition.

    It is numbered as a corrigendum to the edition that is corrected, also when that is
    corrected for the second time, and `reason`, in an interface language, is its note.

    Raises NothingCorrected, DraftExists, Superseded, and what reword_clause raises.
    """
    draft = begin_draft(version.edition, user=user)
    if content == ClauseContent.of(version):
        raise NothingCorrected
    row = draft.versions.for_reading().get(clause=version.clause_id)
    row.edition = draft
    reword_clause(row, content, revision=row.revision, user=user)
    corrected = version.edition.corrects or version.edition
    draft.corrects = corrected
    draft.corrigendum = corrected.corrigenda.count() + 1
    note = f"note_{BY_CODE[language].suffix}"
    setattr(draft, note, reason)
    draft.save(update_fields=["corrects", "corrigendum", note])
    return draft
