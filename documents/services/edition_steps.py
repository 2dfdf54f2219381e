"""Editions described by steps: editions.toml of the delivered and example documents.

The tables stand in the order of the editions. The first is the edition of the imported
files, each later one is made from the edition before it. A table can give the day
(`at`), the label and the note in three languages, the languages that agree with the
edition (`confirmed`), and its steps. A step names an operation and the key of the
clause; `after` is the key of the clause behind which the result is placed, absent for
the top.

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

from documents.languages import BY_CODE
from documents.models import ClauseVersion, Edition
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
from documents.services.publish import publish_edition
from documents.text.content import ClauseContent
from documents.text.kinds import Kind

# A TOML table as parsed.
Table: TypeAlias = Mapping[str, Any]


def read_tables(file: Path) -> dict[str, Any]:
    """Return the tables of a TOML file."""
    return tomllib.loads(file.read_text("utf-8"))


def in_columns(field: str, words: Mapping[str, str]) -> dict[str, str]:
    """Return words by language code as values of a translated field's columns."""
    return {f"{field}_{BY_CODE[code].suffix}": said for code, said in words.items()}


def publish_next(edition: Edition, table: Table) -> Edition:
    """Publish the edition of a table, made from the latest one; return it."""
    return publish_prepared(begin_draft(edition, user=None), table)


def publish_prepared(draft: Edition, table: Table) -> Edition:
    """Apply a table to a draft and publish it; return the edition."""
    prepare_draft(draft, table)
    at = table.get("at")
    if at is not None:
        draft.created_at = at
        draft.save(update_fields=["created_at"])
    return publish_edition(draft, user=None, at=at, confirmed=table.get("confirmed"))


def prepare_draft(draft: Edition, table: Table) -> None:
    """Apply the steps of a table to a draft, and set its label and note."""
    for step in table.get("steps", ()):
        STEPS[step["do"]](draft, step)
    words = {
        **in_columns("label", table.get("label", {})),
        **in_columns("note", table.get("note", {})),
    }
    for name, value in words.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(words))


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
