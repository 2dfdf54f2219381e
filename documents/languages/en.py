"""English as a text language: patterns, cues and word lists."""

from __future__ import annotations

import re
from typing import Final

from documents.languages.base import (
    Cues,
    HyphenCues,
    Language,
    NameCues,
    PointerCues,
    Script,
    SymbolCues,
    gettext_noop,
    pattern,
    words,
)

I = re.IGNORECASE  # noqa: E741 - as short as the table needs it

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip
MONTH: Final = words(*MONTHS)
DATE: Final = rf"\d{{1,2}}\s+{MONTH}\s+\d{{4}}"
ORGANS: Final = words(
    "General Assembly", "Security Council", "Economic and Social Council",
    "Human Rights Council", "Trusteeship Council", "Conference on Disarmament",
    "Disarmament Commission", "Commission on Human Rights", "First Committee",
    "Second Committee", "Third Committee", "Fourth Committee", "Fifth Committee",
    "Sixth Committee", "Secretariat",
)  # fmt: skip
ORDINAL: Final = (
    r"(?:(?:Twent|Thirt|Fort|Fift|Sixt|Sevent|Eight|Ninet)(?:y|ieth)(?:-[a-z]+)?"
    r"|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh"
    r"|Twelfth|[A-Z][a-z]+teenth|(?:One\s+)?Hundredth|\d+(?:st|nd|rd|th))"
)
ADVERBS: Final = words(
    "also", "further", "again", "once again", "once more", "deeply", "gravely",
    "profoundly", "seriously", "fully", "strongly", "firmly", "mutually", "bearing",
    "highly", "particularly", "especially", "greatly", "extremely", "equally",
    "continuing to be", "still", "solemnly", "urgently", "warmly", "accordingly",
    "now", "therefore", "categorically", "unequivocally", "vigorously", "sincerely",
    "and", "finally", "in particular", "likewise", "similarly", "moreover",
    "additionally", "with appreciation", "with satisfaction", "with concern", "hereby",
    "in this regard,?", "in this connection,?", "to this end,?", "furthermore,?",
    "being", "remaining", "painfully", "keenly", "jointly", "unanimously",
)  # fmt: skip
PREAMBULAR: Final = words(
    "convinced", "concerned", "guided", "determined", "mindful", "aware", "desirous",
    "conscious", "alarmed", "encouraged", "cognizant", "confident", "inspired",
    "resolved", "disturbed", "dismayed", "distressed", "appalled", "shocked",
    "saddened", "gratified", "pleased", "persuaded", "motivated", "prompted",
    "dedicated", "committed", "driven", "moved", "impressed", "faithful",
    "anxious", "indignant", "satisfied", "whereas", "on the basis of", "in view of",
    "in accordance with", "in pursuance of", "pursuant to", "having", "loyal",
    "grateful", "hopeful", "worried", "disappointed", "proud", "sharing", "being",
)  # fmt: skip
OPERATIVE_VERBS: Final = words(
    "accept", "acknowledge", "adopt", "advise", "affirm", "agree", "amend", "announce",
    "appeal", "appoint", "appreciate", "approve", "ask", "assert", "assure",
    "authorize", "believe", "call", "commend", "commit", "concur", "condemn",
    "confirm", "congratulate", "consider", "convey", "decide", "declare", "demand",
    "denounce", "deplore", "designate", "desire", "determine", "direct", "draw",
    "elect", "emphasize", "encourage", "endorse", "entrust", "establish", "exhort",
    "expect", "express", "hail", "hope", "instruct", "intend", "invite", "look",
    "mandate", "note", "notify", "offer", "oppose", "pay", "pledge", "praise",
    "proclaim", "promise", "propose", "ratify", "reaffirm", "realize", "recall",
    "recognize", "recommend", "regret", "reiterate", "reject", "remain", "remind",
    "renew", "request", "requir", "requires?", "resolve", "restate", "salute", "set",
    "share", "solicit", "state", "stress", "strongly", "suggest", "support", "take",
    "thank", "transmit", "trust", "undertake", "underline", "underscore", "urge",
    "voice", "warn", "welcome",
)  # fmt: skip

