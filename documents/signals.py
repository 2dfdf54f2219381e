"""What other parts of the portal say to an edition before it is published, and do then.

A receiver of `edition_reviewed` is given `edition` (a draft) and `changes` (what it
changes, as presenters/changes.py tells it) and returns its Consequences: what will
happen to its own things, such as comments on a clause that is gone. Django's signal is
used because it lets `documents` ask without knowing whom: receivers connect in the
ready() of their own application. A receiver stores nothing. One that fails is not
passed over: who publishes must know what will happen.

`edition_published` is sent with the `edition` once it is published, in the same
transaction: what a receiver raises takes the publication back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.dispatch import Signal

if TYPE_CHECKING:
    from documents.comparing import ClauseChange
    from documents.models import Edition

edition_reviewed = Signal()
edition_published = Signal()


@dataclass(frozen=True, slots=True)
class Consequence:
    """A whole sentence about what publishing will do, and the things it is about."""

    sentence: str
    items: tuple[str, ...] = ()


def consequences_of(
    edition: Edition, changes: Sequence[ClauseChange]
) -> list[Consequence]:
    """Return what every other part of the portal reports about a draft."""
    answers: Any = edition_reviewed.send(
        type(edition), edition=edition, changes=changes
    )
    return [consequence for _receiver, answer in answers for consequence in answer]
