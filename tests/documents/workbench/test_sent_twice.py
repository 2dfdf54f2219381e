"""What an editor sends twice, by a double click, is done once and without complaint."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Edition
from documents.services import begin_draft, move_clause, remove_clause
from tests.documents.services.test_edit import keys, row
from tests.documents.workbench.base import administrator, messages_of
from tests.documents.workbench.test_overview import typed, url
from tests.factories import make_edition

pytestmark = pytest.mark.django_db
TITLE, FIRST, SECOND = "statement-title", "statement-pre1", "statement-pre2"


@pytest.fixture
def admin() -> Client:
    return administrator()


@pytest.fixture
def draft() -> Edition:
    return begin_draft(make_edition(), user=None)


def send_twice(admin: Client, address: str, sent: dict[str, Any]) -> list[str]:
    """Return what is said after the second time."""
    assert admin.post(address, sent).status_code == 302
    admin.get(reverse("admin:index"))  # what was said the first time
    return messages_of(admin.post(address, sent, follow=True))


def test_one_clause_is_inserted(admin: Client, draft: Edition) -> None:
    address = reverse("admin:documents_clause_add", args=[draft.pk])
    field = re.search('name="submission" value="([^"]+)"', admin.get(address).text)
    assert field is not None
    sent = {"revision": 0, "kind": "paragraph", "depth": 0, "text_en": "New words."}
    before = len(keys(draft))
    told = send_twice(admin, address, {**sent, "submission": field[1]})
    assert told == ["The clause has been inserted."]
    assert len(keys(draft)) == before + 1
    # Another form inserts the same words again: that is meant.
    admin.post(address, {**sent, "submission": str(uuid.uuid4())})
    assert len(keys(draft)) == before + 2


def test_the_form_of_one_draft_inserts_nothing_elsewhere(
    admin: Client, draft: Edition
) -> None:
    other = begin_draft(make_edition("other"), user=None)
    submission = str(uuid.uuid4())
    sent = {"revision": 0, "kind": "paragraph", "depth": 0, "text_en": "New words."}
    for each in (draft, other):
        before = len(keys(each))
        address = reverse("admin:documents_clause_add", args=[each.pk])
        admin.post(address, {**sent, "submission": submission})
        assert len(keys(each)) == before + 1


@pytest.mark.parametrize(("to", "order"), [("up", [SECOND, FIRST]), ("down", [])])
def test_a_clause_moves_by_one(
    admin: Client, draft: Edition, to: str, order: list[str]
) -> None:
    seen = row(draft, SECOND).position
    before = keys(draft)
    told = send_twice(admin, url(draft, "move", SECOND), {"to": f"{to} {seen}"})
    assert told[0].startswith("The clause is now: statement")
    expected = [key for key in before if key != SECOND]
    expected.insert(seen - 1 + (-1 if to == "up" else 1), SECOND)
    assert keys(draft) == expected
    assert keys(draft)[1:3] == order or to == "down"


def test_the_buttons_tell_the_place_that_is_seen(admin: Client, draft: Edition) -> None:
    html = admin.get(reverse("admin:documents_edition_workbench", args=[draft.pk])).text
    for each in draft.versions.for_reading():
        assert f'value="up {each.position}"' in html


def test_no_clause_moves_among_others_than_were_seen(
    admin: Client, draft: Edition
) -> None:
    seen = row(draft, TITLE).position
    move_clause(row(draft, TITLE), position=3)
    before = keys(draft)
    address = url(draft, "move", TITLE)
    told = messages_of(admin.post(address, {"to": f"down {seen}"}, follow=True))
    assert told[0].startswith("The clauses have been put in another order")
    assert keys(draft) == before


@pytest.mark.parametrize("seen", ["x", "-1", "9" * 40, "٣", "0"])
def test_nonsense_for_a_place_moves_once(
    admin: Client, draft: Edition, seen: str
) -> None:
    before = keys(draft)
    response = admin.post(url(draft, "move", SECOND), {"to": f"up {seen}"})
    assert response.status_code == 302
    assert keys(draft) == [before[0], before[2], before[1], *before[3:]]


def test_a_clause_is_saved_once(admin: Client, draft: Edition) -> None:
    sent = typed(row(draft, SECOND), text_en="Noting other words,")
    told = send_twice(admin, url(draft, "edit", SECOND), sent)
    assert told == ["The clause has been saved."]
    stored = row(draft, SECOND)
    assert stored.in_language("text", "en") == "Noting other words,"
    assert stored.revision == sent["revision"] + 1


def test_other_words_are_still_a_conflict(admin: Client, draft: Edition) -> None:
    sent = typed(row(draft, SECOND), text_en="Noting other words,")
    admin.post(url(draft, "edit", SECOND), sent)
    response = admin.post(url(draft, "edit", SECOND), {**sent, "text_en": "Mine,"})
    assert response.status_code == 409
    assert "Mine," in response.text


def merging(draft: Edition) -> dict[str, Any]:
    """Return what the button sends that merges the second clause into the first."""
    first, second = row(draft, FIRST), row(draft, SECOND)
    return {
        "revision": first.revision,
        "other": SECOND,
        "other_revision": second.revision,
    }


def test_two_clauses_are_merged_once(admin: Client, draft: Edition) -> None:
    before, sent = keys(draft), merging(draft)
    told = send_twice(admin, url(draft, "merge", FIRST), sent)
    assert told == ["The clauses have been merged."]
    assert keys(draft) == [key for key in before if key != SECOND]
    assert row(draft, FIRST).revision == sent["revision"] + 1


def test_what_another_editor_removed_is_not_merged(
    admin: Client, draft: Edition
) -> None:
    sent = merging(draft)
    remove_clause(row(draft, SECOND))
    told = messages_of(admin.post(url(draft, "merge", FIRST), sent, follow=True))
    assert told == ["A different clause now follows: please check again."]
    other_words = typed(row(draft, FIRST), text_en="Other words,")
    admin.post(url(draft, "edit", FIRST), other_words)
    admin.get(reverse("admin:index"))
    told = messages_of(admin.post(url(draft, "merge", FIRST), sent, follow=True))
    assert told == ["A different clause now follows: please check again."]
