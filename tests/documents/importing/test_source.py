"""The source file, to the character."""

from __future__ import annotations

from collections import Counter

from documents.importing import parse

from .base import kinds, read, units_of, without_space


class TestSource:
    def test_has_its_thirty_eight_records_in_order(self) -> None:
        head = (
            ["organ"] * 2 + ["session"] * 2 + ["agenda_item", "agenda_title", "title"]
        )
        letter = [*head, *["paragraph"] * 4, *["signature"] * 5]
        annex = ["annex_heading", "original_language", "title", "opening"]
        clauses = ["preambular"] * 11 + ["operative"] * 6 + ["place_date"]
        assert kinds(units_of("zh-hans")) == letter + annex + clauses

    def test_loses_and_adds_no_character(self) -> None:
        found = "".join(unit.number + unit.text for unit in units_of("zh-hans"))
        assert without_space(found) == without_space(read("zh-hans"))
        assert len(without_space(found)) == 1958

    def test_has_two_parts(self) -> None:
        parts = Counter(unit.part for unit in units_of("zh-hans"))
        assert parts == {"letter": 16, "statement": 22}

    def test_has_no_blank_of_extraction(self) -> None:
        texts = [unit.text for unit in units_of("zh-hans")]
        assert not any(" " in text for text in texts)
        assert texts[0] == "大会"
        assert texts[4] == "议程项目90(bb)"

    def test_a_signature_is_three_lines(self) -> None:
        signatures = [u.text for u in units_of("zh-hans") if u.kind == "signature"]
        assert signatures[0] == (
            "哈萨克斯坦共和国常驻联合国代表\n大使\n约尔然·卡齐哈诺夫（签名）"
        )

    def test_numbers_are_as_printed(self) -> None:
        numbers = [u.number for u in units_of("zh-hans") if u.kind == "operative"]
        assert numbers == [f"{n}．" for n in range(1, 7)]

    def test_tree_is_flat_where_nothing_is_nested(self) -> None:
        tree = parse(read("zh-hans"), "zh-hans").tree()
        assert [len(nodes) for nodes in tree.values()] == [16, 22]
