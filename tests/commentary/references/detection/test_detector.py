"""Each rule in each language: what is found, and what is rightly left alone."""

from __future__ import annotations

import pytest

from commentary.references.detection import (
    Names,
    Outline,
    Passage,
    Recall,
    Register,
    detect,
    detect_all,
)

from .base import found, outline, register

SIX = {f"statement/op{number}" for number in range(1, 7)}
PREAMBLE = {f"statement/pre{number}" for number in range(1, 12)}
PLACES = Outline(frozenset(SIX | PREAMBLE | {"statement/op3/a", "statement/op3/b"}))


class TestNames:
    @pytest.mark.parametrize(
        "words",
        [
            "Договор о нераспространении ядерного оружия",
            "Договору о нераспространении ядерного оружия",
            "Договором о нераспространении ядерного оружия",
            "Договоре о нераспространении ядерного оружия",
            "ДОГОВОР О НЕРАСПРОСТРАНЕНИИ ЯДЕРНОГО ОРУЖИЯ",
            "Договор о нераспростране\u00adнии ядерного оружия",
            "ДНЯО",
        ],
    )
    def test_russian_cases(self, words: str) -> None:
        assert found(f"согласно {words}, стороны", "ru") == [("npt", "", words)]

    @pytest.mark.parametrize(
        "words",
        [
            "Алматинская декларация глав центральноазиатских государств",
            "Алматинскую декларацию глав центральноазиатских государств",
            "Алматинской декларацией глав центральноазиатских государств",
        ],
    )
    def test_russian_adjectives(self, words: str) -> None:
        assert found(f"Принимая {words}.", "ru") == [("almaty-declaration", "", words)]

    @pytest.mark.parametrize(
        "words",
        [
            "Treaty on the Non-Proliferation of Nuclear Weapons",
            "Treaty on Non-proliferation of Nuclear Weapons",
            "treaty on the non-proliferation of nuclear weapons",
            "Nuclear Non\u2010Proliferation Treaty",
            "NPT",
            "NPT's",
            "Non-Proliferation Treaty's",
        ],
    )
    def test_english(self, words: str) -> None:
        assert found(f"Under {words} obligations", "en") == [("npt", "", words)]

    @pytest.mark.parametrize(
        "words",
        [
            "《不扩散核武器条约》",
            "不扩散核武器条约",
            "《核不扩散条约》",
            "〈不扩散条约〉",
        ],
    )
    def test_chinese(self, words: str) -> None:
        assert found(f"各国遵守{words}的规定", "zh-hans") == [("npt", "", words)]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "the npt of a valve, and the Treaty. On the non-proliferation"),
            ("en", "Treaty on the Non-Proliferation (of Nuclear Weapons)"),
            ("en", "Tlatelolco, treaty bodies and Bangkok"),
            ("ru", "договорились о нераспространении ядерного оружия"),
            ("ru", "Договор. О нераспространении ядерного оружия"),
            ("zh-hans", "不扩散核武器。条约的规定"),
        ],
    )
    def test_what_only_resembles_a_name(self, language: str, text: str) -> None:
        assert found(text, language) == []

    def test_the_longest_name_is_meant(self) -> None:
        text = "Протокол к Договору о зоне, свободной от ядерного оружия, в Центральной"
        [mention] = found(f"{text} Азии", "ru")
        assert mention[0] == "central-asia-treaty-protocol"

    @pytest.mark.parametrize(
        ("language", "text", "words"),
        [
            (
                "en",
                "the treaties of Tlatelolco, Rarotonga, Bangkok, and Pelindaba",
                ["treaties of Tlatelolco", "Rarotonga", "Bangkok", "Pelindaba"],
            ),
            (
                "ru",
                "договоры Тлателолко, Раротонга, Бангкокский и Пелиндабский",
                ["договоры Тлателолко", "Раротонга", "Бангкокский", "Пелиндабский"],
            ),
            (
                "zh-hans",
                "特拉特洛尔科、拉罗通加、曼谷 和佩林达巴 各条约",
                ["特拉特洛尔科", "拉罗通加", "曼谷", "佩林达巴 各条约"],
            ),
        ],
    )
    def test_a_series(self, language: str, text: str, words: list[str]) -> None:
        said = found(text, language)
        assert [each[0] for each in said] == [
            "tlatelolco",
            "rarotonga",
            "bangkok",
            "pelindaba",
        ]
        assert [each[2] for each in said] == words

    def test_no_series_in_the_singular(self) -> None:
        text = "Under the Treaty of Tlatelolco, Bangkok hosted a meeting"
        assert [each[0] for each in found(text, "en")] == ["tlatelolco"]

    @pytest.mark.parametrize(("place", "count"), [("x/title", 0), ("x/p1", 1)])
    def test_a_title_that_is_nothing_else(self, place: str, count: int) -> None:
        assert len(found("Договор Тлателолко", "ru", place=place)) == count


