"""Touches, and the triggers that add them for documents.

What is published, and what describes documents and instruments, is shown on the pages
of others, too: it touches the whole site, and changes rarely. A draft, which editors
see, touches its document.
"""

from __future__ import annotations

from django.db import migrations, models

from documents.models.touches import touching

ADDING = """
-- Adds a touch for each of the scopes, and for anything (-1).
CREATE FUNCTION documents_touch_scopes(scopes bigint[]) RETURNS void LANGUAGE sql
    SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO documents_touch (scope, count)
    SELECT DISTINCT scope, 1 FROM unnest(scopes || -1::bigint) AS touched(scope)
    WHERE scope IS NOT NULL AND cardinality(scopes) > 0
$$;
"""
ADDING_REVERSED = "DROP FUNCTION documents_touch_scopes(bigint[]);"
OF_SITE = "SELECT 0 FROM changed"
OF_EDITION = """
SELECT CASE edition.state WHEN 'published' THEN 0 ELSE edition.document_id END
FROM changed JOIN documents_edition edition ON edition.id = changed.edition_id
"""
TOUCHING = {
    "documents_document": OF_SITE,
    "documents_documentslug": OF_SITE,
    "documents_relation": OF_SITE,
    "documents_part": OF_SITE,
    "documents_clause": "SELECT document_id FROM changed",
    "documents_edition": (
        "SELECT CASE state WHEN 'published' THEN 0 ELSE document_id END FROM changed"
    ),
    "documents_clauseversion": OF_EDITION,
    "documents_languageversion": OF_EDITION,
    "documents_derivation": OF_EDITION,
    "documents_withdrawal": OF_SITE,
    "documents_instrument": OF_SITE,
    "documents_instrumentfact": OF_SITE,
}


class Migration(migrations.Migration):
    dependencies = [("documents", "0018_pending_imports")]

    operations = [
        migrations.CreateModel(
            name="Touch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("scope", models.BigIntegerField(verbose_name="scope")),
                ("count", models.BigIntegerField(verbose_name="number of changes")),
            ],
            options={
                "verbose_name": "counted change",
                "verbose_name_plural": "counted changes",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        models.F("scope"),
                        include=("count",),
                        name="documents_touch_scope",
                    )
                ],
            },
        ),
        migrations.RunSQL(ADDING, ADDING_REVERSED),
        *(
            migrations.RunSQL(*touching(table, scopes))
            for table, scopes in TOUCHING.items()
        ),
    ]
