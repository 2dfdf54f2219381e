"""Russian: «пункт 2 статьи VII Договора», «в пункте 3 выше», «см. приложение»."""

from __future__ import annotations

import re
from typing import Final

from commentary.references.detection.cues import ALWAYS, NEVER, Cues

SUBS: Final = r"(?:\s?\(?[a-zа-я]\))*"
NUMBER: Final = rf"(?:\d{{1,3}}(?![\d/.]\d|\d)|[IVXLCХІС]{{1,8}}(?!\w)){SUBS}"
JOIN: Final = r"(?:,\s*(?:и\s+|или\s+)?|\s+и\s+|\s+или\s+|\s+по\s+|\s?[-–—]\s?)"
# Whatever has paragraphs of its own; an agenda has items.
WORKS: Final = (
    r"(?:резолюци|решени|стать|договор|конвенци|устав|протокол|деклараци|доклад"
    r"|документ|приложени|раздел|заявлени|соглашени|пакт|повестки|правил|положени"
    r"|программ|плана|заключительн|статута|кодекс|закон|акта)"
)

CUES: Final = Cues(
    step=re.compile(
        r"(?<!\w)(?:(?P<article>(?i:стать(?:я|и|е|ю|ей|ёй|ям|ях|ями)|статей|ст\.))"
        r"|(?P<subparagraph>(?i:подпункт(?:а|у|ом|е|ы|ов|ам|ами|ах)?|пп\.))"
        r"|(?P<paragraph>(?i:пункт(?:а|у|ом|е|ы|ов|ам|ами|ах)?|п\.))"
        r"|(?P<chapter>(?i:глав(?:а|ы|е|у|ой|ам|ами|ах)))"
        r"|(?P<section>(?i:раздел(?:а|у|ом|е|ы|ов|ам|ами|ах)?))"
        r"|(?P<annex>(?i:приложени(?:е|я|ю|ем|и|й|ям|ями|ях))))"
        rf"\s+(?P<list>{NUMBER}(?:{JOIN}{NUMBER})*|[a-zа-я]\))"
    ),
    number=re.compile(rf"{NUMBER}|[a-zа-я]\)"),
    link=re.compile(r",?\s+"),
    to_name=re.compile(r"\s+"),
    from_name=re.compile(
        r"[)\]]?(?:,|\s+\()?\s*(?:(?:и\s+)?(?:в\s+частности|особенно|а\s+именно)"
        r",?\s+)?(?:(?:в|к|на)\s+)?(?:его\s+|ее\s+|её\s+)?"
    ),
    here_before=re.compile(
        r"(?:выше|ниже|вышеупомянут\w+|вышеуказанн\w+|нижеследующ\w+)\s+(?:в\s+)?\Z"
    ),
    here_after=re.compile(r"\s*,?\s*(?:выше|ниже)(?!\w)|\s+настоящ(?:ей|его)\s+\w+"),
    elsewhere_before=NEVER,
    elsewhere_after=re.compile(rf"\s+(?:[а-я]+(?:ого|ой|его|ей)\s+)?{WORKS}", re.I),
    preamble_before=NEVER,
    preamble_after=re.compile(r"\s+преамбулы(?!\w)"),
    annex=re.compile(
        r"(?<!\w)(?:[Сс]м\.|в|настоящ[а-я]+|прилагаем[а-я]+|следующ[а-я]+"
        r"|[Пп]ункт[а-я]*\s+\d{1,3}|(?:настоящ|эт)[а-я]+\s+[а-я]+\s+и)\s+"
        r"(?P<annex>[Пп]риложени(?:е|я|ю|ем|и|й|ям|ях)(?!\w))"
        r"(?!\s+(?:[IVXХ]{1,5}|\d{1,2})(?!\w))"
    ),
    annex_elsewhere_before=NEVER,
    annex_elsewhere_after=re.compile(r"\s+к\s+(?!настоящ|письм|нему|ней)"),
    longer_name_after=re.compile(r"\s+(?:(?:о|об|обо|между)\s|[А-ЯЁ«\"][а-яё])"),
    demonstrative=ALWAYS,
    short_form_after=ALWAYS,
)
