"""People sign in with their e-mail address."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.people.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse"


def test_an_address_in_any_case_signs_in() -> None:
    user = User.objects.create_user("Anna@Example.org", PASSWORD)
    assert authenticate(email="anna@example.ORG", password=PASSWORD) == user


def test_an_address_is_nobody_elses_in_any_case() -> None:
    User.objects.create_user("anna@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ANNA@example.org")
    with pytest.raises(ValidationError):
        User(email="ANNA@example.org", password=PASSWORD).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.update(email="ANNA@example.org")


def test_an_address_is_needed() -> None:
    with pytest.raises(ValueError, match="address"):
        User.objects.create_user("")


def test_is_shown_by_display_name() -> None:
    assert str(User(email="a@example.org", display_name="Анна")) == "Анна"
    assert str(User(email="a@example.org")) == "a@example.org"


def test_an_administrator_may_do_everything() -> None:
    admin = User.objects.create_superuser("root@example.org", "correct horse")
    assert admin.is_staff
    assert admin.has_perm("documents.view_edition")
