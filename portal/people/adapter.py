"""Adapters of allauth: how accounts are made, written to and signed in."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import Any, Final, cast
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from portal.addresses import in_language
from portal.interface import current_language
from portal.people.account_locks import lock_active_person
from portal.people.models import User
from portal.people.preferences import as_read_at, remember_language
from portal.people.roles import Role, give_role

# The names of their addresses; see portal/urls.py.
FIRST_STEPS: Final = ("first-comment-", "first-reply-")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped
    """People are commentators from the start, and keep the language they came in."""

    def save_user(
        self, request: HttpRequest, user: User, form: Any, commit: bool = True
    ) -> User:
        user.language = current_language()
        user.display_name = form.cleaned_data.get("display_name", "")
        user.timezone = form.cleaned_data.get("timezone", "")
        try:
            with transaction.atomic():
                super().save_user(request, user, form, commit)
                give_role(user, Role.COMMENTATOR)
        except IntegrityError:
            # The same form twice at once: the other one has made the account, and its
            # code is on the way.
            sent = self.respond_email_verification_sent(request, None)
            raise ImmediateHttpResponse(sent) from None
        return user

    def add_message(self, request: HttpRequest, *told: Any, **details: Any) -> None:
        """Leave out what the steps of a first comment say themselves."""
        match = request.resolver_match
        if match is None or not (match.url_name or "").startswith(FIRST_STEPS):
            super().add_message(request, *told, **details)

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        """Count wrong passwords by account and network address together.

        By account alone, anybody could keep its owner out.
        """
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Store the password alone, and none for an account that is closed meanwhile.

        allauth would store the whole person as read before.
        """
        lock_active_person(user.pk)
        user.set_password(password)
        user.save(update_fields=["password"])

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Believe an address, unless its account is closed meanwhile."""
        lock_active_person(email_address.user_id)
        return cast(bool, super().confirm_email(request, email_address))

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Write in language and time zone of whom it is for, whoever causes it."""
        with as_read_at(email):
            super().send_mail(template_prefix, email, _as_at_home(context))

    def post_login(
        self, request: HttpRequest, user: User, **details: Any
    ) -> HttpResponse:
        """Lead on in the person's own language, as chosen with the account."""
        with translation.override(user.language or current_language()):
            response = cast(HttpResponse, super().post_login(request, user, **details))
        if user.language:
            remember_language(response, user.language)
            response["Location"] = in_language(response["Location"], user.language)
        return response


def _as_at_home(context: dict[str, Any]) -> dict[str, Any]:
    """Return what a mail says with the portal's own origin, whatever host was asked.

    allauth takes it from the request, where anybody may write what they like.
    """
    links = {
        name: settings.PORTAL_ORIGIN
        + urlsplit(value)._replace(scheme="", netloc="").geturl()
        for name, value in context.items()
        if name.endswith("_url")
    }
    host = urlsplit(settings.PORTAL_ORIGIN).netloc
    return {**context, "current_site": {"domain": host, "name": host}, **links}


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth is untyped
    """Second factors are stored so that the database alone gives none away."""

    def encrypt(self, text: str) -> str:
        return _build_lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _build_lock().decrypt(encrypted_text.encode()).decode()


def _build_lock() -> MultiFernet:
    """Return the lock made of the secret key, which still opens with earlier keys."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    purpose = b"clausebook second factors: "
    digests = (sha256(purpose + str(key).encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(each)) for each in digests])
