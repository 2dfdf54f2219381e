"""Data: the editors' permissions for sources of facts, and to take a language out."""

from django.db import migrations

from portal.people.roles import grant_roles

EDITS = [
    "documents.delete_languageversion",
    "documents.view_instrumentfact",
    "documents.add_instrumentfact",
    "documents.change_instrumentfact",
    "documents.delete_instrumentfact",
]
ROLES = dict.fromkeys(("editor", "publisher", "administrator"), EDITS)


def grant(apps, schema_editor):
    grant_roles(apps, ROLES)


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0011_wording'),
        ('documents', '0006_instrument_register'),
    ]

    operations = [
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
