"""Drafts: copied from an edition, locked, and stored in a new order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from documents.errors import Refused
from documents.importing import Unit
from documents.languages import CODES, LANGUAGES
from documents.models import (
    Clause,
    ClauseVersion,
    Document,
    Edition,
    LanguageVersion,
    Part,
    Withdrawal,
)
from documents.text.content import ClauseContent
from documents.text.kinds import Kind
from documents.text.locators import key_for, locators, loose_units
from portal.people.account_locks import lock_permitted_person
from portal.people.models import User

EDITING = "documents.change_edition"
EXCERPT = 60  # characters
STORED = [
    "position",
    "revision",
    "locator",
    "kind",
    "depth",
    *(
        f"{field}_{lang.suffix}"
        for field in ("number", "text", "page")
        for lang in LANGUAGES
    ),
]


class NotADraft(Refused):
    """The edition is published and cannot be changed."""

    message = _(
        "This edition has been published, so its text can no longer be changed."
        " Make a new edition to change it."
    )


class CannotEdit(Refused):
    """The change is not possible in this draft."""


class DocumentClosed(CannotEdit):
    """The whole document is withdrawn or superseded: it gets no new edition."""

    message = _(
        "This document has been withdrawn or superseded. Undo that before you make or"
        " publish another edition."
    )


class DraftExists(Exception):
    """The document already has a draft: `draft`."""

    def __init__(self, draft: Edition) -> None:
        super().__init__(draft)
        self.draft = draft


class Superseded(Refused):
    """The edition is not the one that new ones are made from, which is `latest`."""

    message = _(
        "A later edition has been published, or this one has been withdrawn: make the"
        " new edition from the current one."
    )

    def __init__(self, latest: Edition) -> None:
        super().__init__()
        self.latest = latest


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A row of a draft with its part's key; a row without a pk is new."""

    row: ClauseVersion
    part: str

    def as_numbered(self) -> Unit:
        """Return the unit that gives its locator, with the number of any language."""
        content = ClauseContent.of(self.row)
        return Unit(
            part=self.part,
            kind=Kind(content.kind),
            number=content.first_number,
            depth=content.depth,
            text="",
        )


@transaction.atomic
def copy_to_draft(edition: Edition, *, user: User | None) -> Edition:
    """Return a new draft with the content of an edition, numbered after the latest."""
    document = Document.objects.select_for_update().get(pk=edition.document_id)
    latest = document.editions.latest_first()[0]
    draft = Edition.objects.create(
        document=document, number=latest.number + 1, based_on=edition, created_by=user
    )
    rows = list(edition.versions.for_reading())
    for row in rows:
        _as_copy(row, draft)
        for language in LANGUAGES:
            setattr(row, f"digest_{language.suffix}", "")
    ClauseVersion.objects.bulk_create(rows)
    languages = list(edition.languages.all())
    for language_version in languages:
        _as_copy(language_version, draft)
    LanguageVersion.objects.bulk_create(languages)
    return draft


@transaction.atomic
def begin_draft(edition: Edition, *, user: User | None) -> Edition:
    """Return a new draft with the content of an edition.

    `user` is who makes it, None the portal itself; so in every service.

    Raises DraftExists when the latest edition is a draft, since there is only one.
    Raises Superseded when new editions are made from another one, whose changes the
    draft would revert, and DocumentClosed when the document is withdrawn or superseded.
    """
    document = lock_document(edition.document_id, user, "documents.add_edition")
    if is_closed(document):
        raise DocumentClosed
    latest = document.editions.latest_first()[0]
    if not latest.is_published:
        raise DraftExists(latest)
    base = find_base(document)
    if base.pk != edition.pk:
        raise Superseded(base)
    return copy_to_draft(edition, user=user)


def is_closed(document: Document) -> bool:
    """Return whether a document is withdrawn or superseded as a whole."""
    return Withdrawal.objects.in_force().of_document(document).exists()


def find_base(document: Document) -> Edition:
    """Return the edition that a new one is made from: the latest that stands.

    When all are withdrawn, the latest of them. The document has a published edition.
    """
    published = document.editions.published().latest_first()
    return published.standing().first() or published[0]


def _as_copy(row: ClauseVersion | LanguageVersion, draft: Edition) -> None:
    row.pk = None
    row._state.adding = True
    row.edition = draft


def find_latest(document: Document) -> Edition | None:
    """Return the edition that an import joins or is based on: the draft, or find_base.

    None for a document without editions.
    """
    latest = document.editions.latest_first().first()
    return find_base(document) if latest and latest.is_published else latest


