"""The language of a comment is noticed from its script, or asked for."""

from __future__ import annotations

import pytest

from commentary.text.language import notice_language


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("本段译文与俄文不符。", "zh-hans"),
        ("这与 NPT 第六条不一致", "zh-hans"),
        ("Здесь пропущено слово «зоны»", "ru"),
        ("См. NPT, статью VI", ""),
        ("The words differ", "en"),
        ("> Имеем честь настоящим препроводить\n\nWhich text is meant?", "en"),
        ("参见 https://example.org/a-very-long-address/of/a/page", "zh-hans"),
        ("@[Anna Very Long Name](12) 同意", "zh-hans"),
        ("`code in latin letters` верно", "ru"),
        ("The word зоны is «безъядерная зона» here", ""),
        ("2006 — 61/88!", ""),
        ("", ""),
    ],
)
def test_is_noticed(source: str, code: str) -> None:
    assert notice_language(source) == code
