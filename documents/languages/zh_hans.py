"""Chinese (simplified) as a text language: patterns, cues and word lists.

Patterns are matched after the blanks that extraction leaves between characters were
removed.
"""

from __future__ import annotations

import re
from typing import Final

from documents.languages.base import (
    Cues,
    Language,
    NameCues,
    PointerCues,
    Script,
    SymbolCues,
    gettext_noop,
    pattern,
    words,
)

FOREIGN: Final = r"A-Za-z\u00c0-\u024f\u0400-\u04ff"  # Latin and Cyrillic letters
DIGIT: Final = "[〇零○一二三四五六七八九十百千廿卅0-9０-９]"
DATE: Final = rf"{DIGIT}{{2,5}}年{DIGIT}{{1,3}}月{DIGIT}{{1,3}}日"
COMMA: Final = "[，,]"
ORGANS: Final = words(
    "联合国大会", "大会", "安全理事会", "经济及社会理事会", "人权理事会", "托管理事会",
    "裁军谈判会议", "裁军审议委员会", "人权委员会", "[第一二三四五六]{2}委员会",
)  # fmt: skip
LEADS: Final = (
    r"(?:又|还|也|并|再次|再|一再|进一步|深为|深感|深切地?|深|十分|严重|特别|完全|满意地"
    r"|赞赏地|感谢地|关切地|欣慰地|遗憾地|欣见地|高兴地|极为|非常|继续|同样|认真|强烈|坚决"
    r"|坚定|同时|此外[，,]?|最后[，,]?|重新|因此|郑重|庄严|在此|在这方面[，,]?|为此[，,]?"
    r"|仍然|仍|共同|一致|迫切|热烈|毫不含糊地|断然|衷心|高度|感兴趣地|不安地|惊恐地|庄严地|郑重地)*"
)
OPENERS: Final = words(
    "强调", "认为", "相信", "表示", "注意到", "理解", "确认", "回顾", "忆及", "考虑到",
    "铭记", "重申", "承认", "认识到", "意识到", "深信", "确信", "欢迎", "赞扬", "赞同",
    "关切", "关注", "鉴于", "希望", "决心",
    "愿意", "愿", "念及", "遵循", "本着", "根据",
    "按照", "审议了", "审议", "收到", "听取了", "听取", "申明", "肯定", "欣见", "感谢",
    "谴责", "遗憾", "惋惜", "震惊", "忧虑",
    "不安", "着重", "指出", "支持", "赞赏", "注意",
    "鼓舞", "感到", "受到", "依照", "依据", "基于", "出于", "致力于", "力求", "寻求",
    "期望", "期待", "切望", "渴望", "有鉴于",
    "为了", "谨", "尊重", "珍视", "遵照", "严重",
    "体会到", "察觉到", "获悉", "断定", "纪念", "同意", "记得", "记取", "牢记", "谋求",
    "盼望", "警觉到", "惊悉", "痛惜", "憾", "秉承", "秉持", "履行", "采取行动", "行事",
)  # fmt: skip
OPERATIVE: Final = words(
    "决定", "请", "敦促", "促请", "吁请",
    "呼吁", "要求", "建议", "鼓励", "宣布", "宣告",
    "发布", "通过", "核可", "核准", "批准",
    "授权", "责成", "委托", "设立", "指定", "任命",
    "邀请", "提请", "谴责", "接受", "采纳",
    "声明", "断定", "强调", "重申", "确认", "欢迎",
    "表示", "注意到", "满意", "赞扬", "认为", "申明", "支持", "承认", "承诺", "同意",
    "感谢", "对", "向", "吁", "警告", "修正", "推荐", "规劝", "希望", "期望", "赞同",
    "恳请", "着重", "回顾", "相信", "深信",
    "认可", "保证", "主张", "反对", "指出", "祝贺",
    "商定", "议定", "促", "再次", "坚持", "愿", "将", "决心",
)  # fmt: skip
NUMERAL: Final = "[一二三四五六七八九十]{1,3}"