class TestShortForms:
    def said(
        self, language: str, *texts: str, place: str = "statement/op1"
    ) -> list[str]:
        passages = [Passage(place, text) for text in texts]
        return [
            mention.target.key
            for mentions in detect_all(passages, language, register(), outline())
            for mention in mentions
        ]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "Parties to the Treaty"),
            ("ru", "участники Договора"),
            ("zh-hans", "加入条约"),
        ],
    )
    def test_mean_nothing_before_it_is_named(self, language: str, text: str) -> None:
        assert self.said(language, text) == []

    def test_mean_what_was_named_last(self) -> None:
        said = self.said(
            "en",
            "Recalling the NPT",
            "parties to the Treaty",
            "the Treaty on a Nuclear-Weapon-Free Zone in Central Asia",
            "The Treaty",
            "in accordance with the NPT, the Treaty",
        )
        npt, zone = "npt", "central-asia-treaty"
        assert said == [npt, npt, zone, zone, npt, npt]

    @pytest.mark.parametrize(
        ("language", "name", "text"),
        [
            ("en", "NPT", "the Treaty on Open Skies"),
            ("en", "NPT", "a treaty, the treaty or the treaties"),
            (
                "ru",
                "ДНЯО",
                "Договор по открытому небу и Договор Антарктики"[:7] + " о небе",
            ),
            ("ru", "ДНЯО", "этот договор"),
            ("ru", "ДНЯО", "Договор СНВ и Договор Лиги государств"),
            ("zh-hans", "《不扩散条约》", "南极条约和海床条约"),
        ],
    )
    def test_not_a_part_of_an_unknown_name(
        self, language: str, name: str, text: str
    ) -> None:
        assert self.said(language, name, text) == ["npt"]

    def test_a_treaty_speaks_of_itself(self) -> None:
        said = self.said("en", "the NPT", "the Treaty", place="treaty/art1")
        assert said == ["npt"]

    @pytest.mark.parametrize(
        ("language", "unknown", "short"),
        [
            ("en", "the Comprehensive Nuclear-Test-Ban Treaty", "the Treaty"),
            ("en", "the Treaty on Open Skies, signed at Helsinki,", "that Treaty"),
            ("ru", "Договором об Антарктике, подписанным ранее,", "этого Договора"),
            ("zh-hans", "《南极条约》", "该条约"),
        ],
    )
    def test_may_mean_a_work_without_an_instrument(
        self, language: str, unknown: str, short: str
    ) -> None:
        name = {"en": "the NPT", "ru": "ДНЯО", "zh-hans": "《不扩散核武器条约》"}
        known = name[language]
        assert self.said(language, known, f"{unknown} {short}") == ["npt"]
        assert self.said(language, known, unknown, short) == ["npt"]
        assert self.said(language, unknown, known, short) == ["npt", "npt"]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "the Vienna Convention; the Treaty"),
            ("en", "This Treaty on which all agreed"),
            ("ru", "Конвенция о праве договоров; Договор"),
            ("zh-hans", "《维也纳公约》和该条约"),
        ],
    )
    def test_of_another_kind_is_no_rival(self, language: str, text: str) -> None:
        name = {"en": "the NPT", "ru": "ДНЯО", "zh-hans": "《不扩散核武器条约》"}
        assert self.said(language, name[language], text) == ["npt", "npt"]

    @pytest.mark.parametrize(
        ("language", "names", "short"),
        [
            ("en", "the NPT and the Treaty of Bangkok", "that Treaty"),
            ("ru", "ДНЯО и Бангкокский договор", "этого Договора"),
            ("zh-hans", "《不扩散核武器条约》和《曼谷条约》", "该《条约》"),
        ],
    )
    def test_with_a_demonstrative_mean_what_was_named_last(
        self, language: str, names: str, short: str
    ) -> None:
        assert self.said(language, names, short) == ["npt", "bangkok", "bangkok"]

    def test_stand_alone_in_title_marks(self) -> None:
        said = self.said("zh-hans", "《不扩散核武器条约》", "加强《条约》各方面的承诺")
        assert said == ["npt", "npt"]

    def test_a_name_of_two_is_of_the_last_named(self) -> None:
        both = Register(
            tuple(
                Names(slug, {"en": (f"Declaration of {slug}", "Final Declaration")})
                for slug in ("Bern", "Rome")
            )
        )
        recall = Recall()
        assert detect("the Final Declaration", "en", both, recall=recall) == ()
        text = "Declaration of Rome, Declaration of Bern, Final Declaration"
        said = detect(text, "en", both, recall=recall)
        assert [mention.target.key for mention in said] == ["Rome", "Bern", "Bern"]


