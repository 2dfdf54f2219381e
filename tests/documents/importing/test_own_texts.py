"""Our own hard texts: what a page can do to a document, in three languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.importing import decode, parse

TEXTS = Path(__file__).parent / "texts"
NAMES = sorted(path.name.removesuffix(".txt") for path in TEXTS.glob("*.txt"))


def expected(name: str) -> list[str]:
    lines = (TEXTS / f"{name}.expected").read_text("utf-8").splitlines()
    return [line for line in lines if line]


@pytest.mark.parametrize("name", NAMES)
def test_every_unit_is_told(name: str) -> None:
    language = name.rsplit(".", 1)[1]
    parsed = parse(decode((TEXTS / f"{name}.txt").read_bytes()), language)
    found = [
        f"{unit.part} {unit.kind}|{unit.number}|{unit.depth}|"
        + unit.text.replace("\n", "\\n")
        for unit in parsed.units
    ]
    assert found == expected(name)