CUES: Final = Cues(
    spaced=False,
    # Between Latin words, and around numbers.
    kept_blanks=pattern(
        rf"(?<=[{FOREIGN}.,;:)])\s+(?=[{FOREIGN}(\d])"
        rf"|(?<=\d)\s+(?=[{FOREIGN}])|(?<=\d)\s+(?=\d)"
    ),
    article_apart=pattern(
        r"(第\s*[〇零一二三四五六七八九十百\d](?:\s*[〇零一二三四五六七八九十百\d])*\s*条)"
        r"\s+(?=\S)"
    ),
    organ=pattern(ORGANS),
    session=pattern(
        rf"第{DIGIT}+(?:届|次)(?:紧急)?(?:特别)?(?:会议|常会|特别会议)|第{DIGIT}+年"
    ),
    agenda_item=pattern(
        r"(?:临时|暂定|补充)?(?:议程|项目表|暂定项目表)\**项目\**[\d()（）a-z,，、和及与]+"
        r"\**"
    ),
    masthead_note=pattern(
        rf"联合国(?=$|[A-Z]+/)|Distr\.?\s?[:：]?\s?(?:General|Limited|Restricted)|分发[:：]\S+"
        rf"|\d{{1,2}}\s?[A-Z][a-z]+\s?\d{{4}}(?=$|\s?Original|\s?Chinese)"
        rf"|{DATE}(?=$|Original|Chinese|中文)|(?i:Chinese)(?=$|(?i:Original))|中文(?=$|Original)"
    ),
    original=pattern(
        r"[\[［(（]?(?:原件|原文|正本)[:：][^\]］)）。，]{1,30}[\]］)）]?"
        r"|[\[［]?(?i:Original)[:：]\s?[A-Za-z]+(?:(?:,\s?|\sand\s|/)[A-Z][a-z]+)*[\]］]?"
    ),
    letter_title=pattern(r".*(?:的信|的同文信|的普通照会|的信函|的照会)$|.*同文信"),
    letter_title_end=pattern(r".*(?:的信|照会|信函)\*?$"),
    letter_opening=pattern(r"谨|奉|我谨|我们谨|我荣幸|兹|阁下|遵照|先生"),
    resolution_title=pattern(
        rf"(?:第)?(?:\d{{1,4}}(?:/\d{{1,3}}|[A-Z]?[\(（][IVXLC\d一二三四五六七八九十-]+[\)）])"
        rf"|{DIGIT}{{2,5}}(?:[甲乙丙丁])?[\(（][^）\)]+[\)）])(?:号决议)?[A-Z]?"
        r"(?:$|[.．。:：、]|(?=[\u4e00-\u9fff]))(?!号决议)"
    ),
    resolution_note=pattern(
        r"(?:(?:\d{4}年.*日)?大会决议$|大会(?:\d{4}年.*日)?(?:通过的)?决议|.*大会通过的决议$"
        r"|[\[［(（]?(?:根据|未经|未).*(?:通过|发交|A/).*[\]］)）]$|.*决议通过(?:并.{1,8})?$"
        r"|\d{4}年\d{1,2}月\d{1,2}日.{2,40}通过$)"
    ),
    whole_title=pattern(r"安全理事会主席(?:的)?(?:声明|说明)$"),
    annex=pattern(
        rf"(?:附件|附录|附文)(?:{NUMERAL}|\d{{1,2}}|[IVX]+)?\**$"
        rf"|.*(?:的信|照会|信函|同文信)的(?:附件|附文|附录)(?:{NUMERAL}|\d{{1,2}})?\**$"
    ),
    agenda_rest=pattern(r"[及和、]\s*\d"),
    adoption=pattern(
        r"第[〇零一二三四五六七八九十百千\d]+次(?:全体)?会议(?:一致|以).*通过"
    ),
    annex_words=pattern("年|代表"),
    authors=pattern(
        rf"{ORGANS}(?={COMMA}?$)|.{{2,}}(?:们|各国|缔约国|双方|各方|国家|政府|代表|元首|首脑"
        rf"|总统|主席|总理|部长|成员国|会员国|签字国|当事国|共和国|乌克兰|联邦|——)[，,：:]?$|我们.*"
    ),
    authors_end=pattern(r"(?:[，,：:]|——)$"),
    enacting=pattern(
        r".{0,80}(?:议定|协议|协定|商定|声明|宣布|宣告|宣言|达成协议|决议|同意)"
        r"(?:条款)?(?:如下|下列各?条款?|以下各?条款?)[：:]?$"
        r"|(?:兹|因此|为此|为此目的|现|爰)[，,]?(?:现在)?[，,]?$"
        r"|(?:为此目的[，,]?)?(?:兹)?(?:庄严|郑重)?地?(?:宣布|宣告|声明)[：:]$"
    ),
    preamble_heading=pattern(r"(?:序言|前言|序文|弁言)[:：]?$"),
    heading=pattern(
        rf"第(?:{DIGIT}{{1,4}})(?:章|节|部分|编|篇)[^，。；,;]*$|[一二三四五六七八九十]$"
        r"|[IVX]{1,5}[.．]?$|[A-H甲乙丙丁][.．]?$|[A-H甲乙丙丁][.．、][^，。；,;]{1,40}$"
        r"|[IVX]{1,5}[.．、][^，。；,;]{1,40}$"
    ),
    numbered_heading=pattern(
        r"(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])"
        r"[^，。；,;：:]{1,40}$"
    ),
    article=pattern(
        rf"(?P<number>第{DIGIT}{{1,5}}条[：:.]?)(?=$|[^的和、及，,所规至款项第中至同或与之下内])"
        r"(?P<rest>.*)$",
        re.S,
    ),
    number=pattern(
        rf"(?P<number>(?:\d{{1,3}}\s*[．.、](?!\d)|{NUMERAL}、|\(\d{{1,2}}\)))"
    ),
    item=pattern(
        r"(?P<number>(?:[\(（](?:[a-zａ-ｚ]{1,2}|[ivxl]{1,5}|[一二三四五六七八九十]{1,3}"
        r"|[甲乙丙丁戊己庚辛壬癸])[\)）]"
        r"|(?:[a-zａ-ｚ]|[ivx]{1,5})[\)）]|[ivx]{1,5}[.．](?=\s*[\u3400-\u9fff])"
        r"|[（]\d{1,2}[）]|[㈠-㈩]|[①-⒇]|\d{1,2}[\)）]|(?:[-–•·]|—(?!—))(?=\s*\S)))"
    ),
    preambular=pattern(rf"{LEADS}(?:对.{{1,60}}(?:表示|感到|深感)|{OPENERS})"),
    operative=pattern(rf"{LEADS}{OPERATIVE}"),
    signed=pattern(r"[（(]\s*签\s*[名字署]\s*[）)]"),
    signed_alone=pattern(r"[（(]?签[名字署][）)]?$"),
    post=pattern(
        r"(?!.*[年月日，。；：、,;])(?:.{2,40}(?:代表|观察员)|(?:特命全权)?大使"
        r"|.{0,30}(?:公使|部长|总统|主席|总理|代办|参赞|首相|国务委员|秘书长))$"
    ),
    signed_for=pattern(
        r"(?!.*[年月日，。；,;])(?:代表.{2,30}|.{2,30}(?:代表|政府)[：:]?)$"
    ),
    place_date=pattern(
        rf"(?:(?:本.{{1,10}}|.{{0,6}})?于?{DATE}[，,]?(?:于|在)?[^，。]{{0,16}}"
        rf"(?:订于|签订|签署|签于|订立|作于|作成)(?![的仪])[^，。]{{0,20}}(?:[，。].{{0,80}})?"
        rf"|(?:于)?{DATE}[，,]?(?:于|在)?[^，。；,;]{{0,24}}。?|[^，。；,;]{{2,20}}[，,]?{DATE}。?"
        rf"|第{DIGIT}+次(?:全体)?会议[，,。]?(?:{DATE}。?)?"
        rf"|{DATE}[，,]第{DIGIT}+次(?:全体)?会议。?|(?:本.{{1,8}})?于{DATE}.*(?:订|签|作准).*)$",
        re.S,
    ),
    closing=pattern(r"为此[，,]?(?:下列|下开|各)|以资证明|[下列签署人]{3,}"),
    note=pattern(
        r"(?:\*+\S|\*+$|\d{4}年.*(?:通过|颁布)$|联合国大会.*(?:通过|颁布).*$|[\[［].*[\]］]$"
        r"|注[:：]|非正式译文|未经表决"
        rf"|第{DIGIT}+次(?:全体)?会议(?:一致|以.{{2,20}}票.{{0,20}})通过。?$)",
        re.S,
    ),
    footnote=pattern(
        r"(?P<mark>\d{1,2}|\*{1,3})\s*(?=(?:见|同上|《|大会正式记录|第?\d*[A-Z\d/-]+号决议"
        r"|联合国|A/|S/|CD/|NPT|参看|参阅|原|由于|前称|第.{1,20}号决议|以前|后来|E/|ST/))"
    ),
    part_names=(
        ("resolution", pattern("决议草案|决议")),
        ("statement", pattern("声明")),
        ("declaration", pattern("宣言")),
        ("communique", pattern("公报")),
        ("protocol", pattern("议定书")),
        ("agreement", pattern("协定|协议")),
        ("treaty", pattern("条约")),
        ("convention", pattern("公约")),
        ("memorandum", pattern("备忘录")),
        ("charter", pattern("宪章")),
        ("message", pattern("致辞|贺电|致函")),
        ("appeal", pattern("呼吁书|呼吁")),
        ("letter", pattern("信|照会")),
        ("programme", pattern("纲领|行动计划|方案")),
        ("report", pattern("报告")),
        ("principles", pattern("原则|准则")),
        ("decision", pattern("决定")),
    ),
    name_is_last=True,
)