CUES: Final = Cues(
    opens_small=False,
    organ=pattern(ORGANS, I),
    session=pattern(rf"{ORDINAL}\s+(?:emergency\s+)?(?:special\s+)?(?:session|year)\b"),
    agenda_item=pattern(
        r"(?:(?:Provisional\s+)?Agenda\s+items?|Items?)\s+\d[\d\s()a-z,;]*?"
        r"(?:and\s+\d+\s*(?:\([a-z]+\))?)?"
        r"(?:\s*of\s+the\s+(?:(?:provisional|draft)\s+agenda|preliminary\s+list))?\**"
        r"(?=\s*$|\s{2,}|\t)",
        I,
    ),
    masthead_note=pattern(
        rf"United\s+Nations(?=\s*$|\s{{2,}}|\s+[A-Z]+/)"
        rf"|(?-i:UNITED|NATIONS|[ASE])(?=\s*$|\s{{2,}})"
        rf"|Distr\.?\s*:?\s*(?:General|Limited|Restricted)|Distr\.?(?=\s*$|\s{{2,}})"
        rf"|(?-i:GENERAL|LIMITED)(?=\s*$|\s{{2,}})"
        rf"|{DATE}(?=\s*$|\s{{2,}}|\s+(?:Original|English))|English(?=\s*$|\s{{2,}})",
        I,
    ),
    original=pattern(
        r"[\[［]?\s*Original\s*:\s*[A-Z][A-Za-z]+(?:(?:,\s*|\s+and\s+|/)[A-Z][a-z]+)*"
        r"\s*[\]］]?",
        I,
    ),
    letter_title=pattern(
        words(
            r"Letter\b",
            r"Letters\b",
            "Identical letters",
            r"Note verbale\b",
            "Notes verbales",
            r"Note by the\b",
        ),
        I,
    ),
    letter_title_end=pattern(
        r".*(?:Secretary-\s?General|Security\s+Council|General\s+Assembly)$", I | re.S
    ),
    letter_opening=pattern(
        r"(?:On\s+(?:the\s+)?(?:instructions?|behalf).*|Upon\s+instructions?.*"
        r"|I\s+have\b|We\s+have\b|I\s+am\b|We\s+are\b|I\s+wish|We\s+wish|I\s+should"
        r"|The\s+Permanent\s+Mission|Sir,|Excellency)"
    ),
    resolution_title=pattern(
        r"(?:(?:Draft\s+)?Resolution\s+)?\d{1,4}(?:/\d{1,3}|\s*[A-Z]?\s*\([IVXLC\d-]+\))"
        r"(?:\s*[A-Z]{1,2})?\s*(?:[.:]\s|$)"
        r"|Resolution\s+\d+\s*(?:[A-Z]\s*)?\([IVXLC\d-]+\)",
        I,
    ),
    resolution_note=pattern(
        r"(?:Draft\s+)?Resolutions?\s+adopted\s+(?:by|on)\b|\[?(?:on|without)\s+(?:the\s+)?"
        r"(?:report|recommendation|reference)\b.*|Adopted\s+(?:by|at|without|on|and|unanimously)\b"
        r"|The\s+(?:present\s+)?draft\s+resolution\s+was\b",
        I,
    ),
    whole_title=pattern(
        r"(?:Statement|Note)\s+by\s+the\s+President\s+of\s+the\s+Security\s+Council$", I
    ),
    annex=pattern(
        r"(?:Annex|Enclosure|Appendix|Attachment)(?:\s+(?:[IVX]{1,5}|[A-Z]|\d{1,2}))?"
        r"(?:\s+to\s+the\s+(?:letters?|identical|note)\b.*)?[\s*\d]*$",
        I | re.S,
    ),
    agenda_rest=pattern(
        r"and\s*\d|(?:of\s+the\s+)?(?:provisional|preliminary|draft)\b", I
    ),
    adoption=pattern(r"Adopted\s+(?:unanimously|at|by)\b"),
    annex_words=pattern("Annex|Enclosure", I),
    annex_continued=pattern(r"to\s+the\s+(?:letter|identical|note)"),
    authors=pattern(
        rf"(?:The|THE)\s+{ORGANS}(?=\s*[,:]?\s*$)|We,?\s+(?:the\b|[A-Z])|We,"
        r"|(?:The\s+)?(?:(?:[A-Z][a-z]+\s+)?States|High\s+Contracting|Contracting|States?|Heads|Ministers|"
        r"Presidents|Governments?|Parties|Member|Members|Participants|Signatories|"
        r"Foreign|Leaders|Central\s+Asian|Republic|Peoples|Representatives|Delegations)"
        r"\b"
    ),
    enacting=pattern(
        r"(?:(?:and\s+)?(?:to\s+this\s+end|for\s+(?:this|these)\s+(?:purpose|reason)s?),?$"
        r"|(?:(?:and|and\s+to\s+this\s+end|hereby|do|the\s+general\s+assembly),?\s+){0,3}"
        r"(?:proclaims?|declares?)(?:,?\s+(?:solemnly|that|the\s+following)){0,3}\s*:$"
        r"|(?:are|do|hereby)\s.{0,30}\bfollowing\b.{0,40}:$|(?:We\s+)?(?:Have|hereby|do)\b.{0,160}\b(?:agree[ds]?|declare[ds]?|"
        r"proclaim|resolve[ds]?|adopt).{0,80}:$"
        r"|.{0,120}\b(?:agreed?|agrees|declare[ds]?|state|resolve[ds]?|decided?)\b"
        r".{0,60}(?:as\s+follows|the\s+following|to\s+the\s+following|that)\s*:$"
        r"|(?:Have|HAVE)\s.{0,60}\bfollowing\b.{0,40}:$"
        r"|Now,?\s+therefore,?(?:\s+the\s+.{3,60})?,?:?$)",
        I | re.S,
    ),
    preamble_heading=pattern(r"Preamble\s*:?$", I),
    heading=pattern(
        r"(?:(?:Chapter|Part|Section|Title)\s+(?:[IVXLC]+|\d+|[A-Z]|[A-Za-z]+)\b"
        r"[.:]?(?:\s+[A-Z].*)?|[IVX]{1,5}\.?|[A-H]\.?|[IVX]{1,5}\.\s+[A-Z][^.;]*"
        r"|[A-H]\.\s+[A-Z][^.;]*)$",
        re.S,
    ),
    article=pattern(
        r"(?P<number>(?:Article|ARTICLE|Art\.)\s+(?:\d{1,3}(?:\s*bis)?|[IVXLC]+|[lI])"
        r"[.:]?)(?=$|\s*[—–-]\s|\s+[A-Z(\d\[“\"])\s*[—–-]?\s*(?P<rest>.*)$",
        re.S,
    ),
    number=pattern(
        r"(?P<number>(?:\d{1,3}(?:\.\d{1,2}){0,2}\s?[.．]|\d{1,2}\.\d{1,2}"
        r"|\(\d{1,2}\)|\d{1,2}\)))"
        r"(?:\s+(?=\S)|(?=[A-Z“\"]))"
    ),
    item=pattern(
        r"(?P<number>(?:\(?(?:[a-z]{1,2}|[ivxl]{1,5}|[A-Z])\)|(?:[a-z]|[ivx]{1,5})\.(?=\s+[A-Za-z“‘])"
        r"|[-–—•·‑](?=\s)))\s*"
    ),
    preambular=pattern(
        rf"(?:{ADVERBS},?\s+){{0,4}}(?:{PREAMBULAR}\b|(?!(?:during|nothing|according|being\s+"
        rf"an|king|spring|thing|following|string|bring|wing|ring)\b)[A-Z]?[a-z]+ing\b)",
        I,
    ),
    operative=pattern(rf"(?:{ADVERBS},?\s+){{0,4}}{OPERATIVE_VERBS}(?:e?s)?\b", I),
    signed=pattern(r"\(\s*(?i:signed)\s*\)|/s/|\bSigned\s*:"),
    signed_alone=pattern(r"[\(\[]?\s*(?:signed)\s*[\)\]]?:?$", I),
    post=pattern(
        r"(?:(?:Acting|Deputy|Alternate)\s+)*(?:Permanent\s+(?:Representative|Observer)"
        r"|Ambassador|Charg[ée]|Minister|President|Prime\s+Minister|Head\s+of|Chair"
        r"|Secretary|Director|Representative)\b"
    ),
    signed_for=pattern(
        r"(?:(?:For|FOR)\s+(?:and\s+on\s+behalf\s+of\s+)?(?:the\s+)?[A-Z]"
        r"|On\s+behalf\s+of)"
    ),
    place_date=pattern(
        rf"(?:(?:Done|DONE)\s+(?:at|in|on)\b.*"
        rf"|(?:Signed|Adopted|Issued|Made)\s+(?:at|in)\s+.*\d{{4}}.*"
        rf"|[A-Z][^,;.:]{{1,60}},\s*(?:on\s+)?{DATE}\.?"
        rf"|[A-Z][^,;.:]{{1,40}},\s*{MONTH}\s+\d{{1,2}},\s*\d{{4}}\.?"
        rf"|{DATE}\.?(?:,\s*[A-Z][^,;.:]{{1,40}})?"
        rf"|\d+(?:st|nd|rd|th)\s+(?:\([^)]*\)\s+)?(?:plenary\s+)?meeting[,.]?"
        rf"(?:\s*{DATE}\.?)?)$",
        re.S,
    ),
    closing=pattern(r"In\s+witness\s+whereof\b", I),
    note=pattern(
        r"(?:\*+\s|\*+$|Adopted\s+(?:by|at|without|and|on|unanimously)\b|Note\s*:|\[.*\]$"
        r"|Reissued|Unofficial\s+translation)",
        I | re.S,
    ),
    footnote=pattern(
        r"(?P<mark>\d{1,2}|\*{1,3}|[a-z](?=\s+(?:See|Ibid)))\s*\.?\s*(?=(?:See|Ibid|"
        r"Official\s+Records|Resolutions?\s|United\s+Nations|A/|S/|E/|CD/|NPT|Adopted|"
        r"Decision|General\s+Assembly|The\s+(?:draft|present|delegation)|Treaty\s+Series|"
        r"Reissued|Previously|Circulated|Available|Subsequently|Reports?\s+of|ST/|"
        r"International|Document|Idem|Op\.|Issued|Also|Formerly|As\s))"
    ),
    part_names=(
        ("resolution", pattern(r"\b(?:draft\s+)?resolution\b", I)),
        ("statement", pattern(r"\bstatement\b", I)),
        ("declaration", pattern(r"\bdeclaration\b", I)),
        ("communique", pattern(r"\bcommuniqu[eé]\b", I)),
        ("protocol", pattern(r"\bprotocol\b", I)),
        ("agreement", pattern(r"\bagreement\b", I)),
        ("treaty", pattern(r"\btreaty\b", I)),
        ("convention", pattern(r"\bconvention\b", I)),
        ("memorandum", pattern(r"\bmemorandum\b", I)),
        ("charter", pattern(r"\bcharter\b", I)),
        ("message", pattern(r"\bmessage\b", I)),
        ("appeal", pattern(r"\bappeal\b", I)),
        ("letter", pattern(r"\bletters?\b|\bnotes?\s+verbales?\b", I)),
        ("programme", pattern(r"\bprogramme\b|\bplan\s+of\s+action\b", I)),
        ("report", pattern(r"\breport\b", I)),
        ("principles", pattern(r"\bprinciples\b|\bguidelines\b", I)),
        ("decision", pattern(r"\bdecision\b", I)),
    ),
)


