"""Two at once, each with a connection of its own: one stores, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from documents.integrity.verify import verify_document
from documents.models import Edition
from documents.services import (
    CannotPublish,
    EditConflict,
    NotADraft,
    begin_draft,
    fingerprint,
    publish_edition,
    reword_clause,
)
from documents.text.content import ClauseContent
from tests import base
from tests.documents.services.test_edit import row
from tests.factories import make_draft, make_edition

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    return base.at_once(*actions, refusals=(EditConflict, CannotPublish))


def kinds(results: list[Any]) -> list[type]:
    return sorted((type(result) for result in results), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("_attempt", range(3))
def test_the_second_wording_is_refused(_attempt: int) -> None:
    draft = make_draft()
    version = row(draft, "statement-pre1")
    said = [ClauseContent("preambular", texts={"en": f"Words {who}"}) for who in "ab"]
    results = at_once(
        *(
            lambda wording=wording: reword_clause(
                row(draft, "statement-pre1"), wording, revision=version.revision
            )
            for wording in said
        )
    )
    first, second = sorted(results, key=lambda result: isinstance(result, EditConflict))
    assert isinstance(second, EditConflict)
    stored = row(draft, "statement-pre1")
    assert stored.revision == version.revision + 1
    assert stored.in_language("text", "en") == first.in_language("text", "en")
    assert second.current.in_language("text", "en") == first.in_language("text", "en")


@pytest.mark.parametrize("_attempt", range(3))
def test_the_second_publication_is_refused(_attempt: int) -> None:
    draft = begin_draft(make_edition(), user=None)
    results = at_once(
        *(lambda: publish_edition(Edition.objects.get(pk=draft.pk), user=None),) * 2
    )
    assert kinds(results) == [CannotPublish, Edition]
    assert all(finding.is_sound for finding in verify_document(draft.document))


@pytest.mark.parametrize("_attempt", range(3))
def test_what_is_published_is_what_was_seen(_attempt: int) -> None:
    """A wording that comes at the same moment is either refused or shown first."""
    draft = begin_draft(make_edition(), user=None)
    version, seen = row(draft, "statement-pre1"), fingerprint(draft)
    at_once(
        lambda: publish_edition(draft, user=None, seen=seen),
        lambda: _reword_unless_published(draft, version.revision),
    )
    stored = row(draft, "statement-pre1").in_language("text", "en")
    published = Edition.objects.get(pk=draft.pk).is_published
    assert (stored == "Noting point 1,") == published


def _reword_unless_published(draft: Edition, revision: int) -> None:
    wording = ClauseContent("preambular", texts={"en": "Late"})
    try:
        reword_clause(row(draft, "statement-pre1"), wording, revision=revision)
    except NotADraft:
        return
