"""Restoring a clause whose words another clause took over in a merge."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from documents.audit import hosts_of
from documents.languages import BY_CODE
from documents.models import Clause, ClauseVersion, Derivation, Edition
from documents.services.draft import lock_draft
from documents.services.edit import restore_clause, reword_clause
from documents.services.operations import recorded_together
from documents.text.content import ClauseContent
from portal.people.models import User


@dataclass(frozen=True, slots=True)
class SaidTwice:
    """A clause that has the words of a removed one, in all its languages or in some."""

    host: ClauseVersion
    before: ClauseContent
    after: ClauseContent  # without them
    others: tuple[str, ...]  # the languages in which the words are not found


def find_said_twice(edition: Edition, removed: ClauseVersion) -> SaidTwice | None:
    """Return the clause of a draft that has the words of a removed clause, if any.

    `removed` is its row of removed_rows. The words are looked for, as they are, in the
    clauses derived from it in any edition.
    """
    heirs = _find_heirs(edition, removed.clause)
    for host in edition.versions.for_reading().filter(clause__in=heirs):
        host.edition = edition
        if found := _compare_words(host, ClauseContent.of(removed)):
            return found
    return None


def _compare_words(host: ClauseVersion, removed: ClauseContent) -> SaidTwice | None:
    before = ClauseContent.of(host)
    texts = {
        code: cut_out(before.text(code), words, code)
        for code, words in removed.texts.items()
    }
    others = tuple(code for code in texts if texts[code] == before.text(code))
    if len(others) == len(texts):
        return None
    return SaidTwice(host, before, before.with_texts(texts), others)


def _find_heirs(edition: Edition, clause: Clause) -> set[int]:
    """Return the clauses derived from a clause, directly or not."""
    heirs: defaultdict[int, set[int]] = defaultdict(set)
    heirs[clause.pk] = hosts_of(edition, clause)
    rows = Derivation.objects.filter(edition__document=edition.document_id)
    for origin, heir in rows.values_list("origin", "clause"):
        heirs[origin].add(heir)
    found: set[int] = set()
    waiting = {clause.pk}
    while waiting:
        new = heirs[waiting.pop()] - found
        found |= new
        waiting |= new
    return found


def cut_out(text: str, words: str, code: str) -> str:
    """Return a text without the last occurrence of these words."""
    place = text.rfind(words) if words else -1
    if place < 0:
        return text
    sides = text[:place].rstrip(), text[place + len(words) :].lstrip()
    return BY_CODE[code].joint.join(filter(None, sides))


@transaction.atomic
@recorded_together()
def restore_apart(
    edition: Edition,
    clause: Clause,
    *,
    position: int,
    twice: SaidTwice,
    revision: int,
    user: User | None = None,
) -> ClauseVersion:
    """Restore a removed clause, and take its words out of the clause that has them.

    `revision` is that of the other clause as the editor saw it. Raises EditConflict
    when it has another, and CannotEdit, also when nothing would be left of it.
    """
    lock_draft(edition, user)
    reword_clause(twice.host, twice.after, revision=revision, user=user)
    return restore_clause(edition, clause, position=position, user=user)
