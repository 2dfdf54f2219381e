"""The permission table, by machine: every address, every role, read and sent to.

table.tsv says what each is answered; whoever adds an address or changes who may do
what sees it there. `PERMISSION_TABLE=write pytest tests/permissions` writes it anew.
Beside the table, what must hold whatever it says: nobody changes what is another's, a
suspended person stores nothing, only publishers publish, and nothing is answered 5xx.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from commentary.models import (
    Comment,
    CrossReference,
    Notice,
    Quote,
    QuotePlace,
    Report,
    SavedSearch,
    Watch,
)
from documents.models import ClauseVersion, Document, Edition
from portal.people.models import User
from portal.people.roles import Role, give_role
from tests.base import signed_in
from tests.commentary.factories import (
    make_comment,
    make_instrument,
    make_reference,
    suspend,
    version_of,
)
from tests.factories import make_draft, make_edition, make_member

pytestmark = pytest.mark.django_db
TABLE: Final = Path(__file__).parent / "table.tsv"
KEY: Final = "statement-pre1"
NOBODY_S: Final = 999_999_999  # of no row, whatever was stored before
STRANGER, SUSPENDED, OWNER, SUPERUSER = "stranger", "suspended", "owner", "superuser"
PEOPLE: Final = (
    *(STRANGER, SUSPENDED, Role.COMMENTATOR, OWNER, Role.EDITOR, Role.PUBLISHER),
    *(Role.MODERATOR, Role.ADMINISTRATOR, SUPERUSER),
)
# Those who have nothing to do with what the owner owns.
WRONG: Final = (STRANGER, SUSPENDED, Role.COMMENTATOR)
# What forms of all kinds take: somebody tries everything at every address.
SENT: Final = {
    "source": "Said by somebody else",
    "kind": "comment",
    "language": "en",
    "edition": "1",
    "revision": "0",
    "action": "withdraw",
    "reason": "Because.",
    "hidden": "1",
    "display_name": "Renamed",
    "to": "up",
    "text_en": "Other words",
    "relation": "cites",
    "note": "Noted by somebody else",
    "chosen": "0",
    "q": "words",
    "confirm": "1",
    "post": "yes",
}
# Addresses whose answer is not theirs to say: files of the browser's, codes, streams.
UNLISTED: Final = {"admin:?", "admin:jsi18n"}


@dataclass(frozen=True)
class World:
    """What there is to see and to change; most of it is Anna's, the owner."""

    clients: Mapping[str, Client]
    kwargs: Mapping[str, Any]  # by the name of a parameter
    pks: tuple[tuple[str, int], ...]  # by how the name of a view begins
    objects: Mapping[str, int]  # of the administration, by how its names begin

    def address_of(self, name: str, parameters: tuple[str, ...]) -> str:
        given = {each: self.kwargs[each] for each in parameters}
        fitting = (pk for beginning, pk in self.pks if name.startswith(beginning))
        pk = next(fitting, NOBODY_S)
        given |= {each: pk for each in ("pk", "id") if each in given}
        if "object_id" in given:
            given["object_id"] = self.objects.get(
                f"{name.rpartition('_')[0]}_", NOBODY_S
            )
        if name.endswith("watch-part"):
            given["key"] = "statement"
        return reverse(name, kwargs=given)


@pytest.fixture(scope="module")
def world(module_transaction: None) -> World:
    return make_world()


