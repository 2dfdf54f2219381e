"""Messages of allauth's forms, and of Django's rules for passwords that they show."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

LABELS = (
    # Translators: label of the field for a code that came by mail
    _("Code"),
    # Translators: label of a field
    _("Email"),
    # Translators: the same
    _("Email address"),
    # Translators: label of a field
    _("Password"),
    # Translators: label of a field: the same once more
    _("Password (again)"),
    # Translators: label of a field
    _("Current Password"),
    # Translators: label of a field
    _("New Password"),
    # Translators: label of a field: the same once more
    _("New Password (again)"),
    # Translators: a box to tick: stay signed in on this device
    _("Remember Me"),
    # Translators: a link beside the password
    _("Forgot your password?"),
    # Translators: label of the field for the six digits that an app shows
    _("Authenticator code"),
    # Translators: a box to tick: sign in with this key alone, without a password
    _("Passwordless"),
    _(
        "Enabling passwordless operation allows you to sign in using just this key, but"
        " imposes additional requirements such as biometrics or PIN protection."
    ),
    # Translators: proposed name of the first security key
    _("Master key"),
    # Translators: proposed name of the second security key
    _("Backup key"),
    # Translators: proposed name of a further security key
    _("Key nr. {number}"),
    # Translators: a way to prove who one is
    _("Use your password"),
    # Translators: a way to prove who one is
    _("Use authenticator app or code"),
    # Translators: a way to prove who one is
    _("Use a security key"),
)
ERRORS = (
    _("This account is currently inactive."),
    _("The email address and/or password you specified are not correct."),
    _("A user is already registered with this email address."),
    _("This email address is already associated with this account."),
    _("Please type your current password."),
    # Translators: answer to a code that is not the one that was sent
    _("Incorrect code."),
    # Translators: answer to a wrong password
    _("Incorrect password."),
    _("Too many failed login attempts. Try again later."),
    _("The new value must be different from the current one."),
    _("You must type the same password each time."),
    _("Be patient, you are sending too many requests."),
    _("You cannot deactivate two-factor authentication."),
    _(
        "You cannot generate recovery codes without having two-factor authentication"
        " enabled."
    ),
    _(
        "You cannot add an email address to an account protected by two-factor"
        " authentication."
    ),
    _(
        "You cannot activate two-factor authentication until you have verified your"
        " email address."
    ),
)
PASSWORDS = (
    _("The password is too similar to the %(verbose_name)s."),
    _("Your password can’t be too similar to your other personal information."),
    _("This password is too common."),
    _("Your password can’t be a commonly used password."),
    _("This password is entirely numeric."),
    _("Your password can’t be entirely numeric."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
)
