"""Data: the five roles, as groups, with the permissions that exist by now."""

import django.contrib.auth.models
from django.db import migrations

from portal.people.roles import grant_roles

EDITS = [
    f"documents.{permission}"
    for permission in (
        *(f"{verb}_{model}" for model in ("document", "edition", "instrument") for verb in ("view", "add", "change", "delete")),
        *(f"{verb}_{model}" for model in ("part", "clause") for verb in ("view", "change", "delete")),
        *(f"{verb}_{model}" for model in ("clauseversion", "languageversion") for verb in ("view", "change")),
    )
]
PUBLISHES = ["documents.publish_edition"]
ADMINISTERS = [
    "portal.view_user",
    "portal.add_user",
    "portal.change_user",
    "portal.view_rolegroup",
    "admin.view_logentry",
]
ROLES = {
    "commentator": [],
    "editor": EDITS,
    "publisher": EDITS + PUBLISHES,
    "moderator": [],
    "administrator": EDITS + PUBLISHES + ADMINISTERS,
}


def make_roles(apps, schema_editor):
    grant_roles(apps, ROLES)


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0002_queued_mail'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('documents', '0005_records'),
    ]

    operations = [
        migrations.CreateModel(
            name='RoleGroup',
            fields=[],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
                'proxy': True,
                'default_permissions': ('view', 'change'),
                'indexes': [],
                'constraints': [],
            },
            bases=('auth.group',),
            managers=[
                ('objects', django.contrib.auth.models.GroupManager()),
            ],
        ),
        migrations.RunPython(make_roles, remove_roles),
    ]
