"""Questions of an import: which clause a unit of a new text version is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import gettext

from documents.comparing import Segment, redline
from documents.importing import Unit
from documents.languages import BY_CODE
from documents.matching import NEW, Candidate, Match, Matching, State
from documents.models import ClauseVersion
from documents.presenters.labels import full_label
from documents.text.content import ClauseContent

# Number of candidates shown with their redline, the others with an excerpt only: a
# page of a thousand questions is heavy enough.
REDLINED = 2
BEGINNING = 160  # characters


class Ask(StrEnum):
    """How a row asks for the clause of its unit."""

    RADIO = "radio"  # uncertain: one of the candidates must be chosen
    SELECT = "select"  # certain but reworded: may be corrected
    FREE = "free"  # new: an unmatched clause may be chosen


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate clause of a unit."""

    key: str
    place: str
    score: str
    is_chosen: bool
    is_proposed: bool = False  # what no choice means
    segments: tuple[Segment, ...] = ()  # the redline to the unit, or an excerpt:
    text: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ImportQuestion:
    """The question of a row; `chosen` is the answer, "" for none."""

    ask: Ask
    offers: tuple[Offer, ...]
    chosen: str
    error: str = ""

    @property
    def is_new(self) -> bool:
        return self.chosen == NEW

    @property
    def is_open(self) -> bool:
        """Whether it must be answered before anything is stored."""
        return bool(self.error) or (self.ask is Ask.RADIO and not self.chosen)


class ImportQuestions:
    """The questions of an import that is matched by text."""

    def __init__(
        self,
        matching: Matching,
        versions: Sequence[ClauseVersion],
        units: Sequence[Unit],
        *,
        language: str,
        choices: Mapping[int, str],
    ) -> None:
        self._matching, self._units = matching, units
        self._versions = {version.clause.key: version for version in versions}
        self._language, self._choices = language, choices
        self._bad = set(matching.bad_choices(choices))

    @cached_property
    def unclaimed(self) -> list[Offer]:
        """The clauses without a unit, offered to new units."""
        return [
            Offer(key, full_label(self._versions[key].locator), "", False)
            for key in self._matching.left
        ]

    def of(self, place: int) -> ImportQuestion | None:
        """Return the question about a unit; None if there is none."""
        match = self._matching.matches[place]
        if match.state is State.NEW:
            return self._question(Ask.FREE, place) if self._matching.left else None
        if match.state is State.UNCERTAIN:
            return self._question(Ask.RADIO, place)
        # Equal texts are never in question.
        return None if match.score == 1 else self._question(Ask.SELECT, place)

    def is_open(self, place: int) -> bool:
        """Return whether a unit's question must be answered; without making it."""
        is_uncertain = self._matching.matches[place].state is State.UNCERTAIN
        return place in self._bad or (is_uncertain and place not in self._choices)

    def score_of(self, place: int) -> str:
        """Return the formatted score of a unit's match; "" for a free choice."""
        match = self._matching.matches[place]
        key = self._choices.get(place, match.key)
        scores = {each.key: each.score for each in match.candidates}
        return _printed(scores[key]) if key in scores else ""

    def redline(self, place: int, version: ClauseVersion) -> tuple[Segment, ...]:
        """Return the redline from a clause to a unit; () if the clause had no text."""
        before = version.in_language("text", self._language)
        if not before or before == self._units[place].text:
            return ()
        return redline(before, self._units[place].text, self._language)

    def _question(self, ask: Ask, place: int) -> ImportQuestion:
        match = self._matching.matches[place]
        chosen = self._choices.get(place, "")
        offers = tuple(
            self._offer(place, rank, candidate, ask)
            for rank, candidate in enumerate(match.candidates)
        )
        if chosen in self._versions and all(chosen != each.key for each in offers):
            label = full_label(self._versions[chosen].locator)
            offers = (*offers, Offer(chosen, label, "", True))
        error = _clash() if place in self._bad else ""
        return ImportQuestion(ask, offers, chosen or _default(match), error)

    def _offer(self, place: int, rank: int, candidate: Candidate, ask: Ask) -> Offer:
        version = self._versions[candidate.key]
        content = ClauseContent.of(version)
        code = content.language_shown(self._language)
        shown = ask is Ask.RADIO
        segments = self.redline(place, version) if shown and rank < REDLINED else ()
        text = content.text(code)
        return Offer(
            key=candidate.key,
            place=full_label(version.locator),
            score=_printed(candidate.score),
            is_chosen=self._choices.get(place) == candidate.key,
            is_proposed=candidate.key == self._matching.matches[place].key,
            segments=segments,
            text=text[:BEGINNING] + "…" * (len(text) > BEGINNING) if shown else "",
            lang=BY_CODE[code].bcp47,
        )


def _default(match: Match) -> str:
    return match.key or "" if match.state is State.CERTAIN else ""


def _printed(score: float) -> str:
    return number_format(score, 2)


def _clash() -> str:
    return gettext(
        "This clause cannot be chosen here: it is matched to another unit or"
        " belongs to another part."
    )
