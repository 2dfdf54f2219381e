"""Hiding a reference has a reason, an author and a time of its own.

Until now it replaced those of the editor's decision. They are taken back from the
record of changes, while its triggers are off: this is no change of the references.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

TOLD = """
WITH told AS (
    SELECT *, is_hidden IS DISTINCT FROM coalesce(
        lag(is_hidden) OVER (PARTITION BY pgh_obj_id ORDER BY pgh_id), false
    ) AS is_hiding
    FROM commentary_crossreferenceevent
)
"""
HIDINGS = f"""
{TOLD}
UPDATE commentary_crossreference reference
SET hidden_reason = hiding.reason, hidden_at = hiding.decided_at,
    hidden_by_id = (
        SELECT id FROM portal_user WHERE id = hiding.decided_by_id AND is_active
    )
FROM (
    SELECT DISTINCT ON (pgh_obj_id) * FROM told
    WHERE is_hiding ORDER BY pgh_obj_id, pgh_id DESC
) hiding
WHERE hiding.pgh_obj_id = reference.id;
"""
# The last decision that hid nothing, where a hiding has replaced it. Later events, of
# confirmations, repeat the time of the hiding.
DECISIONS = f"""
{TOLD}
UPDATE commentary_crossreference reference
SET reason = decision.reason, decided_at = decision.decided_at,
    decided_by_id = (
        SELECT id FROM portal_user WHERE id = decision.decided_by_id AND is_active
    )
FROM (
    SELECT DISTINCT ON (pgh_obj_id) * FROM told
    WHERE NOT EXISTS (
        SELECT FROM told hiding WHERE hiding.is_hiding
            AND hiding.pgh_obj_id = told.pgh_obj_id
            AND hiding.decided_at = told.decided_at
    )
    ORDER BY pgh_obj_id, pgh_id DESC
) decision
WHERE decision.pgh_obj_id = reference.id
    AND reference.decided_at = reference.hidden_at;
"""
# What is still to be checked at the end would stand in the way of the triggers.
CHECK = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
FILL = f"{HIDINGS}{DECISIONS}{CHECK}"


class Migration(migrations.Migration):

    dependencies = [
        ('commentary', '0017_template_wording'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='crossreference',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='crossreference',
            name='update_update',
        ),
        migrations.AddField(
            model_name='crossreference',
            name='hidden_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='hidden or shown at'),
        ),
        migrations.AddField(
            model_name='crossreference',
            name='hidden_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='hidden or shown by'),
        ),
        migrations.AddField(
            model_name='crossreference',
            name='hidden_reason',
            field=models.TextField(blank=True, db_default='', verbose_name='reason for hiding or showing it'),
        ),
        migrations.AddField(
            model_name='crossreferenceevent',
            name='hidden_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='hidden or shown at'),
        ),
        migrations.AddField(
            model_name='crossreferenceevent',
            name='hidden_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='hidden or shown by'),
        ),
        migrations.AddField(
            model_name='crossreferenceevent',
            name='hidden_reason',
            field=models.TextField(blank=True, db_default='', verbose_name='reason for hiding or showing it'),
        ),
        migrations.AlterField(
            model_name='crossreferenceevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='id_state_reason_note_is_hidden_decided_by_decided_at_confirmation_confirmed_by_confirmed_at_hidden_reason_hidden_by_hidden_at_events', to='commentary.crossreference'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='crossreference',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commentary_crossreferenceevent" ("confirmation", "confirmed_at", "confirmed_by_id", "decided_at", "decided_by_id", "hidden_at", "hidden_by_id", "hidden_reason", "id", "is_hidden", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state") VALUES (NEW."confirmation", NEW."confirmed_at", NEW."confirmed_by_id", NEW."decided_at", NEW."decided_by_id", NEW."hidden_at", NEW."hidden_by_id", NEW."hidden_reason", NEW."id", NEW."is_hidden", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."state"); RETURN NULL;', hash='ec726676ca1342daeb5ae5cd2071619dc9c55d36', operation='INSERT', pgid='pgtrigger_insert_insert_29a16', table='commentary_crossreference', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='crossreference',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."hidden_at" IS DISTINCT FROM (NEW."hidden_at") OR OLD."is_hidden" IS DISTINCT FROM (NEW."is_hidden") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."state" IS DISTINCT FROM (NEW."state"))', func='INSERT INTO "commentary_crossreferenceevent" ("confirmation", "confirmed_at", "confirmed_by_id", "decided_at", "decided_by_id", "hidden_at", "hidden_by_id", "hidden_reason", "id", "is_hidden", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state") VALUES (NEW."confirmation", NEW."confirmed_at", NEW."confirmed_by_id", NEW."decided_at", NEW."decided_by_id", NEW."hidden_at", NEW."hidden_by_id", NEW."hidden_reason", NEW."id", NEW."is_hidden", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."state"); RETURN NULL;', hash='8481f6572accc48c63624aa0d1be739a7c76c028', operation='UPDATE', pgid='pgtrigger_update_update_63383', table='commentary_crossreference', when='AFTER')),
        ),
    ]
