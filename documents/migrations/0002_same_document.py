"""Constraints: related rows belong to one document.

A clause's part is of the clause's document (a foreign key of two columns, which Django
cannot declare); a clause's text is in an edition of the clause's document.
"""

from __future__ import annotations

from django.db import migrations

PART = """
ALTER TABLE documents_part
    ADD CONSTRAINT documents_part_id_document_unique UNIQUE (id, document_id);
ALTER TABLE documents_clause
    ADD CONSTRAINT documents_clause_part_same_document
    FOREIGN KEY (part_id, document_id) REFERENCES documents_part (id, document_id)
    DEFERRABLE INITIALLY DEFERRED;
"""
PART_REVERSED = """
ALTER TABLE documents_clause DROP CONSTRAINT documents_clause_part_same_document;
ALTER TABLE documents_part DROP CONSTRAINT documents_part_id_document_unique;
"""
VERSION = """
CREATE FUNCTION documents_clauseversion_same_document() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT document_id FROM documents_clause WHERE id = NEW.clause_id)
        <> (SELECT document_id FROM documents_edition WHERE id = NEW.edition_id)
    THEN
        RAISE EXCEPTION 'Clause % is not of the document of edition %.',
            NEW.clause_id, NEW.edition_id
            USING ERRCODE = 'integrity_constraint_violation',
                CONSTRAINT = 'documents_clauseversion_same_document';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER documents_clauseversion_same_document
    BEFORE INSERT OR UPDATE OF clause_id, edition_id ON documents_clauseversion
    FOR EACH ROW EXECUTE FUNCTION documents_clauseversion_same_document();
"""
VERSION_REVERSED = """
DROP TRIGGER documents_clauseversion_same_document ON documents_clauseversion;
DROP FUNCTION documents_clauseversion_same_document();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_documents")]

    operations = [
        migrations.RunSQL(PART, PART_REVERSED),
        migrations.RunSQL(VERSION, VERSION_REVERSED),
    ]
