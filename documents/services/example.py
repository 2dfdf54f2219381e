"""The invented example document: its import, and the steps that make its editions.

document.toml is as for the delivered documents (documents/services/load.py), with the
slug added. editions.toml gives each edition its day, label and note, the confirmed
languages, and its steps. A step names an operation and the key of the clause; `after`
is the key of the clause behind which the result is placed, absent for the top.

    reword    clause; texts, kind, depth, number: what is not given stays
    renumber  numbers: a number for each of several clauses
    move      clause, after
    insert    part, kind, texts; after, depth, number
    remove    clause
    restore   clause, after
    split     clause; before: the words that begin the rest, in each language
    merge     clause, with
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from django.db import transaction

from documents.languages import BY_CODE
from documents.models import ClauseVersion, Document, Edition
from documents.services.draft import begin_draft
from documents.services.edit import (
    insert_clause,
    merge_clauses,
    move_clause,
    remove_clause,
    restore_clause,
    reword_clause,
    split_clause,
)
from documents.services.load import load_text
from documents.services.publish import publish_edition
from documents.text.content import ClauseContent
from documents.text.kinds import Kind

# A TOML table as parsed.
Table: TypeAlias = Mapping[str, Any]


@transaction.atomic
def load_example(folder: Path) -> Edition | None:
    """Import the example and publish its editions; return the last one.

    None when the document exists. It is marked as invented before its first
    publication.
    """
    about = _read(folder / "document.toml")
    document, is_new = Document.objects.get_or_create(
        slug=about["slug"],
        defaults={
            "date": about["date"],
            "is_invented": True,
            **_in_columns("organs", about["organs"]),
        },
    )
    if not is_new:
        return None
    draft = [load_text(document, folder, text) for text in about["texts"]][-1]
    first, *later = _read(folder / "editions.toml")["editions"]
    edition = _publish(draft, first)
    for table in later:
        edition = _publish(begin_draft(edition, user=None), table)
    return edition


@transaction.atomic
def open_example_draft(folder: Path) -> Edition | None:
    """Open the example's draft on its last edition and return it.

    None when there is another edition, or the draft already.
    """
    table = _read(folder / "editions.toml")
    slug = _read(folder / "document.toml")["slug"]
    latest = Edition.objects.filter(document__slug=slug).latest_first()[0]
    if latest.number != len(table["editions"]):
        return None
    draft = begin_draft(latest, user=None)
    _prepare(draft, table["draft"])
    return draft


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def _publish(draft: Edition, table: Table) -> Edition:
    _prepare(draft, table)
    draft.created_at = table["at"]
    draft.save(update_fields=["created_at"])
    return publish_edition(
        draft, user=None, at=table["at"], confirmed=table["confirmed"]
    )


def _prepare(draft: Edition, table: Table) -> None:
    """Apply a table of editions.toml to a draft."""
    for step in table["steps"]:
        STEPS[step["do"]](draft, step)
    words = {
        **_in_columns("label", table["label"]),
        **_in_columns("note", table["note"]),
    }
    for name, value in words.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(words))


def _in_columns(field: str, words: Mapping[str, str]) -> dict[str, str]:
    return {f"{field}_{BY_CODE[code].suffix}": said for code, said in words.items()}


# --- Steps


def _reword(draft: Edition, step: Table) -> None:
    row = _row(draft, step["clause"])
    content = ClauseContent.of(row)
    kind = step.get("kind", content.kind)
    texts = {**content.texts, **step.get("texts", {})}
    content = replace(
        content,
        kind=kind,
        depth=step.get("depth", content.depth),
        texts=texts,
        numbers={**content.numbers, **_printed(kind, step, filter(texts.get, texts))},
    )
    reword_clause(row, content, revision=row.revision)


def _renumber(draft: Edition, step: Table) -> None:
    for clause, number in step["numbers"].items():
        _reword(draft, {"clause": clause, "number": number})


def _move(draft: Edition, step: Table) -> None:
    position = _position(draft, step, without=step["clause"])
    move_clause(_row(draft, step["clause"]), position=position)


def _insert(draft: Edition, step: Table) -> None:
    kind = step["kind"]
    texts = step["texts"]
    content = ClauseContent(
        kind, step.get("depth", 0), texts, _printed(kind, step, texts)
    )
    part = draft.document.parts.get(key=step["part"])
    insert_clause(draft, content, part=part, position=_position(draft, step))


def _remove(draft: Edition, step: Table) -> None:
    remove_clause(_row(draft, step["clause"]))


def _restore(draft: Edition, step: Table) -> None:
    clause = draft.document.clauses.get(key=step["clause"])
    restore_clause(draft, clause, position=_position(draft, step))


def _split(draft: Edition, step: Table) -> None:
    row = _row(draft, step["clause"])
    texts = ClauseContent.of(row).texts
    at = {code: texts[code].index(words) for code, words in step["before"].items()}
    split_clause(row, at=at)


def _merge(draft: Edition, step: Table) -> None:
    merge_clauses(_row(draft, step["clause"]), _row(draft, step["with"]))


STEPS: dict[str, Callable[[Edition, Table], None]] = {
    "reword": _reword,
    "renumber": _renumber,
    "move": _move,
    "insert": _insert,
    "remove": _remove,
    "restore": _restore,
    "split": _split,
    "merge": _merge,
}


def _row(draft: Edition, key: str) -> ClauseVersion:
    return draft.versions.select_related("edition", "clause").get(clause__key=key)


def _position(draft: Edition, step: Table, *, without: str = "") -> int:
    """Return the position behind `after`, counted without the clause to move."""
    if "after" not in step:
        return 1
    rows = draft.versions.for_reading().exclude(clause__key=without)
    keys = list(rows.values_list("clause__key", flat=True))
    return keys.index(step["after"]) + 2


def _printed(kind: str, step: Table, codes: Iterable[str]) -> dict[str, str]:
    """Return a step's number as each language prints it; {} without a number."""
    if "number" not in step:
        return {}
    is_letter = kind == Kind.SUBPARAGRAPH
    return {
        code: (
            BY_CODE[code].printed_letter if is_letter else BY_CODE[code].printed_number
        ).format(step["number"])
        for code in codes
    }
