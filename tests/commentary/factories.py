"""People who comment, and what they say, made for tests."""

from __future__ import annotations

import uuid
from typing import Any

from commentary.models import Comment, CrossReference
from commentary.quoting import select
from commentary.services import Chosen, Target, post_comment, propose_reference
from documents.models import ClauseVersion, Edition, Instrument
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


def make_referrer(name: str, *permissions: str) -> User:
    """A person who may propose cross-references."""
    return make_commentator(name, "commentary.add_crossreference", *permissions)


def make_reviewer(name: str = "edith") -> User:
    """A person who decides about cross-references."""
    return make_referrer(name, "commentary.review_crossreference")


def make_instrument(slug: str = "pact", **names: str) -> Instrument:
    """An instrument, with its title in English unless others are given."""
    titles = names or {"title_en": f"The {slug.title()}"}
    return Instrument.objects.create(slug=slug, **titles)


def make_reference(
    version: ClauseVersion,
    target: Target | ClauseVersion | Instrument,
    user: User,
    *,
    relation: str = "cites",
    **details: Any,
) -> CrossReference:
    """A proposed cross-reference."""
    return propose_reference(
        user=user,
        version=version,
        relation=relation,
        target=target_of(target),
        submission=uuid.uuid4(),
        **details,
    )


def target_of(target: Target | ClauseVersion | Instrument) -> Target:
    match target:
        case ClauseVersion():
            return Target(version=target)
        case Instrument():
            return Target(instrument=target)
        case _:
            return target
