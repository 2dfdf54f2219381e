"""Accounts: replacing an address, dropping second factors, closing."""

from __future__ import annotations

import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from portal.people.erasure import erase_data
from portal.people.models import MailFrequency, User
from portal.people.preferences import as_read_at


class LastAdministrator(Exception):
    """Without this person nobody could administer the portal any more."""


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
        _build_mail("account/email/factors_dropped", user).send()
    return count


@transaction.atomic
def close_account(user: User, *, erase: bool) -> User:
    """Empty an account for good, write so to its address, and return it as stored.

    The row stays, because editions and records refer to it; nothing in it tells whose
    it was. Every session of it ends, because its password is gone. What is closed
    already stays as it is. Raises LastAdministrator.
    """
    # Two superusers who leave at once: the second one waits, and stays.
    # The account itself, too: what is being said in its name is stored first, or never.
    held = User.objects.select_for_update(no_key=True).order_by("pk")
    rows = {each.pk: each for each in held.filter(Q(is_superuser=True) | Q(pk=user.pk))}
    user = rows.pop(user.pk)
    if user.closed_at:
        return user
    others = [each.pk for each in rows.values() if each.is_active]
    if user.is_superuser and not others:
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
