"""Letters with annexes and enclosures, one below the other without blank lines."""

from __future__ import annotations

import pytest

from documents.importing import parse

LETTERS = {
    "en": """\
Letter dated 5 May 2017 from the Permanent Representative of Ruritania to
the United Nations addressed to the President of the Security Council
I have the honour to transmit herewith a letter from the Minister for Foreign
Affairs of Ruritania (see annex).
(Signed) Rudolf Rassendyll
Ambassador
Permanent Representative
Annex to the letter dated 5 May 2017 from the Permanent Representative
of Ruritania to the United Nations addressed to the President of the
Security Council
I am writing to you about the lighthouse. It has been dark for two years, and
no ship has found the port.
(Signed) Black Michael
Enclosure
""",
    "ru": """\
Письмо Постоянного представителя Руритании от 5 мая 2017 года на имя Председателя Совета Безопасности
Имею честь настоящим препроводить письмо министра иностранных дел (см. приложение).
(Подпись) Рудольф Рассендилл
Посол
Постоянный представитель
Приложение к письму Постоянного представителя Руритании от 5 мая 2017 года на имя Председателя Совета Безопасности
Пишу Вам о маяке. Он не горит уже два года.
(Подпись) Черный Михаэль
Добавление
""",  # noqa: E501
    "zh-hans": """\
2017年5月5日鲁里坦尼亚常驻联合国代表给安全理事会主席的信
谨随信转递鲁里坦尼亚外交部长的来信，并请将本函及其附件作为文件分发为荷。
常驻代表
大使
鲁道夫(签名)
2017年5月5日鲁里坦尼亚常驻联合国代表给安全理事会主席的信的附件
我写信给你，谈灯塔问题。灯塔熄灭已有两年。
黑色米歇尔(签名)
附文
""",
}
KINDS = ["title", "paragraph", "signature"]
ANNEXED = ["annex_heading", "paragraph", "signature"]


@pytest.mark.parametrize("language", LETTERS)
def test_run_together(language: str) -> None:
    units = parse(LETTERS[language], language).units
    assert [unit.kind for unit in units] == [*KINDS, *ANNEXED, "annex_heading"]


def test_a_title_above_single_sentences() -> None:
    wrapped = LETTERS["en"].replace(" to\n", " to ").replace("Representative\nof", "of")
    flat = wrapped.replace("the\nSec", "the Sec").replace("Foreign\n", "Foreign ")
    text = flat.replace(", and\nno", ", and no") + (
        "Record of the keeper\nOn 1 May the lamp went out.\nOn 2 May it was lit.\n"
    )
    assert [unit.text for unit in parse(text, "en").units[-3:]] == [
        "Record of the keeper",
        "On 1 May the lamp went out.",
        "On 2 May it was lit.",
    ]
