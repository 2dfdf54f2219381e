"""Steps at the import desk: what a button asks for, done to the units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, pgettext

from documents.languages import LANGUAGES, Language
from documents.matching import NEW
from documents.models import Document, Edition, PendingImport
from documents.services import CannotEdit, Desk, find_latest, import_desk
from documents.workbench.import_fields import TypedRow, apply_fields, typed
from documents.workbench.import_table import Review

NEXT: Final = "next"  # of the button that saves and goes on to a further language
BREAK: Final = "\n\n"  # where a unit is split
NOWHERE: Final = -1
PICTURE: Final = "picture"
SIDES: Final = (PICTURE, "text")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an editor is at the desk: page, opened unit, unit of the last step.

    `side` is what is shown beside the units, "" for what suits the file, and `picture`
    the page that is asked for there.
    """

    page: int = 1
    opened: int | None = None
    at: int | None = None
    side: str = ""
    picture: int | None = None

    @classmethod
    def of(cls, sent: Mapping[str, Any]) -> Spot:
        """Return the place that an address or a form names."""
        names = ("page", "open", "at", "picture")
        page, opened, at, picture = (_number(sent.get(name)) for name in names)
        side = sent.get("side") or sent.get("shown") or ""
        return cls(page or 1, opened, at, side if side in SIDES else "", picture)

    def review(
        self,
        edition: Edition | None,
        language: str,
        desk: Desk,
        fields: Mapping[int, TypedRow] | None = None,
    ) -> Review:
        """Return the table at this place."""
        return Review(
            edition,
            language,
            desk,
            fields,
            page=self.page,
            opened=self.opened,
            at=self.at,
        )