def make_world() -> World:
    """Store something of everything, and people of all roles."""
    edition = make_edition("open", kept=True)
    draft = make_draft("hidden", kept=True)
    version = version_of(edition, KEY)
    people: dict[str, Any] = {role: make_member(role) for role in Role}
    people[OWNER] = make_member(Role.COMMENTATOR, "anna")
    people[SUSPENDED] = make_member(Role.COMMENTATOR, "sam")
    people[SUPERUSER] = get_user_model().objects.create_superuser(
        "root@example.org", "x"
    )
    User.objects.filter(pk__in=[p.pk for p in people.values()]).update(display_name="N")
    give_role(people[SUPERUSER], Role.ADMINISTRATOR)
    anna, moderator = people[OWNER], people[Role.MODERATOR]
    comment = make_comment(version, anna, "Early words", quoted="point 1")
    make_comment(version, people[Role.EDITOR], "A reply", parent=comment)
    reference = make_reference(version, make_instrument("pact"), anna)
    suspend(people[SUSPENDED], moderator)
    pks: dict[str, Model] = {
        "commentary:quote": QuotePlace.objects.get(quote=comment.quote),
        "commentary:notice": Notice.objects.get(person=anna),
        "commentary:watch-remove": Watch.objects.filter(person=anna)[0],
        "commentary:reference": reference,
        "commentary:person": anna,
        "commentary:moderation-account": anna,
        "commentary:": comment,
        "first-": comment,
        "admin:documents_document": edition.document,
        "admin:documents_edition_withdrawal": edition,
        "admin:documents_clause_correct": edition,
        "admin:documents": draft,
        "admin:auth_user": anna,
    }
    objects: dict[str, Model | None] = {
        **{
            _pages_of(model): model._default_manager.first() for model in site._registry
        },
        "admin:documents_edition_": draft,
        "admin:portal_user_": anna,
    }
    return World(
        clients={STRANGER: Client(), **{n: signed_in(p) for n, p in people.items()}},
        kwargs={
            "slug": "open", "key": KEY, "number": 1, "language": "ru", "code": "en",
            "form": "csv", "token": str(uuid.UUID(int=1)), "operation": NOBODY_S,
            "pk": NOBODY_S,
            "model": "clauseversion", "entry": NOBODY_S,
            "object_id": NOBODY_S, "id": NOBODY_S,
            "content_type_id": NOBODY_S, "app_label": "documents",
        },
        pks=tuple((name, row.pk) for name, row in pks.items()),
        objects={name: row.pk if row else NOBODY_S for name, row in objects.items()},
    )  # fmt: skip


def _pages_of(model: type[Model]) -> str:
    """Return how the names of the pages of one object in the administration begin."""
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_"


def list_views() -> list[tuple[str, tuple[str, ...]]]:
    """Return each view's name and parameters, in the order of names."""
    found = set(_walk(get_resolver(), (), ()))
    return sorted(each for each in found if each[0] not in UNLISTED)


