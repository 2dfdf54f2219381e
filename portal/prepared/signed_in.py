"""Signed in: who asks, what they may, and what pages show of them; in one query.

Only what is plain is answered from prepared pages: a session that Django would take as
it is, of an active person, with nothing in it that a page would show. Whatever else
there is, Django decides about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from commentary.comments.last_visit import Visited, note_visit
from commentary.models.notices import WATCHED
from commentary.notices.unread import read_unread
from commentary.notices.watch import Place, WatchedRow, name_watched
from commentary.responses import KEY as DRAFT_FORM
from documents.connections import read_connection
from documents.models.touches import (
    NUMBER_OF_ANYTHING,
    NUMBER_OF_DOCUMENT,
    Number,
)
from documents.statements import execute, statement_of
from portal.people.models import User
from portal.prepared.keeping import Memory
from portal.prepared.scopes import Scope, ask_first

SESSIONS: Final = import_module(settings.SESSION_ENGINE).SessionStore()
# What of a person decides which page they get, or is shown by their own pieces.
NEEDED: Final = {
    "id",
    "password",
    "email",
    "is_active",
    "is_staff",
    "is_superuser",
    "display_name",
    "closed_at",
    "timezone",
    "languages_read",
}
FIELDS: Final = [
    each.attname for each in User._meta.concrete_fields if each.attname in NEEDED
]
MOST_REMEMBERED: Final = 500  # unread notices; the number of more is counted anew
NOTHING: Final = "NULL"
SUSPENDED: Final = """EXISTS (SELECT FROM commentary_suspension
    WHERE person_id = %(person)s AND lifted_at IS NULL
    AND (until IS NULL OR until > %(now)s))"""
# Of `person`, who may be another than the session's: then it is asked again.
PERSON: Final = f"""
SELECT number.document, number.count, number.rights,
    (SELECT session_data FROM django_session
        WHERE session_key = %(session)s AND expire_date > %(now)s),
    {SUSPENDED}, {{waiting}},
    ARRAY(SELECT id FROM commentary_notice
        WHERE person_id = %(person)s AND read_at IS NULL
        ORDER BY id LIMIT {MOST_REMEMBERED + 1}),
    {{anything}}, {{watched}}, {{visit}},
    {", ".join(f"person.{name}" for name in FIELDS)}
FROM ({{number}}) AS number (document, count, rights)
LEFT JOIN portal_user person ON person.id = %(person)s
"""  # noqa: S608 - our own words
WAITING: Final = """EXISTS (SELECT FROM commentary_comment
    WHERE author_id = %(person)s AND state = 'pending')"""
CHANGES: Final = f"""(SELECT anything.count
    FROM ({NUMBER_OF_ANYTHING}) AS anything (document, count, rights))"""  # noqa: S608 - our own words
WATCHES: Final = """ARRAY(SELECT ARRAY[document_id, part_id, clause_id, thread_id]
    FROM commentary_watch WHERE person_id = %(person)s AND ({places}))"""
VISIT: Final = """(SELECT ARRAY[seen_at, before] FROM commentary_visit
    WHERE person_id = %(person)s AND document_id = number.document)"""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a page shows of a person, beside the head of every page."""

    places: frozenset[Place] = frozenset()  # that have a watch button
    visited: int | None = None  # the document that is visited by opening the page


@dataclass(frozen=True, slots=True)
class Answer:
    """What the database says of who asks, at one moment."""

    number: Number
    rights: int  # how often what people may do was changed
    session: Mapping[str, Any]
    user: User | None
    is_suspended: bool
    # Comments that nobody else sees; asked for pages on which one comments.
    has_waiting: bool
    unread: Sequence[int]
    anything: int | None  # how often anything was changed; asked for who has unread
    watched: Sequence[WatchedRow]
    visit: Visited | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What people have in common who get the same page at an address."""

    rights: frozenset[str]
    is_staff: bool
    is_superuser: bool
    is_suspended: bool
    has_name: bool
    timezone: str
    languages_read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Whose session it is, and their standing as far as it was asked for."""

    pk: int = 0
    standing: Standing | None = None


# Guesses, by session: each is compared with what the database says.
KNOWN: Final = Memory[str, Known](10_000)
# By server and person, with the number of changes of rights that was read before them.
RIGHTS: Final = Memory[tuple[str, int], tuple[int, frozenset[str]]](10_000)
UNREAD: Final = Memory[tuple[str, int], tuple[tuple[int, ...], int | None, int]](10_000)