class TestArticles:
    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "article VI of the NPT"),
            (
                "en",
                "Article VI of the Treaty on the Non-Proliferation of Nuclear Weapons",
            ),
            ("en", "NPT, article VI"),
            ("en", "NPT (article VI"),
            ("en", "NPT, in particular its article VI"),
            ("ru", "статья VI ДНЯО"),
            ("ru", "статьёй VI ДНЯО"),
            ("ru", "статье VI Договора о нераспространении ядерного оружия"),
            ("ru", "ДНЯО, в частности его статья VI"),
            ("ru", "ДНЯО (статья VI"),
            ("zh-hans", "《不扩散条约》第六条"),
            ("zh-hans", "《不扩散条约》第6条"),
            ("zh-hans", "《不扩散条约》的第六条"),
            ("zh-hans", "《不扩散条约》，特别是其第六条"),
        ],
    )
    def test_one_article(self, language: str, text: str) -> None:
        assert found(text, language) == [("npt", "art. VI", text)]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "paragraph 2 of article III of the NPT"),
            ("en", "article III, paragraph 2, of the NPT"),
            ("ru", "пункт 2 статьи III ДНЯО"),
            ("ru", "в пункте 2 статьи III ДНЯО"),
            ("zh-hans", "《不扩散条约》第三条第2款"),
            ("zh-hans", "《不扩散条约》第三条第二款"),
        ],
    )
    def test_a_paragraph_of_an_article(self, language: str, text: str) -> None:
        [(slug, locator, _words)] = found(text, language)
        assert (slug, locator) == ("npt", "art. III, para. 2")

    @pytest.mark.parametrize(
        ("language", "text", "second"),
        [
            (
                "en",
                "paragraph 1 and paragraph 2 of article III of the NPT",
                "paragraph 2 ",
            ),
            (
                "en",
                "article III, paragraph 1 and paragraph 2, of the NPT",
                "paragraph 2,",
            ),
            ("ru", "пункта 1 и пункта 2 статьи III ДНЯО", "пункта 2 "),
            ("zh-hans", "《不扩散条约》第三条第1款和第2款", "第2款"),
            ("zh-hans", "《不扩散条约》第三条第一款、第二款", "第二款"),
        ],
    )
    def test_a_paragraph_and_another(
        self, language: str, text: str, second: str
    ) -> None:
        said = found(text, language)
        locators = ["art. III, para. 1", "art. III, para. 2"]
        assert [each[:2] for each in said] == [("npt", each) for each in locators]
        assert said[1][2].startswith(second)

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "paragraph 2 of article III and article VI of the NPT"),
            ("en", "article III, paragraph 2, and article VI of the NPT"),
            ("ru", "пунктом 2 статьи III и статьей VI ДНЯО"),
            ("zh-hans", "《不扩散条约》第三条第2款和第六条"),
        ],
    )
    def test_a_paragraph_of_one_article_and_another_article(
        self, language: str, text: str
    ) -> None:
        said = [each[:2] for each in found(text, language)]
        assert said == [("npt", "art. III, para. 2"), ("npt", "art. VI")]

    def test_a_list_ends_with_places_of_another_work(self) -> None:
        text = (
            "article VI of the NPT and Article 51 of the Charter of the United Nations"
        )
        said = [each[:2] for each in found(text, "en")]
        assert said == [("npt", "art. VI"), ("un-charter", "art. 51")]

    def test_an_article_of_that_treaty(self) -> None:
        text = "ДНЯО: руководствуясь статьями I и II этого Договора"
        said = [each[:2] for each in found(text, "ru")]
        assert said == [("npt", ""), ("npt", "art. I"), ("npt", "art. II")]

    @pytest.mark.parametrize("comma", ["，", ","])
    def test_chinese_with_wide_and_narrow_commas(self, comma: str) -> None:
        text = f"遵守《不扩散条约》{comma}《条约》第六条{comma}第七条"
        said = [(each[1], each[2]) for each in found(text, "zh-hans")]
        assert said == [
            ("", "《不扩散条约》"),
            ("art. VI", "《条约》第六条"),
            ("art. VII", "第七条"),
        ]

    def test_a_short_form_in_marks(self) -> None:
        text = "《不扩散条约》生效，该《条约》第六条"
        said = [(each[1], each[2]) for each in found(text, "zh-hans")]
        assert said == [("", "《不扩散条约》"), ("art. VI", "该《条约》第六条")]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "articles I, II and IV of the NPT"),
            ("ru", "статьи I, II и IV ДНЯО"),
            ("zh-hans", "《不扩散条约》第一、第二和第四条"),
            ("zh-hans", "《不扩散条约》第一、二和四条"),
        ],
    )
    def test_several_articles(self, language: str, text: str) -> None:
        said = found(text, language)
        assert [each[1] for each in said] == ["art. I", "art. II", "art. IV"]
        assert {each[0] for each in said} == {"npt"}
        assert text.startswith(said[0][2])
        assert text.endswith(said[-1][2])

    def test_paragraphs_of_a_document(self) -> None:
        text = (
            "paragraphs 60, 61, 62 and 64 of the Final Document of the Tenth Special"
            " Session of the General Assembly"
        )
        said = found(text, "en")
        assert [each[1] for each in said] == [f"para. {n}" for n in (60, 61, 62, 64)]

    def test_arabic_numerals_where_the_register_says_so(self) -> None:
        charter = Register((Names("charter", {"en": ("UN Charter",)}),))
        for article in ("Article 51", "Article LI"):
            text = f"{article} of the UN Charter"
            assert found(text, "en", names=charter) == [("charter", "art. 51", text)]


