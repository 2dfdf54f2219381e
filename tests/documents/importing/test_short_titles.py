"""Short titles that an import proposes."""

from __future__ import annotations

import pytest

from documents.importing import propose_short_title
from documents.languages import BY_CODE

LONG = {
    "en": "Letter dated 8 September 2006 from the Permanent Representatives of"
    " Kazakhstan and\nUzbekistan addressed to the Secretary-General",
    "ru": "Письмо постоянных представителей Казахстана и Узбекистана при Организации"
    " Объединенных Наций от 8 сентября 2006 года на имя Генерального секретаря",
    "zh-hans": "2006年9月8日哈萨克斯坦、吉尔吉斯斯坦、塔吉克斯坦"
    "和乌兹别克斯坦常驻联合国代表给秘书长的信",
}


@pytest.mark.parametrize(
    ("code", "title", "expected"),
    [
        ("en", LONG["en"], "Letter dated 8 September 2006"),
        ("ru", LONG["ru"], "Письмо от 8 сентября 2006 года"),
        ("zh-hans", LONG["zh-hans"], "2006年9月8日的信"),
        ("en", "Statement", ""),
        ("en", "", ""),
        (
            "en",
            "Declaration on the Right to Development, and on what States owe to those"
            " who develop",
            "Declaration on the Right to Development, and on what States",
        ),
        ("zh-hans", "关于" + "和平" * 20, "关于" + "和平" * 14),
    ],
)
def test_a_long_title_is_shortened(code: str, title: str, expected: str) -> None:
    assert propose_short_title(title, BY_CODE[code]) == expected
