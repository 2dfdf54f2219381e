"""The table of the shared cache, as created by `manage.py createcachetable`."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0004_profile'),
    ]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE IF NOT EXISTS portal_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX IF NOT EXISTS portal_cache_expires ON portal_cache (expires);
            """,
            "DROP TABLE IF EXISTS portal_cache",
        ),
    ]
