"""Signals before and after the publication of an edition, for other applications.

A receiver of `edition_reviewed` gets `edition` (a draft) and `changes` (a list of
ClauseChange) and returns its Consequences: what will happen to its own objects, such as
comments on a removed clause. It stores nothing. A signal is used so that `documents`
does not import its receivers; they connect in the ready() of their application. An
exception of a receiver is not caught: an incomplete summary would mislead the editor.

`edition_published` is sent with `edition` after publication, in the same transaction:
an exception of a receiver rolls the publication back. Likewise `withdrawal_reviewed`,
with `target` (a document or an edition), is sent before it is withdrawn, and
`withdrawal_changed`, with `withdrawal`, after that or after its undoing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.dispatch import Signal

if TYPE_CHECKING:
    from documents.comparing import ClauseChange
    from documents.models import Document, Edition

edition_reviewed = Signal()
edition_published = Signal()
withdrawal_reviewed = Signal()
withdrawal_changed = Signal()


@dataclass(frozen=True, slots=True)
class Consequence:
    """An effect of publishing, as a sentence, and the objects concerned."""

    sentence: str
    items: tuple[str, ...] = ()


def consequences_of(
    edition: Edition, changes: Sequence[ClauseChange]
) -> list[Consequence]:
    """Return the consequences of publishing a draft reported by all receivers."""
    return _collect(
        edition_reviewed.send(type(edition), edition=edition, changes=changes)
    )


def consequences_of_withdrawing(target: Document | Edition) -> list[Consequence]:
    """Return the consequences of withdrawing something, reported by all receivers."""
    return _collect(withdrawal_reviewed.send(type(target), target=target))


def _collect(answers: Any) -> list[Consequence]:
    return [consequence for _receiver, answer in answers for consequence in answer]
