from django.db import migrations

SUFFIXES = ("zh_hans", "ru", "en")


def take_titles(apps, schema_editor):
    """Call each document and part what its current edition prints."""
    edition_model = apps.get_model("documents", "Edition")
    version_model = apps.get_model("documents", "ClauseVersion")
    for document in apps.get_model("documents", "Document").objects.all():
        editions = edition_model.objects.filter(document=document, state="published")
        edition = editions.order_by("-number").first()
        if edition is None:
            continue
        rows = version_model.objects.filter(edition=edition, kind="title")
        rows = list(rows.select_related("clause__part").order_by("position"))
        take(document, rows)
        for part in {row.clause.part_id: row.clause.part for row in rows}.values():
            take(part, [row for row in rows if row.clause.part_id == part.pk])


def take(target, rows):
    for suffix in SUFFIXES:
        printed = [text for row in rows if (text := getattr(row, f"text_{suffix}"))]
        if printed:
            setattr(target, f"title_{suffix}", printed[0])
    target.save(update_fields=[f"title_{suffix}" for suffix in SUFFIXES])


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_wording")]

    operations = [migrations.RunPython(take_titles, migrations.RunPython.noop)]
