"""Trigger: the name that a person is shown by touches the whole site."""

from __future__ import annotations

from django.db import migrations

# Signing in changes a row of this table, too: only what pages show counts.
TOUCHING = """
CREATE FUNCTION portal_user_touches() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM documents_touch_scopes(ARRAY(
        SELECT 0 FROM changed JOIN former USING (id)
        WHERE (changed.display_name, changed.affiliation, changed.closed_at)
            IS DISTINCT FROM
            (former.display_name, former.affiliation, former.closed_at)
    ));
    RETURN NULL;
END
$$;
CREATE TRIGGER portal_user_touches AFTER UPDATE ON portal_user
    REFERENCING OLD TABLE AS former NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION portal_user_touches();
"""
REVERSED = """
DROP TRIGGER portal_user_touches ON portal_user;
DROP FUNCTION portal_user_touches();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0013_withdrawing_roles"),
        ("documents", "0019_touches"),
    ]

    operations = [migrations.RunSQL(TOUCHING, REVERSED)]