def read_answer(session: str, scope: Scope, person: int, needs: Needs) -> Answer:
    """Ask the database about a session and a person; one query."""
    values: dict[str, Any] = {
        "session": session,
        "person": person,
        "now": timezone.now(),
        "slug": scope.slug,
    }
    places = []
    for kind in WATCHED:
        pks = [place.pk for place in needs.places if place.kind == kind]
        if pks:
            values[kind] = pks
            places.append(f"{kind}_id = ANY(%({kind})s)")
    has_unread = UNREAD.find(_key_of(person)) is not None
    query = PERSON.format(
        number=NUMBER_OF_DOCUMENT if scope.slug else NUMBER_OF_ANYTHING,
        waiting=WAITING if scope.shows_comments else NOTHING,
        anything=CHANGES if has_unread else NOTHING,
        watched=WATCHES.format(places=" OR ".join(places)) if places else NOTHING,
        visit=VISIT if needs.visited else NOTHING,
    )
    return _build_answer(ask_first(lambda: _fetch(query, values)))


def _key_of(person: int) -> tuple[str, int]:
    return read_connection(User).alias, person


def _fetch(query: str, values: dict[str, Any]) -> tuple[Any, ...]:
    with read_connection(User).cursor() as cursor:
        execute(cursor, statement_of(query), values)
        [row] = cursor.fetchall()
    return tuple(row)


def _build_answer(row: tuple[Any, ...]) -> Answer:
    document, count, rights, session, suspended, waiting, *own = row
    unread, anything, watched, visit, *person = own
    is_known = person[0] is not None
    server = read_connection(User).alias
    return Answer(
        number=(document, int(count)),
        rights=int(rights),
        session=SESSIONS.decode(session) if session else {},
        user=User.from_db(server, FIELDS, person) if is_known else None,
        is_suspended=bool(suspended),
        has_waiting=bool(waiting),
        unread=unread,
        anything=anything,
        watched=watched or (),
        visit=tuple(visit) if visit else None,
    )


def identify(answer: Answer) -> Known | None:
    """Return whose session it is; None where Django is to decide.

    Without a standing if the answer is about another person.
    """
    session, user = answer.session, answer.user
    if SessionStorage.session_key in session or DRAFT_FORM in session:
        return None
    pk = str(session.get(SESSION_KEY, ""))
    if user is None or pk != str(user.pk):
        return Known(int(pk)) if pk.isdigit() else None
    if not _is_signed_in(session, user):
        return None
    rights = _read_rights(user, answer.rights)
    return Known(user.pk, standing_of(user, rights, is_suspended=answer.is_suspended))


def _is_signed_in(session: Mapping[str, Any], user: User) -> bool:
    """Whether Django takes this session as it is: see django.contrib.auth.get_user.

    One that a former secret key has signed is renewed there.
    """
    verified = session.get(HASH_SESSION_KEY, "")
    return (
        user.is_active
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(verified, user.get_session_auth_hash())
    )


def _read_rights(user: User, number: int) -> frozenset[str]:
    """Return a person's permissions, as they are since the number was read."""
    key = _key_of(user.pk)
    kept = RIGHTS.find(key)
    if kept is None or kept[0] != number or user.is_superuser:
        kept = number, frozenset(user.get_all_permissions())
        RIGHTS.keep(key, kept)
    return kept[1]


def standing_of(user: User, rights: frozenset[str], *, is_suspended: bool) -> Standing:
    """Return what decides which page this person gets."""
    return Standing(
        rights=rights,
        is_staff=user.is_staff,
        is_superuser=user.is_superuser,
        is_suspended=is_suspended,
        has_name=bool(user.display_name),
        timezone=user.timezone,
        languages_read=tuple(user.languages_read),
    )


def give_own(request: HttpRequest, answer: Answer, needs: Needs) -> None:
    """Give a request what its own pieces will ask for, so that none asks again."""
    assert answer.user is not None, "identify says so"  # noqa: S101
    user = request.user = answer.user
    known = request.__dict__
    known["unread_notices"] = _count_unread(answer, user)
    watched = name_watched(answer.watched)
    known["is_suspended"] = answer.is_suspended
    known["watched"] = {place.document: watched for place in needs.places}
    document = needs.visited
    if document:
        known["since"] = {document: note_visit(user.pk, document, answer.visit)}


def _count_unread(answer: Answer, user: User) -> int:
    """Count the unread notices that are shown; without a query while nothing changed.

    Which are shown changes with what they are about, and that is counted (`anything`).
    """
    if not answer.unread:
        return 0
    asked = tuple(answer.unread), answer.anything
    key = _key_of(user.pk)
    kept = UNREAD.find(key)
    is_whole = len(answer.unread) <= MOST_REMEMBERED and answer.anything is not None
    if kept is not None and kept[:2] == asked and is_whole:
        return kept[2]
    count = read_unread(user)
    UNREAD.keep(key, (*asked, count))
    return count
