"""What concerns one person is kept by no browser and no proxy."""

from __future__ import annotations

import pytest

from documents.models import ClauseVersion
from portal.people.models import User
from tests.base import signed_in
from tests.commentary.factories import hide, make_comment, make_moderator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "page",
    [
        "moderation/",
        "moderation/comments/{hidden}/",
        "moderation/people/{person}/",
        "moderation/log/",
        "moderation/log.csv",
        "moderation/log.json",
        "notices/",
        "watches/",
        "searches/",
        "quotes/",
        "comments/{pk}/reply/",
        "comments/{pk}/edit/",
        "comments/{pk}/withdraw/",
        "comments/{pk}/history/",
        "comments/{hidden}/decision/",
    ],
)
def test_is_not_stored(version: ClauseVersion, mona: User, page: str) -> None:
    comment, hidden = make_comment(version, mona), make_comment(version, mona)
    hide(hidden, make_moderator())
    path = page.format(pk=comment.pk, hidden=hidden.pk, person=mona.pk)
    response = signed_in(mona).get(f"/en/{path}")
    assert response.status_code == 200
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
