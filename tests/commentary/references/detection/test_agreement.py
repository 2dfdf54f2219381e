"""What the languages of a clause disagree about, and what is no disagreement."""

from __future__ import annotations

from commentary.references.detection import (
    Disagreement,
    Mention,
    Refers,
    Rule,
    Target,
    disagreements,
)

NPT = Target(Refers.INSTRUMENT, "npt")


def said(locator: str = "", *, rule: Rule = Rule.NAME, target: Target = NPT) -> Mention:
    return Mention(0, 3, target, locator, rule)


def test_all_agree() -> None:
    rows = {"zh-hans": [said()], "ru": [said(), said()], "en": [said()]}
    assert disagreements(rows) == []


def test_one_language_does_not_cite() -> None:
    rows = {"en": [], "ru": [said()], "zh-hans": [said()]}
    assert disagreements(rows) == [Disagreement(NPT, "", ("zh-hans", "ru"), ("en",))]


def test_one_language_cites_another_article() -> None:
    rows = {"ru": [said("art. VI")], "en": [said("art. IV")]}
    assert disagreements(rows) == [
        Disagreement(NPT, "art. IV", ("en",), ("ru",)),
        Disagreement(NPT, "art. VI", ("ru",), ("en",)),
    ]


def test_an_article_is_of_its_treaty() -> None:
    rows = {"ru": [said("art. VI"), said()], "en": [said("art. VI")]}
    assert disagreements(rows) == []


def test_a_pronoun_is_no_fault() -> None:
    rows = {"ru": [said(rule=Rule.SHORT)], "en": []}
    assert disagreements(rows) == []


def test_a_language_without_a_text_says_nothing() -> None:
    assert disagreements({"ru": [said()]}) == []