# --- References: 《条约》第七条第2款, 上文第3段, 见附件.

SUB: Final = r"(?:[(（][a-z]{1,4}[)）]|[㈠-㈩])"
SUBS: Final = rf"(?:\s*{SUB})*"
NUMBER: Final = rf"(?:\d{{1,3}}|[一二三四五六七八九十百]{{1,5}}|[IVXLC]{{1,8}}){SUBS}"
JOIN: Final = r"\s*(?:、|，|,|和|及|以及|与|或|至|到|[-–—~～])\s*"
WORKS: Final = (
    r"(?:决议|决定|条约|公约|协定|协议|宪章|宣言|议定书|规约|报告|文件|声明|公报|纲领"
    r"|方案|规则|章程|法|号|》)"
)

POINTERS: Final = PointerCues(
    step=pattern(
        rf"第\s*(?P<list>(?:{NUMBER}|{SUB})(?:{JOIN}第?\s*(?:{NUMBER}|{SUB}))*)\s*"
        r"(?:(?P<article>条(?!约))|(?P<paragraph>段|款)|(?P<subparagraph>项|分段)"
        rf"|(?P<section>节)|(?P<chapter>章))(?P<subs>{SUBS}"
        rf"(?:(?:{JOIN}|\s*第\s*){SUB})*(?:\s*(?:分段|项))?)"
        r"|附件\s*(?P<annex>[一二三四五六七八九十]{1,3}|[IVX]{1,5}|\d{1,2})"
    ),
    number=pattern(rf"{NUMBER}|{SUB}"),
    link=pattern(r"\s*(?:的|，|,)?\s*"),
    join=pattern(r"\s*(?:、|，|,|和|及|以及|与|或)\s*"),
    from_name=pattern(
        r"\s*[)）]?\s*(?:的|，|,|（|\()?\s*(?:特别是|尤其是|即)?\s*其?\s*"
    ),
    here_before=pattern(
        r"(?:上文|下文|以上|以下|前述|上述|本[\u4e00-\u9fff]{1,3})的?\s*\Z"
    ),
    elsewhere_before=pattern(rf"{WORKS}\s*的?\s*\Z"),
    including=pattern(r"(?:包括|尤其是?|特别是?|即)[^，,。；;、]{0,14}\Z"),
    that_work_before=pattern(
        r"(?:该|同一|上述|前述)(?:项|份|号)?(?:决议|决定|报告|文件|条约|公约|议定书)的?\s*\Z"
    ),
    its_annex_after=pattern(r"\s*的?附件(?!\s*(?:[一二三四五六七八九十]|[IVX\d]))"),
    preamble_before=pattern(r"序言(?:部分)?\s*\Z"),
    annex=pattern(r"(?P<annex>附件)(?!\s*(?:[一二三四五六七八九十]|[IVX\d]))"),
    annex_elsewhere_before=pattern(
        r"(?<!本)(?:决议|条约|公约|协定|议定书|报告|文件|号|》|[\d)）])\s*[，,]?\s*的?\s*\Z"
    ),
    # Title marks set a short form apart as these words do: 《条约》.
    demonstrative=pattern(r"这|本|该|此|上述|前述|有关|《"),
    # The beginning, a mark, or a word after which a noun begins.
    short_form_after=pattern(
        r"(?:\A|[\s，,。；;：:、（(“《》！!？?—]"
        r"|[就对在和与及以由为是于向从将把被给并或按照据依入反守成订署准行施持认申调出使正除了顾记迎促请吁次])\Z"
    ),
)


