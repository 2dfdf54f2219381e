from django.db import migrations


def begin_record(apps, schema_editor):
    """Record the metadata that documents have now: what is changed next differs."""
    event = apps.get_model("documents", "DocumentEvent")
    kept = {
        field.attname
        for field in event._meta.concrete_fields
        if not field.name.startswith("pgh_")
    }
    event.objects.bulk_create(
        event(pgh_label="insert", pgh_obj_id=row["id"], **row)
        for row in apps.get_model("documents", "Document").objects.values(*kept)
    )


class Migration(migrations.Migration):
    dependencies = [("documents", "0012_metadata")]

    operations = [migrations.RunPython(begin_record, migrations.RunPython.noop)]
