"""Declension: Russian words whose forms the stemmer of PostgreSQL gives two stems.

Snowball takes «Ассамблея» and «Ассамблеи», «уран» and «ураном» for different words:
the index has both stems, so a query asks for both.
"""

from __future__ import annotations

import re
from typing import Final

# Of such words, the forms, and one of each stem.
SPLIT: Final[tuple[tuple[re.Pattern[str], tuple[str, str]], ...]] = tuple(
    (re.compile(forms), each)
    for forms, each in (
        # The endings «н», «на», «ны» after «а» are taken for those of a verb.
        (
            r"(\w+стан|орган|уран|иран|океан)(?:а|у|ом|е|ы|ов|ам|ами|ах)?",
            (r"\1", r"\1ом"),
        ),
        (r"случа(?:й|я|ю|ем|е|и|ев|ям|ями|ях)", ("случай", "случая")),
        (r"письм(?:о|а|у|ом|е|ам|ами|ах)|писем", ("письмо", "писем")),
        (r"пос(?:ол|ла|лу|лом|лы|лов|лам|лами|лах)", ("посол", "посла")),
        (r"земл(?:я|и|е|ю|ей|ям|ями|ях)|земель", ("земля", "земель")),
        (r"врем(?:я|ен(?:и|ем|а|ам|ами|ах)?)", ("время", "времени")),
        (r"им(?:я|ен(?:и|ем|а|ам|ами|ах)?)", ("имя", "имени")),
    )
)
# Some of these have one stem: «статей», «целей». «Более» is no form of a noun.
LIKE_ASSEMBLY: Final = re.compile(
    r"(?!более)([а-я]+[^еиь\W])е(?:я|и|е|ю|й|ею|ей|ям|ями|ях)"
)


def other_forms(word: str) -> list[str]:
    """Return forms of a word that have the stems which its own form has not."""
    for pattern, forms in SPLIT:
        if match := pattern.fullmatch(word):
            return [form for form in map(match.expand, forms) if form != word]
    if match := LIKE_ASSEMBLY.fullmatch(word):
        return [form for form in (f"{match[1]}ея", f"{match[1]}еи") if form != word]
    return []


def unite(word: str, stem: str) -> str:
    """Return a stem, or what stands for all stems of the word; "" remains ""."""
    for pattern, forms in SPLIT if stem else ():
        if match := pattern.fullmatch(word):
            return match.expand(forms[0])
    return stem.removesuffix("е") if LIKE_ASSEMBLY.fullmatch(word) else stem
