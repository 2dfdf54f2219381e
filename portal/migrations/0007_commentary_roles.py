"""Data: the roles' permissions to comment and to moderate."""

from django.db import migrations

from portal.people.roles import grant_roles

COMMENTS = ["commentary.add_comment"]
MODERATES = ["commentary.moderate_comment"]
ROLES = {
    "commentator": COMMENTS,
    "editor": COMMENTS,
    "publisher": COMMENTS,
    "moderator": COMMENTS + MODERATES,
    "administrator": COMMENTS + MODERATES,
}


def grant(apps, schema_editor):
    grant_roles(apps, ROLES)


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0006_small_letters'),
        ('commentary', '0005_watching'),
    ]

    operations = [
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
