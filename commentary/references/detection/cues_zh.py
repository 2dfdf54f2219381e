"""Chinese: 《条约》第七条第2款, 上文第3段, 见附件."""

from __future__ import annotations

import re
from typing import Final

from commentary.references.detection.cues import NEVER, Cues

SUBS: Final = r"(?:\s*[(（][a-z]{1,4}[)）])*"
NUMBER: Final = rf"(?:\d{{1,3}}|[一二三四五六七八九十百]{{1,5}}|[IVXLC]{{1,8}}){SUBS}"
JOIN: Final = r"\s*(?:、|，|和|及|以及|与|或|至|到|[-–—~～])\s*"
WORKS: Final = (
    r"(?:决议|决定|条约|公约|协定|协议|宪章|宣言|议定书|规约|报告|文件|声明|公报|纲领"
    r"|方案|规则|章程|法|号|》)"
)

CUES: Final = Cues(
    step=re.compile(
        rf"第\s*(?P<list>{NUMBER}(?:{JOIN}第?\s*{NUMBER})*)\s*"
        r"(?:(?P<article>条(?!约))|(?P<paragraph>段|款)|(?P<subparagraph>项|分段)"
        rf"|(?P<section>节)|(?P<chapter>章))(?P<subs>{SUBS}(?:\s*分段)?)"
        r"|附件\s*(?P<annex>[一二三四五六七八九十]{1,3}|[IVX]{1,5}|\d{1,2})"
    ),
    number=re.compile(NUMBER),
    link=re.compile(r"\s*(?:的|，)?\s*"),
    to_name=None,
    from_name=re.compile(
        r"\s*[)）]?\s*(?:的|，|,|（|\()?\s*(?:特别是|尤其是|即)?\s*其?\s*"
    ),
    here_before=re.compile(
        r"(?:上文|下文|以上|以下|前述|上述|本[\u4e00-\u9fff]{1,3})的?\s*\Z"
    ),
    here_after=NEVER,
    elsewhere_before=re.compile(rf"{WORKS}\s*的?\s*\Z"),
    elsewhere_after=NEVER,
    preamble_before=re.compile(r"序言(?:部分)?\s*\Z"),
    preamble_after=NEVER,
    annex=re.compile(r"(?P<annex>附件)(?!\s*(?:[一二三四五六七八九十]|[IVX\d]))"),
    annex_elsewhere_before=re.compile(
        r"(?<!本)(?:决议|条约|公约|协定|议定书|报告|文件|号|》|[\d)）])\s*[，,]?\s*的?\s*\Z"
    ),
    annex_elsewhere_after=NEVER,
    longer_name_after=NEVER,
    demonstrative=re.compile(r"这|本|该|此|上述|前述|有关"),
    # The beginning, a mark, or a word after which a noun begins.
    short_form_after=re.compile(
        r"(?:\A|[\s，。；：、（(“《》！？—]"
        r"|[就对在和与及以由为是于向从将把被给并或按照据依入反守成订署准行施持认申调出使正除了顾记迎促请吁次])\Z"
    ),
)
