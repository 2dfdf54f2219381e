"""Language of a comment, noticed from the script in which it is typed.

The browser notices it in the same way while one types (comment_form.js).
"""

from __future__ import annotations

import json
import re
from typing import Final

from documents.languages import LANGUAGES
from documents.languages.base import Script

# What is not its author's: quotations, code, addresses and mentions.
ASIDE: Final = re.compile(
    r"^[ \t]*>.*$|`[^`]*`|https?://\S+|\]\([^)]*\)|@\[[^\]]*\]", re.MULTILINE
)
CERTAIN: Final = 0.75  # the share of the letters that leaves no doubt


def notice_language(source: str) -> str:
    """Return the code of the only language in whose script a text is; "" if unsure."""
    words = ASIDE.sub(" ", source)
    weights = {script: script.weight_in(words) for script in Script}
    script = max(weights, key=lambda each: weights[each])
    if not weights[script] or weights[script] < CERTAIN * sum(weights.values()):
        return ""
    codes = [each.code for each in LANGUAGES if each.script is script]
    return codes[0] if len(codes) == 1 else ""


def describe_scripts() -> str:
    """Return as JSON what the browser needs to notice a language: one entry each."""
    return json.dumps(
        [
            {
                "code": each.code,
                "lang": each.bcp47,
                "signs": each.script.signs.pattern,
                "weight": each.script.letters_a_sign,
            }
            for each in LANGUAGES
        ]
    )
