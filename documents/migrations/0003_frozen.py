"""Triggers: published editions are immutable, for ORM, admin and SQL alike.

The triggers are the portal's own: unlike those of pgtrigger they cannot be switched off
in a session. A table's owner and a superuser can always disable triggers; that is why
editions carry digests (documents/integrity/digests.py), and why in production the
application is given a role that owns nothing (README, "Deploy").

Each function fixes its search path: otherwise a temporary table of the same name would
be found first and be read in the place of ours.
"""

from __future__ import annotations

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION documents_refuse(what text) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '%', what
        USING ERRCODE = 'integrity_constraint_violation',
            CONSTRAINT = 'documents_published_is_frozen';
END
$$;

CREATE FUNCTION documents_is_published(edition bigint) RETURNS boolean
LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM documents_edition WHERE id = edition AND state = 'published'
    )
$$;

-- Rows of a published edition: nothing is added, changed or taken away.
CREATE FUNCTION documents_row_is_frozen() RETURNS trigger LANGUAGE plpgsql
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

CREATE FUNCTION documents_edition_is_frozen() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state = 'published' THEN
        PERFORM documents_refuse('A published edition cannot be altered.');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

-- A clause's key is for ever, and so is its document and part.
CREATE FUNCTION documents_clause_is_lasting() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (OLD.key, OLD.document_id, OLD.part_id)
        IS DISTINCT FROM (NEW.key, NEW.document_id, NEW.part_id)
    THEN
        PERFORM documents_refuse('A clause keeps its key, its document and its part.');
    END IF;
    RETURN NEW;
END
$$;

-- The manifests of published editions name the document by its slug.
CREATE FUNCTION documents_slug_is_lasting() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.slug <> NEW.slug AND EXISTS (
        SELECT FROM documents_edition
        WHERE document_id = OLD.id AND state = 'published'
    ) THEN
        PERFORM documents_refuse('A published document keeps its address name.');
    END IF;
    RETURN NEW;
END
$$;

-- What a part is stands in the manifests of the editions that have it.
CREATE FUNCTION documents_part_is_frozen() RETURNS trigger LANGUAGE plpgsql
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

CREATE FUNCTION documents_table_is_frozen() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM documents_edition WHERE state = 'published') THEN
        PERFORM documents_refuse('Published editions cannot be removed.');
    END IF;
    RETURN NULL;
END
$$;
"""
FUNCTIONS_REVERSED = """
DROP FUNCTION documents_table_is_frozen();
DROP FUNCTION documents_part_is_frozen();
DROP FUNCTION documents_slug_is_lasting();
DROP FUNCTION documents_clause_is_lasting();
DROP FUNCTION documents_edition_is_frozen();
DROP FUNCTION documents_row_is_frozen();
DROP FUNCTION documents_is_published(bigint);
DROP FUNCTION documents_refuse(text);
"""
ROWS = ("clauseversion", "languageversion", "derivation")
TABLES = (*ROWS, "edition", "clause", "part", "document")


def triggers() -> list[tuple[str, str, str]]:
    """Return (name, table, body) of each trigger."""
    found = [
        (
            f"documents_{table}_is_frozen",
            f"documents_{table}",
            "BEFORE INSERT OR UPDATE OR DELETE ON {} FOR EACH ROW"
            " EXECUTE FUNCTION documents_row_is_frozen()",
        )
        for table in ROWS
    ]
    found += [
        (
            "documents_edition_is_frozen",
            "documents_edition",
            "BEFORE UPDATE OR DELETE ON {} FOR EACH ROW"
            " EXECUTE FUNCTION documents_edition_is_frozen()",
        ),
        (
            "documents_clause_is_lasting",
            "documents_clause",
            "BEFORE UPDATE ON {} FOR EACH ROW"
            " EXECUTE FUNCTION documents_clause_is_lasting()",
        ),
        (
            "documents_slug_is_lasting",
            "documents_document",
            "BEFORE UPDATE OF slug ON {} FOR EACH ROW"
            " EXECUTE FUNCTION documents_slug_is_lasting()",
        ),
    ]
    found.append(
        (
            "documents_part_is_frozen",
            "documents_part",
            "BEFORE UPDATE OR DELETE ON {} FOR EACH ROW"
            " EXECUTE FUNCTION documents_part_is_frozen()",
        )
    )
    found += [
        (
            f"documents_{table}_no_truncate",
            f"documents_{table}",
            "BEFORE TRUNCATE ON {} FOR EACH STATEMENT"
            " EXECUTE FUNCTION documents_table_is_frozen()",
        )
        for table in TABLES
    ]
    return found


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_same_document")]

    operations = [
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_REVERSED),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {name} {body.format(table)}",
                f"DROP TRIGGER {name} ON {table}",
            )
            for name, table, body in triggers()
        ),
    ]
