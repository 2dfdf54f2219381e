"""What holds however a text was edited."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.importing import Unit
from documents.matching import State, lay_out, match
from documents.text.kinds import Kind

from .base import FORMULAS, Edited, Editor, formulaic, keyed

STEPS = ("remove", "move", "put_in_place", "imitate", "reword")


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, Edited]:
    """Some formulaic clauses after some random edits."""
    language = draw(st.sampled_from(sorted(FORMULAS)))
    units = formulaic(language, draw(st.integers(1, 40)), draw(st.integers(0, 99)))
    editor = Editor(units, language, draw(st.integers(0, 10_000)))
    for step in draw(st.lists(st.sampled_from(STEPS), max_size=30)):
        if step == "imitate":
            editor.insert(editor.imitation(editor.random.choice(units)))
        elif step == "reword":
            editor.reword(draw(st.sampled_from((0.05, 0.1, 0.2, 0.5))))
        else:
            getattr(editor, step)()
    return language, editor.finished()


class TestAnyEdit:
    @given(edited())
    @settings(max_examples=150)
    def test_equal_clauses_keep_their_identity(self, case: tuple[str, Edited]) -> None:
        language, version = case
        found = version.match(language).matches
        for unit, truth, each in zip(version.units, version.truth, found, strict=True):
            if truth and version.text_of(truth) == unit.text:
                assert (each.state, each.key, each.score) == (State.CERTAIN, truth, 1)

    @given(edited())
    @settings(max_examples=150)
    def test_no_certain_match_is_wrong(self, case: tuple[str, Edited]) -> None:
        language, version = case
        found = version.match(language).matches
        for truth, each in zip(version.truth, found, strict=True):
            assert each.state is not State.CERTAIN or each.key == truth

    @given(edited())
    @settings(max_examples=100)
    def test_no_key_is_given_twice_and_none_is_lost(
        self, case: tuple[str, Edited]
    ) -> None:
        language, version = case
        matching = version.match(language)
        keys = [key for key in matching.proposed() if key]
        assert len(keys) == len(set(keys))
        assert {*keys, *matching.left} == {each.key for each in version.base}
        assert not {*keys} & {*matching.left}

    @given(edited())
    @settings(max_examples=100)
    def test_the_new_order_has_every_clause_and_unit_once(
        self, case: tuple[str, Edited]
    ) -> None:
        language, version = case
        keys = version.match(language).proposed()
        rows = lay_out(version.base, version.units, keys)
        assert [unit for _, unit in rows if unit is not None] == [
            *range(len(version.units))
        ]
        clauses = [clause for clause, _ in rows if clause is not None]
        assert sorted(clauses) == [*range(len(version.base))]


SAME = st.lists(st.sampled_from(["Signed,", "Done at Tashkent,", "Noting this,"]))


class TestTwins:
    """Texts that occur several times: which is which cannot always be known."""

    @given(SAME, SAME)
    def test_certain_is_only_who_says_the_same(
        self, before: list[str], after: list[str]
    ) -> None:
        base, new = (
            [Unit("letter", Kind.PARAGRAPH, "", 0, text) for text in texts]
            for texts in (before, after)
        )
        found = match(keyed(base), new, language="en").matches
        keys = Counter(each.key for each in found if each.key)
        assert not keys or max(keys.values()) == 1
        for unit, each in zip(new, found, strict=True):
            if each.state is State.CERTAIN:
                assert base[int(str(each.key)[7:])].text == unit.text

    @given(SAME)
    def test_what_is_unchanged_stays(self, texts: list[str]) -> None:
        base = [Unit("letter", Kind.PARAGRAPH, "", 0, text) for text in texts]
        found = match(keyed(base), base, language="en").matches
        assert [each.key for each in found] == [each.key for each in keyed(base)]
        assert {each.state for each in found} <= {State.CERTAIN}
