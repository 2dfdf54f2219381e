"""Judges of imported texts and of aligned languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from documents.importing import Reason, Unit, align, parse
from documents.text.kinds import Kind
from tests.documents.importing.base import without_space

LANGUAGES = ("zh-hans", "ru", "en")


def judge_import(case: Mapping[str, Any]) -> str:
    """Every expected unit must be among those of the text."""
    units = parse(case["input"], case["language"]).units
    missing = [each for each in case["expected"] if not _is_among(each, units, case)]
    if not missing:
        return ""
    found = [[unit.kind.value, unit.number, unit.text, unit.depth] for unit in units]
    return f"missing {missing!r} among {found!r}"


def _is_among(
    wanted: list[Any], units: Sequence[Unit], case: Mapping[str, Any]
) -> bool:
    return any(_is_as_wanted(unit, wanted, case) for unit in units)


def _is_as_wanted(unit: Unit, wanted: list[Any], case: Mapping[str, Any]) -> bool:
    kind, number, text, *depth = wanted
    free = {kind, *case.get("kinds_free", ())}
    if unit.kind != kind and not (
        kind in case.get("kinds_free", ()) and unit.kind in free
    ):
        return False
    if depth and unit.depth != depth[0]:
        return False
    if _bare(unit.number) == _bare(number) and _is_same(unit.text, text):
        return True
    # The number may stand at the head of the text instead.
    said = re.sub(
        r"^\W*" + re.escape(_bare(number)) + r"\W*", "", without_space(unit.text)
    )
    return bool(case.get("number_or_text")) and _is_same(said, text)


def _bare(number: str) -> str:
    return re.sub(r"[()（）.．、\s]", "", number)


def _is_same(one: str, other: str) -> bool:
    return without_space(one) == without_space(other)


def judge_alignment(case: Mapping[str, Any]) -> str:
    """At least one disagreement between two lists of recitals must be reported."""
    said = case["input"]
    alignment = align(_as_recitals(said["base"]), _as_recitals(said["other"]))
    return "" if alignment.disagreements else "nothing is doubted"


def _as_recitals(texts: Sequence[str]) -> list[Unit]:
    return [Unit("resolution", Kind.PREAMBULAR, "", 0, text) for text in texts]


def judge_parts(case: Mapping[str, Any]) -> str:
    """That the parts differ must be reported at most so many times."""
    said = case["input"]
    codes = [code for code in LANGUAGES if code.partition("-")[0] in said]
    base, *others = (parse(said[code.partition("-")[0]], code).units for code in codes)
    count = max(_count_part_reasons(base, other) for other in others)
    most = case["expected"]["at_most_disagreements_of_reason_part"]
    return "" if count <= most else f"reported {count} times"


def _count_part_reasons(base: Sequence[Unit], other: Sequence[Unit]) -> int:
    reasons = [each.reason for each in align(base, other).disagreements]
    return reasons.count(Reason.PART)
