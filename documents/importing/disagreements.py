"""The sentences in which two languages' disagreement is told to an editor."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.importing import Disagreement, Reason

SENTENCES: dict[Reason, Promise] = {
    Reason.MISSING_HERE: _("The new text has nothing for this clause."),
    Reason.EXTRA_HERE: _("The new text has a clause that the others have not."),
    Reason.KIND: _("The kinds differ."),
    Reason.NUMBER: _("The numbers differ."),
    Reason.DEPTH: _("The levels differ."),
    Reason.PART: _("The parts differ."),
    Reason.DOUBTFUL: _("Laid side by side by order and length only: look at them."),
}


def sentence(disagreement: Disagreement) -> str:
    """Return what is the matter, in the active language."""
    return str(SENTENCES[disagreement.reason])