class TestHere:
    def keys(self, text: str, language: str, place: str = "statement/op5") -> list[str]:
        said = found(text, language, outline=PLACES, place=place)
        return [key for key, _locator, _words in said]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "as stated in paragraph 3 above"),
            ("en", "Paragraph 3 of the present statement"),
            ("en", "operative paragraph 3"),
            ("en", "under paragraph 3,"),
            ("ru", "как указано в пункте 3 выше"),
            ("ru", "как указано выше в пункте 3"),
            ("ru", "пунктом 3 настоящего заявления"),
            ("ru", "пункт 3 постановляющей части"),
            ("zh-hans", "如上文第3段所述"),
            ("zh-hans", "上文第三段"),
            ("zh-hans", "执行部分第3段"),
            ("zh-hans", "本声明第3段"),
        ],
    )
    def test_a_paragraph(self, language: str, text: str) -> None:
        assert self.keys(text, language) == ["statement/op3"]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "paragraphs 2 and 3 (a) above"),
            ("ru", "в пунктах 2 и 3 a) выше"),
            ("zh-hans", "上文第2和第3(a)段"),
            ("zh-hans", "上文第2段和第3段(a)分段"),
        ],
    )
    def test_several_and_their_parts(self, language: str, text: str) -> None:
        assert self.keys(text, language) == ["statement/op2", "statement/op3/a"]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "preambular paragraph 7"),
            ("en", "paragraph 7 of the preamble"),
            ("ru", "пункт 7 преамбулы"),
            ("zh-hans", "序言部分第7段"),
        ],
    )
    def test_the_preamble(self, language: str, text: str) -> None:
        assert self.keys(text, language) == ["statement/pre7"]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "paragraph 3 of the Convention"),
            ("en", "paragraph 3 thereof"),
            ("en", "paragraph 9 above"),
            ("en", "paragraph 30"),
            ("ru", "пункт 3 Конвенции"),
            ("ru", "пункт 3 повестки дня"),
            ("ru", "пункт 30"),
            ("zh-hans", "该公约第3段"),
            ("zh-hans", "第三，这个条约"),
            ("zh-hans", "议程项目3"),
            ("zh-hans", "第30段"),
        ],
    )
    def test_what_is_elsewhere(self, language: str, text: str) -> None:
        assert self.keys(text, language) == []

    def test_no_clause_refers_to_itself(self) -> None:
        assert self.keys("paragraph 5 above", "en") == []

    def test_a_paragraph_of_the_same_article(self) -> None:
        places = frozenset(
            {"treaty/art2", "treaty/art2/p1", "treaty/art2/p2", "treaty/art3/p1"}
        )
        said = found(
            "paragraph 1 and article 3, paragraph 1",
            "en",
            outline=Outline(places),
            place="treaty/art2/p2",
        )
        assert [each[0] for each in said] == ["treaty/art2/p1", "treaty/art3/p1"]