# --- Hyphens at the ends of lines

# Prefixes that UN spelling always sets off.
PREFIXES: Final = """
    non self post anti counter
"""
# What begins the second half of a word, and no word.
SUFFIXES: Final = """
    tion sion ation ment ness ance ence ingly ished ibil abil ional ities ative
    itive ously ful less hood ship part balanc act cipat dote que age poned pone
    erior ure
"""
# First halves of words that are written as one: "under-standing", "them-selves".
CLOSED: Final = """
    under over with there here them some mean frame work back through what when
    where every head stock safe guide home inter super trans fore out down land main
    like hence further never none whole more broad wide life time hand ship news
    bench mile corner birth other
"""
# First words after which UN spelling keeps the hyphen.
FIRST: Final = """
    nuclear good long short well high low cross vice secretary third medium half mid
    land sea far wide follow decision policy confidence weapon arms five two three
    four six
"""
# What these leave over after a syllable: "wide-ly", "six-ty" are single words.
ENDINGS: Final = """
    er est ly ing ness ish al or ory ed age ty teen s en ward wards
"""
# Last words before which it keeps it, after another word of the text.
LAST: Final = """
    free weapon weapons based related wide building making neighbourliness
    neighbourly proliferation aligned term scale range state states governmental up
    called led reaching determination defence mentioned owned
"""
HYPHENS: Final = HyphenCues(
    prefixes=frozenset(PREFIXES.split()),
    suffixes=tuple(SUFFIXES.split()),
    closed=frozenset(CLOSED.split()),
    first=frozenset(FIRST.split()),
    endings=frozenset(ENDINGS.split()),
    last=frozenset(LAST.split()),
)


