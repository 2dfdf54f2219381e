"""Display names: which are allowed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Control characters, those that only change what is around them, line ends, halves of
# pairs, private use: nobody is called so.
NEVER: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})
# Letters and signs to Unicode, and blank to everybody who reads them.
BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Between letters Persian and the scripts of India need them.
JOINERS: Final = frozenset("\u200c\u200d")
MOST_MARKS: Final = 3  # on one letter; more of them cover the lines around the name
# What the portal calls those who act for it, and those who left. Compared by letters
# alone, see `_fold`; a test holds this against the catalogues.
RESERVED: Final = frozenset(
    {
        "moderator",
        "administrator",
        "clausebook",
        "formerparticipant",
        "aformerparticipant",
        "модератор",
        "администратор",
        "бывшийучастник",
        "审核员",
        "管理员",
        "前参与者",
        "已离开的参与者",
        "已注销的参与者",
    }
)


def validate_name(value: str) -> None:
    """Refuse a name that cannot be read, or that would pass for the portal's own."""
    if any(_is_hidden(value, place) for place in range(len(value))):
        raise ValidationError(_("This contains a character that cannot be displayed."))
    if not any(each.isalpha() for each in value):
        raise ValidationError(_("A name must contain at least one letter."))
    if _most_marks(value) > MOST_MARKS:
        raise ValidationError(_("One letter carries too many accents."))
    if _fold(value) in RESERVED:
        raise ValidationError(
            _("This name is reserved for the portal: choose another.")
        )


def _is_hidden(value: str, place: int) -> bool:
    each = value[place]
    if each in JOINERS:
        before, after = value[:place][-1:], value[place + 1 : place + 2]
        return not (_is_of("LM", before) and _is_of("L", after))
    return each in BLANK or unicodedata.category(each) in NEVER


def _is_of(kinds: str, character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] in kinds


def _most_marks(value: str) -> int:
    """Return the length of the longest run of combining marks."""
    kinds = "".join(unicodedata.category(each)[0] for each in value)
    return max(map(len, re.findall("M+", kinds)), default=0)


def _fold(value: str) -> str:
    """Return letters and digits alone, whatever their case, width and spacing."""
    folded = unicodedata.normalize("NFKC", value).casefold()
    return "".join(each for each in folded if each.isalnum())
