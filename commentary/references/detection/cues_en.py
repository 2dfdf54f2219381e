"""English: "paragraph 2 of article VII of the Treaty", "paragraph 3 above"."""

from __future__ import annotations

import re
from typing import Final

from commentary.references.detection.cues import ALWAYS, NEVER, Cues

SUBS: Final = r"(?:\s?\([a-z]{1,4}\))*"
NUMBER: Final = rf"(?:\d{{1,3}}(?![\d/.]\d|\d)|[IVXLC]{{1,8}}\b){SUBS}"
JOIN: Final = r"(?:,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+|\s+to\s+|\s?[-–]\s?)"

CUES: Final = Cues(
    step=re.compile(
        r"\b(?:(?P<article>(?i:articles?|arts?\.))"
        r"|(?P<paragraph>(?i:paragraphs?|paras?\.))"
        r"|(?P<subparagraph>(?i:subparagraphs?|subparas?\.))"
        r"|(?P<section>(?i:sections?))|(?P<chapter>(?i:chapters?))"
        r"|(?P<annex>(?i:annex(?:es)?)))"
        rf"\s+(?P<list>{NUMBER}(?:{JOIN}{NUMBER})*|\([a-z]{{1,4}}\))"
    ),
    number=re.compile(rf"{NUMBER}|\([a-z]{{1,4}}\)"),
    link=re.compile(r",?\s+(?:(?:of|in|to)\s+(?:the\s+|its\s+)?)?"),
    to_name=re.compile(r",?\s+(?:of|in|to|under|from)\s+(?:the\s+|its\s+|said\s+)*"),
    from_name=re.compile(
        r"[)\]]?(?:,|\s+\()?\s*(?:(?:and\s+)?(?:in\s+particular|notably|especially|namely)"
        r"\s+)?(?:(?:in|under|to|of)\s+)?(?:its\s+)?"
    ),
    here_before=re.compile(r"\b(?:above|following|preceding|foregoing)\s+\Z"),
    here_after=re.compile(
        r"\s*,?\s*(?:above|below|hereof|hereinabove|hereinafter)\b"
        r"|\s+of\s+(?:the\s+present|this)\s+\w+"
    ),
    elsewhere_before=NEVER,
    elsewhere_after=re.compile(r",?\s+(?:of|to)\b|\s+thereof\b"),
    preamble_before=re.compile(r"(?i:\bpreambular\s+)\Z"),
    preamble_after=re.compile(r"\s+of\s+(?:the|its)\s+preamble\b"),
    annex=re.compile(
        r"\b(?:[Ss]ee|the|in|present|attached|following"
        r"|(?:present|this)\s+\w+\s+and\s+its)\s+"
        r"(?P<annex>[Aa]nnex(?:es)?\b)(?!\s+(?:[IVX]{1,5}|\d{1,2})\b)"
    ),
    annex_elsewhere_before=NEVER,
    annex_elsewhere_after=re.compile(
        r"\s+(?:to|of)\s+(?!(?:the\s+present|this)\b|the\s+letter\b|present\b)"
    ),
    longer_name_after=re.compile(
        r"\s+(?:of|on|for|between|concerning|against|regarding|banning|prohibiting)"
        r"\s+(?:the\s+|an?\s+)?[A-Z]"
    ),
    demonstrative=ALWAYS,
    short_form_after=ALWAYS,
)
