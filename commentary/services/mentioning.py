"""Whom a text mentions: people who take part in the commentary on its document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower, StrIndex

from commentary import mentions
from commentary.markdown import mentioned_in
from commentary.models import Comment
from documents.models import Document

if TYPE_CHECKING:
    from portal.models import User

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


def find_mentions(source: str, document: Document) -> Mentions:
    """Return a text with its mentions settled; one query, none without an @."""
    if "@" not in source:
        return Mentions(source, {})
    name = Lower("display_name")
    called = participants(document).annotate(
        place=StrIndex(Value(source.lower()), name)
    )
    rows = called.filter(Q(place__gt=0) | Q(pk__in=mentions.tokens_in(source)))
    names: dict[int, str] = dict(rows.values_list("pk", "display_name"))
    settled = mentions.settle(source, names.items())
    wanted = [pk for pk in mentioned_in(settled) if pk in names][:MOST_MENTIONED]
    return Mentions(settled, {pk: names[pk] for pk in wanted})