# --- Everything else


def numbered_works(number: str) -> str:
    """Return the pattern of 1998年12月4日第53/77 A号和第55/33 W号决议.

    One 第 and one 号 may stand for a list: 第2630(2022)、2609(2021)和2575(2021)号决议.
    """
    date = r"(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)?"
    item = numbered_work(number)
    between = rf"\s*(?:、|，|,|和|及|以及|与|或)?\s*{date}"
    return (
        rf"(?:第\s*|(?=[〇零一二三四五六七八九]{{2}})){number}(?:\s*号)?"
        rf"(?:{between}{item})*\s*号?\s*(?P<word>决议|决定)"
    )


def numbered_work(number: str) -> str:
    """Return the pattern of 第53/77 A号; in a list 第 and 号 stand once."""
    return rf"(?:第\s*)?{number}(?:\s*号)?"


LANGUAGE: Final = Language(
    code="zh-hans",
    bcp47="zh-Hans",
    name="中文",
    order=10,
    not_yet=gettext_noop("No Chinese text yet."),
    # Translators: the original of a part, by its language
    original_in=gettext_noop(
        "The original of this part is in Chinese; it is not reproduced here."
    ),
    quoted=gettext_noop("quotes the Chinese text"),
    script=Script.HAN,
    # Kana and Hangul.
    foreign=pattern(r"[\u3040-\u30ff\uac00-\ud7af]"),
    letters_to_a_foreign_one=20,
    encodings=("gb18030",),
    articles=(),  # 第七条: the word stands around the number
    named=("中文", "китайск", "chinese"),
    printed_names=("Chinese", "中文", "CHINESE"),
    page_numbers=(
        r"第\s*\d+\s*页(?:\s*[，,/]?\s*共\s*\d+\s*页)?",
        r"共\s*\d+\s*页",
    ),
    day=pattern(
        r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
    ),
    letter=pattern(r"的(?:同文信函?|信函?|(?:普通)?照会)\*?$"),
    dated_letter="{day}{kind}",
    separator="　",
    few_words=6,  # a word has mostly two characters
    printed_number="{}．",
    cues=CUES,
    pointers=POINTERS,
    names=NameCues(
        skipped=frozenset("的《》〈〉"),
        shortest_title=8,
        works=pattern(
            r"《(?P<name>[^《》\n]{2,80}?"
            r"(?P<genus>条约|公约|协定|议定书|宪章|盟约|规约)?)》"
        ),
    ),
    symbols=SymbolCues(
        numbered=numbered_works, item=numbered_work, decisions=("决定",)
    ),
)
