"""Matching the units of a new version with the clauses that are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from documents.importing import Unit
from documents.matching import (
    NEW,
    BadChoice,
    Existing,
    Match,
    Matching,
    State,
    Undecided,
    lay_out,
    match,
)
from documents.text.kinds import Kind

from .base import keyed

WHOLE = (
    "Welcomes the signing of the Treaty on a zone free of nuclear weapons in"
    " Semipalatinsk;"
)
CLAUSES = (
    "Recalling the Charter of the United Nations,",
    "Reaffirms the importance of the early entry into force of the Treaty;",
    "Reaffirms the importance of the early entry into force of the Protocol;",
    WHOLE,
    "Decides to remain seized of the matter.",
)


def units(texts: Sequence[str]) -> list[Unit]:
    return [
        Unit("resolution", Kind.OPERATIVE, f"{number}.", 0, text)
        for number, text in enumerate(texts, 1)
    ]


def matched(
    after: Sequence[str], before: Sequence[str] = CLAUSES, language: str = "en"
) -> Matching:
    return match(keyed(units(before)), units(after), language=language)


def last(matching: Matching) -> Match:
    return matching.matches[-1]


class TestStates:
    def test_case_and_punctuation_do_not_matter(self) -> None:
        found = last(matched(["RECALLING the Charter of the United Nations"]))
        assert (found.state, found.key, found.score) == (State.CERTAIN, "clause-0", 1)

    def test_an_edit_is_certain(self) -> None:
        found = last(matched([WHOLE.replace("the signing", "the solemn signing")]))
        assert (found.state, found.key) == (State.CERTAIN, "clause-3")
        assert 0.8 < found.score < 1

    def test_a_formula_in_common_is_not_enough(self) -> None:
        text = "Reaffirms the importance of the early entry into force of the Statute;"
        found = last(matched([text]))
        assert found.state is State.UNCERTAIN
        assert {each.key for each in found.candidates} >= {"clause-1", "clause-2"}

    def test_nor_when_it_stands_in_the_place_with_the_number(self) -> None:
        text = "Reaffirms the importance of the early entry into force of the Statute;"
        found = matched([CLAUSES[0], text, *CLAUSES[2:]]).matches[1]
        assert found.state is State.UNCERTAIN
        assert found.key == "clause-1"

    def test_other_words_are_new(self) -> None:
        matching = matched([*CLAUSES, "Requests a report on ocean fisheries;"])
        assert last(matching) == Match(State.NEW)
        assert matching.left == ()

    def test_other_words_in_the_place_with_the_number_are_a_question(self) -> None:
        texts = [*CLAUSES[:3], "Requests a report on ocean fisheries;", CLAUSES[4]]
        found = matched(texts).matches[3]
        assert (found.state, found.key) == (State.UNCERTAIN, "clause-3")
        assert 0.4 <= found.score < 0.6

    def test_what_nothing_follows_is_left(self) -> None:
        assert matched(CLAUSES[:3]).left == ("clause-3", "clause-4")

    def test_nothing_with_nothing(self) -> None:
        assert matched([], []) == Matching((), (), ())
        assert last(matched(["Noting,"], [])).state is State.NEW


SHORT = {
    "en": ("Noting its work,", "Noting the work,"),
    "zh-hans": ("注意到报告", "注意到报道"),
}


class TestShort:
    @pytest.mark.parametrize("language", SHORT)
    def test_equal_is_certain(self, language: str) -> None:
        before, _after = SHORT[language]
        assert last(matched([before], [before], language)).state is State.CERTAIN

    @pytest.mark.parametrize("language", SHORT)
    def test_nearly_equal_is_a_question(self, language: str) -> None:
        before, after = SHORT[language]
        found = last(matched([after], [before], language))
        assert found.state is State.UNCERTAIN


class TestTwins:
    def test_their_neighbours_tell_them_apart(self) -> None:
        texts = ["Signed,", CLAUSES[0], "Signed,", WHOLE, "Signed,"]
        found = matched(texts, texts).matches
        assert [each.key for each in found] == [f"clause-{n}" for n in range(5)]

    def test_when_one_is_gone_it_is_a_question(self) -> None:
        texts = ["Signed,", CLAUSES[0], "Signed,", WHOLE]
        found = matched(texts[1:], texts).matches
        assert [each.state is State.CERTAIN for each in found] == [True, False, True]
        assert found[1].key == "clause-2"  # by its place
        assert len(found[1].candidates) == 2


class TestWithoutWords:
    ARTICLES = tuple(
        unit
        for number, text in enumerate((CLAUSES[0], WHOLE, CLAUSES[4]), 1)
        for unit in (
            Unit("treaty", Kind.ARTICLE, f"Article {number}", 0, ""),
            Unit("treaty", Kind.PARAGRAPH, "", 1, text),
        )
    )

    def test_an_article_is_known_by_what_stands_below(self) -> None:
        new = [replace(self.ARTICLES[0], number="Article 1"), *self.ARTICLES[3:4],
               replace(self.ARTICLES[0], number="Article 2"), *self.ARTICLES[1:2],
               *self.ARTICLES[4:]]  # fmt: skip
        found = match(keyed(self.ARTICLES), new, language="en").matches
        keys = [each.key for each in found]
        assert keys == [f"clause-{n}" for n in (2, 3, 0, 1, 4, 5)]

    def test_a_clause_of_another_language_is_offered_by_its_place(self) -> None:
        base = keyed(units(CLAUSES))
        silent = replace(base[3].unit, text="")
        base[3] = Existing("clause-3", silent, is_said=False)
        found = match(base, units(CLAUSES), language="en").matches[3]
        assert (found.state, found.key) == (State.UNCERTAIN, "clause-3")


class TestParts:
    def test_a_clause_does_not_leave_its_part(self) -> None:
        base = units(CLAUSES) + [replace(u, part="annex") for u in units([WHOLE])]
        new = units(CLAUSES) + [replace(u, part="annex") for u in units(CLAUSES[:1])]
        found = match(keyed(base), new, language="en")
        assert found.matches[-1].key != "clause-0"
        assert found.allowed[-1] == {"clause-5"}


class TestChoices:
    TEXT = "Reaffirms the importance of the early entry into force of the Statute;"

    def matching(self) -> Matching:
        return matched([self.TEXT, WHOLE])

    def test_every_question_has_to_be_answered(self) -> None:
        with pytest.raises(Undecided) as refused:
            self.matching().decided()
        assert refused.value.units == (0,)

    def test_answers(self) -> None:
        assert self.matching().decided({0: "clause-2"}) == ["clause-2", "clause-3"]
        assert self.matching().decided({0: NEW}) == [None, "clause-3"]

    def test_what_is_certain_can_be_given_to_another(self) -> None:
        choices = {0: "clause-3", 1: NEW}
        assert self.matching().decided(choices) == ["clause-3", None]

    @pytest.mark.parametrize(
        "choices",
        [{0: "clause-3"}, {0: "elsewhere"}, {2: NEW}, {0: "clause-1", 1: "clause-1"}],
    )
    def test_answers_that_cannot_be_followed(self, choices: dict[int, str]) -> None:
        with pytest.raises(BadChoice):
            self.matching().decided(choices)
        keys = [key for key in self.matching().proposed(choices) if key]
        assert len(keys) == len(set(keys))


class TestOrder:
    def test_what_has_no_unit_stands_behind_the_one_it_followed(self) -> None:
        base = keyed(units(CLAUSES))
        keys = ["clause-3", None, "clause-0"]
        rows = lay_out(base, units(["a", "b", "c"]), keys)
        assert rows == [(3, 0), (4, None), (None, 1), (0, 2), (1, None), (2, None)]
