"""Data: the publishers' permission to withdraw editions and documents."""

from django.db import migrations

from portal.people.roles import grant_roles

ROLES = dict.fromkeys(("publisher", "administrator"), ["documents.withdraw_edition"])


def grant(apps, schema_editor):
    grant_roles(apps, ROLES)


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0012_editing_roles'),
        ('documents', '0015_withdrawals'),
    ]

    operations = [
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