# --- References: "paragraph 2 of article VII of the Treaty", "paragraph 3 above".

SUBS: Final = r"(?:\s?\([a-z]{1,4}\))*"
SUB: Final = r"\([a-z]{1,4}\)"
NUMBER: Final = rf"(?:\d{{1,3}}(?![\d/.]\d|\d)|[IVXLC]{{1,8}}\b){SUBS}"
JOIN: Final = r"(?:,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+|\s+to\s+|\s?[-–]\s?)"

POINTERS: Final = PointerCues(
    step=pattern(
        r"\b(?:(?P<article>(?i:articles?|arts?\.))"
        r"|(?P<paragraph>(?i:paragraphs?|paras?\.))"
        r"|(?P<subparagraph>(?i:subparagraphs?|subparas?\.))"
        r"|(?P<section>(?i:sections?))|(?P<chapter>(?i:chapters?))"
        r"|(?P<annex>(?i:annex(?:es)?)))"
        rf"\s+(?P<list>{NUMBER}(?:{JOIN}(?:{NUMBER}|{SUB}))*|{SUB}(?:{JOIN}{SUB})*)"
    ),
    number=pattern(rf"{NUMBER}|\([a-z]{{1,4}}\)"),
    link=pattern(r",?\s+(?:(?:of|in|to)\s+(?:the\s+|its\s+)?)?"),
    join=pattern(r",\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+"),
    to_name=pattern(r",?\s+(?:of|in|to|under|from)\s+(?:the\s+|its\s+|said\s+)*"),
    from_name=pattern(
        r"[)\]]?(?:,|\s+\()?\s*(?:(?:and\s+)?(?:in\s+particular|notably|especially|namely)"
        r"\s+)?(?:(?:in|under|to|of)\s+)?(?:its\s+)?"
    ),
    here_before=pattern(r"\b(?:above|following|preceding|foregoing)\s+\Z"),
    here_after=pattern(
        r"\s*,?\s*(?:above|below|hereof|hereinabove|hereinafter)\b"
        r"|\s+of\s+(?:the\s+present|this)\s+\w+"
    ),
    elsewhere_after=pattern(r",?\s+(?:of|to)\b|\s+thereof\b"),
    including=pattern(
        r"(?i:\b(?:including|in\s+particular|notably|especially|specifically|namely),?\s+"
        r"(?:in\s+|its\s+|the\s+)*)\Z"
    ),
    that_work_after=pattern(
        r"\s+(?:of|in|to)\s+(?:that|the\s+(?:same|said|aforementioned|above-mentioned))\s+"
        r"(?:resolution|decision|report|document|treaty|convention|protocol)\b"
    ),
    its_annex_before=pattern(r"\b[Aa]nnex(?:es)?\s+to\s+(?:its\s+|the\s+)?\Z"),
    its_annex_after=pattern(r",\s+annex(?:es)?\b(?!\s+(?:[IVX]+|\d+)\b)"),
    preamble_before=pattern(r"(?i:\bpreambular\s+)\Z"),
    preamble_after=pattern(r"\s+of\s+(?:the|its)\s+preamble\b"),
    annex=pattern(
        r"\b(?:[Ss]ee|the|in|present|attached|following"
        r"|(?:present|this)\s+\w+\s+and\s+its)\s+"
        r"(?P<annex>[Aa]nnex(?:es)?\b)(?!\s+(?:[IVX]{1,5}|\d{1,2})\b)"
    ),
    annex_elsewhere_after=pattern(
        r"\s+(?:to|of)\s+(?!(?:the\s+present|this)\b|the\s+letter\b|present\b)"
    ),
    longer_name_after=pattern(
        r"\s+(?:of|on|for|between|concerning|against|regarding|banning|prohibiting)"
        r"\s+(?:the\s+|an?\s+)?[A-Z]"
    ),
)


