"""Triggers: the record of withdrawals is append-only, for ORM, admin and SQL alike.

A withdrawal is stored once, of what is published; it is undone once, by filling in the
columns for that. Nothing else of it is altered, and no row is removed.
"""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION documents_withdrawal_is_kept() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    undoing constant text[] := ARRAY(
        SELECT attname::text FROM pg_attribute
        WHERE attrelid = TG_RELID AND attname LIKE 'undone%'
    );
BEGIN
    IF TG_OP = 'DELETE'
        OR OLD.undone_at IS NOT NULL
        OR NEW.undone_at IS NULL
        OR to_jsonb(OLD) - undoing <> to_jsonb(NEW) - undoing
    THEN
        PERFORM documents_refuse('A withdrawal is undone once, and never altered.');
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION documents_withdrawal_is_of_published() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.undone_at IS NOT NULL OR NOT EXISTS (
        SELECT FROM documents_edition
        WHERE document_id = NEW.document_id AND state = 'published'
            AND id = COALESCE(NEW.edition_id, id)
    ) THEN
        PERFORM documents_refuse('Only what is published is withdrawn.');
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION documents_withdrawals_are_kept() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM documents_withdrawal) THEN
        PERFORM documents_refuse('Withdrawals are never removed.');
    END IF;
    RETURN NULL;
END
$$;
"""
FUNCTIONS_REVERSED = """
DROP FUNCTION documents_withdrawals_are_kept();
DROP FUNCTION documents_withdrawal_is_of_published();
DROP FUNCTION documents_withdrawal_is_kept();
"""
TRIGGERS = """
CREATE TRIGGER documents_withdrawal_is_kept
    BEFORE UPDATE OR DELETE ON documents_withdrawal FOR EACH ROW
    EXECUTE FUNCTION documents_withdrawal_is_kept();
CREATE TRIGGER documents_withdrawal_is_of_published
    BEFORE INSERT ON documents_withdrawal FOR EACH ROW
    EXECUTE FUNCTION documents_withdrawal_is_of_published();
CREATE TRIGGER documents_withdrawal_no_truncate
    BEFORE TRUNCATE ON documents_withdrawal FOR EACH STATEMENT
    EXECUTE FUNCTION documents_withdrawals_are_kept();
"""
TRIGGERS_REVERSED = """
DROP TRIGGER documents_withdrawal_no_truncate ON documents_withdrawal;
DROP TRIGGER documents_withdrawal_is_of_published ON documents_withdrawal;
DROP TRIGGER documents_withdrawal_is_kept ON documents_withdrawal;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0015_withdrawals")]

    operations = [
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_REVERSED),
        migrations.RunSQL(TRIGGERS, TRIGGERS_REVERSED),
    ]
