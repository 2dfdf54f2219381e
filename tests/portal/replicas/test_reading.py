"""Reading from a replica: nobody sees less than they wrote, or what is long past."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.db import DEFAULT_DB_ALIAS, OperationalError
from django.test import Client
from django.utils import timezone

from commentary.models import Visit
from documents.models import ClauseVersion, Edition
from documents.services import begin_draft
from portal.people.models import User
from portal.prepared.keeping import PAGES
from portal.replicas import positions
from portal.replicas.positions import AWAY, PAUSE
from portal.replicas.reading import COOKIE
from tests.base import signed_in
from tests.commentary.factories import hide, make_comment, make_moderator, make_referrer
from tests.factories import make_person, make_withdrawal
from tests.portal.replicas.conftest import Asked, Replica

DOCUMENT = "/en/documents/memo/"
CLAUSE = f"{DOCUMENT}clauses/statement-pre1/"
WORDS = "Spoken at the primary"

pytestmark = pytest.mark.usefixtures("replica")


@pytest.fixture
def carol(replica: Replica) -> User:
    return make_referrer("carol")


def post(client: Client, version: ClauseVersion, words: str = WORDS) -> None:
    answer = client.post(
        f"{CLAUSE}commentary/",
        {
            "kind": "comment",
            "language": "en",
            "source": words,
            "submission": str(uuid.uuid4()),
            "edition": version.edition.number,
        },
    )
    assert answer.status_code == 302
    assert COOKIE in answer.cookies


class TestWhereItIsRead:
    @pytest.mark.parametrize("path", [DOCUMENT, CLAUSE, "/en/", "/en/search/?q=said"])
    def test_visitors_read_from_a_replica(
        self, client: Client, version: ClauseVersion, path: str
    ) -> None:
        client.get("/en/help/")  # asks how far both are
        asked = Asked(client, path)
        assert asked.status == 200
        assert (asked.of_primary, asked.of_replica > 0) == (0, True)

    def test_a_kept_page_costs_one_query(
        self, client: Client, version: ClauseVersion
    ) -> None:
        client.get(DOCUMENT)
        asked = Asked(client, DOCUMENT)
        assert (asked.of_primary, asked.of_replica) == (0, 1)

    def test_a_person_reads_from_a_replica(
        self, version: ClauseVersion, carol: User
    ) -> None:
        client = signed_in(carol)
        client.get(CLAUSE)
        asked = Asked(client, "/en/commentary/")
        assert "Your account" in asked.html
        assert (asked.of_primary, asked.of_replica > 0) == (0, True)

    @pytest.mark.parametrize("path", ["/admin/login/", "/accounts/login/"])
    def test_accounts_and_the_administration_do_not(
        self, client: Client, path: str
    ) -> None:
        assert Asked(client, path).of_replica == 0

    @pytest.mark.parametrize("value", ["x", "-1", "9" * 20, "\xb2"])
    def test_nor_does_who_brings_no_position(
        self, client: Client, version: ClauseVersion, value: str
    ) -> None:
        client.cookies[COOKIE] = value
        asked = Asked(client, DOCUMENT)
        assert (asked.status, asked.of_replica) == (200, 0)


class TestWhatOneWrote:
    def test_is_shown_by_the_primary_until_the_replica_has_it(
        self, replica: Replica, version: ClauseVersion, carol: User
    ) -> None:
        client = signed_in(carol)
        client.get(CLAUSE)
        replica.stand_still()
        post(client, version)
        asked = Asked(client, CLAUSE)
        assert WORDS in asked.html
        assert asked.of_replica <= 1  # how far it is
        replica.catch_up()
        client.get(CLAUSE)
        asked = Asked(client, CLAUSE)
        assert WORDS in asked.html
        assert (asked.of_primary, asked.of_replica) == (0, 1)

    def test_whoever_signs_in_is_signed_in(
        self, replica: Replica, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        carol.set_password("correct horse battery")
        carol.save()
        EmailAddress.objects.create(
            user=carol, email=carol.email, verified=True, primary=True
        )
        client.get(DOCUMENT)
        replica.stand_still()
        sent = {"login": carol.email, "password": "correct horse battery"}
        assert client.post("/accounts/login/", sent).status_code == 302
        assert "Your account" in Asked(client, DOCUMENT).html

    def test_what_a_page_notes_counts_as_written(
        self, replica: Replica, version: ClauseVersion, carol: User
    ) -> None:
        client = signed_in(carol)
        client.get(CLAUSE)
        Visit.objects.update(seen_at=timezone.now() - timedelta(hours=1))
        assert COOKIE in Asked(client, CLAUSE).answer.cookies
        assert COOKIE not in Asked(client, CLAUSE).answer.cookies


class TestTruth:
    """A page that was prepared from one server is as true as that server is."""

    def test_pages_of_two_servers_are_two(
        self, replica: Replica, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        writer = signed_in(carol)
        client.get(CLAUSE)
        replica.stand_still()
        post(writer, version)
        for _each in range(2):  # made, then kept
            assert WORDS in Asked(writer, CLAUSE).html
            asked = Asked(client, CLAUSE)
            assert WORDS not in asked.html
            assert asked.of_primary == 0
        replica.catch_up()
        assert WORDS in Asked(client, CLAUSE).html

    def test_the_number_is_of_the_server_that_the_page_is_made_from(
        self, replica: Replica, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        client.get("/en/help/")
        replica.stand_still()
        make_comment(version, carol, WORDS)
        assert WORDS not in Asked(client, CLAUSE).html
        [kept] = [page for page in PAGES._values.values() if page.scope.slug]
        replica.catch_up()
        assert kept.scope.read_number() > kept.number
        assert WORDS in Asked(client, CLAUSE).html

    def test_no_replica_is_read_that_is_some_seconds_behind(
        self, replica: Replica, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        comment = make_comment(version, carol, WORDS)
        assert WORDS in Asked(client, CLAUSE).html
        replica.stand_still()
        hide(comment, make_moderator())
        assert WORDS in Asked(client, CLAUSE).html
        replica.now += PAUSE  # now the primary's position is known
        client.get(CLAUSE)
        replica.now += PAUSE
        asked = Asked(client, CLAUSE)
        assert WORDS not in asked.html
        assert asked.of_primary > 0

    def test_who_asks_after_long_gets_what_is_now(
        self, replica: Replica, client: Client, version: ClauseVersion, carol: User
    ) -> None:
        client.get(CLAUSE)
        replica.stand_still()
        make_comment(version, carol, WORDS)
        replica.now += 3600
        assert WORDS in Asked(client, CLAUSE).html


class TestPermission:
    """A replica shows nobody what the primary would not."""

    def test_a_draft_is_not_there(
        self, client: Client, edition: Edition, carol: User
    ) -> None:
        begin_draft(edition, user=None)
        for each in (client, signed_in(carol)):
            each.get("/en/help/")
            asked = Asked(each, f"{DOCUMENT}editions/2/")
            assert (asked.status, asked.of_primary) == (404, 0)

    def test_a_withdrawn_edition_is_gone(
        self, client: Client, edition: Edition, carol: User
    ) -> None:
        client.get(DOCUMENT)
        make_withdrawal(edition)
        for each in (client, signed_in(carol)):
            assert Asked(each, DOCUMENT).status == 410

    def test_a_right_ends_with_the_row(self, edition: Edition) -> None:
        begin_draft(edition, user=None)
        right = "documents.change_edition"
        person = make_person("edith", right, "documents.view_edition")
        client = signed_in(person)
        path = f"{DOCUMENT}editions/2/"
        assert Asked(client, path).status == 200
        person.user_permissions.remove(*Permission.objects.all())
        assert Asked(client, path).status == 404

    def test_a_closed_session_is_nobodys(
        self, version: ClauseVersion, carol: User
    ) -> None:
        client = signed_in(carol)
        assert "Your account" in Asked(client, DOCUMENT).html
        carol.set_password("another")
        carol.save()
        assert "Your account" not in Asked(client, DOCUMENT).html


class TestAway:
    def test_a_replica_that_refuses_is_left_alone(
        self, replica: Replica, client: Client, version: ClauseVersion
    ) -> None:
        replica.refuses = True
        for path in (DOCUMENT, CLAUSE, "/en/search/?q=said"):
            asked = Asked(client, path)
            assert (asked.status, asked.of_replica) == (200, 0)

    def test_and_is_read_from_when_it_is_back(
        self, replica: Replica, client: Client, version: ClauseVersion
    ) -> None:
        replica.refuses = True
        client.get(DOCUMENT)
        replica.refuses = False
        assert Asked(client, DOCUMENT).of_replica == 0
        replica.now += AWAY
        assert Asked(client, DOCUMENT).of_replica > 0

    @pytest.mark.parametrize("path", [DOCUMENT, CLAUSE, "/en/search/?q=said"])
    def test_one_that_goes_while_it_is_read_is_replaced(
        self, replica: Replica, version: ClauseVersion, carol: User, path: str
    ) -> None:
        for client in (Client(), signed_in(carol)):
            client.raise_request_exception = False  # it is answered all the same
            replica.now += AWAY
            client.get("/en/help/")
            replica.go_away()
            asked = Asked(client, path)
            assert asked.status == 200
            assert asked.of_primary > 0
            replica.refuses = False

    def test_while_the_primary_is_away_people_read(
        self,
        replica: Replica,
        client: Client,
        version: ClauseVersion,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        client.get("/en/help/")

        def read(alias: str) -> int:
            if alias == DEFAULT_DB_ALIAS:
                raise OperationalError("away")
            return replica.position(alias)

        monkeypatch.setattr(positions, "read_position", read)
        replica.now += 60
        asked = Asked(client, DOCUMENT)
        assert (asked.status, asked.of_primary) == (200, 0)
