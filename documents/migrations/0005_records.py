"""Audit: append-only event tables of drafts (who, when, what).

The tables and row triggers are those of django-pghistory. Triggers against TRUNCATE are
added here, as its own do not cover it.
"""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


GUARD = """
CREATE FUNCTION documents_records_stay() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM documents_refuse('Records of changes cannot be removed.');
    RETURN NULL;
END
$$;
"""
TABLES = (
    "documents_clauseversionevent",
    "documents_derivationevent",
    "documents_editionevent",
    "documents_languageversionevent",
)


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0004_invented'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClauseVersionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('depth', models.PositiveSmallIntegerField(default=0, verbose_name='depth')),
                ('kind', models.CharField(choices=[('organ', 'organ'), ('session', 'session'), ('agenda_item', 'agenda item'), ('agenda_title', 'title of the agenda item'), ('title', 'title'), ('paragraph', 'paragraph'), ('signature', 'signature'), ('annex_heading', 'annex heading'), ('original_language', 'note of original language'), ('opening', 'opening line'), ('preambular', 'preambular paragraph'), ('operative', 'operative paragraph'), ('subparagraph', 'subparagraph'), ('article', 'article'), ('heading', 'heading'), ('place_date', 'place and date'), ('note', 'note')], max_length=20, verbose_name='kind')),
                ('number_zh_hans', models.CharField(blank=True, help_text='As printed, with its punctuation; blank when none is printed.', max_length=40, null=True, verbose_name='printed number')),
                ('number_ru', models.CharField(blank=True, help_text='As printed, with its punctuation; blank when none is printed.', max_length=40, null=True, verbose_name='printed number')),
                ('number_en', models.CharField(blank=True, help_text='As printed, with its punctuation; blank when none is printed.', max_length=40, null=True, verbose_name='printed number')),
                ('locator', models.CharField(editable=False, help_text='Where it stands in this edition, as in statement/op3/a.', max_length=120, verbose_name='locator')),
                ('text_zh_hans', models.TextField(blank=True, null=True, verbose_name='text')),
                ('text_ru', models.TextField(blank=True, null=True, verbose_name='text')),
                ('text_en', models.TextField(blank=True, null=True, verbose_name='text')),
                ('revision', models.PositiveIntegerField(default=0, editable=False, help_text="Counts the changes in a draft, so that two editors do not undo each other's work unknowingly.", verbose_name='revision')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DerivationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='EditionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('label_zh_hans', models.CharField(blank=True, max_length=100, null=True, verbose_name='label')),
                ('label_ru', models.CharField(blank=True, max_length=100, null=True, verbose_name='label')),
                ('label_en', models.CharField(blank=True, max_length=100, null=True, verbose_name='label')),
                ('note_zh_hans', models.TextField(blank=True, null=True, verbose_name='note')),
                ('note_ru', models.TextField(blank=True, null=True, verbose_name='note')),
                ('note_en', models.TextField(blank=True, null=True, verbose_name='note')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('published', 'published')], default='draft', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='digest')),
                ('previous_digest', models.CharField(blank=True, max_length=64, verbose_name='previous digest')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LanguageVersionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('language', models.CharField(choices=[('zh-hans', '中文'), ('ru', 'Русский'), ('en', 'English')], max_length=10, verbose_name='language')),
                ('standing', models.CharField(choices=[('authentic', 'authentic text'), ('official', 'official translation'), ('unofficial', 'unofficial translation'), ('machine', 'machine translation')], default='unofficial', max_length=20, verbose_name='standing')),
                ('credit_zh_hans', models.CharField(blank=True, max_length=200, null=True, verbose_name='credit')),
                ('credit_ru', models.CharField(blank=True, max_length=200, null=True, verbose_name='credit')),
                ('credit_en', models.CharField(blank=True, max_length=200, null=True, verbose_name='credit')),
                ('source_zh_hans', models.TextField(blank=True, null=True, verbose_name='source')),
                ('source_ru', models.TextField(blank=True, null=True, verbose_name='source')),
                ('source_en', models.TextField(blank=True, null=True, verbose_name='source')),
                ('confirmed', models.BooleanField(default=False, help_text='Whether it was checked against the original of this edition.', verbose_name='confirmed')),
                ('file_name', models.CharField(blank=True, max_length=200, verbose_name='imported file')),
                ('file_sha256', models.CharField(blank=True, max_length=64, validators=[django.core.validators.RegexValidator('^[0-9a-f]{64}\\Z', 'Enter a SHA-256 in hexadecimal.')], verbose_name='SHA-256 of the imported file')),
            ],
            options={
                'abstract': False,
                'default_permissions': (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clauseversion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_clauseversionevent" ("clause_id", "depth", "edition_id", "id", "kind", "locator", "number_en", "number_ru", "number_zh_hans", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "text_en", "text_ru", "text_zh_hans") VALUES (NEW."clause_id", NEW."depth", NEW."edition_id", NEW."id", NEW."kind", NEW."locator", NEW."number_en", NEW."number_ru", NEW."number_zh_hans", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."revision", NEW."text_en", NEW."text_ru", NEW."text_zh_hans"); RETURN NULL;', hash='477ec7638808812adecfb9632179ea4e1944bac5', operation='INSERT', pgid='pgtrigger_insert_insert_6cbc9', table='documents_clauseversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clauseversion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."depth" IS DISTINCT FROM (NEW."depth") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."number_en" IS DISTINCT FROM (NEW."number_en") OR OLD."number_ru" IS DISTINCT FROM (NEW."number_ru") OR OLD."number_zh_hans" IS DISTINCT FROM (NEW."number_zh_hans") OR OLD."text_en" IS DISTINCT FROM (NEW."text_en") OR OLD."text_ru" IS DISTINCT FROM (NEW."text_ru") OR OLD."text_zh_hans" IS DISTINCT FROM (NEW."text_zh_hans"))', func='INSERT INTO "documents_clauseversionevent" ("clause_id", "depth", "edition_id", "id", "kind", "locator", "number_en", "number_ru", "number_zh_hans", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "text_en", "text_ru", "text_zh_hans") VALUES (NEW."clause_id", NEW."depth", NEW."edition_id", NEW."id", NEW."kind", NEW."locator", NEW."number_en", NEW."number_ru", NEW."number_zh_hans", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."revision", NEW."text_en", NEW."text_ru", NEW."text_zh_hans"); RETURN NULL;', hash='f5b31877c8c85cfb2e6ac199354117bd674697a4', operation='UPDATE', pgid='pgtrigger_update_update_92ca8', table='documents_clauseversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clauseversion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_clauseversionevent" ("clause_id", "depth", "edition_id", "id", "kind", "locator", "number_en", "number_ru", "number_zh_hans", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "text_en", "text_ru", "text_zh_hans") VALUES (OLD."clause_id", OLD."depth", OLD."edition_id", OLD."id", OLD."kind", OLD."locator", OLD."number_en", OLD."number_ru", OLD."number_zh_hans", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."revision", OLD."text_en", OLD."text_ru", OLD."text_zh_hans"); RETURN NULL;', hash='e86f778e57ca07ba2f71176e5299d03c09772628', operation='DELETE', pgid='pgtrigger_delete_delete_700be', table='documents_clauseversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='derivation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_derivationevent" ("clause_id", "edition_id", "id", "origin_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."clause_id", NEW."edition_id", NEW."id", NEW."origin_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='1ea524499c740073c62557bafa9342aae7a4f900', operation='INSERT', pgid='pgtrigger_insert_insert_9a63a', table='documents_derivation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='derivation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_derivationevent" ("clause_id", "edition_id", "id", "origin_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."clause_id", OLD."edition_id", OLD."id", OLD."origin_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='092eb0c730c027fdd83b8a95331b79916e5d5d2d', operation='DELETE', pgid='pgtrigger_delete_delete_45d36', table='documents_derivation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_editionevent" ("based_on_id", "created_at", "created_by_id", "digest", "document_id", "id", "label_en", "label_ru", "label_zh_hans", "note_en", "note_ru", "note_zh_hans", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_digest", "published_at", "published_by_id", "state") VALUES (NEW."based_on_id", NEW."created_at", NEW."created_by_id", NEW."digest", NEW."document_id", NEW."id", NEW."label_en", NEW."label_ru", NEW."label_zh_hans", NEW."note_en", NEW."note_ru", NEW."note_zh_hans", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."previous_digest", NEW."published_at", NEW."published_by_id", NEW."state"); RETURN NULL;', hash='720f19eba98c215e7038b1864ded6df80356cc4d', operation='INSERT', pgid='pgtrigger_insert_insert_72c15', table='documents_edition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."based_on_id" IS DISTINCT FROM (NEW."based_on_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."label_en" IS DISTINCT FROM (NEW."label_en") OR OLD."label_ru" IS DISTINCT FROM (NEW."label_ru") OR OLD."label_zh_hans" IS DISTINCT FROM (NEW."label_zh_hans") OR OLD."note_en" IS DISTINCT FROM (NEW."note_en") OR OLD."note_ru" IS DISTINCT FROM (NEW."note_ru") OR OLD."note_zh_hans" IS DISTINCT FROM (NEW."note_zh_hans") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."previous_digest" IS DISTINCT FROM (NEW."previous_digest") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "documents_editionevent" ("based_on_id", "created_at", "created_by_id", "digest", "document_id", "id", "label_en", "label_ru", "label_zh_hans", "note_en", "note_ru", "note_zh_hans", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_digest", "published_at", "published_by_id", "state") VALUES (NEW."based_on_id", NEW."created_at", NEW."created_by_id", NEW."digest", NEW."document_id", NEW."id", NEW."label_en", NEW."label_ru", NEW."label_zh_hans", NEW."note_en", NEW."note_ru", NEW."note_zh_hans", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."previous_digest", NEW."published_at", NEW."published_by_id", NEW."state"); RETURN NULL;', hash='1f99aecff8ac85f27939d49de1c809085e4de7c4', operation='UPDATE', pgid='pgtrigger_update_update_cde26', table='documents_edition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_editionevent" ("based_on_id", "created_at", "created_by_id", "digest", "document_id", "id", "label_en", "label_ru", "label_zh_hans", "note_en", "note_ru", "note_zh_hans", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_digest", "published_at", "published_by_id", "state") VALUES (OLD."based_on_id", OLD."created_at", OLD."created_by_id", OLD."digest", OLD."document_id", OLD."id", OLD."label_en", OLD."label_ru", OLD."label_zh_hans", OLD."note_en", OLD."note_ru", OLD."note_zh_hans", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."previous_digest", OLD."published_at", OLD."published_by_id", OLD."state"); RETURN NULL;', hash='586c9336b3a355bf26f93406848af83c6e7c75ae', operation='DELETE', pgid='pgtrigger_delete_delete_a4124', table='documents_edition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='languageversion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_languageversionevent" ("confirmed", "credit_en", "credit_ru", "credit_zh_hans", "edition_id", "file_name", "file_sha256", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_en", "source_ru", "source_zh_hans", "standing") VALUES (NEW."confirmed", NEW."credit_en", NEW."credit_ru", NEW."credit_zh_hans", NEW."edition_id", NEW."file_name", NEW."file_sha256", NEW."id", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source_en", NEW."source_ru", NEW."source_zh_hans", NEW."standing"); RETURN NULL;', hash='d192020df527b28c725287d11cdafed0de913fb6', operation='INSERT', pgid='pgtrigger_insert_insert_b1162', table='documents_languageversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='languageversion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."confirmed" IS DISTINCT FROM (NEW."confirmed") OR OLD."credit_en" IS DISTINCT FROM (NEW."credit_en") OR OLD."credit_ru" IS DISTINCT FROM (NEW."credit_ru") OR OLD."credit_zh_hans" IS DISTINCT FROM (NEW."credit_zh_hans") OR OLD."edition_id" IS DISTINCT FROM (NEW."edition_id") OR OLD."file_name" IS DISTINCT FROM (NEW."file_name") OR OLD."file_sha256" IS DISTINCT FROM (NEW."file_sha256") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."source_en" IS DISTINCT FROM (NEW."source_en") OR OLD."source_ru" IS DISTINCT FROM (NEW."source_ru") OR OLD."source_zh_hans" IS DISTINCT FROM (NEW."source_zh_hans") OR OLD."standing" IS DISTINCT FROM (NEW."standing"))', func='INSERT INTO "documents_languageversionevent" ("confirmed", "credit_en", "credit_ru", "credit_zh_hans", "edition_id", "file_name", "file_sha256", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_en", "source_ru", "source_zh_hans", "standing") VALUES (NEW."confirmed", NEW."credit_en", NEW."credit_ru", NEW."credit_zh_hans", NEW."edition_id", NEW."file_name", NEW."file_sha256", NEW."id", NEW."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source_en", NEW."source_ru", NEW."source_zh_hans", NEW."standing"); RETURN NULL;', hash='70246e6dc36003170641f128058a31d415be338a', operation='UPDATE', pgid='pgtrigger_update_update_67cb7', table='documents_languageversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='languageversion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "documents_languageversionevent" ("confirmed", "credit_en", "credit_ru", "credit_zh_hans", "edition_id", "file_name", "file_sha256", "id", "language", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_en", "source_ru", "source_zh_hans", "standing") VALUES (OLD."confirmed", OLD."credit_en", OLD."credit_ru", OLD."credit_zh_hans", OLD."edition_id", OLD."file_name", OLD."file_sha256", OLD."id", OLD."language", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source_en", OLD."source_ru", OLD."source_zh_hans", OLD."standing"); RETURN NULL;', hash='0f87e55b5eb69d4dddab5359e71f781ff85cb07f', operation='DELETE', pgid='pgtrigger_delete_delete_daf10', table='documents_languageversion', when='AFTER')),
        ),
        migrations.AddField(
            model_name='clauseversionevent',
            name='clause',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.clause', verbose_name='clause'),
        ),
        migrations.AddField(
            model_name='clauseversionevent',
            name='edition',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.edition', verbose_name='edition'),
        ),
        migrations.AddField(
            model_name='clauseversionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='documents.clauseversion'),
        ),
        migrations.AddField(
            model_name='derivationevent',
            name='clause',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.clause', verbose_name='clause'),
        ),
        migrations.AddField(
            model_name='derivationevent',
            name='edition',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.edition', verbose_name='edition'),
        ),
        migrations.AddField(
            model_name='derivationevent',
            name='origin',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.clause', verbose_name='origin'),
        ),
        migrations.AddField(
            model_name='derivationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='documents.derivation'),
        ),
        migrations.AddField(
            model_name='editionevent',
            name='based_on',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.edition', verbose_name='based on'),
        ),
        migrations.AddField(
            model_name='editionevent',
            name='created_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by'),
        ),
        migrations.AddField(
            model_name='editionevent',
            name='document',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.document', verbose_name='document'),
        ),
        migrations.AddField(
            model_name='editionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='documents.edition'),
        ),
        migrations.AddField(
            model_name='editionevent',
            name='published_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by'),
        ),
        migrations.AddField(
            model_name='languageversionevent',
            name='edition',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='documents.edition', verbose_name='edition'),
        ),
        migrations.AddField(
            model_name='languageversionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='documents.languageversion'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clauseversionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='998eff64b9d590f39ef6e2d8e7f1da54b8f8890a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a4c2c', table='documents_clauseversionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='derivationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c51cb84180544857d4a0c4e3fe08ec97abbfc631', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1c9a3', table='documents_derivationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='editionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2c84aa1a34826ee3bcdfa30430e86c560730b2d9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0cd14', table='documents_editionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='languageversionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='da57bb57eed5416fbb88c63f4021f2531f807e33', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_36aa7', table='documents_languageversionevent', when='BEFORE')),
        ),
        migrations.RunSQL(GUARD, "DROP FUNCTION documents_records_stay()"),
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
