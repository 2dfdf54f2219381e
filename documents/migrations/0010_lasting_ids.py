"""Triggers: what is published keeps the rows that it names, by their primary keys.

Foreign keys are checked at the end of a transaction. One that exchanges two primary
keys, or deletes a row and inserts another with its primary key, passes them and would
put another document, part or clause in the place of the one that was published.
"""

from __future__ import annotations

from django.db import migrations

# Of each table what a row keeps for ever, in drafts too.
LASTING = {
    "document": ("id",),
    "part": ("id", "document_id"),
    "clause": ("id",),
    "edition": ("id", "document_id"),
    "clauseversion": ("id", "edition_id", "clause_id"),
    "languageversion": ("id", "edition_id"),
    "derivation": ("id", "edition_id"),
}
FUNCTIONS = """
CREATE FUNCTION documents_row_is_lasting() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM documents_refuse('A row keeps its id and what it belongs to.');
    RETURN NULL;
END
$$;

CREATE FUNCTION documents_document_is_kept() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM documents_edition
        WHERE document_id = OLD.id AND state = 'published'
    ) THEN
        PERFORM documents_refuse('A published document cannot be deleted.');
    END IF;
    RETURN OLD;
END
$$;

CREATE FUNCTION documents_clause_is_kept() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- Publication holds the document: what it publishes is seen after it.
    PERFORM FROM documents_document WHERE id = OLD.document_id FOR SHARE;
    IF EXISTS (
        SELECT FROM documents_clauseversion version
        JOIN documents_edition edition ON edition.id = version.edition_id
        WHERE version.clause_id = OLD.id AND edition.state = 'published'
    ) THEN
        PERFORM documents_refuse('A clause of a published edition cannot be deleted.');
    END IF;
    RETURN OLD;
END
$$;
"""
FUNCTIONS_REVERSED = """
DROP FUNCTION documents_clause_is_kept();
DROP FUNCTION documents_document_is_kept();
DROP FUNCTION documents_row_is_lasting();
"""


def lasting(table: str, columns: tuple[str, ...]) -> migrations.RunSQL:
    old = ", ".join(f"OLD.{column}" for column in columns)
    new = ", ".join(f"NEW.{column}" for column in columns)
    return migrations.RunSQL(
        f"CREATE TRIGGER documents_{table}_is_lasting_row"
        f" BEFORE UPDATE ON documents_{table} FOR EACH ROW"
        f" WHEN (ROW({old}) IS DISTINCT FROM ROW({new}))"
        " EXECUTE FUNCTION documents_row_is_lasting()",
        f"DROP TRIGGER documents_{table}_is_lasting_row ON documents_{table}",
    )


def kept(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER documents_{table}_is_kept"
        f" BEFORE DELETE ON documents_{table} FOR EACH ROW"
        f" EXECUTE FUNCTION documents_{table}_is_kept()",
        f"DROP TRIGGER documents_{table}_is_kept ON documents_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_corrigenda")]

    operations = [
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_REVERSED),
        *(lasting(table, columns) for table, columns in LASTING.items()),
        kept("document"),
        kept("clause"),
    ]
