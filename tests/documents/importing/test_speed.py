"""Texts of any shape are read in time that grows with their length."""

from __future__ import annotations

import time

import pytest

from documents.importing import parse
from documents.importing.refusals import NoStructure

HEAD = "JOINT STATEMENT\n\nThe Ministers of the States,\n\n1. Decide on peace.\n\n"
SHAPES = {
    "one paragraph": "Recalling the Treaty and the peace of the nations\n" * 6000,
    "one line": "the Treaty and the peace of nations " * 9000,
    "short lines": "a\n" * 50_000,
    "blank lines": "\n" * 100_000,
    "rule": "_" * 300_000 + "x",
    "adverbs": "furthermore, " * 20_000,
    "list in a list": "((((((a) words;\n\n" * 10_000,
    "digits": "7\n" * 50_000,
    "lone numbers": "1.\n" * 32_000,
    "flattened": "The General Assembly, " + "Recalling the peace of nations, " * 20_000,
    "agenda": "Agenda item 1\n\n" * 10_000,
}


class TestSpeed:
    @pytest.mark.parametrize("shape", SHAPES)
    def test_no_shape_is_slow(self, shape: str) -> None:
        began = time.monotonic()
        parse(HEAD + SHAPES[shape], "en")
        assert time.monotonic() - began < 20  # seconds when the work is quadratic

    def test_russian_adverbs(self) -> None:
        text = "Заявление\n\nМинистры,\n\n1. заявляют о мире.\n\n" + "также " * 20_000
        assert parse(text, "ru").units

    def test_more_lines_than_any_document_has(self) -> None:
        with pytest.raises(NoStructure):
            parse(HEAD + "a\n" * 120_001, "en")
