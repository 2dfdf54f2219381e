"""Data: the roles' permissions to propose and to review cross-references."""

from django.db import migrations

from portal.people.roles import grant_roles

REFERS = ["commentary.add_crossreference"]
REVIEWS = ["commentary.review_crossreference", "commentary.view_crossreference"]
ROLES = {
    "commentator": REFERS,
    "editor": REFERS + REVIEWS,
    "publisher": REFERS + REVIEWS,
    "moderator": REFERS,
    "administrator": REFERS + REVIEWS,
}


def grant(apps, schema_editor):
    grant_roles(apps, ROLES)


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0008_watches_threads'),
        ('commentary', '0006_references'),
    ]

    operations = [
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
