"""Metadata that can be corrected: its record, and a reason once it is published.

The record is django-pghistory's, kept like the others (0005_records.py). A change of
the metadata of a published document, and of its relations, needs a reason in the
context of the change: by whatever way it comes, it is on the public page.
"""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


# The columns by pattern: a further text language has more of them.
REASON = """
CREATE FUNCTION documents_refuse_without_reason(document bigint) RETURNS void
LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF coalesce(
        nullif(current_setting('pghistory.context_metadata', true), '')::jsonb
            ->> 'reason', ''
    ) <> '' THEN
        RETURN;
    END IF;
    -- Publication holds the document: what it publishes is seen after it.
    PERFORM FROM documents_document WHERE id = document FOR SHARE;
    IF EXISTS (
        SELECT FROM documents_edition
        WHERE document_id = document AND state = 'published'
    ) THEN
        PERFORM documents_refuse('The metadata of a published document need a reason.');
    END IF;
END
$$;

CREATE FUNCTION documents_metadata_have_reason() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM jsonb_each(to_jsonb(OLD)) was JOIN jsonb_each(to_jsonb(NEW)) now
            USING (key)
        WHERE was.value IS DISTINCT FROM now.value
            AND key ~ '^(symbol|date|issued_on|document_type|original_language|(short_title|organs|session|subjects)_.+)$'
    ) THEN
        PERFORM documents_refuse_without_reason(NEW.id);
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION documents_relation_has_reason() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM documents_refuse('A relation is replaced by another, not altered.');
    END IF;
    IF TG_OP = 'DELETE' THEN
        PERFORM documents_refuse_without_reason(OLD.document_id);
        RETURN OLD;
    END IF;
    PERFORM documents_refuse_without_reason(NEW.document_id);
    RETURN NEW;
END
$$;

CREATE TRIGGER documents_metadata_have_reason BEFORE UPDATE ON documents_document
    FOR EACH ROW EXECUTE FUNCTION documents_metadata_have_reason();
CREATE TRIGGER documents_relation_has_reason
    BEFORE INSERT OR UPDATE OR DELETE ON documents_relation
    FOR EACH ROW EXECUTE FUNCTION documents_relation_has_reason();
CREATE TRIGGER documents_relation_no_truncate BEFORE TRUNCATE ON documents_relation
    FOR EACH STATEMENT EXECUTE FUNCTION documents_table_is_frozen();
"""
REASON_REVERSED = """
DROP TRIGGER documents_relation_no_truncate ON documents_relation;
DROP TRIGGER documents_relation_has_reason ON documents_relation;
DROP TRIGGER documents_metadata_have_reason ON documents_document;
DROP FUNCTION documents_relation_has_reason();
DROP FUNCTION documents_metadata_have_reason();
DROP FUNCTION documents_refuse_without_reason(bigint);
"""
TABLES = ("documents_documentevent", "documents_relationevent")


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0011_frozen_meanwhile'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('symbol', models.CharField(blank=True, help_text='The United Nations document symbol; leave blank until it is known.', max_length=80, verbose_name='symbol')),
                ('short_title_zh_hans', models.CharField(blank=True, help_text='What the document is called where the title is too long.', max_length=120, null=True, verbose_name='short title')),
                ('short_title_ru', models.CharField(blank=True, help_text='What the document is called where the title is too long.', max_length=120, null=True, verbose_name='short title')),
                ('short_title_en', models.CharField(blank=True, help_text='What the document is called where the title is too long.', max_length=120, null=True, verbose_name='short title')),
                ('date', models.DateField(blank=True, help_text='The date that the document bears, for example of its signature.', null=True, verbose_name='date')),
                ('issued_on', models.DateField(blank=True, help_text='The date in the masthead; leave blank until it is known.', null=True, verbose_name='date of issue')),
                ('document_type', models.CharField(blank=True, choices=[('letter', 'letter'), ('statement', 'statement'), ('declaration', 'declaration'), ('communique', 'communiqué'), ('resolution', 'resolution'), ('decision', 'decision'), ('agreement', 'agreement'), ('treaty', 'treaty'), ('protocol', 'protocol'), ('convention', 'convention'), ('memorandum', 'memorandum'), ('charter', 'charter'), ('message', 'message'), ('appeal', 'appeal'), ('programme', 'programme of action'), ('report', 'report'), ('principles', 'principles and guidelines')], max_length=20, verbose_name='type')),
                ('organs_zh_hans', models.TextField(blank=True, null=True, verbose_name='organs')),
                ('organs_ru', models.TextField(blank=True, null=True, verbose_name='organs')),
                ('organs_en', models.TextField(blank=True, null=True, verbose_name='organs')),
                ('session_zh_hans', models.TextField(blank=True, null=True, verbose_name='session')),
                ('session_ru', models.TextField(blank=True, null=True, verbose_name='session')),
                ('session_en', models.TextField(blank=True, null=True, verbose_name='session')),
                ('subjects_zh_hans', models.TextField(blank=True, help_text='One subject per line.', null=True, verbose_name='subjects')),
                ('subjects_ru', models.TextField(blank=True, help_text='One subject per line.', null=True, verbose_name='subjects')),
                ('subjects_en', models.TextField(blank=True, help_text='One subject per line.', null=True, verbose_name='subjects')),
                ('original_language', models.CharField(blank=True, choices=[('zh-hans', '中文'), ('ru', 'Русский'), ('en', 'English')], help_text='Leave blank if the document does not state it.', max_length=10, verbose_name='original language')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('corrigendum-to', 'corrigendum to'), ('adopted-by', 'adopted by'), ('supersedes', 'supersedes'), ('same-text-as', 'same text as')], max_length=20, verbose_name='relation')),
                ('symbol', models.CharField(blank=True, max_length=160, verbose_name='symbol of a document elsewhere')),
            ],
            options={
                'verbose_name': 'relation',
                'verbose_name_plural': 'relations',
                'ordering': ('document', 'kind', 'pk'),
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RelationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('corrigendum-to', 'corrigendum to'), ('adopted-by', 'adopted by'), ('supersedes', 'supersedes'), ('same-text-as', 'same text as')], max_length=20, verbose_name='relation')),
                ('symbol', models.CharField(blank=True, max_length=160, verbose_name='symbol of a document elsewhere')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='edition',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='edition',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='edition',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='document',
            name='document_type',
            field=models.CharField(blank=True, choices=[('letter', 'letter'), ('statement', 'statement'), ('declaration', 'declaration'), ('communique', 'communiqué'), ('resolution', 'resolution'), ('decision', 'decision'), ('agreement', 'agreement'), ('treaty', 'treaty'), ('protocol', 'protocol'), ('convention', 'convention'), ('memorandum', 'memorandum'), ('charter', 'charter'), ('message', 'message'), ('appeal', 'appeal'), ('programme', 'programme of action'), ('report', 'report'), ('principles', 'principles and guidelines')], max_length=20, verbose_name='type'),
        ),
        migrations.AddField(
            model_name='document',
            name='issued_on',
            field=models.DateField(blank=True, help_text='The date in the masthead; leave blank until it is known.', null=True, verbose_name='date of issue'),
        ),
        migrations.AddField(
            model_name='document',
            name='short_title',
            field=models.CharField(blank=True, help_text='What the document is called where the title is too long.', max_length=120, verbose_name='short title'),
        ),
        migrations.AddField(
            model_name='document',
            name='short_title_en',
            field=models.CharField(blank=True, help_text='What the document is called where the title is too long.', max_length=120, null=True, verbose_name='short title'),
        ),
        migrations.AddField(
            model_name='document',
            name='short_title_ru',
            field=models.CharField(blank=True, help_text='What the document is called where the title is too long.', max_length=120, null=True, verbose_name='short title'),
        ),
        migrations.AddField(
            model_name='document',
            name='short_title_zh_hans',
            field=models.CharField(blank=True, help_text='What the document is called where the title is too long.', max_length=120, null=True, verbose_name='short title'),
        ),
        migrations.AddField(
            model_name='document',
            name='subjects',
            field=models.TextField(blank=True, help_text='One subject per line.', verbose_name='subjects'),
        ),
        migrations.AddField(
            model_name='document',
            name='subjects_en',
            field=models.TextField(blank=True, help_text='One subject per line.', null=True, verbose_name='subjects'),
        ),
        migrations.AddField(
            model_name='document',
            name='subjects_ru',
            field=models.TextField(blank=True, help_text='One subject per line.', null=True, verbose_name='subjects'),
        ),
        migrations.AddField(
            model_name='document',
            name='subjects_zh_hans',
            field=models.TextField(blank=True, help_text='One subject per line.', null=True, verbose_name='subjects'),
        ),
        migrations.AddField(
            model_name='edition',
            name='manifest_form',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='form of the manifest'),
        ),
        migrations.AddField(
            model_name='edition',
            name='metadata',
            field=models.JSONField(blank=True, null=True, verbose_name='metadata as published'),
        ),
        migrations.AddField(
            model_name='editionevent',
            name='manifest_form',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='form of the manifest'),
        ),
        migrations.AddField(
            model_name='editionevent',
            name='metadata',
            field=models.JSONField(blank=True, null=True, verbose_name='metadata as published'),
        ),
        migrations.AlterField(
            model_name='document',
            name='date',
            field=models.DateField(blank=True, help_text='The date that the document bears, for example of its signature.', null=True, verbose_name='date'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_documentevent" ("date", "document_type", "id", "issued_on", "organs_en", "organs_ru", "organs_zh_hans", "original_language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_en", "session_ru", "session_zh_hans", "short_title_en", "short_title_ru", "short_title_zh_hans", "subjects_en", "subjects_ru", "subjects_zh_hans", "symbol") VALUES (NEW."date", NEW."document_type", NEW."id", NEW."issued_on", NEW."organs_en", NEW."organs_ru", NEW."organs_zh_hans", NEW."original_language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."session_en", NEW."session_ru", NEW."session_zh_hans", NEW."short_title_en", NEW."short_title_ru", NEW."short_title_zh_hans", NEW."subjects_en", NEW."subjects_ru", NEW."subjects_zh_hans", NEW."symbol"); RETURN NULL;', hash='cb763773205044ff37c15ef8bed25dca3ee8b104', operation='INSERT', pgid='pgtrigger_insert_insert_be524', table='documents_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."date" IS DISTINCT FROM (NEW."date") OR OLD."document_type" IS DISTINCT FROM (NEW."document_type") OR OLD."issued_on" IS DISTINCT FROM (NEW."issued_on") OR OLD."organs_en" IS DISTINCT FROM (NEW."organs_en") OR OLD."organs_ru" IS DISTINCT FROM (NEW."organs_ru") OR OLD."organs_zh_hans" IS DISTINCT FROM (NEW."organs_zh_hans") OR OLD."original_language" IS DISTINCT FROM (NEW."original_language") OR OLD."session_en" IS DISTINCT FROM (NEW."session_en") OR OLD."session_ru" IS DISTINCT FROM (NEW."session_ru") OR OLD."session_zh_hans" IS DISTINCT FROM (NEW."session_zh_hans") OR OLD."short_title_en" IS DISTINCT FROM (NEW."short_title_en") OR OLD."short_title_ru" IS DISTINCT FROM (NEW."short_title_ru") OR OLD."short_title_zh_hans" IS DISTINCT FROM (NEW."short_title_zh_hans") OR OLD."subjects_en" IS DISTINCT FROM (NEW."subjects_en") OR OLD."subjects_ru" IS DISTINCT FROM (NEW."subjects_ru") OR OLD."subjects_zh_hans" IS DISTINCT FROM (NEW."subjects_zh_hans") OR OLD."symbol" IS DISTINCT FROM (NEW."symbol"))', func='INSERT INTO "documents_documentevent" ("date", "document_type", "id", "issued_on", "organs_en", "organs_ru", "organs_zh_hans", "original_language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_en", "session_ru", "session_zh_hans", "short_title_en", "short_title_ru", "short_title_zh_hans", "subjects_en", "subjects_ru", "subjects_zh_hans", "symbol") VALUES (NEW."date", NEW."document_type", NEW."id", NEW."issued_on", NEW."organs_en", NEW."organs_ru", NEW."organs_zh_hans", NEW."original_language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."session_en", NEW."session_ru", NEW."session_zh_hans", NEW."short_title_en", NEW."short_title_ru", NEW."short_title_zh_hans", NEW."subjects_en", NEW."subjects_ru", NEW."subjects_zh_hans", NEW."symbol"); RETURN NULL;', hash='3a149e1465613e85057a08a94104d7bd6226dd0c', operation='UPDATE', pgid='pgtrigger_update_update_a3ed6', table='documents_document', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_editionevent" ("based_on_id", "corrects_id", "corrigendum", "created_at", "created_by_id", "digest", "document_id", "id", "label_en", "label_ru", "label_zh_hans", "manifest_form", "metadata", "note_en", "note_ru", "note_zh_hans", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_digest", "published_at", "published_by_id", "state") VALUES (NEW."based_on_id", NEW."corrects_id", NEW."corrigendum", NEW."created_at", NEW."created_by_id", NEW."digest", NEW."document_id", NEW."id", NEW."label_en", NEW."label_ru", NEW."label_zh_hans", NEW."manifest_form", NEW."metadata", NEW."note_en", NEW."note_ru", NEW."note_zh_hans", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."previous_digest", NEW."published_at", NEW."published_by_id", NEW."state"); RETURN NULL;', hash='993274e71ab2246d85d86f881275ca035d2b17ae', operation='INSERT', pgid='pgtrigger_insert_insert_72c15', table='documents_edition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."based_on_id" IS DISTINCT FROM (NEW."based_on_id") OR OLD."corrects_id" IS DISTINCT FROM (NEW."corrects_id") OR OLD."corrigendum" IS DISTINCT FROM (NEW."corrigendum") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."label_en" IS DISTINCT FROM (NEW."label_en") OR OLD."label_ru" IS DISTINCT FROM (NEW."label_ru") OR OLD."label_zh_hans" IS DISTINCT FROM (NEW."label_zh_hans") OR OLD."manifest_form" IS DISTINCT FROM (NEW."manifest_form") OR OLD."metadata" IS DISTINCT FROM (NEW."metadata") OR OLD."note_en" IS DISTINCT FROM (NEW."note_en") OR OLD."note_ru" IS DISTINCT FROM (NEW."note_ru") OR OLD."note_zh_hans" IS DISTINCT FROM (NEW."note_zh_hans") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."previous_digest" IS DISTINCT FROM (NEW."previous_digest") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "documents_editionevent" ("based_on_id", "corrects_id", "corrigendum", "created_at", "created_by_id", "digest", "document_id", "id", "label_en", "label_ru", "label_zh_hans", "manifest_form", "metadata", "note_en", "note_ru", "note_zh_hans", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_digest", "published_at", "published_by_id", "state") VALUES (NEW."based_on_id", NEW."corrects_id", NEW."corrigendum", NEW."created_at", NEW."created_by_id", NEW."digest", NEW."document_id", NEW."id", NEW."label_en", NEW."label_ru", NEW."label_zh_hans", NEW."manifest_form", NEW."metadata", NEW."note_en", NEW."note_ru", NEW."note_zh_hans", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."previous_digest", NEW."published_at", NEW."published_by_id", NEW."state"); RETURN NULL;', hash='3231dd08421763528f24fdc9b3d2284e2dcecad7', operation='UPDATE', pgid='pgtrigger_update_update_cde26', table='documents_edition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_editionevent" ("based_on_id", "corrects_id", "corrigendum", "created_at", "created_by_id", "digest", "document_id", "id", "label_en", "label_ru", "label_zh_hans", "manifest_form", "metadata", "note_en", "note_ru", "note_zh_hans", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_digest", "published_at", "published_by_id", "state") VALUES (OLD."based_on_id", OLD."corrects_id", OLD."corrigendum", OLD."created_at", OLD."created_by_id", OLD."digest", OLD."document_id", OLD."id", OLD."label_en", OLD."label_ru", OLD."label_zh_hans", OLD."manifest_form", OLD."metadata", OLD."note_en", OLD."note_ru", OLD."note_zh_hans", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."previous_digest", OLD."published_at", OLD."published_by_id", OLD."state"); RETURN NULL;', hash='38846692ef99a317f845cf51c78c132cf7a07415', operation='DELETE', pgid='pgtrigger_delete_delete_a4124', table='documents_edition', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('manifest_form', 1), ('metadata__isnull', True)), models.Q(('manifest_form', 2), ('metadata__isnull', False)), _connector='OR'), name='documents_edition_form_has_metadata'),
        ),
        migrations.AddField(
            model_name='documentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='documents.document'),
        ),
        migrations.AddField(
            model_name='relation',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='documents.document', verbose_name='document'),
        ),
        migrations.AddField(
            model_name='relation',
            name='instrument',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.instrument', verbose_name='instrument'),
        ),
        migrations.AddField(
            model_name='relation',
            name='target',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='document of this portal'),
        ),
        migrations.AddField(
            model_name='relationevent',
            name='document',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.document', verbose_name='document'),
        ),
        migrations.AddField(
            model_name='relationevent',
            name='instrument',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.instrument', verbose_name='instrument'),
        ),
        migrations.AddField(
            model_name='relationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='documents.relation'),
        ),
        migrations.AddField(
            model_name='relationevent',
            name='target',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.document', verbose_name='document of this portal'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='401291d04b3fa5f3d2b51241f67950bd6896846e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9e7ed', table='documents_documentevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('instrument', None), ('symbol', ''), ('target__isnull', False)), models.Q(('instrument__isnull', False), ('symbol', ''), ('target', None)), models.Q(('instrument', None), ('target', None), models.Q(('symbol', ''), _negated=True)), _connector='OR'), name='documents_relation_one_target', violation_error_message='Give one target: a document, an instrument or a symbol.'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('target', None), models.Q(('target', models.F('document')), _negated=True), _connector='OR'), name='documents_relation_not_itself'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(fields=('document', 'kind', 'target', 'instrument', 'symbol'), name='documents_relation_once', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_relationevent" ("document_id", "id", "instrument_id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "symbol", "target_id") VALUES (NEW."document_id", NEW."id", NEW."instrument_id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."symbol", NEW."target_id"); RETURN NULL;', hash='fb07dc192d1f5c8367d42839381d453b17e3c150', operation='INSERT', pgid='pgtrigger_insert_insert_0feaa', table='documents_relation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_relationevent" ("document_id", "id", "instrument_id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "symbol", "target_id") VALUES (OLD."document_id", OLD."id", OLD."instrument_id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."symbol", OLD."target_id"); RETURN NULL;', hash='58953417bf4ca9b17d19552612fe761b753e413f', operation='DELETE', pgid='pgtrigger_delete_delete_b24ab', table='documents_relation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e74b836aea1b5fb0a9c8a4d2aaac8fc15c130d5e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bd3dc', table='documents_relationevent', when='BEFORE')),
        ),
        migrations.RunSQL(REASON, REASON_REVERSED),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION documents_records_stay()",
                f"DROP TRIGGER {table}_no_truncate ON {table}",
            )
            for table in TABLES
        ),
        # pgtrigger's own triggers can be switched off in a session; these cannot.
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION documents_records_stay()",
                f"DROP TRIGGER {table}_stays ON {table}",
            )
            for table in TABLES
        ),
    ]