def _number(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def review_url(pending: PendingImport, spot: Spot) -> str:
    """Return the address of the desk of an import, at a place."""
    url = reverse("admin:documents_document_import_review", args=[pending.token])
    page = spot.page if spot.page > 1 else None
    said: dict[str, Any] = {"page": page, "open": spot.opened, "at": spot.at}
    said |= {"side": spot.side or None, "picture": spot.picture}
    query = urlencode(
        {name: value for name, value in said.items() if value is not None}
    )
    fragment = "" if spot.at is None else f"#unit-{spot.at}"
    return f"{url}{'?' * bool(query)}{query}{fragment}"


def to_review(pending: PendingImport, spot: Spot) -> HttpResponseRedirect:
    """Return the redirect to the desk of an import, at a place."""
    return HttpResponseRedirect(review_url(pending, spot))


# --- Steps


@dataclass(frozen=True, slots=True)
class Step:
    """What a button asks for: a name and a unit, with the place of the editor."""

    name: str
    own: int
    spot: Spot

    @classmethod
    def of(cls, sent: Mapping[str, Any]) -> Step:
        """Return what a form asks for; without a step it saves what was typed."""
        name, _colon, own = str(sent.get("do", "")).partition(":")
        number = _number(own)
        return cls(name, NOWHERE if number is None else number, Spot.of(sent))


@dataclass(frozen=True, slots=True)
class Taken:
    """The desk after a step, where the editor is then, and what is said about it."""

    desk: Desk
    spot: Spot
    told: tuple[tuple[int, str], ...] = ()
    undoes: bool = False  # the last step stored is to be undone


def take_step(
    pending: PendingImport, desk: Desk, fields: Mapping[int, TypedRow], step: Step
) -> Taken:
    """Return the desk with what was typed, and the step taken; refusals are told."""
    here = replace(step.spot, at=step.own if step.own >= 0 else step.spot.opened)
    try:
        filled = apply_fields(desk, fields, _matched_pairs(pending, desk, fields))
    except CannotEdit as refusal:
        return Taken(desk, here, ((messages.ERROR, str(refusal.message)),))
    if step.name == "undo":
        return _undo(pending, desk, filled, replace(here, opened=None, at=None))
    if step.name in {"open", "close"}:
        opened = step.own if step.name == "open" else None
        return Taken(filled, replace(here, opened=opened), _tell(desk, filled, step))
    closed = replace(here, opened=None) if step.name else here
    try:
        after = _change(pending, filled, step)
        return Taken(after, _go(filled, step, closed), _tell(filled, after, step))
    except CannotEdit as refusal:
        # What was typed about the unit stays open.
        return Taken(filled, here, ((messages.ERROR, str(refusal.message)),))


def _undo(pending: PendingImport, desk: Desk, filled: Desk, spot: Spot) -> Taken:
    """Take back what was typed and not saved yet, else the last step."""
    if filled != desk:
        told = gettext("What was typed has been taken back.")
        return Taken(desk, spot, ((messages.SUCCESS, told),))
    if not pending.history:
        told = gettext("There is nothing to undo.")
        return Taken(desk, spot, ((messages.WARNING, told),))
    told = gettext("The last step has been undone.")
    return Taken(desk, spot, ((messages.SUCCESS, told),), undoes=True)


def _change(pending: PendingImport, desk: Desk, step: Step) -> Desk:
    """Return the desk after a step. Raises CannotEdit."""
    own = step.own
    match step.name:
        case "split":
            text = desk.units[desk.place_of(own)].unit.text
            return import_desk.split(desk, own, text.find(BREAK))
        case "join":
            return import_desk.join(desk, own, pending.language)
        case "drop":
            return import_desk.drop(desk, own)
        case "none":
            return import_desk.pair(desk, own, NEW)
        case "down" | "up":
            review = _review(pending, desk)
            by = 1 if step.name == "down" else -1
            pairs, columns = review.pairs(), review.columns()
            return import_desk.shift(desk, own, by, pairs=pairs, columns=columns)
        case _:
            return desk


def _tell(before: Desk, after: Desk, step: Step) -> tuple[tuple[int, str], ...]:
    """Return what is said of a step that changed something."""
    told = _sentences().get(step.name)
    if told is None or before == after:
        return ()
    # The place of a unit that is gone is the one it had.
    now = after if any(each.id == step.own for each in after.units) else before
    number = now.place_of(step.own) + 1
    return ((messages.SUCCESS, told % {"number": number}),)


def _sentences() -> dict[str, str]:
    """Return what was done by each step; the number is that of its unit."""
    return {
        "open": gettext("What was typed has been saved."),
        "close": gettext("Unit %(number)s has been saved."),
        "split": gettext("Unit %(number)s has been split."),
        "join": gettext("Unit %(number)s has been joined with the next one."),
        "drop": gettext("Unit %(number)s has been dropped."),
        "none": gettext("Unit %(number)s has no counterpart any more."),
        "down": gettext(
            "The counterparts have been shifted down from unit %(number)s."
        ),
        "up": gettext("The counterparts have been shifted up from unit %(number)s."),
    }


def _go(desk: Desk, step: Step, spot: Spot) -> Spot:
    """Return the place after a step: behind a dropped unit the next one."""
    if step.name != "drop":
        return spot
    place = desk.place_of(step.own)
    rest = [*desk.units[place + 1 : place + 2], *desk.units[max(place - 1, 0) : place]]
    return replace(spot, at=rest[0].id if rest else None)


def _review(pending: PendingImport, desk: Desk) -> Review:
    return Review(latest_edition(pending.document), pending.language, desk)


def _matched_pairs(
    pending: PendingImport, desk: Desk, fields: Mapping[int, TypedRow]
) -> dict[int, str] | None:
    """Return the pairs of a text that is matched by its words, if one is made by hand.

    An aligned text needs none: the unit that loses its clause is aligned anew.
    """
    if not any(sent.pair for sent in fields.values()):
        return None
    review = _review(pending, desk)
    return review.pairs() if review.questions else None


# --- Conflicts


@dataclass(frozen=True, slots=True)
class SentUnit:
    """A unit of which something else was sent than is stored now."""

    position: int
    sent: str
    now: str


def compare_sent(data: Mapping[str, str], desk: Desk) -> list[SentUnit]:
    """Return what a form sent that differs from what is stored now."""
    found = []
    for own, sent in typed(data, desk).items():
        place = desk.place_of(own)
        unit = desk.units[place].unit
        text = unit.text if sent.text is None else sent.text
        one = (sent.kind, sent.number, sent.depth, text)
        if one != (unit.kind.value, unit.number, str(unit.depth), unit.text):
            now = _print(unit.number, unit.text)
            found.append(SentUnit(place + 1, _print(sent.number, text), now))
    return found


def _print(number: str, text: str) -> str:
    return " ".join(filter(None, [number, text]))


# --- The document


def latest_edition(document: Document | None) -> Edition | None:
    """Return the edition that an import would join or be based on."""
    return find_latest(document) if document else None


def next_language(edition: Edition | None, language: str = "") -> Language | None:
    """Return the first language that an edition, with this one, has no text in."""
    there = {language}
    if edition is not None:
        there |= set(edition.languages.values_list("language", flat=True))
    return next((each for each in LANGUAGES if each.code not in there), None)


def next_url(edition: Edition) -> str:
    """Return the address of the import form for the next language of an edition."""
    following = next_language(edition)
    asked = [("document", str(edition.document_id))]
    asked += [("language", following.code)] if following else []
    return f"{reverse('admin:documents_document_import')}?{urlencode(asked)}"


# --- Keyboard


def list_shortcuts() -> list[tuple[str, str]]:
    """Return the keys of the desk and what each does; see import_desk.js."""
    return [
        ("j", gettext("to the next unit")),
        ("k", gettext("to the unit before")),
        (
            "e",
            gettext(
                "edit the unit: text, kind, number, level, part, place, counterpart"
            ),
        ),
        ("Ctrl + Enter", gettext("in a text: split the unit at the cursor")),
        ("Esc", gettext("close the unit and save what was typed")),
        ("m", gettext("join with the next unit")),
        ("x", gettext("drop the unit")),
        ("n", gettext("no counterpart")),
        ("]", gettext("shift the counterparts down from here")),
        ("[", gettext("shift the counterparts up from here")),
        ("t", gettext("to the text or the page as received")),
        ("v", gettext("show the text instead of the page, or the page again")),
        ("d", gettext("to the next doubtful row")),
        ("u", gettext("undo the last step")),
        ("?", pgettext("keyboard", "this list")),
    ]
