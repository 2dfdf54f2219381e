"""Data: a delivered message template in plain English, where nobody has changed it."""

from django.db import migrations

FORMER = (
    "Your comment contains somebody's personal data, such as an address, a telephone"
    " number or a private letter, which that person has not made public. You are"
    " welcome to post it again without them."
)
NOW = (
    "Your comment contains someone's personal data, such as an address, a telephone"
    " number or a private letter, which that person has not made public. You are"
    " welcome to post it again without it."
)


def reword(apps, former, now):
    template = apps.get_model("commentary", "MessageTemplate")
    template.objects.filter(text_en=former).update(text_en=now)


def forwards(apps, schema_editor):
    reword(apps, FORMER, NOW)


def backwards(apps, schema_editor):
    reword(apps, NOW, FORMER)


class Migration(migrations.Migration):

    dependencies = [("commentary", "0016_wording")]

    operations = [migrations.RunPython(forwards, backwards)]
