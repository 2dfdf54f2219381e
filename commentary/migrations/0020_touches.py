"""Triggers: what is said on a document, and ties it, touches the document."""

from __future__ import annotations

from django.db import migrations

from documents.models.touches import touching

OF_CLAUSE = """
SELECT clause.document_id FROM changed
JOIN documents_clause clause ON clause.id = changed.clause_id
"""
OF_VERSION = """
SELECT edition.document_id FROM changed
JOIN documents_clauseversion version ON version.id = changed.version_id
JOIN documents_edition edition ON edition.id = version.edition_id
"""
OF_EDITION = """
SELECT edition.document_id FROM changed
JOIN documents_edition edition ON edition.id = changed.edition_id
"""
OF_BOTH_ENDS = """
SELECT clause.document_id FROM changed
JOIN documents_clause clause ON clause.id IN (changed.clause_id, changed.target_clause_id)
UNION SELECT part.document_id FROM changed
JOIN documents_part part ON part.id = changed.part_id
"""
TOUCHING = {
    "commentary_comment": OF_CLAUSE,
    "commentary_quote": OF_VERSION,
    "commentary_quoteplace": OF_EDITION,
    "commentary_crossreference": OF_BOTH_ENDS,
    "commentary_mention": OF_VERSION,
}


class Migration(migrations.Migration):
    dependencies = [
        ("commentary", "0019_withdrawal_notices"),
        ("documents", "0019_touches"),
    ]

    operations = [
        migrations.RunSQL(*touching(table, scopes))
        for table, scopes in TOUCHING.items()
    ]
