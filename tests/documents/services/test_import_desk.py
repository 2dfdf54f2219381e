"""Steps at the import desk: pure, and every one can be undone exactly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.importing import Unit
from documents.matching import NEW
from documents.services import CannotEdit, Desk, import_desk
from documents.services.import_desk import (
    NoPlaceToSplit,
    NoSuchPart,
    NoSuchPlace,
    NothingToJoin,
    NotInHand,
    NowhereToShift,
    difference,
    lay_desk,
    revert,
)
from documents.text.kinds import Kind

WORDS = st.lists(
    st.sampled_from(["Recalls", "the", "Treaty,", "8", "zone;"]), min_size=2
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["amend", "split", "join", "drop", "part", "rest", "place", "pair"]
        ),
        st.integers(0, 9),
        st.integers(0, 30),
    ),
    max_size=12,
)


def desk_of(*texts: str, part: str = "statement", received: str = "") -> Desk:
    units = [Unit(part, Kind.PARAGRAPH, "", 0, text) for text in texts]
    return lay_desk(units, received)


def texts(desk: Desk) -> list[str]:
    return [each.unit.text for each in desk.units]


def ids(desk: Desk) -> list[int]:
    return [each.id for each in desk.units]


def take(desk: Desk, step: tuple[str, int, int]) -> Desk:
    """Take a step, or none where it is refused."""
    name, own, value = step
    part = ["annex", "annex-2", "letter", "statement"][value % 4]
    try:
        match name:
            case "amend":
                return import_desk.amend(desk, own, text=f"{value}", depth=value % 3)
            case "split":
                return import_desk.split(desk, own, value)
            case "join":
                return import_desk.join(desk, own, "en")
            case "drop":
                return import_desk.drop(desk, own)
            case "pair":
                return import_desk.pair(desk, own, ["", NEW, "a-1", "a-2"][value % 4])
            case "place":
                return import_desk.move_to_place(desk, own, value % 6)
            case _:
                return import_desk.move_to_part(desk, own, part, rest=name == "rest")
    except CannotEdit:
        return desk


SOME = desk_of("One two three,", "four five six;", "seven eight", "nine ten eleven.")


class TestProperties:
    @given(steps=STEPS)
    def test_every_step_is_undone_exactly(
        self, steps: Sequence[tuple[str, int, int]]
    ) -> None:
        desk, history = SOME, []
        for step in steps:
            after = take(desk, step)
            # What is kept went through JSON.
            history.append((desk, json.loads(json.dumps(difference(desk, after)))))
            desk = Desk.read(json.loads(json.dumps(after.record())))
        for before, step in reversed(history):
            desk = revert(desk, step)
            assert desk == before

    @given(steps=STEPS)
    def test_ids_stay_unique_and_choices_have_units(
        self, steps: Sequence[tuple[str, int, int]]
    ) -> None:
        desk = SOME
        for step in steps:
            desk = take(desk, step)
            assert len(set(ids(desk))) == len(desk.units)
            assert set(desk.choices) <= set(ids(desk))
            chosen = [key for key in desk.choices.values() if key != NEW]
            assert len(set(chosen)) == len(chosen)

    @given(steps=STEPS)
    def test_a_part_stays_in_one_piece(
        self, steps: Sequence[tuple[str, int, int]]
    ) -> None:
        desk = SOME
        for step in steps:
            desk = take(desk, step)
            runs = [key for key, _run in groupby(each.unit.part for each in desk.units)]
            assert len(set(runs)) == len(runs)

    @given(words=WORDS, data=st.data())
    def test_split_then_joined_is_the_same(
        self, words: list[str], data: st.DataObject
    ) -> None:
        cut = data.draw(st.integers(1, len(words) - 1))
        text, head = " ".join(words), " ".join(words[:cut])
        pieces = import_desk.split(desk_of(text, "Next."), 0, len(head))
        assert len(pieces.units) == 3
        assert import_desk.join(pieces, 0, "en") == desk_of(text, "Next.")

    @given(text=st.text("回顾条约第区域，；", min_size=2), data=st.data())
    def test_chinese_is_joined_without_blanks(
        self, text: str, data: st.DataObject
    ) -> None:
        cut = data.draw(st.integers(1, len(text) - 1))
        pieces = import_desk.split(desk_of(text), 0, cut)
        assert texts(import_desk.join(pieces, 0, "zh-hans")) == [text]


class TestSplitAndJoin:
    @pytest.mark.parametrize(
        ("text", "number", "rest"),
        [
            ("Recalls; 2. Decides", "2.", "Decides"),
            ("Recalls: (a) Decides", "(a)", "Decides"),
            ("回顾；2．决定", "2．", "决定"),
            ("回顾：（二）决定", "（二）", "决定"),
            ("ссылаясь; б) решает", "б)", "решает"),
            ("Recalls; in 2006 it", "", "in 2006 it"),
            ("Recalls; 2.5 per cent", "", "2.5 per cent"),
        ],
    )
    def test_a_number_there_is_taken_out(
        self, text: str, number: str, rest: str
    ) -> None:
        cut = max(text.find(mark) for mark in ";：；:") + 1
        desk = import_desk.split(desk_of(text), 0, cut)
        second = desk.units[1].unit
        assert (second.number, second.text) == (number, rest)

    def test_the_number_of_the_second_is_text_again(self) -> None:
        desk = import_desk.split(desk_of("Recalls; 2. Decides"), 0, 8)
        assert texts(import_desk.join(desk, 0, "en")) == ["Recalls; 2. Decides"]

    @pytest.mark.parametrize("at", [-1, 0, 99])
    def test_no_place(self, at: int) -> None:
        with pytest.raises(NoPlaceToSplit):
            import_desk.split(desk_of("Words."), 0, at)

    def test_nothing_follows_in_the_part(self) -> None:
        desk = import_desk.move_to_part(desk_of("One", "Two"), 1, "annex")
        for own in ids(desk):
            with pytest.raises(NothingToJoin):
                import_desk.join(desk, own, "en")

    def test_what_is_gone(self) -> None:
        desk = import_desk.drop(import_desk.pair(SOME, 1, "a-1"), 1)
        assert (ids(desk), desk.choices) == ([0, 2, 3], {})
        with pytest.raises(NotInHand):
            import_desk.drop(desk, 1)


class TestParts:
    def test_a_new_part_from_here_on(self) -> None:
        desk = import_desk.move_to_part(SOME, 2, "annex", rest=True)
        parts = [each.unit.part for each in desk.units]
        assert parts == ["statement", "statement", "annex", "annex"]
        assert ids(desk) == [0, 1, 2, 3]

    def test_one_goes_to_the_near_end(self) -> None:
        desk = import_desk.move_to_part(SOME, 2, "annex", rest=True)
        desk = import_desk.move_to_part(desk, 0, "annex")
        assert ids(desk) == [1, 0, 2, 3]
        assert ids(import_desk.move_to_part(desk, 3, "statement")) == [1, 3, 0, 2]

    def test_a_unit_takes_the_place_and_the_part_of_another(self) -> None:
        desk = import_desk.move_to_part(SOME, 2, "annex", rest=True)
        down = import_desk.move_to_place(desk, 0, 3)
        assert ids(down) == [1, 2, 0, 3]
        assert down.units[2].unit.part == "annex"
        up = import_desk.move_to_place(desk, 3, 1)
        assert ids(up) == [3, 0, 1, 2]
        assert up.units[0].unit.part == "statement"
        assert import_desk.move_to_place(desk, 1, 2) == desk

    @pytest.mark.parametrize("position", [-1, 0, 5])
    def test_no_unit_has_the_position(self, position: int) -> None:
        with pytest.raises(NoSuchPlace):
            import_desk.move_to_place(SOME, 0, position)

    @pytest.mark.parametrize("part", ["", "poem", "annex-1", "annex-0", "annex 2"])
    def test_no_part(self, part: str) -> None:
        with pytest.raises(NoSuchPart):
            import_desk.move_to_part(SOME, 0, part)


COLUMNS = (("a-1", "a-2", "a-3"), ("b-1",))
PAIRS = {0: "a-1", 1: "a-2", 2: "a-3"}


class TestShift:
    def shifted(self, own: int, by: int) -> dict[int, str]:
        desk = import_desk.shift(SOME, own, by, pairs=PAIRS, columns=COLUMNS)
        return dict(desk.choices)

    def test_down_from_here(self) -> None:
        assert self.shifted(1, 1) == {1: "a-3", 2: NEW, 3: NEW}

    def test_up_takes_the_clause_above(self) -> None:
        assert self.shifted(1, -1) == {0: NEW, 1: "a-1", 2: "a-2", 3: NEW}

    def test_nothing_is_paired(self) -> None:
        with pytest.raises(NowhereToShift):
            self.shifted(3, 1)


class TestReceived:
    def test_units_are_found_whatever_the_lines(self) -> None:
        received = "A/61/1\f\nOne two\n  three,\n\nfour\f five."
        desk = desk_of("One two three,", "not there", "four five.", received=received)
        found = [received[each.origin :][:4] for each in desk.units if each.origin >= 0]
        assert found == ["One ", "four"]
        assert desk.units[1].origin == -1
