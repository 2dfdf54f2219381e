"""Accounts: what others change in them, who administers, and closing."""

from __future__ import annotations

import uuid
from enum import StrEnum

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.people.account_locks import lock_people
from portal.people.erasure import erase_data
from portal.people.models import MailFrequency, RoleGroup, User
from portal.people.preferences import as_read_at

LAST_ADMINISTRATOR = _(
    "Nobody else can administer the portal: appoint another administrator first."
)


class LastAdministrator(Exception):
    """Without this person nobody could administer the portal any more."""


class AccountChange(StrEnum):
    """What an administrator changes in an account; the name of the mail about it."""

    ROLES = "roles_changed"
    PASSWORD = "password_replaced"  # noqa: S105 - a mail's name
    FACTORS = "factors_dropped"


def tell_of_change(user: User, change: AccountChange) -> None:
    """Write to a person what an administrator changed in their account."""
    context = {"roles": RoleGroup.objects.filter(user=user), "person": user}
    _build_mail(f"account/email/{change}", user, **context).send()


def administers(user: User) -> bool:
    """Return whether a person is an administrator now."""
    return User.objects.administrators().filter(pk=user.pk).exists()


def is_last_administrator(user: User) -> bool:
    """Return whether nobody else could administer the portal without this person.

    Only a superuser makes another: the last one is missed by administrators, too.
    """
    others = User.objects.administrators().exclude(pk=user.pk)
    if user.is_superuser:
        return not others.filter(is_superuser=True).exists()
    return administers(user) and not others.exists()


def lock_administrators(*people: int) -> dict[int, User]:
    """Lock these people and every administrator, so that two do not leave at once."""
    administrators = User.objects.administrators().values_list("pk", flat=True)
    return lock_people([*people, *administrators])


@transaction.atomic
def replace_address(user: User) -> None:
    """Have the address that somebody else gave a person proved at the next sign-in."""
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True)


@transaction.atomic
def drop_second_factors(user: User) -> int:
    """Let a person who lost them in with the password alone; tell them so by mail.

    Returns how many there were.
    """
    factors = Authenticator.objects.filter(user=user)
    count: int = factors.count()
    factors.delete()
    if count:
        tell_of_change(user, AccountChange.FACTORS)
    return count


@transaction.atomic
def close_account(user: User, *, erase: bool) -> User:
    """Empty an account for good, write so to its address, and return it as stored.

    The row stays, because editions and records refer to it; nothing in it tells whose
    it was. Every session of it ends, because its password is gone. What is closed
    already stays as it is. Raises LastAdministrator.
    """
    # Two administrators who leave at once: the second one waits, and stays.
    # The account itself, too: what is being said in its name is stored first, or never.
    user = lock_administrators(user.pk)[user.pk]
    if user.closed_at:
        return user
    if is_last_administrator(user):
        raise LastAdministrator
    message = _build_mail("account/email/account_closed", user, erase=erase)
    erase_data(user, erase=erase)
    _empty_account(user)
    message.send()
    return user


def _empty_account(user: User) -> None:
    user.email = f"closed-{uuid.uuid4().hex}@account.invalid"
    user.display_name = user.affiliation = ""
    user.language = user.timezone = ""
    user.languages_read = []
    user.mail_frequency = MailFrequency.NEVER
    user.mails_replies = user.mails_mentions = False
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.closed_at = timezone.now()
    user.set_unusable_password()
    user.groups.clear()
    user.user_permissions.clear()
    user.save()


def _build_mail(prefix: str, user: User, **context: object) -> EmailMessage:
    with as_read_at(user.email):
        subject = render_to_string(f"{prefix}_subject.txt").strip()
        body = render_to_string(f"{prefix}_message.txt", context).strip()
    return EmailMessage(subject, body, to=[user.email])
