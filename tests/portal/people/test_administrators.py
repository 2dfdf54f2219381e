"""Administrators: what they see of people, tell them, and cannot give up unasked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import timezone

from commentary.models import Visit
from portal.people.accounts import LastAdministrator, close_account
from portal.people.models import User
from portal.people.roles import Role
from tests.base import LANGUAGES, at_once, queries_of, signed_in
from tests.commentary.factories import make_moderator, suspend
from tests.factories import make_draft, make_member

PEOPLE = "/admin/portal/user/"
LAST = "Nobody else can administer the portal"
ASKS = "You would no longer be an administrator"
SECRET = "four pale horses 8"


def page_of(person: User) -> str:
    return f"{PEOPLE}{person.pk}/change/"


def change(client: Client, person: User, *roles: Role, **sent: Any) -> Any:
    """Send the form of a person, who gets these roles."""
    groups = Group.objects.filter(name__in=roles).values_list("pk", flat=True)
    form = {"email": person.email, "is_active": "on", "groups": list(groups), **sent}
    return client.post(page_of(person), {k: v for k, v in form.items() if v})


@pytest.mark.django_db
class TestOwnAdministration:
    @pytest.fixture
    def anna(self) -> User:
        return make_member(Role.ADMINISTRATOR, "anna")

    @pytest.fixture
    def bella(self) -> User:
        return make_member(Role.ADMINISTRATOR, "bella")

    @pytest.mark.parametrize("sent", [{}, {"is_active": ""}, {"gives_up": "on"}])
    def test_of_the_last_one_stays(self, anna: User, sent: dict[str, str]) -> None:
        response = change(signed_in(anna), anna, Role.EDITOR, **sent)
        assert LAST in response.text
        assert self.may_administer(anna)

    @pytest.mark.parametrize("sent", [{"is_active": ""}, {"groups": ()}])
    @pytest.mark.usefixtures("bella")
    def test_is_asked_for(self, anna: User, sent: dict[str, Any]) -> None:
        client = signed_in(anna)
        response = change(client, anna, Role.ADMINISTRATOR, **sent)
        assert ASKS in response.text
        assert self.may_administer(anna)
        done = change(client, anna, Role.ADMINISTRATOR, gives_up="on", **sent)
        assert done.status_code == 302
        assert not self.may_administer(anna)

    def test_of_the_last_superuser_stays(self, bella: User) -> None:
        root = User.objects.create_superuser("root@example.org", "pw")
        response = change(signed_in(root), root, Role.ADMINISTRATOR, gives_up="on")
        assert LAST in response.text
        assert User.objects.get(pk=root.pk).is_superuser

    def test_nothing_is_asked_for_other_changes(self, anna: User) -> None:
        response = change(
            signed_in(anna), anna, Role.ADMINISTRATOR, display_name="Anna"
        )
        assert response.status_code == 302
        assert User.objects.get(pk=anna.pk).display_name == "Anna"

    def test_nothing_is_asked_about_others(self, anna: User, bella: User) -> None:
        assert 'name="gives_up"' not in signed_in(anna).get(page_of(bella)).text
        assert change(signed_in(anna), bella, Role.EDITOR).status_code == 302
        assert not self.may_administer(bella)

    def test_the_last_one_closes_no_account(self, anna: User) -> None:
        with pytest.raises(LastAdministrator):
            close_account(anna, erase=False)

    def test_no_superuser_deletes_their_own_account(self) -> None:
        root = User.objects.create_superuser("root@example.org", "pw")
        page = f"{PEOPLE}{root.pk}/delete/"
        assert signed_in(root).post(page, {"post": "yes"}).status_code == 403
        sent = {"action": "delete_selected", "_selected_action": root.pk, "post": "yes"}
        signed_in(root).post(PEOPLE, sent)
        assert User.objects.filter(pk=root.pk).exists()

    def may_administer(self, person: User) -> bool:
        return User.objects.administrators().filter(pk=person.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_the_last_two_do_not_give_up_at_once() -> None:
    pair = [make_member(Role.ADMINISTRATOR, name) for name in ("anna", "bella")]
    clients = {person: signed_in(person) for person in pair}
    at_once(
        *(
            lambda person=person: change(clients[person], person, gives_up="on")
            for person in pair
        ),
        refusals=(),
    )
    assert User.objects.administrators().count() == 1


WORDS = {
    "zh-hans": {"roles": "编辑", "password": "新密码", "factors": "双重验证"},
    "ru": {"roles": "редактор", "password": "новый пароль", "factors": "ключи"},
    "en": {"roles": "editor", "password": "new password", "factors": "keys"},
}


@pytest.mark.django_db
class TestWhatIsTold:
    @pytest.fixture
    def admin(self) -> Client:
        return signed_in(make_member(Role.ADMINISTRATOR, "anna"))

    def told(self, person: User) -> str:
        [message] = mail.outbox
        assert message.to == [person.email]
        return f"{message.subject}\n{message.body}"

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_of_roles(self, admin: Client, code: str) -> None:
        bob = self.reader(code)
        change(admin, bob, Role.EDITOR)
        assert f"- {WORDS[code]['roles']}\n" in self.told(bob)

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_of_a_password(self, admin: Client, code: str) -> None:
        bob = self.reader(code)
        sent = {"usable_password": "true", "password1": SECRET, "password2": SECRET}
        admin.post(f"{PEOPLE}{bob.pk}/password/", sent)
        assert User.objects.get(pk=bob.pk).check_password(SECRET)
        assert WORDS[code]["password"] in self.told(bob)
        assert SECRET not in self.told(bob)

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_of_second_factors(self, admin: Client, code: str) -> None:
        bob = self.reader(code)
        Authenticator.objects.create(user=bob, type="totp", data={"secret": "s"})
        admin.post(PEOPLE, {"action": "drop_factors", "_selected_action": bob.pk})
        assert WORDS[code]["factors"] in self.told(bob)

    def test_of_a_password_taken_away(self, admin: Client) -> None:
        bob = self.reader("en")
        sent = {"usable_password": "false", "unset-password": ""}
        admin.post(f"{PEOPLE}{bob.pk}/password/", sent)
        assert "removed the password" in self.told(bob)

    def test_of_the_end_of_every_role(self, admin: Client) -> None:
        bob = self.reader("en")
        change(admin, bob)
        assert "You no longer have a role." in self.told(bob)

    def test_nothing_of_what_stays(self, admin: Client) -> None:
        bob = self.reader("en")
        change(admin, bob, Role.COMMENTATOR, display_name="Bob")
        wrong = {"usable_password": "true", "password1": SECRET, "password2": "other"}
        admin.post(f"{PEOPLE}{bob.pk}/password/", wrong)
        assert mail.outbox == []

    def test_a_superuser_of_everything(self) -> None:
        bob = self.reader("en")
        root = signed_in(User.objects.create_superuser("root@example.org", "pw"))
        change(root, bob, Role.COMMENTATOR, is_superuser="on")
        assert "You may now do everything" in self.told(bob)

    def reader(self, code: str) -> User:
        bob = make_member(Role.COMMENTATOR, "bob")
        bob.language = code
        bob.save(update_fields=["language"])
        return bob


@pytest.mark.django_db
class TestList:
    @pytest.fixture
    def admin(self) -> Client:
        return signed_in(make_member(Role.ADMINISTRATOR, "anna"))

    @pytest.fixture
    def carol(self) -> User:
        """Seen on 2 November, suspended until 2 December, with an app."""
        carol = make_member(Role.EDITOR, "carol")
        Authenticator.objects.create(user=carol, type="totp", data={"secret": "s"})
        until = timezone.now() + dt.timedelta(days=9)
        suspend(carol, make_moderator("mona"), until=until)
        document = make_draft().document
        seen = dt.datetime(2020, 11, 2, 12, tzinfo=dt.UTC)
        Visit.objects.create(person=carol, document=document, seen_at=seen)
        return carol

    def listed(self, admin: Client, query: str = "") -> dict[str, Any]:
        rows = admin.get(f"{PEOPLE}?{query}").context["cl"].result_list
        return {row.email: row for row in rows}

    def test_says_what_is_to_know(self, admin: Client, carol: User) -> None:
        page = admin.get(f"{PEOPLE}?q=carol").text
        assert '<td class="field-roles">editor</td>' in page
        assert "2\N{NO-BREAK SPACE}November 2020" in page
        row = self.listed(admin)[carol.email]
        assert row.has_factor
        assert row.suspended_until > timezone.now()

    def test_narrowed_by_role_and_suspension(self, admin: Client, carol: User) -> None:
        assert set(self.listed(admin, "suspended=yes")) == {carol.email}
        assert carol.email not in self.listed(admin, "suspended=no")
        editors = Group.objects.get(name=Role.EDITOR).pk
        assert set(self.listed(admin, f"groups__id__exact={editors}")) == {carol.email}

    def test_without_an_end(self, admin: Client) -> None:
        suspend(make_member(Role.COMMENTATOR, "dora"), make_moderator("mona"))
        assert "indefinitely" in admin.get(PEOPLE).text

    def test_queries_do_not_grow(self, admin: Client, carol: User) -> None:
        few = queries_of(lambda: admin.get(PEOPLE))
        for count in range(9):
            person = make_member(Role.PUBLISHER, f"person-{count}")
            suspend(person, User.objects.get(email="mona@example.org"))
            Authenticator.objects.create(user=person, type="totp", data={})
        assert queries_of(lambda: admin.get(PEOPLE)) == few
        assert few <= 14
