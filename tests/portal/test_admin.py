"""People in the administration: an address, and no user name."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import django.contrib.admin as admin_of_django
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin import site
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, reverse

from portal.people.models import User
from portal.people.roles import Role
from portal.upstream_messages.django import MODELS
from tests.base import LANGUAGES, signed_in
from tests.factories import make_member

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/portal/user/"
PASSWORD = "four pale horses 8"


@pytest.fixture
def admin() -> Client:
    return signed_in(User.objects.create_superuser("anna@example.org", "pw"))


class TestPeople:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_pages(self, admin: Client, code: str) -> None:
        anna = User.objects.get()
        pages = ["", "add/", f"{anna.pk}/change/", f"{anna.pk}/password/"]
        for page in (
            *(f"{PEOPLE}{page}" for page in pages),
            "/admin/portal/rolegroup/",
        ):
            response = admin.get(page, headers={"accept-language": code})
            assert response.status_code == 200, page

    @pytest.mark.parametrize(
        ("code", "warning"),
        [
            ("en", "If you disable it, the current password is lost."),
            ("ru", "Если ее запретить, нынешний пароль будет утрачен."),
            ("zh-hans", "禁用后，当前密码即告失效。"),
        ],
    )
    def test_the_warning_about_passwords_is_in_the_language(
        self, admin: Client, code: str, warning: str
    ) -> None:
        page = f"{PEOPLE}{User.objects.get().pk}/password/"
        html = admin.get(page, headers={"accept-language": code}).text
        assert f'<li class="warning">{warning}</li>' in html
        assert ("Without one, a passkey" in html) == (code == "en")

    def test_added(self, admin: Client) -> None:
        sent = {"email": "bob@example.org", "display_name": "Bob"}
        sent |= {"usable_password": "true", "password1": PASSWORD}
        response = admin.post(f"{PEOPLE}add/", {**sent, "password2": PASSWORD})
        assert response.status_code == 302
        bob = User.objects.get(email="bob@example.org")
        assert bob.check_password(PASSWORD)
        assert not bob.is_staff

    def test_an_address_that_is_taken(self, admin: Client) -> None:
        sent = {"email": "ANNA@example.org", "usable_password": "false"}
        response = admin.post(f"{PEOPLE}add/", sent)
        assert "There is already a person with this address." in response.text

    def test_changed(self, admin: Client) -> None:
        anna = User.objects.get()
        sent = {"email": "anna@example.org", "display_name": "Анна"}
        sent |= {"is_staff": "on", "is_superuser": "on", "is_active": "on"}
        response = admin.post(f"{PEOPLE}{anna.pk}/change/", sent)
        assert response.status_code == 302
        anna.refresh_from_db()
        assert anna.display_name == "Анна"

    def test_an_address_given_by_others_is_proved(self, admin: Client) -> None:
        bob = User.objects.create_user("bob@example.org", PASSWORD)
        EmailAddress.objects.create(
            user=bob, email=bob.email, primary=True, verified=True
        )
        sent = {"email": "robert@example.org", "is_active": "on"}
        admin.post(f"{PEOPLE}{bob.pk}/change/", sent)
        address = EmailAddress.objects.get(user=bob)
        assert (address.email, address.verified) == ("robert@example.org", False)


class TestDroppingSecondFactors:
    def drop(self, client: Client, *people: User) -> str:
        chosen = [person.pk for person in people]
        sent = {"action": "drop_factors", "_selected_action": chosen}
        return str(client.post(PEOPLE, sent, follow=True).text)

    def test_lets_in_with_the_password_and_tells_so(self, admin: Client) -> None:
        bob = User.objects.create_user("bob@example.org", language="ru")
        eva = User.objects.create_user("eva@example.org")
        Authenticator.objects.create(user=bob, type="totp", data={"secret": "s"})
        assert "turned off for 1 person" in self.drop(admin, bob, eva)
        assert not Authenticator.objects.exists()
        [message] = mail.outbox
        assert message.to == ["bob@example.org"]
        assert "отключен" in message.subject
        assert LogEntry.objects.get().object_id == str(bob.pk)

    def test_of_a_superuser_by_superusers_only(self, admin: Client) -> None:
        anna = User.objects.get()
        Authenticator.objects.create(user=anna, type="totp", data={"secret": "s"})
        self.drop(signed_in(make_member(Role.ADMINISTRATOR)), anna)
        assert Authenticator.objects.exists()
        self.drop(admin, anna)
        assert not Authenticator.objects.exists()


class TestRussian:
    """Names of models stand in the nominative, unlike in Django's own messages."""

    @pytest.fixture
    def admin(self, admin: Client) -> Client:
        admin.defaults["HTTP_ACCEPT_LANGUAGE"] = "ru"
        return admin

    def test_titles_and_buttons(self, admin: Client) -> None:
        page = admin.get(PEOPLE).text
        assert "Выбор для изменения: пользователь" in page
        assert "Добавить: пользователь" in page
        assert "Всего: 1" in page
        assert "1 пользователь" not in page

    def test_messages(self, admin: Client) -> None:
        sent = {"email": "bob@example.org", "usable_password": "false"}
        added = admin.post(f"{PEOPLE}add/", sent, follow=True)
        [told] = added.context["messages"]
        assert str(told).startswith("Добавлено: пользователь «<a href=")
        bob = User.objects.get(email="bob@example.org")
        asked = admin.get(f"{PEOPLE}{bob.pk}/delete/").text
        assert "Будет удалено: пользователь «bob@example.org»" in asked
        done = admin.post(f"{PEOPLE}{bob.pk}/delete/", {"post": "yes"}, follow=True)
        [told] = done.context["messages"]
        assert str(told) == "Удалено: пользователь «bob@example.org»."


