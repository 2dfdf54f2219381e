"""Every link on every page of the administration opens, for whoever is shown it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model
from django.test import Client

from commentary.models import MessageTemplate
from documents.models import Edition
from documents.services import begin_draft, publish_edition
from portal.people.accounts import close_account
from portal.people.models import User
from portal.people.roles import Role, give_role
from tests.base import signed_in
from tests.commentary.factories import (
    hide,
    make_comment,
    make_instrument,
    make_reference,
    suspend,
    version_of,
)
from tests.factories import (
    make_draft,
    make_edition,
    make_import,
    make_member,
    make_withdrawal,
)

pytestmark = pytest.mark.django_db
READERS = [Role.EDITOR, Role.PUBLISHER, Role.MODERATOR, Role.ADMINISTRATOR, "superuser"]
ADMIN = "/admin/"
ELSEWHERE = ("http:", "https:", "mailto:", "javascript:")


@pytest.fixture(scope="module", autouse=True)
def _portal(module_transaction: None) -> None:
    """A row of every kind that the administration shows, made by various people."""
    petra, mona = make_member(Role.PUBLISHER, "petra"), make_member(Role.MODERATOR)
    carol = make_member(Role.COMMENTATOR, "carol")
    first = make_edition("open", languages=["en"], paragraphs=1)
    draft = begin_draft(first, user=petra)
    second = publish_edition(draft, user=petra)
    begin_draft(second, user=petra)
    make_withdrawal(make_edition("gone", languages=["en"], paragraphs=1), user=petra)
    make_draft("hidden", languages=["ru"], paragraphs=0)
    make_import(petra, slug="hidden")
    version = version_of(second, "statement-pre1")
    instrument = make_instrument("pact", title_en="The Pact")
    instrument.facts.create(fact="date")
    reference = make_reference(version, instrument, carol)
    comment = make_comment(version, carol, "Words")
    hide(comment, mona)
    suspend(carol, mona)
    close_account(make_member(Role.EDITOR, "gone"), erase=False)
    User.objects.create_superuser("root@example.org", "pw")
    template = first_template()
    rows = [petra, first, draft, instrument, reference, comment, template]
    _log_actions(rows)


def first_template() -> MessageTemplate:
    return MessageTemplate.objects.order_by("pk")[0]


def _log_actions(rows: list[Model]) -> None:
    """As if everybody had done something to everything before they got their role."""
    for role in READERS:
        user = make_reader(role)
        for row in rows:
            LogEntry.objects.log_actions(user.pk, [row], CHANGE, single_object=True)


def make_reader(name: str) -> User:
    if name == "superuser":
        return User.objects.create_superuser("anna@example.org", "pw")
    user, _is_new = User.objects.get_or_create(email=f"reads-{name}@example.org")
    give_role(user, Role(name))
    return user


class Links(HTMLParser):
    """Collects where a page leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href")
        if tag == "a" and address and not address.startswith(ELSEWHERE):
            self.found.append(address)


def kind_of(address: str) -> tuple[str, ...]:
    """What of an address is tried once: its path, and which questions it asks."""
    parts = urlsplit(address)
    return parts.path, *sorted(parse_qs(parts.query, keep_blank_values=True))


def walk(client: Client) -> Iterator[tuple[str, str, int]]:
    """Follow every link from the first page; give page, link and status of each."""
    waiting, seen = deque([("", ADMIN)]), {kind_of(ADMIN)}
    while waiting:
        page, address = waiting.popleft()
        response = client.get(address, follow=True)
        yield page, address, response.status_code
        is_page = response.get("Content-Type", "").startswith("text/html")
        if not address.startswith(ADMIN) or not is_page:
            continue
        for link in Links(response.text).found:
            target = urldefrag(urljoin(address, link)).url
            is_narrowed_twice = "?" in address and "?" in target
            if kind_of(target) not in seen and not is_narrowed_twice:
                seen.add(kind_of(target))
                waiting.append((address, target))


def reader(name: str) -> Client:
    anna = "anna@example.org"
    address = anna if name == "superuser" else f"reads-{name}@example.org"
    return signed_in(User.objects.get(email=address))


@pytest.mark.parametrize("name", READERS)
def test_every_link_opens(name: str) -> None:
    visited = list(walk(reader(name)))
    assert len(visited) > 50
    # A reader's page of what was withdrawn tells why.
    gone = [each for each in visited if each[2] == 410]
    assert all("/documents/gone/" in each[1] or "/r/" in each[1] for each in gone)
    assert [each for each in visited if each[2] not in {200, 410}] == []


class TestWhoCreatedAnEdition:
    """A person's page is open to administrators alone."""

    def page(self, name: str) -> str:
        edition = Edition.objects.get(document__slug="open", number=2)
        client = reader(name)
        return client.get(f"/admin/documents/edition/{edition.pk}/change/").text

    def test_is_a_link_for_administrators(self) -> None:
        petra = User.objects.get(email="petra@example.org")
        link = f'<a href="/admin/portal/user/{petra.pk}/change/">{petra}</a>'
        assert self.page(Role.ADMINISTRATOR).count(link) == 2

    def test_is_a_name_for_editors(self) -> None:
        page = self.page(Role.EDITOR)
        assert page.count("petra@example.org") == 2
        assert "Created by:" in page
        assert "/admin/portal/user/" not in page


def test_the_log_names_what_its_reader_may_not_open() -> None:
    page = reader(Role.MODERATOR).get(ADMIN).text
    assert "petra@example.org" in page
    assert "/admin/portal/user/" not in page
    address = f"/admin/commentary/messagetemplate/{first_template().pk}/change/"
    assert address in page
