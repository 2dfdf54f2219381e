"""The table of an import: what was found beside what is there, doubt by doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from documents.admin.pending import Correction
from documents.disagreements import sentence
from documents.forms import check_depth, check_number
from documents.importing import Unit, align
from documents.kinds import Kind
from documents.labels import full_label, part_name
from documents.languages import BY_CODE
from documents.models import ClauseVersion, Edition
from documents.services import as_unit, said_in

SELECTED = SafeString(" selected")


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of one unit as they were sent, and what is wrong with them."""

    kind: str
    number: str
    depth: str
    errors: tuple[str, ...] = ()

    def correction(self) -> Correction:
        return Correction(self.kind, self.number, int(self.depth))


def typed(data: Mapping[str, str], units: Sequence[Unit]) -> list[Typed]:
    """Read and check the posted table; a field that is missing leaves its unit be."""
    return [_typed(data, place, unit) for place, unit in enumerate(units)]


def _typed(data: Mapping[str, str], place: int, unit: Unit) -> Typed:
    sent = Typed(
        kind=data.get(f"kind-{place}", unit.kind.value),
        number=data.get(f"number-{place}", unit.number).strip(),
        depth=data.get(f"depth-{place}", str(unit.depth)).strip(),
    )
    return replace(sent, errors=tuple(_mistakes(sent)))


def _mistakes(sent: Typed) -> list[str]:
    mistakes = [] if sent.kind in set(Kind) else [gettext("Choose one of the kinds.")]
    for check, value in ((check_number, sent.number), (check_depth, sent.depth)):
        try:
            check(value)
        except ValidationError as error:
            mistakes += error.messages
    return mistakes


@dataclass(frozen=True, slots=True)
class There:
    """A clause that the document has already."""

    place: str
    kind: str
    number: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Found:
    """A unit of the new text, with its fields."""

    place: int
    position: int
    part: str
    kinds: SafeString
    typed: Typed
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A clause and a unit side by side; `doubt` counts the rows that have doubts."""

    there: There | None
    found: Found | None
    doubts: tuple[str, ...]
    doubt: int = 0


class Review:
    """How the units of a text fit an edition, for the editor's eye."""

    def __init__(
        self,
        edition: Edition | None,
        language: str,
        units: Sequence[Unit],
        fields: Sequence[Typed] = (),
    ) -> None:
        self.language = BY_CODE[language]
        self.units = units
        self.fields = fields or typed({}, units)
        self.versions = list(edition.versions.for_reading()) if edition else []

    @cached_property
    def rows(self) -> list[Row]:
        """The table; doubts are numbered from 1, so that one leads to the next."""
        base = [as_unit(row, self.language.code) for row in self.versions]
        alignment = align(base, self.units)
        told: dict[tuple[int, int], list[str]] = defaultdict(list)
        for found in alignment.disagreements:
            # By identity: two paragraphs may be equal in everything.
            told[id(found.base), id(found.other)].append(sentence(found))
        rows, count = [], 0
        for mine, theirs in alignment.rows:
            left = None if mine is None else base[mine]
            right = None if theirs is None else self.units[theirs]
            doubts = tuple(told.get((id(left), id(right)), ()))
            count += bool(doubts or self._is_wrong(theirs))
            rows.append(
                Row(
                    there=None if mine is None else self._there(self.versions[mine]),
                    found=None if theirs is None else self._found(theirs),
                    doubts=doubts,
                    doubt=count if doubts or self._is_wrong(theirs) else 0,
                )
            )
        return rows

    @property
    def doubt_count(self) -> int:
        return sum(len(row.doubts) for row in self.rows)

    @property
    def doubted_rows(self) -> int:
        return sum(bool(row.doubt) for row in self.rows)

    @property
    def error_count(self) -> int:
        return sum(bool(sent.errors) for sent in self.fields)

    def _is_wrong(self, place: int | None) -> bool:
        return place is not None and bool(self.fields[place].errors)

    def _there(self, version: ClauseVersion) -> There:
        code = said_in(version, self.language.code)
        return There(
            place=full_label(version.locator),
            kind=version.get_kind_display(),
            number=version.in_language("number", code),
            text=version.in_language("text", code),
            lang=BY_CODE[code].bcp47,
        )

    def _found(self, place: int) -> Found:
        unit, sent = self.units[place], self.fields[place]
        return Found(
            place=place,
            position=place + 1,
            part=part_name(unit.part),
            kinds=self._options[sent.kind],
            typed=sent,
            text=unit.text,
        )

    @cached_property
    def _options(self) -> dict[str, SafeString]:
        """The choice of kinds with each one chosen: made once, not for every row."""
        kinds = [(kind.value, str(kind.label)) for kind in ClauseVersion.Kind]
        made = {value: _options(kinds, value) for value, _name in kinds}
        return defaultdict(lambda: _options(kinds, ""), made)


def _options(kinds: Sequence[tuple[str, str]], chosen: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if value == chosen else "", name) for value, name in kinds),
    )
