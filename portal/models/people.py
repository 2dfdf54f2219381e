"""The person who signs in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


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
        """Create a person who may do everything."""
        return self.create_user(
            email, password, **{**fields, "is_staff": True, "is_superuser": True}
        )

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
        help_text=_("The name that other people see."),
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
        )

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)
