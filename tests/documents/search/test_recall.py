"""What people ask for in three languages finds the clauses of the letter that have it.

The expected clauses were listed by hand, from the three texts of the second edition.
"""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from documents.models import ClauseVersion
from documents.search.clauses import ClauseFilter
from documents.search.query import read_query
from documents.search.vector import ask
from tests.base import LETTER

pytestmark = [pytest.mark.usefixtures("letter"), pytest.mark.django_db]

TREATY = "letter-p1 letter-p2 letter-p3 pre1 pre3 pre9 pre10 pre11 op1 op2 op3 op4 op5"
ZONE = (
    "letter-item_title letter-p1 letter-p2 pre2 pre3 pre4 pre5 pre6 pre7 pre8 pre9"
    " pre10 pre11 op1 op2 op3 op6"
)
AMBASSADORS = "letter-sig1 letter-sig2 letter-sig3 letter-sig4 letter-sig5"
NON_PROLIFERATION = "pre1 pre3 pre4 pre6 pre11"
PARTIES = "letter-p3 pre10 pre11 op5"

RUSSIAN = {
    "договором": TREATY,
    "договоры": TREATY,
    "Генеральная Ассамблея": "letter-organ1 letter-p4 pre8 pre11 op6",
    "зона, свободная от ядерного оружия": ZONE,
    "терроризм": "pre5",
    "террористы": "pre5",
    "нераспространению": NON_PROLIFERATION,
    "государство-участник": PARTIES,
    "государства — участники": PARTIES,
    "«государства-члены»": "pre11 op6",
    "Семипалатинск": "letter-p1 place_date",
    "Бишкек": "pre7",
    "консультация": "letter-p2 op3 op4",
    "Тлателолко": "pre11 op4",
    "кризисы": "pre4",
    "советом безопасности": "letter-organ2 letter-p4",
    "шестьдесят первая сессия": "letter-session1 letter-p4 op6",
    "статья VII": "pre1",
    "подписание": "letter-p1",
    "УРАН": "op5",
    "посол": AMBASSADORS,
    "меры доверия": "letter-p3",
    "договор -зона": "letter-p3 pre1 op5",
    "«топливный цикл»": "op5",
}
ENGLISH = {
    "treaties": TREATY,
    "nuclear weapon free zone": ZONE,
    "nuclear-weapon-free zones": ZONE,
    "non-proliferation": NON_PROLIFERATION,
    "nonproliferation": NON_PROLIFERATION,
    "clean up": "op5",
    "cleanup": "op5",
    "terrorist": "pre5",
    "State Party": PARTIES,
    "“States parties”": PARTIES,
    "uranium mine": "op5",
    "expressing gratitude": "op2",
    "consultations": "letter-p2 pre7 pre9 op3 op4",
    "“nuclear fuel cycle”": "op5",
    "Secretary-General": "letter-title annex op2",
    "confidence building": "letter-p3",
    "ambassadors": AMBASSADORS,
    "northern hemispheres": "letter-p2",
    "treaty -zone": "letter-p3 pre1 op5",
    "Rarotonga OR Bangkok": "op4",
    "region’s": "letter-p2 letter-p3 pre2 pre3 pre7 pre9 op2",
    "“weapons nuclear”": "",
}
CHINESE = {
    "铀": "op5",
    "处": "letter-p2 op5",
    "条约": TREATY,
    "大使": AMBASSADORS,
    "恐怖": "pre5",
    "武器": f"{ZONE} pre1 op5",
    "北半球": "letter-p2",
    "议定书": "op3",
    "原子能": "op2",
    "佩林达巴": "op4",
    "信任措施": "letter-p3",
    "核燃料循环": "op5",
    "无核武器区": ZONE,
    "联合国秘书长": "op2",
    "给秘书长的信": "letter-title annex",
    "不扩散核武器条约": "pre1 pre3 pre11",
    "《不扩散核武器条约》": "pre1 pre3 pre11",
    "無核武器區": ZONE,
    "國際原子能機構": "op2",
    "第六十一届": "letter-session1 letter-p4 op6",
    "中亚 危机": "pre4",
    "武器条约": "pre1 pre3 pre11",
    "约条": "",
}
MIXED = {
    "90(bb)": "letter-item letter-p4",
    "90 (bb)": "letter-item letter-p4",
    "９０（ｂｂ）": "letter-item letter-p4",
    "1999": "pre8",
    "1997年2月28日": "pre7",
    "28 февраля 1997": "pre7",
    "条约 uranium": "op5",
    "non-proliferation кризис": "pre4",
    "договор 铀 mining": "op5",
    "A/54/42": "",
    "Mexico": "pre11",
    "墨西哥": "pre11",
    "Мексика": "pre11",
    "Kazykhanov": "letter-sig1",
    "Казыханов": "letter-sig1",
    "卡齐哈诺夫": "letter-sig1",
    "约尔然·卡齐哈诺夫": "letter-sig1",
    "Жээнбаев": "letter-sig2",
}
# Forms that a stemmer without a dictionary takes for other words.
HARD = {
    "послы": AMBASSADORS,
    "укрепляет доверие": "letter-p3",
    "crises": "pre4",
    "урановая добыча": "op5",
}
QUERIES = [*RUSSIAN.items(), *ENGLISH.items(), *CHINESE.items(), *MIXED.items()]


def found(typed: str, **asked: str) -> set[str]:
    filter_ = ClauseFilter(document=LETTER, **asked)
    hits = filter_.find(AnonymousUser(), ask(read_query(typed)), by_rank=True)
    rows = ClauseVersion.objects.filter(pk__in=hits.pks)
    return {key.removeprefix("statement-") for key in _keys(rows)}


def _keys(rows: object) -> list[str]:
    return list(rows.values_list("clause__key", flat=True))  # type: ignore[attr-defined]


def test_there_are_twenty_in_each_language() -> None:
    assert min(map(len, (RUSSIAN, ENGLISH, CHINESE))) >= 20


@pytest.mark.parametrize(("typed", "expected"), QUERIES)
def test_finds(typed: str, expected: str) -> None:
    assert found(typed) == set(expected.split())


def test_few_of_all_are_missed() -> None:
    asked = [*QUERIES, *HARD.items()]
    recalled = [
        len(found(typed) & set(expected.split())) / len(expected.split())
        for typed, expected in asked
        if expected
    ]
    assert sum(recalled) / len(recalled) > 0.94


class TestNarrowed:
    def test_to_the_text_that_matches(self) -> None:
        assert found("договор", language="ru") == set(TREATY.split())
        assert found("договор", language="en") == set()
        assert found("区", language="zh-hans") >= {"op4"}
        assert found("区", language="ru") == set()

    def test_to_a_part_and_a_kind(self) -> None:
        assert found("treaty", part="letter") == {"letter-p1", "letter-p2", "letter-p3"}
        assert found("treaty", kind="operative") == {"op1", "op2", "op3", "op4", "op5"}

    def test_to_earlier_editions(self) -> None:
        assert found("relating", editions="all") == {"letter-p2"}
        assert found("relating") == set()