class TestAnnex:
    @pytest.mark.parametrize(
        ("language", "text", "words"),
        [
            ("en", "of the statement (see annex).", "annex"),
            ("en", "the annex to the present letter", "annex"),
            ("ru", "заявления (см. приложение).", "приложение"),
            ("ru", "в приложении к настоящему письму", "приложении"),
            ("zh-hans", "声明的案文（见附件）。", "附件"),
            ("zh-hans", "本函附件", "附件"),
            ("en", "the present letter and its annex", "annex"),
            ("ru", "настоящего письма и приложения к нему", "приложения"),
            ("zh-hans", "请将本函及其附件", "附件"),
        ],
    )
    def test_the_annex(self, language: str, text: str, words: str) -> None:
        said = found(text, language, outline=outline(), place="letter/p1")
        assert said == [("statement", "", words)]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "the annex to resolution 2625 (XXV)"),
            ("en", "a threat to annex territories"),
            ("ru", "в приложении к резолюции"),
            ("ru", "приложения усилий"),
            ("zh-hans", "该决议附件"),
        ],
    )
    def test_the_annex_of_something_else(self, language: str, text: str) -> None:
        said = found(text, language, outline=outline(), place="letter/p1")
        assert "statement" not in [each[0] for each in said]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "paragraph 3 of the annex"),
            ("ru", "пункт 3 приложения"),
            ("zh-hans", "附件第3段"),
        ],
    )
    def test_a_paragraph_of_the_annex(self, language: str, text: str) -> None:
        said = found(text, language, outline=outline(), place="letter/p1")
        assert [each[0] for each in said] == ["statement/op3"]

    @pytest.mark.parametrize(
        ("language", "text"),
        [("en", "see annex II"), ("ru", "см. приложение II"), ("zh-hans", "见附件二")],
    )
    def test_one_of_several(self, language: str, text: str) -> None:
        titles: dict[str, dict[str, str]] = {"letter": {}, "annex": {}, "annex-2": {}}
        several = Outline(frozenset({"letter/p1"}), titles)
        said = found(text, language, outline=several, place="letter/p1")
        assert [each[0] for each in said] == ["annex-2"]

    def test_none_where_there_is_none(self) -> None:
        assert found("see annex", "en", outline=PLACES, place="statement/op1") == []


