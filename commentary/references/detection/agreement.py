"""Agreement of languages: what a clause cites in some languages and not in others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commentary.references.detection.mention import Mention, Rule, Target
from documents.languages import in_order


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A target cited by a clause in some languages and not in others."""

    target: Target
    locator: str
    cited_in: tuple[str, ...]
    not_cited_in: tuple[str, ...]


def disagreements(
    mentions: Mapping[str, Sequence[Mention]],
) -> list[Disagreement]:
    """Return the targets that not every language of a clause cites: a sign of a fault.

    `mentions` has a key for each language in which the clause has a text, even without
    mentions. Short forms alone ("the Treaty") are not compared, as another language may
    use a pronoun. A mention of an article also cites the whole instrument.
    """
    found: list[Disagreement] = []
    for target, locator in _named(mentions):
        cited = in_order(
            code
            for code, said in mentions.items()
            if any(_says(mention, target, locator) for mention in said)
        )
        others = in_order(code for code in mentions if code not in cited)
        if others:
            found.append(Disagreement(target, locator, cited, others))
    return found


def _named(mentions: Mapping[str, Sequence[Mention]]) -> list[tuple[Target, str]]:
    return sorted(
        {
            (mention.target, mention.locator)
            for said in mentions.values()
            for mention in said
            if mention.rule is not Rule.SHORT or mention.locator
        }
    )


def _says(mention: Mention, target: Target, locator: str) -> bool:
    return mention.target == target and locator in ("", mention.locator)