@transaction.atomic
def store_order(edition: Edition, order: Sequence[DraftRow]) -> None:
    """Store these rows, in this order, as the whole content of a draft.

    Other rows of the draft are deleted. For a new row without a clause, one is created
    with the key of its place.
    """
    places = locators([drafted.as_numbered() for drafted in order])
    parts = _parts(edition.document, [drafted.part for drafted in order])
    for position, (drafted, locator) in enumerate(
        zip(order, places, strict=True), start=1
    ):
        drafted.row.edition = edition
        drafted.row.position, drafted.row.locator = position, locator
    new = [drafted for drafted in order if drafted.row.pk is None]
    kept = [drafted.row for drafted in order if drafted.row.pk is not None]
    unborn = [drafted for drafted in new if drafted.row.clause_id is None]
    _give_clauses(edition.document, unborn, parts)
    edition.versions.exclude(pk__in=[row.pk for row in kept]).delete()
    ClauseVersion.objects.bulk_update(_changed(edition, kept), STORED)
    ClauseVersion.objects.bulk_create([drafted.row for drafted in new])


def refuse_loose_levels(edition: Edition, order: Sequence[DraftRow]) -> None:
    """Raise CannotEdit when an order leaves a subparagraph below nothing.

    One that stands so in the draft already prevents no other change.
    """
    loose = _find_loose(order)
    if loose:
        rows = edition.versions.for_reading()
        before = {each.pk for each in _find_loose([as_drafted(row) for row in rows])}
        for row in loose:
            if row.pk is None or row.pk not in before:
                raise CannotEdit(_tell_loose(row))


def _find_loose(order: Sequence[DraftRow]) -> list[ClauseVersion]:
    units = [drafted.as_numbered() for drafted in order]
    return [order[place].row for place in loose_units(units)]


def as_drafted(row: ClauseVersion) -> DraftRow:
    return DraftRow(row, row.clause.part.key)


def _tell_loose(row: ClauseVersion) -> str:
    content = ClauseContent.of(row)
    codes = sorted(CODES, key=lambda code: code != get_language())
    code = next(filter(content.has, codes), codes[0])
    said = f"{content.number(code)} {content.text(code)}".strip()
    message = gettext(
        "This subparagraph would have no paragraph above it: “%(text)s”. Choose another"
        " place, kind or level."
    )
    return message % {"text": Truncator(said).chars(EXCERPT)}


def _changed(edition: Edition, rows: Sequence[ClauseVersion]) -> list[ClauseVersion]:
    """Return the rows that differ from the stored ones: an edit changes few."""
    stored = {pk: values for pk, *values in edition.versions.values_list("pk", *STORED)}
    return [
        row
        for row in rows
        if [getattr(row, name) for name in STORED] != stored.get(row.pk)
    ]


@transaction.atomic
def refresh_locators(edition: Edition) -> None:
    """Renumber the positions and locators of a draft, in its present order.

    Raises NotADraft.
    """
    lock_draft(edition)
    store_order(edition, [as_drafted(row) for row in edition.versions.for_reading()])


def unconfirm_languages(edition: Edition) -> None:
    """Reset the confirmation of all languages of a draft after a change of its text.

    When one text changes, all must be checked again: the changed one, and those that
    did not follow.
    """
    edition.languages.update(confirmed=False)


def lock_document(document: int, user: User | None, *permissions: str) -> Document:
    """Lock who makes a change, then the document, until the transaction ends.

    Return the document as stored now. Raises PermissionDenied unless the account is
    active and has the permissions under its lock; None, the portal itself, may all.
    """
    if user is not None:
        lock_permitted_person(user.pk, *permissions)
    return Document.objects.select_for_update().get(pk=document)


def hold_edition(
    edition: Edition, user: User | None = None, permission: str = EDITING
) -> None:
    """Lock the document against publication and imports until the transaction ends.

    Raises PermissionDenied when the person lacks the permission.
    """
    lock_document(edition.document_id, user, permission)


def lock_draft(
    edition: Edition, user: User | None = None, permission: str = EDITING
) -> None:
    """Lock the document against publication until the transaction ends.

    Raises NotADraft when the edition is published, also if just before, and
    PermissionDenied when the person lacks the permission.
    """
    hold_edition(edition, user, permission)
    if Edition.objects.published().filter(pk=edition.pk).exists():
        raise NotADraft


def _parts(document: Document, keys: Sequence[str]) -> dict[str, Part]:
    """Return the document's parts by key; missing ones are created."""
    parts = {part.key: part for part in document.parts.all()}
    for key in dict.fromkeys(keys):
        if key not in parts:
            parts[key] = Part.objects.create(
                document=document,
                key=key,
                kind=Part.Kind(key.partition("-")[0]),
                position=max((part.position for part in parts.values()), default=0) + 1,
            )
    return parts


def _give_clauses(
    document: Document, new: Sequence[DraftRow], parts: dict[str, Part]
) -> None:
    taken = set(document.clauses.values_list("key", flat=True)) if new else set()
    clauses = []
    for drafted in new:
        key = _unused(key_for(drafted.row.locator), taken)
        taken.add(key)
        clauses.append(Clause(document=document, part=parts[drafted.part], key=key))
    for drafted, clause in zip(new, Clause.objects.bulk_create(clauses), strict=True):
        drafted.row.clause = clause


def _unused(key: str, taken: set[str]) -> str:
    """Return the key, with a counter if another clause already has it."""
    candidate, count = key, 1
    while candidate in taken:
        count += 1
        candidate = f"{key}-n{count}"
    return candidate
