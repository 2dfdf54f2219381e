"""Names that people give themselves."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Control characters, line ends, halves of pairs, private use: nobody is called so.
NEVER = frozenset({"Cc", "Zl", "Zp", "Cs", "Co", "Cn"})
# They turn the text around them, so that a name could pretend to be something else.
TURNING = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def validate_name(value: str) -> None:
    """Refuse a name without a letter, or with characters that cannot be seen."""
    if any(unicodedata.category(each) in NEVER or each in TURNING for each in value):
        raise ValidationError(_("This contains a character that cannot be shown."))
    if not any(each.isalpha() for each in value):
        raise ValidationError(_("A name has at least one letter."))
