"""User model: the person who signs in."""

from __future__ import annotations

from typing import Any, ClassVar, Final, TypeAlias

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser, Group
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.people.names import validate_name
from portal.people.roles import Role, role_label
from portal.people.timezones import NamedZone, validate_timezone, zone_named

LANGUAGE_CODES = [code for code, _name in settings.LANGUAGES]
TEXT_LANGUAGE_CODES = [code for code, _name in settings.TEXT_LANGUAGES]


class MailFrequency(models.TextChoices):
    """How soon a person is written to about what they watch."""

    # Translators: how often mail is sent: as soon as something happens
    AT_ONCE = "at-once", pgettext_lazy("how often", "immediately")
    # Translators: how often mail is sent
    DAILY = "daily", pgettext_lazy("how often", "once a day")
    # Translators: how often mail is sent
    WEEKLY = "weekly", pgettext_lazy("how often", "once a week")
    # Translators: how often mail is sent
    NEVER = "never", pgettext_lazy("how often", "never")


DIGESTS: Final = (MailFrequency.DAILY, MailFrequency.WEEKLY)


class UserManager(DjangoUserManager["User"]):
    """Creates people by their e-mail address, which is all they sign in with."""

    def create_user(  # type: ignore[override] # no user name, see the class
        self, email: str, password: str | None = None, **fields: Any
    ) -> User:
        """Create a person. Raises ValueError when the address is empty."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(  # type: ignore[override] # no user name, see the class
        self, email: str, password: str | None = None, **fields: Any
    ) -> User:
        """Create a person who may do everything, and whose address is believed.

        Whoever does this sits at the machine: a code by mail would prove nothing more.
        """
        from allauth.account.models import EmailAddress

        user = self.create_user(
            email, password, **{**fields, "is_staff": True, "is_superuser": True}
        )
        EmailAddress.objects.create(
            user=user, email=user.email, primary=True, verified=True
        )
        return user

    def administrators(self) -> models.QuerySet[User]:
        """Active people who administer the portal, by their role or as superusers."""
        role = Group.objects.filter(user=models.OuterRef("pk"), name=Role.ADMINISTRATOR)
        return self.filter(Q(is_superuser=True) | models.Exists(role), is_active=True)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """In small letters, as allauth looks for it."""
        return super().normalize_email(email).lower()

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A person, known by e-mail address and shown by display name."""

    username = None  # type: ignore[assignment] # people sign in by address
    first_name = None  # type: ignore[assignment] # names are not split in two:
    last_name = None  # type: ignore[assignment] # not every people does so
    email = models.EmailField(
        _("e-mail address"),
        unique=True,  # what Django asks of a sign-in name; see the constraint below
    )
    display_name = models.CharField(
        _("display name"),
        max_length=100,
        blank=True,
        validators=[validate_name],
        help_text=_("The name shown to other people."),
    )
    affiliation = models.CharField(
        _("affiliation"),
        max_length=200,
        blank=True,
        validators=[validate_name],
        help_text=_("Your institution, shown beside your name. It is not verified."),
    )
    language = models.CharField(
        _("interface language"), max_length=10, blank=True, choices=settings.LANGUAGES
    )
    languages_read = ArrayField(
        models.CharField(max_length=10, choices=settings.TEXT_LANGUAGES),
        verbose_name=_("languages you read"),
        default=list,
        blank=True,
    )
    timezone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[validate_timezone],
        help_text=_(
            "Times are shown in this time zone, and digests are sent in its morning."
        ),
    )
    mail_frequency = models.CharField(
        _("news of what you watch"),
        max_length=10,
        choices=MailFrequency,
        default=MailFrequency.DAILY,
    )
    mails_replies = models.BooleanField(_("e-mail me about replies"), default=True)
    mails_mentions = models.BooleanField(
        _("e-mail me when I am mentioned"), default=True
    )
    watches_threads = models.BooleanField(
        _("watch the threads in which I write"), default=True
    )
    # Then nothing here tells any more who it was; the row stays for what refers to it.
    closed_at = models.DateTimeField(
        _("closed at"), null=True, blank=True, editable=False
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            # In any letter case: people do not remember how they typed it.
            models.UniqueConstraint(
                Lower("email"),
                name="portal_user_email_unique",
                violation_error_message=_(
                    "There is already a person with this address."
                ),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="portal_user_email_in_small_letters",
            ),
            models.CheckConstraint(
                condition=Q(language__in=("", *LANGUAGE_CODES)),
                name="portal_user_language_known",
            ),
            models.CheckConstraint(
                condition=Q(languages_read__contained_by=TEXT_LANGUAGE_CODES),
                name="portal_user_languages_read_known",
            ),
            models.CheckConstraint(
                condition=Q(mail_frequency__in=MailFrequency.values),
                name="portal_user_mail_frequency_known",
            ),
        )

    def __str__(self) -> str:
        return self.public_name or self.email

    @property
    def public_name(self) -> str:
        """What everybody may see; empty while there is no display name."""
        if self.closed_at:
            return gettext("a former participant")
        return self.display_name

    @property
    def zone(self) -> NamedZone:
        """The time zone in which this person reads and is written to."""
        return zone_named(self.timezone)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


# Who looks at a page: a person who is signed in, or nobody that is known.
Visitor: TypeAlias = AbstractUser | AnonymousUser


class RoleGroup(Group):
    """A group, named in the reader's language where it is one of our roles."""

    class Meta:
        proxy = True
        # Groups are made by migration; what they may do is changed with care.
        default_permissions = ("view", "change")
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return role_label(self.name)
