"""Whom a text mentions: people who take part in the commentary on its document."""

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

MOST_MENTIONED = 20  # of one comment; whoever names more is calling a crowd


@dataclass(frozen=True, slots=True)
class Mentions:
    """A text as it is stored, and the people it mentions, with their names."""

    source: str
    people: dict[int, str]


def participants(document: Document) -> QuerySet[User]:
    """Return the people who can be mentioned: who said something here under a name.

    Nobody else: a mention shows a name, and names of people who said nothing are not
    public.
    """
    said = Comment.objects.published().in_document(document)
    people = get_user_model().objects.filter(is_active=True)
    return people.exclude(display_name="").filter(
        Exists(said.filter(author=OuterRef("pk")))
    )


def hold_with_mentioned(
    author: int, source: str, document: Document
) -> dict[int, User]:
    """Hold an author and everybody whom a text mentions, and return them as they are.

    Closing an account erases its name from what others say: a text that names it is
    stored before that, or finds it closed.
    """
    called = _called_in(source, document).values_list("pk", flat=True)
    named = called if "@" in source else ()
    return lock_people([author, *named, *mentions.tokens_in(source)])


def find_mentions(
    source: str, document: Document, *, language: str, held: Mapping[int, User]
) -> Mentions:
    """Return a text with its mentions settled; one query, none without an @.

    Only people who are held are mentioned. Who left is named no more.
    """
    if "@" not in source:
        return Mentions(source, {})
    closed = [pk for pk, person in held.items() if person.closed_at]
    source = name_as_former(source, closed, language)
    rows = _called_in(source, document).filter(pk__in=held)
    names: dict[int, str] = dict(rows.values_list("pk", "display_name"))
    settled = mentions.settle(source, names.items())
    wanted = [pk for pk in mentioned_in(settled) if pk in names][:MOST_MENTIONED]
    return Mentions(settled, {pk: names[pk] for pk in wanted})


def name_as_former(source: str, people: Collection[int], language: str) -> str:
    """Return a text that calls these people former participants, in its language."""
    with override(language):
        nobody = gettext("a former participant")
    return mentions.TOKEN.sub(
        lambda found: nobody if int(found[2]) in people else found[0], source
    )


def _called_in(source: str, document: Document) -> QuerySet[User]:
    """Return the participants whose name or mark stands behind an @, or may do so."""
    called = participants(document).annotate(
        place=StrIndex(Value(source.lower()), Lower("display_name"))
    )
    return called.filter(Q(place__gt=0) | Q(pk__in=mentions.tokens_in(source)))
