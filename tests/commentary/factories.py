"""People who comment, and what they say, made for tests."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from commentary.models import Comment, Decision
from commentary.quoting import select
from commentary.services import (
    Chosen,
    Ruling,
    decide_account,
    decide_comment,
    post_comment,
    seen_of,
)
from documents.models import ClauseVersion, Edition
from portal.models import User
from tests.factories import make_person


def make_commentator(name: str, *permissions: str) -> User:
    """A person with a name who may comment."""
    user = make_person(name, "commentary.add_comment", *permissions)
    user.display_name = name.title()
    user.save(update_fields=["display_name"])
    return user


def version_of(edition: Edition, key: str) -> ClauseVersion:
    rows = edition.versions.select_related("edition__document", "clause__document")
    return rows.get(clause__key=key)


def make_comment(
    version: ClauseVersion,
    user: User,
    source: str = "What does this mean?",
    *,
    language: str = "en",
    parent: Comment | None = None,
    quoted: str = "",
    quoted_language: str = "en",
    **details: Any,
) -> Comment:
    """A comment; `quoted` are words of the text, at their first occurrence."""
    chosen = None
    if quoted:
        text = version.in_language("text", quoted_language)
        start = text.index(quoted)
        chosen = Chosen(quoted_language, select(text, start, start + len(quoted)))
    return post_comment(
        user=user,
        version=version,
        language=language,
        source=source,
        parent=parent,
        chosen=chosen,
        submission=uuid.uuid4(),
        **details,
    )


def make_moderator(name: str = "anna") -> User:
    return make_commentator(name, "commentary.moderate_comment")


def decide(
    comment: Comment,
    action: str,
    moderator: User,
    *,
    reason: str = "",
    message: str = "",
) -> Decision:
    """A moderator's decision about a comment as it is now."""
    comment.refresh_from_db()
    return decide_comment(
        comment,
        moderator=moderator,
        action=action,
        seen=seen_of(comment),
        ruling=Ruling(reason=reason, message=message),
    )


def hide(comment: Comment, moderator: User, message: str = "") -> Decision:
    return decide(comment, "hidden", moderator, reason="abuse", message=message)


def suspend(
    person: User, moderator: User, *, until: datetime | None = None, seen: int = 0
) -> Decision:
    ruling = Ruling(reason="abuse", message="Enough is enough.")
    return decide_account(
        person,
        moderator=moderator,
        action="suspended",
        seen=seen,
        ruling=ruling,
        until=until,
    )