class TestCitedByMost:
    """The works that most texts of the United Nations cite, as they cite them."""

    @pytest.mark.parametrize(
        ("slug", "texts"),
        [
            (
                "un-charter",
                {
                    "en": "the purposes and principles of the Charter of the United"
                    " Nations",
                    "ru": "руководствуясь Уставом Организации Объединенных Наций",
                    "zh-hans": "遵循《联合国宪章》的宗旨和原则",
                },
            ),
            (
                "universal-declaration-of-human-rights",
                {
                    "en": "Reaffirming the Universal Declaration of Human Rights",
                    "ru": "ссылаясь на Всеобщую декларацию прав человека",
                    "zh-hans": "重申《世界人权宣言》",
                },
            ),
            (
                "geneva-conventions",
                {
                    "en": "in accordance with the Geneva Conventions of 12 August 1949",
                    "ru": "в соответствии с Женевскими конвенциями от 12 августа"
                    " 1949 года",
                    "zh-hans": "根据1949年8月12日日内瓦四公约",
                },
            ),
            (
                "outer-space-treaty",
                {
                    "en": "the Treaty on Principles Governing the Activities of States"
                    " in the Exploration and Use of Outer Space, including the Moon and"
                    " Other Celestial Bodies",
                    "ru": "участникам Договора о принципах деятельности государств по"
                    " исследованию и использованию космического пространства, включая"
                    " Луну и другие небесные тела",
                    "zh-hans": "《关于各国探索和利用包括月球和其他天体在内外层空间"
                    "活动的原则条约》缔约国",
                },
            ),
            (
                "biological-weapons-convention",
                {
                    "en": "States parties to the Biological Weapons Convention",
                    "ru": "участники Конвенции о запрещении разработки, производства и"
                    " накопления запасов бактериологического (биологического) и"
                    " токсинного оружия и об их уничтожении",
                    "zh-hans": "《关于禁止发展、生产和储存细菌（生物）及毒素武器和销毁"
                    "此种武器的公约》",
                },
            ),
            (
                "chemical-weapons-convention",
                {
                    "en": "the Convention on the Prohibition of the Development,"
                    " Production, Stockpiling and Use of Chemical Weapons and on Their"
                    " Destruction",
                    "ru": "присоединиться к Конвенции о запрещении химического оружия",
                    "zh-hans": "加入《化学武器公约》",
                },
            ),
            (
                "law-of-the-sea-convention",
                {
                    "en": "the United Nations Convention on the Law of the Sea",
                    "ru": "положения Конвенции Организации Объединенных Наций по"
                    " морскому праву",
                    "zh-hans": "《联合国海洋法公约》的规定",
                },
            ),
        ],
    )
    def test_once_in_each_language(self, slug: str, texts: dict[str, str]) -> None:
        for language, text in texts.items():
            assert [each[0] for each in found(text, language)] == [slug], text

    @pytest.mark.parametrize(
        ("slug", "name"),
        [("bangkok", "东南亚无核武器区条约"), ("pelindaba", "非洲无核武器区条约")],
    )
    def test_zones_by_their_usual_chinese_names(self, slug: str, name: str) -> None:
        assert found(f"欢迎《{name}》生效", "zh-hans") == [(slug, "", f"《{name}》")]

    @pytest.mark.parametrize("comma", ["、", "，", ","])
    def test_zones_in_a_list(self, comma: str) -> None:
        text = f"拉罗通加{comma}曼谷和佩林达巴各条约"
        said = [each[0] for each in found(text, "zh-hans")]
        assert said == ["rarotonga", "bangkok", "pelindaba"]


