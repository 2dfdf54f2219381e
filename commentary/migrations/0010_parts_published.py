"""Trigger: a part that is a reference's target is in the edition given with it.

So nobody refers to a part that only a draft has. Checked for new references, and for
those given another part: other columns of older rows can still be changed.
"""

from django.db import migrations

CHECK = """
CREATE FUNCTION commentary_crossreference_part_holds() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM documents_clauseversion v
        JOIN documents_clause c ON c.id = v.clause_id
        WHERE c.part_id = NEW.part_id AND v.edition_id = NEW.part_edition_id
    ) THEN
        PERFORM commentary_reference_refuse(
            'commentary_crossreference_ends_published',
            'An end of the reference is not a published text of what it names.'
        );
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER commentary_crossreference_part_holds_insert
    BEFORE INSERT ON commentary_crossreference
    FOR EACH ROW WHEN (NEW.part_id IS NOT NULL)
    EXECUTE FUNCTION commentary_crossreference_part_holds();
CREATE TRIGGER commentary_crossreference_part_holds_update
    BEFORE UPDATE ON commentary_crossreference
    FOR EACH ROW WHEN (
        NEW.part_id IS NOT NULL AND (
            NEW.part_id IS DISTINCT FROM OLD.part_id
            OR NEW.part_edition_id IS DISTINCT FROM OLD.part_edition_id
        )
    )
    EXECUTE FUNCTION commentary_crossreference_part_holds();
"""
CHECK_REVERSED = """
DROP TRIGGER commentary_crossreference_part_holds_update ON commentary_crossreference;
DROP TRIGGER commentary_crossreference_part_holds_insert ON commentary_crossreference;
DROP FUNCTION commentary_crossreference_part_holds();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("commentary", "0009_appeals_erased"),
    ]

    operations = [
        migrations.RunSQL(CHECK, CHECK_REVERSED),
    ]
