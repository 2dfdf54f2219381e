"""People who comment, and what they say, made for tests."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from commentary.comments.post import post_comment
from commentary.models import Comment, CrossReference, Decision
from commentary.moderation.decide import Ruling, decide_comment, seen_of
from commentary.moderation.suspend import decide_account
from commentary.quotes.anchoring.selectors import select
from commentary.quotes.reanchoring import Chosen
from commentary.references.propose import propose_reference
from commentary.references.target import Target
from documents.models import Clause, ClauseVersion, Edition, Instrument, Part, Term
from portal.people.models import User
from tests.factories import make_edition, make_person


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
    details.setdefault("submission", uuid.uuid4())
    return post_comment(
        user=user,
        version=version,
        language=language,
        source=source,
        parent=parent,
        chosen=chosen,
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


def make_plain_edition(slug: str = "memo") -> Edition:
    """An edition with nothing found in it: the memo's Russian names paragraph 1."""
    edition = make_edition(slug)
    CrossReference.objects.filter(clause__document=edition.document).delete()
    return edition


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


def make_term(slug: str, **columns: Any) -> Term:
    """A term of the register, with these columns: name_ru="зона"."""
    rows: Any = Term.objects
    term: Term = rows.create(slug=slug, **columns)
    return term


def make_reference(
    version: ClauseVersion,
    target: Target | ClauseVersion | Instrument,
    user: User,
    *,
    relation: str = "cites",
    **details: Any,
) -> CrossReference:
    """A proposed cross-reference."""
    details.setdefault("submission", uuid.uuid4())
    return propose_reference(
        user=user,
        version=version,
        relation=relation,
        target=target_of(target),
        **details,
    )


def make_many_references(
    version: ClauseVersion, instrument: Instrument, count: int, **details: Any
) -> list[CrossReference]:
    """Accepted references from a clause to articles of an instrument, at once."""
    return CrossReference.objects.bulk_create(
        CrossReference(
            clause_id=version.clause_id,
            version=version,
            instrument=instrument,
            **{
                "locator": f"art. {number + 1}",
                "relation": "cites",
                "state": "accepted",
                **details,
            },
        )
        for number in range(count)
    )


def target_of(target: Target | ClauseVersion | Instrument) -> Target:
    match target:
        case ClauseVersion():
            return Target(version=target)
        case Instrument():
            return Target(instrument=target)
        case _:
            return target


def make_annex(draft: Edition) -> Part:
    """A part with one clause, that this draft is the first to have."""
    document = draft.document
    part = Part.objects.create(
        document=document, key="annex-2", kind="annex", position=9, title="Secret annex"
    )
    clause = Clause.objects.create(document=document, part=part, key="annex-2-pre1")
    texts = {f"text_{suffix}": "…" for suffix in ("en", "ru", "zh_hans")}
    ClauseVersion.objects.create(
        edition=draft,
        clause=clause,
        position=draft.versions.count() + 1,
        kind="preambular",
        locator="annex-2/pre1",
        **texts,
    )
    return part
