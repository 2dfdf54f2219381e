"""Comparing editions: what happened to each clause, and nothing forgotten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.comparing import Change, ClauseChange, ClauseInEdition, compare
from documents.text.content import ClauseContent


def clause(key: str, text: str = "words", number: str = "") -> ClauseInEdition:
    texts = {"en": text, "ru": "слова"}
    content = ClauseContent("operative", texts=texts, numbers={"en": number})
    return ClauseInEdition(key, "statement", content)


BEFORE = [clause(key, key, f"{n}.") for n, key in enumerate("abcd", start=1)]


def changes(found: list[ClauseChange]) -> dict[str, set[Change]]:
    return {change.key: set(change.changes) for change in found}


class TestEachChange:
    def test_kept(self) -> None:
        assert changes(compare(BEFORE, BEFORE)) == {k: {Change.KEPT} for k in "abcd"}

    def test_edited_names_its_languages(self) -> None:
        after = [clause("a", "other", "1."), *BEFORE[1:]]
        [first, *_rest] = compare(BEFORE, after)
        assert first.changes == {Change.EDITED}
        assert first.languages == ("en",)

    def test_renumbered(self) -> None:
        after = [clause("a", "a", "9."), *BEFORE[1:]]
        assert changes(compare(BEFORE, after))["a"] == {Change.RENUMBERED}

    def test_one_that_moves_is_the_one_that_moved(self) -> None:
        after = [BEFORE[3], *BEFORE[:3]]
        found = changes(compare(BEFORE, after))
        assert found["d"] == {Change.MOVED}
        assert [found[key] for key in "abc"] == [{Change.KEPT}] * 3

    def test_removed_stands_where_it_stood(self) -> None:
        found = compare(BEFORE, [BEFORE[0], *BEFORE[2:]])
        assert [change.key for change in found] == list("abcd")
        assert changes(found)["b"] == {Change.REMOVED}

    def test_inserted_and_restored(self) -> None:
        found = changes(
            compare(BEFORE, [*BEFORE, clause("e"), clause("f")], known={"f"})
        )
        assert (found["e"], found["f"]) == ({Change.INSERTED}, {Change.RESTORED})

    def test_split_and_merged(self) -> None:
        after = [*BEFORE[:3], clause("e")]
        found = compare(BEFORE, after, derivations={"e": ["a"], "c": ["d"]})
        assert changes(found)["e"] == {Change.SPLIT}
        assert changes(found)["c"] == {Change.MERGED}
        assert changes(found)["d"] == {Change.REMOVED}


keys = st.lists(st.sampled_from("abcdefgh"), unique=True)
texts = st.sampled_from(["x", "y", ""])


@given(keys, keys, st.data())
def test_second_edition_follows_from_the_first(
    one: list[str], two: list[str], data: st.DataObject
) -> None:
    before = [clause(key, data.draw(texts)) for key in one]
    after = [clause(key, data.draw(texts)) for key in two]
    found = compare(before, after)
    assert [change.after for change in found if change.after] == after
    assert {change.key for change in found} == {*one, *two}
    assert len(found) == len({*one, *two})
    kept = {each.key: each for each in before}
    for change in found:
        if change.changes == {Change.KEPT}:
            assert change.after == kept[change.key]


@pytest.mark.parametrize("count", [0, 1])
def test_few(count: int) -> None:
    assert len(compare([], BEFORE[:count])) == count
