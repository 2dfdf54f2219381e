"""Sentence alignments: derived from what is published, and made anew at any time."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from documents.models.touches import touching

OF_EDITION = """
SELECT edition.document_id FROM changed
JOIN documents_edition edition ON edition.id = changed.edition_id
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0019_touches")]

    operations = [
        migrations.CreateModel(
            name="SentenceAlignment",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sentence_alignment",
                        serialize=False,
                        to="documents.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "counterparts",
                    models.JSONField(default=dict, verbose_name="counterparts"),
                ),
            ],
            options={
                "verbose_name": "sentence alignment",
                "verbose_name_plural": "sentence alignments",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(*touching("documents_sentencealignment", OF_EDITION)),
    ]
