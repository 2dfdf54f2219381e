"""Slugs can change: each one a document ever had is kept, and leads to the document.

A trigger keeps them, so that raw SQL is no way around it, and the unique index refuses
a name that any document has or had. Editions keep the slug with which they were
published: their manifests begin with it.
"""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models.functions import Now

# Until now a slug could not change after publication. Converting the column runs no
# trigger of the frozen rows, and is no change in the audit.
FILL = """
CREATE FUNCTION documents_slug_of(document bigint) RETURNS varchar LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT slug FROM documents_document WHERE id = document
$$;
ALTER TABLE documents_edition ALTER COLUMN published_slug TYPE varchar(80)
    USING CASE state WHEN 'draft' THEN '' ELSE documents_slug_of(document_id) END;
DROP FUNCTION documents_slug_of(bigint);
INSERT INTO documents_documentslug (document_id, slug)
    SELECT id, slug FROM documents_document ORDER BY id;
"""

KEEP = """
DROP TRIGGER documents_slug_is_lasting ON documents_document;
DROP FUNCTION documents_slug_is_lasting();

CREATE FUNCTION documents_slug_is_kept() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- Waits for another transaction that takes the same name.
    INSERT INTO documents_documentslug (document_id, slug) VALUES (NEW.id, NEW.slug)
        ON CONFLICT (slug) DO NOTHING;
    IF NOT EXISTS (
        SELECT FROM documents_documentslug
        WHERE slug = NEW.slug AND document_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'Another document has this slug, or had it.'
            USING ERRCODE = 'unique_violation',
                CONSTRAINT = 'documents_documentslug_slug_key';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER documents_slug_is_kept AFTER INSERT OR UPDATE OF slug
    ON documents_document FOR EACH ROW EXECUTE FUNCTION documents_slug_is_kept();

CREATE FUNCTION documents_documentslug_is_frozen() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR EXISTS (
        SELECT FROM documents_edition
        WHERE document_id = OLD.document_id AND state <> 'draft'
    ) THEN
        PERFORM documents_refuse('A published document keeps its former slugs.');
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER documents_documentslug_is_frozen BEFORE UPDATE OR DELETE
    ON documents_documentslug FOR EACH ROW
    EXECUTE FUNCTION documents_documentslug_is_frozen();
"""
KEEP_REVERSED = """
DROP TRIGGER documents_documentslug_is_frozen ON documents_documentslug;
DROP FUNCTION documents_documentslug_is_frozen();
DROP TRIGGER documents_slug_is_kept ON documents_document;
DROP FUNCTION documents_slug_is_kept();

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
CREATE TRIGGER documents_slug_is_lasting BEFORE UPDATE OF slug ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_slug_is_lasting();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0013_metadata_recorded")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="published_slug",
            field=models.SlugField(
                blank=True,
                db_default="",
                editable=False,
                max_length=80,
                verbose_name="name in addresses when published",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="slug",
            field=models.SlugField(
                help_text=(
                    "The document's name in addresses. When it is changed, addresses"
                    " with the earlier name lead to the new one."
                ),
                max_length=80,
                unique=True,
                verbose_name="name in addresses",
            ),
        ),
        migrations.CreateModel(
            name="DocumentSlug",
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
                (
                    "slug",
                    models.SlugField(
                        max_length=80, unique=True, verbose_name="name in addresses"
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(
                        db_default=Now(),
                        default=django.utils.timezone.now,
                        verbose_name="since",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slugs",
                        to="documents.document",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "name in addresses",
                "verbose_name_plural": "names in addresses",
                "ordering": ("document", "pk"),
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, KEEP_REVERSED),
    ]
