"""Running of a case: the judge of its area says what is wrong with the result."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from tests.cases import commentary, importing, texts

Case: TypeAlias = Mapping[str, Any]

# Each returns what is wrong with the result, "" when it is right.
JUDGES: Final[Mapping[str, Callable[[Case], str]]] = {
    "import": importing.judge_import,
    "align": importing.judge_alignment,
    "align-parts": importing.judge_parts,
    "detect": commentary.judge_detection,
    "quote": commentary.judge_quote,
    "markdown": commentary.judge_markdown,
    "redline": texts.judge_redline,
}


class UnknownArea(Exception):
    """A case is of an area that no judge knows."""


def read_cases(folder: Path) -> list[Case]:
    """Return the cases of a folder in the order of their files' names."""
    return [
        json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))
    ]


def run_case(case: Case) -> str:
    """Return what is wrong with a case's result, "" when it passes."""
    judge = JUDGES.get(case["area"])
    if judge is None:
        raise UnknownArea(f"{case['id']}: unknown area {case['area']!r}")
    try:
        return judge(case)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} ({place.name}, line {place.lineno})"