# --- Everything else

COMMON_WORDS: Final = """
    the of and to in a that for on by with is are be as its this from which
"""
SHORTEST_STEM: Final = 3
DANGLING: Final = "of the and to in for by on from at a an with or that"
ABBREVIATIONS: Final = """
    add art arts cf ch chap corr dr e.g ed eds fig h.e i.e mr mrs ms no nos op p para
    paras pp pt res rev sect st v viz vol
"""


def stem(word: str) -> str:
    """Return a word without plural and possessive endings."""
    word = re.sub(r"'s?$", "", word)
    if len(word) <= SHORTEST_STEM or not word.endswith("s"):
        return word
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "ches", "shes", "xes")) else word[:-1]


def numbered_works(number: str) -> str:
    """Return the pattern of "resolutions 53/77 A of 4 December 1998 and 55/33 W"."""
    date = r"(?:\s+of\s+\d{1,2}\s+[A-Za-zA-я]+\s+\d{4})?"
    return (
        rf"\b(?P<word>(?i:resolutions?|decisions?))\s+{number}"
        # A comma may be missing before a number with its year.
        rf"(?:{date}(?:,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+|\s+){number})*"
    )


LANGUAGE: Final = Language(
    code="en",
    bcp47="en",
    name="English",
    order=30,
    not_yet=gettext_noop("No English text yet."),
    # Translators: the original of a part, by its language
    original_in=gettext_noop(
        "The original of this part is in English; it is not reproduced here."
    ),
    quoted=gettext_noop("quotes the English text"),
    script=Script.LATIN,
    common_words=frozenset(COMMON_WORDS.split()),
    encodings=("cp1252",),
    articles=("article", r"art\."),
    named=("英文", "английск", "english"),
    dangling=tuple(DANGLING.split()),
    conjunctions=("and", "or"),
    printed_names=("English", "ENGLISH"),
    page_numbers=(r"(?:Page|page)\s*[\dIVXivx]+(?:\s*of\s*\d+)?",),
    day=pattern(rf"(?P<day>\d{{1,2}})\s+(?P<month>{MONTH})\s+(?P<year>\d{{4}})", I),
    months=MONTHS,
    letter=pattern(r"^(?:Identical letters|Letters?|Notes? verbales?)\b", I),
    dated_letter="{kind} dated {day}",
    page_notes=(r"\(\s*continued\s*\)", r"Please\s+recycle.*"),
    abbreviations=frozenset(ABBREVIATIONS.split()),
    cues=CUES,
    hyphens=HYPHENS,
    pointers=POINTERS,
    names=NameCues(
        stem=stem,
        skipped=frozenset({"the", "a", "an"}),
        has_exact_short_forms=True,
        works=pattern(
            r"(?P<name>(?P<head>(?:(?!(?:The|This|That|These|Each|Any|No|Such|Under|In)"
            r"\b)[A-Z][\w’-]+\s+){1,6})?(?P<genus>Treaty|Convention|Protocol|Agreement"
            r"|Charter|Covenant|Statute)\b(?:\s+(?:on|for|of|against|concerning"
            r"|relating\s+to)\s+[^,;.“”()\n]{4,90}|(?(head)|(?!))))"
        ),
    ),
    symbols=SymbolCues(numbered=numbered_works, decisions=("deci",)),
)
