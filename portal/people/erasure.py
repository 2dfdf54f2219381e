"""Erasure: what is deleted or made nameless when an account is closed."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from commentary.personal_data.erasure import erase_contributions
from documents.models import PendingImport
from portal.mail.queue import delete_mail_to
from portal.people.models import User


def erase_data(user: User, *, erase: bool) -> None:
    """Remove what lets a person in and names them; with `erase` what they wrote too.

    Editions stay in any case: they are the portal's, and name nobody from now on.
    """
    erase_contributions(user, erase=erase)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    delete_mail_to(user.email)
    PendingImport.objects.filter(by=user).delete()
    kind = ContentType.objects.get_for_model(User)
    about = LogEntry.objects.filter(content_type=kind, object_id=str(user.pk))
    about.update(object_repr=f"#{user.pk}")
