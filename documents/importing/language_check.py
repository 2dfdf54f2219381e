"""Language check: refuses a text in another language, by script and function words."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from documents.importing.refusals import WrongLanguage
from documents.languages import LANGUAGES, Language
from documents.languages.base import Script

WORD: Final = re.compile(r"[a-z\u00e0-\u024f]+")
# Function words of languages in Latin script, which need not be text languages.
LATIN_WORDS: Final = """
    de la le les des et du dans une qui que pour el los las del y en por con una der die
    das und den von zu mit im ist il di che e per gli dei della o os da do um uma na ve
    bir bu ile men va
"""
FEW_WORDS: Final = 12


def check_language(text: str, language: Language) -> None:
    """Raise WrongLanguage when `text` is evidently not in `language`."""
    if not (_is_in_script(text, language) and _has_its_words(text, language)):
        raise WrongLanguage(language=language.name)


def _is_in_script(text: str, language: Language) -> bool:
    """Return whether its script prevails, with hardly any letters of others."""
    own = language.script.weight_in(text)
    others = sum(each.weight_in(text) for each in Script if each is not language.script)
    letters = own // language.script.letters_a_sign
    foreign = len(language.foreign.findall(text)) * language.letters_to_a_foreign_one
    return own > others and foreign < letters


def _has_its_words(text: str, language: Language) -> bool:
    """Return whether its function words are at least as many as those of others."""
    own = language.common_words
    if not own:
        return True
    known = (each.common_words for each in LANGUAGES)
    others = set(LATIN_WORDS.split()).union(*known) - own
    words = WORD.findall(text.lower())
    counts = Counter(word in own for word in words if word in own or word in others)
    return len(words) < FEW_WORDS or counts[True] >= counts[False]
