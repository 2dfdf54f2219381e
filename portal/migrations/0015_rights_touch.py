"""Triggers: whatever changes what people may do touches the rights of all.

Roles, their permissions, permissions of single people, and suspensions. What stands in
a person's own row is read with the person.
"""

from __future__ import annotations

from django.db import migrations

from documents.models.touches import touching

OF_RIGHTS = "SELECT -2 FROM changed"
TABLES = (
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "portal_user_groups",
    "portal_user_user_permissions",
    "commentary_suspension",
)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0014_touches"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("commentary", "0021_comment_tallies"),
        ("documents", "0020_sentence_alignments"),
    ]

    operations = [
        migrations.RunSQL(*touching(table, OF_RIGHTS)) for table in TABLES
    ]
