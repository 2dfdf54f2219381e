"""Headings that are numbered as paragraphs are, and numbered names that are none."""

from __future__ import annotations

import pytest

from documents.importing import parse

REPORTS = {
    "en": """\
Report of the Secretary-General on lighthouses

I. Introduction

1. The General Assembly requested a report.

A. Lamps

1. Electric lamps

2. Electric lamps are expensive.

2. Gas lamps

3. Gas lamps are dangerous.
""",
    "ru": """\
Доклад Генерального секретаря о маяках

I. Введение

1. Генеральная Ассамблея просила представить доклад.

A. Лампы

1. Электрические лампы

2. Электрические лампы дороги.

2. Газовые лампы

3. Газовые лампы опасны.
""",
    "zh-hans": """\
秘书长关于灯塔的报告

一. 导言

1. 大会第72/10号决议请秘书长提出报告。

A. 灯

1. 电灯

2. 电灯昂贵。

2. 煤气灯

3. 煤气灯危险。
""",
}


@pytest.mark.parametrize("language", REPORTS)
def test_paragraphs_of_a_report_count_across_headings(language: str) -> None:
    units = parse(REPORTS[language], language).units
    shown = [(unit.kind, unit.number) for unit in units]
    paragraphs = [("paragraph", f"{number}.") for number in (1, 2, 3)]
    heading = ("heading", "")
    assert shown == [
        ("title", ""), heading, paragraphs[0], heading, heading, paragraphs[1],
        heading, paragraphs[2],
    ]  # fmt: skip
    assert units[4].text[:2] == "1."


def test_short_names_of_a_list_are_all_numbered() -> None:
    text = (
        "The Security Council,\n\nRecalling resolution 1540 (2004),\n\n1. Decides to"
        " list them.\n\nAnnex\n\nTravel ban\n\n1. LEE KWON\n\n(a) Description:"
        " keeper.\n\n2. PAK HO\n\n(a) Description: director.\n"
    )
    units = parse(text, "en").units
    assert [unit.number for unit in units[5:]] == ["1.", "(a)", "2.", "(a)"]
    assert units[5].text == "LEE KWON"