class TestSymbols:
    @pytest.mark.parametrize(
        "symbol",
        [
            "A/61/293",
            "A/RES/60/72",
            "A/C.1/61/L.54/Rev.1",
            "S/2006/1",
            "CD/1839",
            "NPT/CONF.2005/57",
            "INFCIRC/140",
            "A/RES/60/72 B",
            "A/61/293-S/2006/721",
        ],
    )
    @pytest.mark.parametrize(
        ("language", "pattern"),
        [("en", "the report ({})."), ("ru", "доклад ({})."), ("zh-hans", "报告({})。")],
    )
    def test_symbols(self, language: str, pattern: str, symbol: str) -> None:
        text = pattern.format(symbol)
        assert "".join(each[2] for each in found(text, language)) in (
            symbol,
            symbol.replace("-", ""),
        )

    @pytest.mark.parametrize(
        ("language", "text", "symbols"),
        [
            ("en", "resolution 2758 (XXVI)", ["resolution 2758 (XXVI)"]),
            ("ru", "резолюция 2758 (XXVI)", ["resolution 2758 (XXVI)"]),
            (
                "ru",
                "резолюцией Совета Безопасности 1540 (2004)",
                ["resolution 1540 (2004)"],
            ),
            ("zh-hans", "第2758(XXVI)号决议", ["resolution 2758 (XXVI)"]),
            ("zh-hans", "第2758（二十六）号决议", ["resolution 2758 (XXVI)"]),
            ("zh-hans", "第218A(III)号决议", ["resolution 218 A (III)"]),
            ("en", "decision 60/9", ["decision 60/9"]),
            ("ru", "решение 60/9", ["decision 60/9"]),
            ("zh-hans", "第60/9号决定", ["decision 60/9"]),
            (
                "en",
                "resolutions 60/1 A of 8 December 2005, 60/2 and 1540 (2004)",
                ["resolution 60/1 A", "resolution 60/2", "resolution 1540 (2004)"],
            ),
            (
                "ru",
                "резолюциях 60/1 A от 8 декабря 2005 года и 60/2",
                ["resolution 60/1 A", "resolution 60/2"],
            ),
            (
                "zh-hans",
                "2005年12月8日第60/1 A号和第60/2号决议",
                ["resolution 60/1 A", "resolution 60/2"],
            ),
        ],
    )
    def test_resolutions(self, language: str, text: str, symbols: list[str]) -> None:
        assert [each[0] for each in found(text, language)] == symbols

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "resolution 53/77 A"),
            ("en", "A/RES/53/77 A"),
            ("ru", "резолюции 53/77 А"),
            ("zh-hans", "第53/77 A号决议"),
        ],
    )
    def test_one_that_is_registered(self, language: str, text: str) -> None:
        assert found(text, language) == [("general-assembly-resolutions", "", text)]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "A/54/42, annex I"),
            ("ru", "A/54/42, приложение I"),
            ("zh-hans", "A/54/42，附件一"),
        ],
    )
    def test_an_annex_that_is_registered(self, language: str, text: str) -> None:
        said = found(text, language)
        assert said == [("disarmament-commission-guidelines", "", text)]

    def test_the_symbol_of_the_document_itself(self) -> None:
        own = Outline(symbols=("A/61/293", "A/RES/61/88"))
        for text in ("A/61/293", "resolution 61/88"):
            assert found(text, "en", outline=own) == []
        assert found("A/61/294", "en", outline=own) == [("A/61/294", "", "A/61/294")]

    def test_a_paragraph_of_a_resolution(self) -> None:
        said = found("paragraph 4 of resolution 60/72", "en")
        assert said == [
            ("resolution 60/72", "para. 4", "paragraph 4 of resolution 60/72")
        ]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "and/or 24/7, N/A, km/h, 8/9/2006"),
            ("ru", "и/или, 08/09/2006, км/ч"),
            ("zh-hans", "和/或2006/9/8"),
        ],
    )
    def test_what_is_no_symbol(self, language: str, text: str) -> None:
        assert found(text, language) == []
