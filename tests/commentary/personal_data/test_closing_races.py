"""An account that closes at the moment in which its person writes."""

from __future__ import annotations

import pytest

from commentary.comments.edit import MayNotEdit
from commentary.models import Comment
from documents.errors import Refused
from portal.people.accounts import close_account
from tests.base import at_once
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.commentary.personal_data.test_closing import again, edit
from tests.factories import make_edition

KEY = "statement-pre1"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_attempt", range(3))
def test_nothing_survives_what_is_erased_meanwhile(_attempt: int) -> None:
    version, carol = version_of(make_edition(), KEY), make_commentator("carol")
    comment = make_comment(version, carol)
    writer = again(carol)
    at_once(
        lambda: close_account(again(carol), erase=True),
        lambda: make_comment(version, writer, "Secret"),
        lambda: edit(comment),
        refusals=(Refused, MayNotEdit),
    )
    assert {each.source for each in Comment.objects.all()} == {""}
