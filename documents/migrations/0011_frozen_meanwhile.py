"""Triggers: who writes while an edition is published waits, and is then refused.

A transaction that began before a publication would otherwise see a draft and alter what
is published meanwhile. So what looks whether an edition is published locks its row, or
its document's, first; publication waits for such a lock before it reads the texts
(documents/services/publish.py). The order is that of the services, documents first and
then editions, whose own locks are stronger: within them nothing waits.
"""

from __future__ import annotations

from django.db import migrations

HOLD = """
-- Wait for a publication that is going on; refuse what is published.
-- FOR SHARE: publication changes no key, so a lock on the key would not meet it.
CREATE FUNCTION documents_hold_draft(edition bigint, is_new boolean) RETURNS void
LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    held text;
BEGIN
    SELECT state INTO held FROM documents_edition WHERE id = edition FOR SHARE;
    IF held = 'published' THEN
        PERFORM documents_refuse('A published edition cannot be altered.');
    END IF;
    -- One that another transaction is making could be published by it unseen.
    IF held IS NULL AND is_new THEN
        PERFORM documents_refuse('Rows are added to an edition that is there.');
    END IF;
END
$$;
"""
HOLD_REVERSED = "DROP FUNCTION documents_hold_draft(bigint, boolean)"

ROWS = """
CREATE OR REPLACE FUNCTION documents_row_is_frozen() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- A row stays with its edition (documents_row_is_lasting).
    IF TG_OP = 'INSERT' THEN
        PERFORM documents_hold_draft(NEW.edition_id, true);
        RETURN NEW;
    END IF;
    PERFORM documents_hold_draft(OLD.edition_id, false);
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
"""
ROWS_REVERSED = """
CREATE OR REPLACE FUNCTION documents_row_is_frozen() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND documents_is_published(OLD.edition_id)
        OR TG_OP <> 'DELETE' AND documents_is_published(NEW.edition_id)
    THEN
        PERFORM documents_refuse('A published edition cannot be altered.');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
"""

# Whoever looks at all editions of a document holds its row: publication does, too.
EDITION = """
CREATE OR REPLACE FUNCTION documents_edition_is_frozen() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state = 'published' THEN
        PERFORM documents_refuse('A published edition cannot be altered.');
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state = 'published' THEN
        PERFORM FROM documents_document WHERE id = OLD.document_id FOR NO KEY UPDATE;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
"""
EDITION_REVERSED = """
CREATE OR REPLACE FUNCTION documents_edition_is_frozen() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state = 'published' THEN
        PERFORM documents_refuse('A published edition cannot be altered.');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
"""

PART = """
CREATE OR REPLACE FUNCTION documents_part_is_frozen() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (OLD.key, OLD.kind, OLD.position, OLD.original_language)
            IS NOT DISTINCT FROM (NEW.key, NEW.kind, NEW.position, NEW.original_language)
    THEN
        RETURN NEW;
    END IF;
    PERFORM FROM documents_document WHERE id = OLD.document_id FOR SHARE;
    IF EXISTS (
        SELECT FROM documents_clause clause
        JOIN documents_clauseversion version ON version.clause_id = clause.id
        JOIN documents_edition edition ON edition.id = version.edition_id
        WHERE clause.part_id = OLD.id AND edition.state = 'published'
    ) THEN
        PERFORM documents_refuse('A part of a published edition cannot be altered.');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
"""
PART_REVERSED = """
CREATE OR REPLACE FUNCTION documents_part_is_frozen() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (TG_OP = 'DELETE' OR (OLD.key, OLD.kind, OLD.position, OLD.original_language)
        IS DISTINCT FROM (NEW.key, NEW.kind, NEW.position, NEW.original_language))
        AND EXISTS (
            SELECT FROM documents_clause clause
            JOIN documents_clauseversion version ON version.clause_id = clause.id
            JOIN documents_edition edition ON edition.id = version.edition_id
            WHERE clause.part_id = OLD.id AND edition.state = 'published'
        )
    THEN
        PERFORM documents_refuse('A part of a published edition cannot be altered.');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
"""

# Looks without a lock, and is used no more.
LOOK = "DROP FUNCTION documents_is_published(bigint)"
LOOK_REVERSED = """
CREATE FUNCTION documents_is_published(edition bigint) RETURNS boolean
LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM documents_edition WHERE id = edition AND state = 'published'
    )
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0010_lasting_ids")]

    operations = [
        migrations.RunSQL(HOLD, HOLD_REVERSED),
        migrations.RunSQL(ROWS, ROWS_REVERSED),
        migrations.RunSQL(EDITION, EDITION_REVERSED),
        migrations.RunSQL(PART, PART_REVERSED),
        migrations.RunSQL(LOOK, LOOK_REVERSED),
    ]
