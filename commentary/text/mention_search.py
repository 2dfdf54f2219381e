"""Mention search: resolves the mentions of a text to participants in the document."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower, StrIndex
from django.utils.translation import gettext, override

from commentary.locks import lock_people
from commentary.models import Comment
from commentary.text import mentions
from commentary.text.markdown import mentioned_in
from documents.models import Document
from portal.people.models import User

MOST_MENTIONED = 20  # people notified by one comment, against mass mentions


@dataclass(frozen=True, slots=True)
class Mentions:
    """A text in its stored form, and the names of the people mentioned, by id."""

    source: str
    people: dict[int, str]


def participants(document: Document) -> QuerySet[User]:
    """Return the people who can be mentioned in a document's commentary.

    Those with a display name and a published comment on it: a mention discloses a name,
    and names of people who have not commented are not public.
    """
    said = Comment.objects.published().in_document(document)
    people = get_user_model().objects.filter(is_active=True)
    return people.exclude(display_name="").filter(
        Exists(said.filter(author=OuterRef("pk")))
    )


def hold_with_mentioned(
    author: int, source: str, document: Document
) -> dict[int, User]:
    """Lock an author and everybody a text mentions; return them by id as stored now.

    Erasure of an account takes the same lock: a text that mentions the person is stored
    before the erasure, or finds the account closed.
    """
    called = _called_in(source, document).values_list("pk", flat=True)
    named = called if mentions.may_mention(source) else ()
    return lock_people([author, *named, *mentions.tokens_in(source)])


def find_mentions(
    source: str, document: Document, *, language: str, held: Mapping[int, User]
) -> Mentions:
    """Return the text with mentions in stored form; one query, none without an @.

    Only people in `held` are mentioned; closed accounts become "a former participant".
    """
    if not mentions.may_mention(source):
        return Mentions(source, {})
    closed = [pk for pk, person in held.items() if person.closed_at]
    source = name_as_former(source, closed, language)
    rows = _called_in(source, document).filter(pk__in=held)
    names: dict[int, str] = dict(rows.values_list("pk", "display_name"))
    settled = mentions.settle(source, names.items())
    wanted = [pk for pk in mentioned_in(settled) if pk in names][:MOST_MENTIONED]
    return Mentions(settled, {pk: names[pk] for pk in wanted})


def name_as_former(source: str, people: Collection[int], language: str) -> str:
    """Replace mentions of these people by "a former participant" in a language."""
    with override(language):
        nobody = gettext("a former participant")
    return mentions.TOKEN.sub(
        lambda found: nobody if int(found[2]) in people else found[0], source
    )


def _called_in(source: str, document: Document) -> QuerySet[User]:
    """Return the participants whose name, or stored mention, may be in the text."""
    called = participants(document).annotate(
        place=StrIndex(Value(source.lower()), Lower("display_name"))
    )
    return called.filter(Q(place__gt=0) | Q(pk__in=mentions.tokens_in(source)))