def test_django_still_has_the_messages_we_say_otherwise() -> None:
    path = Path(admin_of_django.__file__).parent / "locale/ru/LC_MESSAGES/django.mo"
    with path.open("rb") as file:
        theirs = GNUTranslations(file)
    for message in MODELS:
        assert theirs.gettext(message) != message


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("en", "Delete the selected instrument"),
        ("ru", "Удалить выбранное: международный документ"),
        ("zh-hans", "删除所选的文书"),
    ],
)
def test_the_icons_beside_a_field_have_whole_titles(
    admin: Client, code: str, title: str
) -> None:
    page = "/admin/documents/instrument/add/"
    html = admin.get(page, headers={"accept-language": code}).text
    assert f'title="{title}"' in html


def test_the_name_of_a_role_is_not_that_of_a_template(admin: Client) -> None:
    page = "/admin/portal/rolegroup/add/"
    html = admin.get(page, headers={"accept-language": "ru"}).text
    assert "Название:" in html
    assert "шаблона" not in html


# A range is of two; the others need extensions that nobody installed.
NOT_TO_BE_HAD = ("range", "unaccent", "trigram_similar", "trigram_word_similar")


def _bad_filters(model: type[Model]) -> Iterator[str]:
    yield from ("pk__regex=(", "p=99999999999999999999", "o=9.-9", "id__gt=1e400")
    for field in model._meta.concrete_fields:
        match field.get_internal_type():
            case "DateTimeField" | "DateField":
                yield from (f"{field.name}__year={year}" for year in (0, 99999, 10**20))
                yield f"{field.name}__gte=99999-01-01"
                yield f"{field.name}__year__range=1"
            case "CharField" | "TextField" | "SlugField":
                yield from (f"{field.name}__iregex={sign}" for sign in "([*")
                yield from (f"{field.name}__{name}=1" for name in NOT_TO_BE_HAD)
            case _:
                yield f"{field.name}__in=99999999999999999999"


@pytest.mark.django_db(transaction=True)  # a query that fails ends a transaction
class TestBadFilters:
    def test_are_no_fault(self, admin: Client) -> None:
        admin.raise_request_exception = False
        faults = []
        for model in site._registry:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
            for query in _bad_filters(model):
                url = f"{reverse(name)}?{query}"
                if admin.get(url).status_code >= 500:
                    faults.append(url)
        assert faults == []

    def test_are_answered_with_a_page(self, admin: Client) -> None:
        response = admin.get("/admin/documents/edition/?created_at__year=99999")
        assert response.status_code == 400
        assert "site-header" in response.content.decode()

    @pytest.mark.parametrize("field", ["name", "title_en", "_continue", "csv"])
    def test_nor_is_nul_in_a_form(self, admin: Client, field: str) -> None:
        admin.raise_request_exception = False
        for page in ("/admin/documents/document/add/", "/accounts/signup/"):
            response = admin.post(page, {field: "a\0b", "email": "a\0@b.example"})
            assert response.status_code < 500

    def test_nor_is_a_column_without_a_name(self, admin: Client) -> None:
        admin.raise_request_exception = False
        faults = []
        for model in site._registry:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            for page in ("change", "delete"):
                try:
                    url = reverse(f"{name}_{page}", args=["1"])
                except NoReverseMatch:
                    continue  # some pages are closed altogether
                if admin.post(url, {"_to_field": ""}).status_code >= 500:
                    faults.append(url)
        assert faults == []
