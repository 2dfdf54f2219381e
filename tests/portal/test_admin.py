"""People in the administration: an address, and no user name."""

from __future__ import annotations

import pytest
from django.test import Client

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
        for page in (
            *(f"{PEOPLE}{page}" for page in pages),
            "/admin/portal/rolegroup/",
        ):
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
