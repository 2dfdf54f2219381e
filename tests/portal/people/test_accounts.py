"""Closing an account: what is said meanwhile is stored before, or refused."""

from __future__ import annotations

import uuid

import pytest

from commentary.comments.edit import MayNotEdit, edit_comment
from commentary.comments.post import post_comment
from commentary.models import Comment
from documents.errors import Refused
from documents.models import ClauseVersion
from portal.people.accounts import close_account
from portal.people.models import User
from tests.base import at_once
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition

KEY = "statement-pre1"


@pytest.fixture
def version() -> ClauseVersion:
    return version_of(make_edition(), KEY)


@pytest.fixture
def carol() -> User:
    return make_commentator("carol")


def edit(comment: Comment) -> Comment:
    return edit_comment(
        comment, source="Secret", kind="comment", language="en", revision=0
    )


def again(user: User) -> User:
    """The same person, as another request knows them."""
    return User.objects.get(pk=user.pk)


@pytest.mark.django_db
class TestTooLate:
    def test_to_post(self, version: ClauseVersion, carol: User) -> None:
        close_account(again(carol), erase=True)
        with pytest.raises(Refused):
            make_comment(version, carol)
        assert not Comment.objects.exists()

    def test_to_take_a_name(self, version: ClauseVersion, carol: User) -> None:
        close_account(again(carol), erase=False)
        with pytest.raises(Refused):
            post_comment(
                user=carol,
                version=version,
                language="en",
                source="Secret",
                submission=uuid.uuid4(),
                name="Carol",
            )
        assert again(carol).display_name == ""

    @pytest.mark.parametrize("erase", [True, False])
    def test_to_edit(self, version: ClauseVersion, carol: User, erase: bool) -> None:
        comment = make_comment(version, carol, "Words")
        close_account(again(carol), erase=erase)
        with pytest.raises(MayNotEdit):
            edit(comment)
        comment.refresh_from_db()
        assert comment.source == ("" if erase else "Words")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_attempt", range(3))
def test_nothing_survives_what_is_erased_meanwhile(
    version: ClauseVersion, carol: User, _attempt: int
) -> None:
    comment = make_comment(version, carol)
    writer = again(carol)
    at_once(
        lambda: close_account(again(carol), erase=True),
        lambda: make_comment(version, writer, "Secret"),
        lambda: edit(comment),
        refusals=(Refused, MayNotEdit),
    )
    assert {each.source for each in Comment.objects.all()} == {""}
