"""Triggers: records of comments and references stay, whatever a session ignores.

pgtrigger's own can be switched off by a setting that anybody may make. Of a record
nothing is altered but what a person wrote, when that is erased: a text becomes empty,
or, where it mentions people, names one of them no longer.
"""

from __future__ import annotations

from django.db import migrations

FUNCTION = """
CREATE FUNCTION commentary_record_is_kept() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    written constant text[] := TG_ARGV::text[];
    before jsonb;
    behind jsonb;
    name text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM documents_refuse('Records are never removed.');
    END IF;
    before := to_jsonb(OLD);
    behind := to_jsonb(NEW);
    IF before - written <> behind - written THEN
        PERFORM documents_refuse('Records are never altered.');
    END IF;
    FOREACH name IN ARRAY written LOOP
        IF behind ->> name NOT IN ('', before ->> name)
            AND before ->> name !~ '\\]\\([0-9]+\\)'
        THEN
            PERFORM documents_refuse('Records are erased, never rewritten.');
        END IF;
    END LOOP;
    RETURN NEW;
END
$$;
"""
FUNCTION_REVERSED = "DROP FUNCTION commentary_record_is_kept();"
# What people wrote, by table.
WRITTEN = {
    "commentary_commentevent": ("source",),
    "commentary_crossreferenceevent": (
        "note", "reason", "confirmation", "hidden_reason",
    ),
}  # fmt: skip


def _trigger(table: str, written: tuple[str, ...]) -> migrations.RunSQL:
    columns = ", ".join(f"'{name}'" for name in written)
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION commentary_record_is_kept({columns});",
        f"DROP TRIGGER {table}_is_kept ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("commentary", "0024_search")]

    operations = [
        migrations.RunSQL(FUNCTION, FUNCTION_REVERSED),
        *(_trigger(*each) for each in WRITTEN.items()),
    ]
