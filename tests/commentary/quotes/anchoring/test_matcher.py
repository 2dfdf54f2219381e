"""Finding quotes again: where they are, or that nobody can tell."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from commentary.quotes.anchoring.matcher import Matcher, Place, State, find_place
from commentary.quotes.anchoring.selectors import (
    OtherWords,
    QuoteError,
    Selector,
    select,
)
from documents.languages import CODES

from .edits import Edited, Editor, clauses_of
from .judging import Judge

EN = (
    "Determined to fulfil the provisions of the Treaty, the States of the region call"
    " upon all nuclear-weapon States to respect the statute of the zone without delay."
)
ZH = "强调在《不扩散核武器条约》第七条的基础上共同致力于加强和平与安全的决心，"
RU = (
    "Подтверждая право государств региона на мирное использование ядерной энергии, мы"
    " призываем все государства соблюдать статус зоны, свободной от ядерного оружия."
)


def quote(text: str, words: str) -> Selector:
    start = text.index(words)
    return select(text, start, start + len(words))


def placed(before: str, words: str, *texts: str, language: str = "en") -> Place:
    return find_place(quote(before, words), before, texts, language=language)


def words_at(found: Place, *texts: str) -> str:
    return texts[found.text][found.start : found.end]


class TestTypography:
    """Changed widths, quotation marks, dashes, ё and a capital: the same words."""

    def test_widths(self) -> None:
        old = "决定将任务期限延长至2018年12月15日，请秘书长提出报告；"
        new = "决定将任务期限延长至２０１８年１２月１５日,请秘书长提出报告；"
        found = placed(old, "2018年12月15日，请秘书长", new, language="zh-hans")
        assert words_at(found, new) == "２０１８年１２月１５日,请秘书长"

    def test_yo_and_quotation_marks(self) -> None:
        old = "Порт постановляет, что журнал «Вахта» ведётся и открыт для посетителей."
        new = "Порт постановляет, что журнал “Вахта” ведется и открыт для посетителей."
        found = placed(old, "«Вахта» ведётся", new, language="ru")
        assert words_at(found, new) == "“Вахта” ведется"

    def test_a_capital_at_the_start(self) -> None:
        new = "In addition, d" + EN[1:]
        found = placed(EN, "Determined to fulfil the provisions", new)
        assert words_at(found, new) == "determined to fulfil the provisions"


class TestUnchangedStretch:
    OLD = (
        "Urges all parties to allow full, safe and rapid access for relief workers, to"
        " protect schools and hospitals, and to respect the agreed lines;"
    )

    def test_a_similar_phrase_put_in_behind(self) -> None:
        new = self.OLD.replace(
            "workers,",
            "workers, to allow full, safe and rapid access for journalists,",
        )
        found = placed(self.OLD, "access for relief workers", new)
        assert (found.state, found.start) == (State.EXACT, 48)

    def test_words_beside_were_replaced(self) -> None:
        new = self.OLD.replace("rapid access", "quick access").replace(
            "workers, to", "workers and to"
        )
        found = placed(self.OLD, "access for relief workers", new)
        assert words_at(found, new) == "access for relief workers"

    def test_the_same_phrase_in_another_clause_is_not_it(self) -> None:
        new = "Asks the port to allow full, safe and rapid access for relief workers."
        assert placed("Everyone " + EN, "call upon all", new).state is State.DETACHED
        formula = "Everyone has the right to own property alone and with others."
        foreign = "Everyone has the right to form and to join trade unions."
        assert placed(formula, "has the right", foreign).state is State.DETACHED


class TestSameWords:
    def test_same_text(self) -> None:
        found = placed(EN, "the provisions", EN)
        assert (found.state, found.score) == (State.EXACT, 1.0)
        assert words_at(found, EN) == "the provisions"

    def test_edited_elsewhere(self) -> None:
        new = EN.replace("without delay", "immediately")
        assert placed(EN, "the Treaty", new).state is State.EXACT

    def test_shifted_by_an_insertion(self) -> None:
        new = EN.replace("fulfil", "carry out and fulfil")
        found = placed(EN, "States of the region", new)
        assert found.state is State.MOVED
        assert words_at(found, new) == "States of the region"

    def test_of_two_alike_the_right_one(self) -> None:
        new = EN.replace("Determined", "Resolved also")
        second = EN.index("the ", EN.index("statute") + 8)
        selector = select(EN, second, second + 3)
        found = find_place(selector, EN, [new], language="en")
        assert new[found.start :].startswith("the zone without")

    def test_half_a_word(self) -> None:
        new = EN.replace("all ", "the five ")
        found = placed(EN, "weapon States", new)
        assert words_at(found, new) == "weapon States"

    def test_a_word_is_not_found_inside_another(self) -> None:
        before = "The report of the port authority was read with care by all."
        new = "The report of the sea authority was read with care by all."
        assert placed(before, "port authority", new).state is State.DETACHED

    def test_a_line_broken_elsewhere_and_a_soft_hyphen_say_the_same(self) -> None:
        new = EN.replace("provisions of", "provi\u00adsions\nof")
        found = placed(EN, "provisions of the Treaty", new)
        assert found.state is State.EXACT
        assert words_at(found, new) == "provi\u00adsions\nof the Treaty"

    def test_split_between_successors(self) -> None:
        texts = EN[:50], EN[51:]
        found = placed(EN, "respect the statute", *texts)
        assert (found.state, found.text) == (State.MOVED, 1)
        assert words_at(found, *texts) == "respect the statute"

    def test_merged_into_another(self) -> None:
        other = "Recalling the statement of the Ministers for Foreign Affairs;"
        texts = "", f"{other} {EN}"
        found = placed(EN, "the States of the region", *texts)
        assert (found.state, found.text) == (State.MOVED, 1)

    def test_in_russian_and_chinese(self) -> None:
        new = RU.replace("мы призываем", "настоятельно призываем")
        assert placed(RU, "статус зоны", new, language="ru").state is State.MOVED
        new = ZH.replace("强调", "着重指出")
        found = placed(ZH, "和平与安全", new, language="zh-hans")
        assert words_at(found, new) == "和平与安全"


class TestNearlyTheSameWords:
    def test_a_word_replaced(self) -> None:
        new = EN.replace("all nuclear-weapon", "the nuclear-weapon")
        found = placed(EN, "call upon all nuclear-weapon States to respect", new)
        assert found.state is State.APPROXIMATE
        assert found.score == pytest.approx(6 / 7, abs=0.001)
        assert words_at(found, new) == "call upon the nuclear-weapon States to respect"

    def test_in_chinese(self) -> None:
        new = ZH.replace("加强", "增进")
        found = placed(ZH, "共同致力于加强和平与安全的决心", new, language="zh-hans")
        assert found.state is State.APPROXIMATE
        assert words_at(found, new) == "共同致力于增进和平与安全的决心"

    @pytest.mark.parametrize(
        ("before", "language", "words", "old", "new"),
        [
            (EN, "en", "all nuclear-weapon States", "all", "the"),
            (RU, "ru", "мирное использование ядерной", "мирное", "безопасное"),
            (ZH, "zh-hans", "加强和平与安", "加强", "增进"),
        ],
    )
    def test_short_quotes_are_not_guessed(
        self, before: str, language: str, words: str, old: str, new: str
    ) -> None:
        after = before.replace(old, new)
        assert placed(before, words, after, language=language).state is State.DETACHED

    def test_less_than_four_fifths_is_gone(self) -> None:
        new = EN.replace("upon all nuclear-weapon", "on the five recognised")
        words = "call upon all nuclear-weapon States to respect"
        assert placed(EN, words, new).state is State.DETACHED


class TestNoPlace:
    def test_deleted(self) -> None:
        new = EN.replace(" of the Treaty", "")
        assert placed(EN, "the Treaty", new) == Place(State.DETACHED)

    @pytest.mark.parametrize("texts", [(), ("",), ("", "")])
    def test_the_clause_is_gone(self, texts: tuple[str, ...]) -> None:
        assert placed(EN, "the Treaty", *texts).state is State.DETACHED

    def test_rewritten(self) -> None:
        new = "The provisions of another Treaty on the Moon enter into force today."
        assert placed(EN, "the provisions of the Treaty", new).state is State.DETACHED

    def test_said_twice_now(self) -> None:
        assert placed(EN, "the States", f"{EN} {EN}").state is State.DETACHED
        assert placed(EN, "the States", EN[:-1], EN[:-1]).state is State.DETACHED

    def test_its_sentence_gone_and_its_words_elsewhere(self) -> None:
        gone = "The Treaty enters into force on signature by all of the Parties. "
        kept = "Nothing in the Treaty affects what the High Parties owe to others."
        assert placed(gone + kept, "The Treaty", kept).state is State.DETACHED
        assert placed(gone + kept, "Treaty", kept).state is State.DETACHED

    def test_a_copy_beside_the_edited_original(self) -> None:
        new = f"{EN.replace('all nuclear', 'the nuclear')} {EN}"
        words = "call upon all nuclear-weapon States to respect"
        assert placed(EN, words, new).state is State.DETACHED

    @pytest.mark.parametrize("words", ["的唯一", "唯一正式", "员会的"])
    def test_struck_out_and_said_in_a_sentence_like_it(self, words: str) -> None:
        old = (
            "确认本组织秘书处的代表是会员国在筹备委员会的唯一正式代表，"
            "本组织秘书处是筹备委员会五个常设成员之一，"
        )
        like = (
            "决定恢复秘书处的一切职务，确认它的代表为会员国在筹备委员会的唯一正式代表"
            "并立即把观察员从它在筹备委员会及其所属一切机构中占据的席位上请出。"
        )
        new = old.replace("备委员会的唯一正式代表", "由", 1)
        for texts in ([like + new], [new + like], [new, like]):
            found = placed(old, words, *texts, language="zh-hans")
            assert found.state is State.DETACHED

    def test_the_end_of_another_sentence(self) -> None:
        old = (
            "会员国对由于其共同建立的任何机构、基金或方案而产生的费用和债务的清偿,"
            "有要求分担的权利。"
        )
        new = old.replace("债务的清偿,", "债").replace("。", "决定其程序的权利。")
        found = placed(old, "权利。", new, language="zh-hans")
        assert found.state is State.DETACHED

    def test_a_sentence_with_the_same_beginning_put_before(self) -> None:
        old = (
            "Каждый смотритель маяка ведёт журнал и передаёт его сменщику, когда"
            " заканчивается вахта."
        )
        new = "Каждый смотритель маяка обязан знать сигналы гавани; " + old.replace(
            "смотритель", "и", 1
        )
        found = placed(old, "смотритель маяка", new, language="ru")
        assert found.state is State.DETACHED

    def test_a_sentence_with_the_same_end_put_behind(self) -> None:
        old = "The keeper writes the log and hands it over at the end of the watch."
        new = (
            f"{old.replace('of the watch', 'watch')} Nobody leaves the tower before"
            " the end of the watch."
        )
        assert placed(old, "end of the watch", new).state is State.DETACHED

    def test_a_name_in_the_clause_that_took_its_place(self) -> None:
        name = "the establishment of a common archive of the seven harbour towns"
        new = (
            "We, the mayors of the towns, declare that we shall meet in the spring of"
            " every year, in turn in each of our towns and beginning with the oldest,"
            " in order to hear what our keepers have to say, to visit the lights, to"
            " look at the books and to speak of all that concerns our shores, and that"
            f" we shall submit to the council a draft entitled “{name.capitalize()}”,"
            " which all captains are invited to support and to make known abroad."
        )
        old = f"Roads, bridges and quays: works of the last ten years and {name}"
        assert placed(old, "harbour towns", new).state is State.DETACHED

    def test_not_a_quote_of_this_text(self) -> None:
        with pytest.raises(OtherWords):
            find_place(quote(EN, "Treaty"), RU, [RU], language="en")


@st.composite
def edited_quotes(draw: st.DrawFn) -> tuple[Edited, range]:
    language = draw(st.sampled_from(CODES))
    clauses = clauses_of(language)
    editor = Editor(clauses, language, draw(st.integers(0, 10**6)))
    edited = editor.edited(draw(st.sampled_from(clauses)), draw(st.integers(0, 6)))
    tokens = len(Judge(edited).old)
    first = draw(st.integers(0, tokens - 1))
    return edited, range(first, draw(st.integers(first + 1, tokens)))


class TestProperties:
    @given(edited_quotes())
    @settings(max_examples=300)
    def test_never_wrong_and_never_out_of_bounds(
        self, case: tuple[Edited, range]
    ) -> None:
        edited, quoted = case
        judge = Judge(edited)
        selector = select(edited.before, *judge.span(quoted))
        found = find_place(
            selector, edited.before, edited.texts, language=edited.language
        )
        assert not judge.is_wrong(quoted, found)
        if found.state is State.DETACHED:
            assert found == Place(State.DETACHED)
        else:
            text = edited.texts[found.text]
            assert 0 <= found.start < found.end <= len(text)
            assert found.score >= 0.8
            again = select(text, found.start, found.end)
            assert (again.start, again.end) == (found.start, found.end)

    @given(edited_quotes())
    def test_placing_is_repeatable(self, case: tuple[Edited, range]) -> None:
        edited, quoted = case
        selector = select(edited.before, *Judge(edited).span(quoted))
        placer = Matcher(edited.before, edited.texts, language=edited.language)
        first = placer.place(selector)
        assert placer.place(selector) == first
        if first.state is not State.DETACHED:
            text = edited.texts[first.text]
            again = select(text, first.start, first.end)
            there = find_place(again, text, [text], language=edited.language)
            assert (there.state, there.start, there.end) == (
                State.EXACT,
                first.start,
                first.end,
            )

    @given(st.text(min_size=1), st.data())
    def test_the_same_text_gives_the_same_place(
        self, text: str, data: st.DataObject
    ) -> None:
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        try:
            selector = select(text, start, end)
        except QuoteError:
            assume(False)
            return
        found = find_place(selector, text, [text, text], language="zh-hans")
        assert (found.state, found.text) == (State.EXACT, 0)
        assert (found.start, found.end) == (selector.start, selector.end)

    @given(st.text(min_size=1), st.lists(st.text(), max_size=3), st.data())
    def test_any_texts_at_all(
        self, text: str, others: list[str], data: st.DataObject
    ) -> None:
        start = data.draw(st.integers(0, len(text)))
        try:
            selector = select(text, start, data.draw(st.integers(start, len(text))))
        except QuoteError:
            assume(False)
            return
        found = find_place(selector, text, others, language="en")
        if found.state is not State.DETACHED:
            assert others[found.text][found.start : found.end].strip()


class TestSpeed:
    @pytest.mark.parametrize("language", CODES)
    def test_a_long_clause_with_many_quotes(self, language: str) -> None:
        clauses = clauses_of(language)
        before = "\n".join(clauses * 9)[:20_000]
        editor = Editor(clauses, language, 1)
        edited = editor.edited(before, 60)
        size = len(before) // 201
        began = time.monotonic()
        placer = Matcher(before, edited.texts, language=language)
        for place_of_quote in range(200):
            start = place_of_quote * size
            placer.place(select(before, start, start + 5 + place_of_quote % size))
        assert time.monotonic() - began < 10  # 2 s where nothing else runs
