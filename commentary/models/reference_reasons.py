"""Reasons of decisions that the portal itself records: a code, worded when shown.

What people write as a reason is stored as they wrote it. Nobody wrote these, so that
they are shown in the reader's language.
"""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHECKED: Final = "checked-against-the-original"
WORDS: Final[dict[str, Promise]] = {CHECKED: _("Checked against the Chinese text.")}


def describe_reason(reason: str) -> str:
    """Return a stored reason as it is shown: the words of a code, else itself."""
    return str(WORDS.get(reason, reason))
