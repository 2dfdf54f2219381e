"""Marks over a text: cut anywhere, lost nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text.marks import Mark, Piece, pieces

TEXT = "the Treaty on the Non-Proliferation of Nuclear Weapons"


def make_mark(start: int, end: int, name: str = "quote", href: str = "") -> Mark:
    return Mark(start, end, name, href=href)


@st.composite
def texts_with_marks(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(max_size=40))
    place = st.integers(min_value=-3, max_value=len(text) + 3)
    mark = st.builds(
        Mark, place, place, st.sampled_from(["quote", "reference"]), st.text(max_size=3)
    )
    return text, draw(st.lists(mark, max_size=8))


class TestPieces:
    def test_a_text_without_marks_is_one_piece(self) -> None:
        assert pieces(TEXT, []) == [Piece(TEXT)]

    def test_an_empty_text_has_no_piece(self) -> None:
        assert pieces("", [make_mark(0, 5)]) == []

    def test_overlapping_marks_share_a_piece(self) -> None:
        long, late = make_mark(4, 22), make_mark(14, 35, "reference")
        found = pieces(TEXT, [late, long])
        assert [piece.text for piece in found] == [
            "the ",
            "Treaty on ",
            "the Non-",
            "Proliferation",
            " of Nuclear Weapons",
        ]
        assert [piece.marks for piece in found] == [
            (),
            (long,),
            (long, late),
            (late,),
            (),
        ]
        assert [piece.depth for piece in found] == [0, 1, 2, 1, 0]
        assert found[2].classes == "quote reference"

    def test_depth_stops_where_the_eye_does(self) -> None:
        (piece,) = pieces("word", [make_mark(0, 4)] * 9)
        assert len(piece.marks) == 9
        assert piece.depth == 3
        assert piece.classes == "quote"

    def test_a_mark_is_told_of_once(self) -> None:
        mark, other = make_mark(0, 10), make_mark(4, 10)
        first, second, _rest = pieces(TEXT, [mark, other])
        assert (first.opening, first.closing) == ((mark,), ())
        assert (second.opening, second.closing) == ((other,), (mark, other))

    def test_a_piece_leads_to_one_place(self) -> None:
        outer = make_mark(0, 30, href="/commentary/1/")
        inner = make_mark(4, 10, "reference", href="/instruments/npt/")
        plain = make_mark(5, 8)
        found = pieces(TEXT, [outer, inner, plain])
        assert [piece.href for piece in found] == [
            "/commentary/1/",
            "/instruments/npt/",
            "/instruments/npt/",
            "/instruments/npt/",
            "/commentary/1/",
            "",
        ]


class TestWhatIsNoMark:
    @pytest.mark.parametrize(
        "href", ["javascript:alert(1)", "data:text/html,x", " /x", "x", "JavaScript:x"]
    )
    def test_an_address_is_one_of_the_web(self, href: str) -> None:
        with pytest.raises(ValueError, match=r".+"):
            make_mark(0, 1, href=href)

    @pytest.mark.parametrize("name", ["", "two words", 'x"onclick="', "Ы"])
    def test_a_name_is_a_class(self, name: str) -> None:
        with pytest.raises(ValueError, match=r".*"):
            make_mark(0, 1, name)


class TestProperties:
    @given(texts_with_marks())
    def test_pieces_give_the_text_back(self, case: tuple[str, list[Mark]]) -> None:
        text, marks = case
        found = pieces(text, marks)
        assert "".join(piece.text for piece in found) == text
        assert all(piece.text for piece in found)

    @given(texts_with_marks())
    def test_a_piece_knows_its_place(self, case: tuple[str, list[Mark]]) -> None:
        text, marks = case
        for piece in pieces(text, marks):
            assert text[piece.start :].startswith(piece.text)

    @given(texts_with_marks())
    def test_every_mark_is_the_union_of_its_pieces(
        self, case: tuple[str, list[Mark]]
    ) -> None:
        text, marks = case
        found = pieces(text, marks)
        for mark in marks:
            covered = {place for place in range(len(text)) if _covers(mark, place)}
            shown = {
                place
                for piece in found
                for place in range(piece.start, piece.start + len(piece.text))
                if any(_is_of(mark, laid) for laid in piece.marks)
            }
            assert covered <= shown
        assert sum(
            len(piece.text) * len(piece.marks) for piece in found
        ) == sum(  # and nothing more lies over any character
            _covers(mark, place) for mark in marks for place in range(len(text))
        )

    @given(texts_with_marks())
    def test_outer_marks_come_first(self, case: tuple[str, list[Mark]]) -> None:
        for piece in pieces(*case):
            starts = [(mark.start, -mark.end) for mark in piece.marks]
            assert starts == sorted(starts)


def _covers(mark: Mark, place: int) -> bool:
    return mark.start <= place < mark.end


def _is_of(mark: Mark, laid: Mark) -> bool:
    """Tell whether a mark of a piece is this one, clipped to its text or not."""
    return (laid.name, laid.label) == (mark.name, mark.label) and (
        max(0, mark.start) == laid.start
    )
