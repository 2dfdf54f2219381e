"""What becomes of accounts."""

from __future__ import annotations

import uuid

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from portal.belongings import give_up_belongings
from portal.models import MailFrequency, User
from portal.preferences import language_for


class LastAdministrator(Exception):
    """Without this person nobody could administer the portal any more."""


@transaction.atomic
def close_account(user: User, *, erase: bool) -> User:
    """Empty an account for good and write so to its address.

    The row stays, because editions and records refer to it; nothing in it tells whose
    it was. Every session of it ends, because its password is gone. Raises
    LastAdministrator.
    """
    # Two superusers who leave at once: the second one waits, and stays.
    superusers = User.objects.select_for_update().filter(is_superuser=True)
    others = [each.pk for each in superusers if each.is_active and each.pk != user.pk]
    if user.is_superuser and not others:
        raise LastAdministrator
    message = _farewell(user, erase=erase)
    give_up_belongings(user, erase=erase)
    _empty(user)
    message.send()
    return user


def _empty(user: User) -> None:
    user.email = f"closed-{uuid.uuid4().hex}@account.invalid"
    user.display_name = user.affiliation = user.language = ""
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


def _farewell(user: User, *, erase: bool) -> EmailMessage:
    prefix = "account/email/account_closed"
    with translation.override(language_for(user.email)):
        subject = render_to_string(f"{prefix}_subject.txt").strip()
        body = render_to_string(f"{prefix}_message.txt", {"erase": erase}).strip()
    return EmailMessage(subject, body, to=[user.email])
