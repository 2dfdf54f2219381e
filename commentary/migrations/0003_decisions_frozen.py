"""Trigger: the moderation log is append-only, for ORM, admin and SQL alike.

A trigger of our own, as for published editions (documents/migrations/0003_frozen.py):
those of pgtrigger can be switched off in a session.
"""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION commentary_decision_is_frozen() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'A decision of a moderator is never altered or removed.'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE FUNCTION commentary_decisions_are_frozen() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM commentary_decision) THEN
        RAISE EXCEPTION 'Decisions of moderators are never removed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
"""
FUNCTIONS_REVERSED = """
DROP FUNCTION commentary_decisions_are_frozen();
DROP FUNCTION commentary_decision_is_frozen();
"""
TRIGGERS = """
CREATE TRIGGER commentary_decision_is_frozen
    BEFORE UPDATE OR DELETE ON commentary_decision FOR EACH ROW
    EXECUTE FUNCTION commentary_decision_is_frozen();
CREATE TRIGGER commentary_decision_no_truncate
    BEFORE TRUNCATE ON commentary_decision FOR EACH STATEMENT
    EXECUTE FUNCTION commentary_decisions_are_frozen();
"""
TRIGGERS_REVERSED = """
DROP TRIGGER commentary_decision_no_truncate ON commentary_decision;
DROP TRIGGER commentary_decision_is_frozen ON commentary_decision;
"""


class Migration(migrations.Migration):
    dependencies = [("commentary", "0002_moderation")]

    operations = [
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_REVERSED),
        migrations.RunSQL(TRIGGERS, TRIGGERS_REVERSED),
    ]
