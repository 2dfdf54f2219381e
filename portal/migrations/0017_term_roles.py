"""Data: the editors' permissions for the term register."""

from django.db import migrations

from portal.people.roles import grant_roles

EDITS = [
    "documents.view_term",
    "documents.add_term",
    "documents.change_term",
    "documents.delete_term",
]
ROLES = dict.fromkeys(("editor", "publisher", "administrator"), EDITS)


def grant(apps, schema_editor):
    grant_roles(apps, ROLES)


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0016_failed_mail'),
        ('documents', '0022_terms'),
    ]

    operations = [
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