def _walk(
    resolver: URLResolver, above: tuple[str, ...], given: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            here = (*above, each.namespace) if each.namespace else above
            yield from _walk(each, here, (*given, *_parameters_of(each)))
        elif isinstance(each, URLPattern):
            name = ":".join((*above, each.name or "?"))
            yield name, (*given, *_parameters_of(each))


def _parameters_of(each: URLPattern | URLResolver) -> list[str]:
    return list(each.pattern.regex.groupindex or each.pattern.converters)


VIEWS: Final = list_views()


def ask(world: World, person: str, method: str, address: str) -> int:
    """Return the status of an answer; nothing that it stores stays."""
    client = world.clients[person]
    sent = {**SENT, "submission": str(uuid.uuid4())} if method == "post" else {}
    if "/admin/" in address and sent:
        sent["edition"] = str(NOBODY_S)  # there it is an id, elsewhere a number
    cookies = copy(client.cookies)
    try:
        return int(getattr(client, method)(address, sent).status_code)
    finally:
        client.cookies = cookies


def undone(action: Callable[[], None]) -> None:
    """Do something of which nothing stays."""
    with transaction.atomic():
        action()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def computed(world: World) -> dict[str, str]:
    """What each address answers each person, as in the table."""
    rows = {}
    for name, parameters in VIEWS:
        address = world.address_of(name, parameters)
        for method in ("get", "post"):
            statuses = []
            for person in PEOPLE:
                with transaction.atomic():
                    statuses.append(ask(world, person, method, address))
                    transaction.set_rollback(True)
            key = f"{name}({', '.join(parameters)}) {method}"
            rows[key] = "\t".join(map(str, statuses))
    return rows


def test_the_table_is_as_it_was_read(computed: dict[str, str]) -> None:
    head = "\t".join(("view", *PEOPLE))
    text = "\n".join([head, *(f"{key}\t{row}" for key, row in computed.items()), ""])
    if os.environ.get("PERMISSION_TABLE") == "write":
        TABLE.write_text(text)
    assert text.splitlines() == TABLE.read_text().splitlines()


def test_nothing_is_answered_5xx(computed: dict[str, str]) -> None:
    assert [key for key, row in computed.items() if "\t5" in f"\t{row}"] == []


def test_the_administration_is_for_its_staff(computed: dict[str, str]) -> None:
    outside = {PEOPLE.index(each) for each in (*WRONG, OWNER)}
    for key, row in computed.items():
        if key.startswith("admin:") and not key.startswith(
            ("admin:login", "admin:log")
        ):
            statuses = {row.split("\t")[place] for place in outside}
            assert statuses <= {"302", "403", "404", "405"}, key


def rows_of(owner: User) -> list[Any]:
    """Return all that is stored of what a person owns, as text."""
    mine: list[tuple[type[Model], str, Any]] = [
        (Comment, "author_id", owner.pk),
        (CrossReference, "author_id", owner.pk),
        (Watch, "person_id", owner.pk),
        (User, "id", owner.pk),
    ]
    return [text for model, column, pk in mine for text in _read(model, column, pk)]


def _read(model: type[Model], column: str = "", value: int = 0) -> list[str]:
    table = model._meta.db_table
    where = f"WHERE {column} = {value}" if column else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t::text FROM {table} t {where} ORDER BY id")  # noqa: S608
        return [text for (text,) in cursor.fetchall()]


@pytest.mark.parametrize("person", WRONG)
def test_nobody_changes_what_is_another_s(world: World, person: str) -> None:
    owner = User.objects.get(email="anna@example.org")
    [notice] = Notice.objects.filter(person=owner)
    place = QuotePlace.objects.get()
    before = rows_of(owner)
    for name, parameters in VIEWS:

        def send(name: str = name, parameters: tuple[str, ...] = parameters) -> None:
            ask(world, person, "post", world.address_of(name, parameters))
            assert rows_of(owner) == before, name
            assert Notice.objects.get(pk=notice.pk).read_at == notice.read_at, name
            assert QuotePlace.objects.get(pk=place.pk).state == place.state, name

        undone(send)


@pytest.mark.parametrize("person", [STRANGER, SUSPENDED])
def test_who_may_say_nothing_stores_nothing(world: World, person: str) -> None:
    said = (Comment, Quote, CrossReference, Report, ClauseVersion, Document)
    before = {model: _read(model) for model in said}
    names = list(User.objects.order_by("pk").values_list("display_name", "affiliation"))
    for name, parameters in VIEWS:

        def send(name: str = name, parameters: tuple[str, ...] = parameters) -> None:
            ask(world, person, "post", world.address_of(name, parameters))
            assert {model: _read(model) for model in said} == before, name
            now = User.objects.order_by("pk").values_list("display_name", "affiliation")
            assert list(now)[: len(names)] == names, name

        undone(send)


def test_who_is_suspended_asks_for_no_more_news(world: World) -> None:
    wanted = (Watch, SavedSearch)
    before = {model: set(_read(model)) for model in wanted}
    for name, parameters in VIEWS:

        def send(name: str = name, parameters: tuple[str, ...] = parameters) -> None:
            ask(world, SUSPENDED, "post", world.address_of(name, parameters))
            for model in wanted:
                assert set(_read(model)) <= before[model], name

        undone(send)


@pytest.mark.parametrize("person", [*WRONG, OWNER, Role.EDITOR, Role.MODERATOR])
def test_only_publishers_publish(world: World, person: str) -> None:
    draft = Edition.objects.get(document__slug="hidden")
    address = reverse("admin:documents_edition_publish")
    client = world.clients[person]
    for sent in ({"edition": draft.pk}, {"edition": draft.pk, "publish": "1", **SENT}):

        def send(sent: Any = sent) -> None:
            query = f"{address}?edition={draft.pk}"
            assert client.post(query, sent).status_code in (302, 403, 404)
            draft.refresh_from_db()
            assert draft.state == "draft"

        undone(send)
