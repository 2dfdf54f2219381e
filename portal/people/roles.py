"""Roles: Django's groups, and the permissions of each.

ROLES is the table. A migration lays it into the database (`grant`), and a test compares
the two. To add a permission: put it into the table, and add a migration of `portal`
that depends on the migration which brings the permission and calls `grant_roles`.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AbstractUser
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Role(StrEnum):
    """A group's name in the database."""

    COMMENTATOR = "commentator"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    MODERATOR = "moderator"
    ADMINISTRATOR = "administrator"


LABELS: dict[str, str | Promise] = {
    # Translators: a role: a person who comments on clauses
    Role.COMMENTATOR: pgettext_lazy("role", "commentator"),
    # Translators: a role: a person who prepares drafts of documents
    Role.EDITOR: pgettext_lazy("role", "editor"),
    # Translators: a role: an editor who may publish an edition
    Role.PUBLISHER: pgettext_lazy("role", "publisher"),
    # Translators: a role: a person who decides on comments that were reported
    Role.MODERATOR: pgettext_lazy("role", "moderator"),
    # Translators: a role: a person who may do everything, and gives roles to people
    Role.ADMINISTRATOR: pgettext_lazy("role", "administrator"),
}

COMMENTS = ("commentary.add_comment", "commentary.add_crossreference")
EDITS = (
    "documents.view_document",
    "documents.add_document",
    "documents.change_document",
    "documents.delete_document",  # what was published is kept, by the database
    "documents.view_part",
    "documents.change_part",
    "documents.delete_part",
    "documents.view_clause",
    "documents.change_clause",
    "documents.delete_clause",
    "documents.view_clauseversion",
    "documents.change_clauseversion",
    "documents.view_edition",
    "documents.add_edition",
    "documents.change_edition",
    "documents.delete_edition",
    "documents.view_languageversion",
    "documents.change_languageversion",
    "documents.delete_languageversion",
    "documents.view_instrument",
    "documents.add_instrument",
    "documents.change_instrument",
    "documents.delete_instrument",
    "documents.view_instrumentfact",
    "documents.add_instrumentfact",
    "documents.change_instrumentfact",
    "documents.delete_instrumentfact",
    "documents.view_term",
    "documents.add_term",
    "documents.change_term",
    "documents.delete_term",
)
REVIEWS = ("commentary.review_crossreference", "commentary.view_crossreference")
PUBLISHES = ("documents.publish_edition", "documents.withdraw_edition")
MODERATES = ("commentary.moderate_comment",)
ADMINISTERS = (
    "portal.view_user",
    "portal.add_user",
    "portal.change_user",
    "portal.view_rolegroup",
    "admin.view_logentry",
)
ROLES: dict[Role, tuple[str, ...]] = {
    Role.COMMENTATOR: COMMENTS,
    Role.EDITOR: (*COMMENTS, *EDITS, *REVIEWS),
    Role.PUBLISHER: (*COMMENTS, *EDITS, *REVIEWS, *PUBLISHES),
    Role.MODERATOR: (*COMMENTS, *MODERATES),
    Role.ADMINISTRATOR: (
        *COMMENTS,
        *EDITS,
        *REVIEWS,
        *PUBLISHES,
        *MODERATES,
        *ADMINISTERS,
    ),
}


def role_label(name: str) -> str:
    """Return a group's name in the reader's language; other groups' as it is."""
    return str(LABELS.get(name, name))


def give_role(user: AbstractUser, role: Role) -> None:
    """Put a person into a role, which lets some into the administration."""
    from django.contrib.auth.models import Group

    user.groups.add(Group.objects.get(name=role))
    settle_staff(user)


def settle_staff(user: AbstractUser) -> None:
    """Let into the administration who has a role there, and nobody else.

    A group that somebody made beside the five counts as a role there.
    """
    # A commentator alone has no business in the administration.
    others = user.groups.exclude(name=Role.COMMENTATOR)
    user.is_staff = user.is_superuser or others.exists()
    user.save(update_fields=("is_staff",))


def settle_roles() -> None:
    """Lay the table into the database as it stands now."""
    from django.apps import apps

    grant_roles(apps)


def grant_roles(apps: Any, table: dict[str, Iterable[str]] | None = None) -> None:
    """Make each role's group and give it the permissions it lacks; for migrations.

    Permissions are made after the last migration, too late for one that grants them:
    those that are missing are made here. A migration passes its own table, so that it
    does the same whatever ROLES says by then.
    """
    wanted = {str(role): set(names) for role, names in (table or ROLES).items()}
    _make_permissions(
        apps, {name.split(".")[0] for each in wanted.values() for name in each}
    )
    groups = apps.get_model("auth", "Group").objects
    permissions = apps.get_model("auth", "Permission").objects
    by_name = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in permissions.select_related("content_type")
    }
    for role, names in wanted.items():
        group, _created = groups.get_or_create(name=role)
        group.permissions.add(*(by_name[name] for name in sorted(names)))


def _make_permissions(apps: Any, labels: set[str]) -> None:
    for label in sorted(labels):
        config = apps.get_app_config(label)
        is_stub = not getattr(config, "models_module", None)
        if is_stub:  # in a migration; nothing would be made for it
            config.models_module = True
        create_permissions(config, verbosity=0, apps=apps)
        if is_stub:
            config.models_module = None
