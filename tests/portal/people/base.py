"""What tests about accounts share."""

from __future__ import annotations

import re

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from portal.people.models import User
from portal.people.roles import Role
from tests.factories import make_member

ADDRESS = "anna@example.org"
PASSWORD = "four pale horses 8"
SIGNUP, SIGNIN = "/accounts/signup/", "/accounts/login/"
CONFIRM = "/accounts/confirm-email/"


def last_code() -> str:
    """Return the code in the latest mail."""
    found = re.search(r"^    ([A-Z0-9-]+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def make_account(role: Role = Role.COMMENTATOR, name: str = "anna") -> User:
    """A person with a password and a confirmed address."""
    user = make_member(role, name)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(
        user=user, email=user.email, primary=True, verified=True
    )
    return user


def sign_in(client: Client, user: User, **sent: str) -> str:
    """Sign in as people do, with a password; return where that leads."""
    sent = {"login": user.email, "password": PASSWORD, **sent}
    response = client.post(SIGNIN, sent)
    assert response.status_code == 302, response.text
    return str(response["Location"])


def prove(client: Client, **sent: str) -> str:
    """Give the password once more; return where that leads."""
    response = client.post("/accounts/reauthenticate/", {"password": PASSWORD, **sent})
    assert response.status_code == 302, response.text
    return str(response["Location"])


def speaking(code: str) -> Client:
    """A browser whose reader chose a language."""
    client = Client()
    client.get(f"/language/{code}/")
    return client
