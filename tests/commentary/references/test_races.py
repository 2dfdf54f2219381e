"""Two at once, each with a connection of its own: one is stored, the other told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from commentary.models import CrossReference
from commentary.references.propose import AlreadyReferred
from commentary.references.review import (
    ReferenceConflict,
    accept_reference,
    dispute_reference,
)
from documents.errors import Refused
from documents.services import begin_draft, publish_edition
from tests.commentary.factories import (
    make_instrument,
    make_plain_edition,
    make_reference,
    make_referrer,
    make_reviewer,
    version_of,
)
from tests.commentary.quotes.test_reanchoring import reword

pytestmark = pytest.mark.django_db(transaction=True)
ONE = "statement-pre1"


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Begin these together; return what each gives, or the refusal it raises."""
    start = Barrier(len(actions))

    def run(action: Callable[[], Any]) -> Any:
        start.wait(timeout=30)
        try:
            return action()
        except (Refused, ReferenceConflict) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


@pytest.mark.parametrize("_attempt", range(3))
def test_the_same_proposed_twice_is_stored_once(_attempt: int) -> None:
    one, pact = version_of(make_plain_edition(), ONE), make_instrument()
    users = [make_referrer("rita"), make_referrer("rob")]
    results = at_once(
        *(lambda user=user: make_reference(one, pact, user) for user in users)
    )
    assert kinds(results) == ["AlreadyReferred", "CrossReference"]
    [stored] = CrossReference.objects.all()
    [refusal] = [each for each in results if isinstance(each, AlreadyReferred)]
    assert refusal.reference == stored


@pytest.mark.parametrize("_attempt", range(3))
def test_a_pair_from_both_ends_is_stored_once(_attempt: int) -> None:
    """Two documents, so that no lock of one document keeps them apart."""
    here, there = (
        version_of(make_plain_edition(slug), ONE) for slug in ("here", "there")
    )
    users = [make_referrer("rita"), make_referrer("rob")]
    results = at_once(
        lambda: make_reference(here, there, users[0], relation="same_idea"),
        lambda: make_reference(there, here, users[1], relation="same_idea"),
    )
    assert kinds(results) == ["AlreadyReferred", "CrossReference"]


def test_two_editors_decide_once() -> None:
    one = version_of(make_plain_edition(), ONE)
    made = make_reference(one, make_instrument(), make_referrer("rita"))
    editors = [make_reviewer("edith"), make_reviewer("eve")]
    results = at_once(
        lambda: accept_reference(made, user=editors[0], revision=0),
        lambda: dispute_reference(made, user=editors[1], revision=0, reason="No."),
    )
    assert kinds(results) == ["CrossReference", "ReferenceConflict"]


def test_proposing_while_publishing_misses_no_change() -> None:
    edition = make_plain_edition()
    draft = begin_draft(edition, user=None)
    reword(draft, ONE, en="Something else,")
    one, pact, rita = version_of(edition, ONE), make_instrument(), make_referrer("rita")
    at_once(
        lambda: publish_edition(draft, user=None),
        lambda: make_reference(one, pact, rita),
    )
    stored = CrossReference.objects.get(author=rita)
    assert stored.look_again == draft
