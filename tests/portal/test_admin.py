"""People in the administration: an address, and no user name."""

from __future__ import annotations

from gettext import GNUTranslations
from pathlib import Path

import django.contrib.admin as admin_of_django
import pytest
from django.test import Client

from portal.admin_messages import MESSAGES
from portal.models import User
from tests.base import LANGUAGES, signed_in

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
        for page in (*(f"{PEOPLE}{page}" for page in pages), "/admin/auth/group/"):
            response = admin.get(page, headers={"accept-language": code})
            assert response.status_code == 200, page

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

    def test_signing_in(self, client: Client) -> None:
        User.objects.create_superuser("anna@example.org", "pw")
        sent = {"username": "Anna@Example.org", "password": "pw"}
        response = client.post("/admin/login/?next=/admin/", sent)
        assert response["Location"] == "/admin/"


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
    for message in MESSAGES:
        assert theirs.gettext(message) != message
