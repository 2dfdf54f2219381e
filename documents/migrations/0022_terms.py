"""The term register: its table, search vector, and touches: pages show terms."""

import django.db.models.deletion
import documents.models.translated
from django.db import migrations, models

from documents.models.touches import touching
from documents.search.functions import indexing

INDEXED = {
    weight: [f"{column}_{suffix}" for column in ("name", "abbreviation", "forms")]
    for weight, suffix in {"A": "zh_hans", "B": "ru", "C": "en"}.items()
}


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0021_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Files of terms know it by this name. It cannot change later.",
                        max_length=80,
                        unique=True,
                        verbose_name="name in addresses",
                    ),
                ),
                (
                    "name",
                    models.CharField(max_length=400, verbose_name="preferred form"),
                ),
                (
                    "name_zh_hans",
                    models.CharField(
                        max_length=400, null=True, verbose_name="preferred form"
                    ),
                ),
                (
                    "name_ru",
                    models.CharField(
                        max_length=400, null=True, verbose_name="preferred form"
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        max_length=400, null=True, verbose_name="preferred form"
                    ),
                ),
                (
                    "abbreviation",
                    models.CharField(
                        blank=True,
                        max_length=100,
                        verbose_name="short form or abbreviation",
                    ),
                ),
                (
                    "abbreviation_zh_hans",
                    models.CharField(
                        blank=True,
                        max_length=100,
                        null=True,
                        verbose_name="short form or abbreviation",
                    ),
                ),
                (
                    "abbreviation_ru",
                    models.CharField(
                        blank=True,
                        max_length=100,
                        null=True,
                        verbose_name="short form or abbreviation",
                    ),
                ),
                (
                    "abbreviation_en",
                    models.CharField(
                        blank=True,
                        max_length=100,
                        null=True,
                        verbose_name="short form or abbreviation",
                    ),
                ),
                (
                    "forms",
                    models.TextField(
                        blank=True,
                        help_text="Other forms found in texts, one per line, in their basic form. Those of the instrument need not be repeated.",
                        verbose_name="further forms",
                    ),
                ),
                (
                    "forms_zh_hans",
                    models.TextField(
                        blank=True,
                        help_text="Other forms found in texts, one per line, in their basic form. Those of the instrument need not be repeated.",
                        null=True,
                        verbose_name="further forms",
                    ),
                ),
                (
                    "forms_ru",
                    models.TextField(
                        blank=True,
                        help_text="Other forms found in texts, one per line, in their basic form. Those of the instrument need not be repeated.",
                        null=True,
                        verbose_name="further forms",
                    ),
                ),
                (
                    "forms_en",
                    models.TextField(
                        blank=True,
                        help_text="Other forms found in texts, one per line, in their basic form. Those of the instrument need not be repeated.",
                        null=True,
                        verbose_name="further forms",
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        blank=True,
                        help_text="Where the preferred form was found in this language.",
                        verbose_name="source",
                    ),
                ),
                (
                    "source_zh_hans",
                    models.TextField(
                        blank=True,
                        help_text="Where the preferred form was found in this language.",
                        null=True,
                        verbose_name="source",
                    ),
                ),
                (
                    "source_ru",
                    models.TextField(
                        blank=True,
                        help_text="Where the preferred form was found in this language.",
                        null=True,
                        verbose_name="source",
                    ),
                ),
                (
                    "source_en",
                    models.TextField(
                        blank=True,
                        help_text="Where the preferred form was found in this language.",
                        null=True,
                        verbose_name="source",
                    ),
                ),
                (
                    "verified",
                    models.BooleanField(
                        blank=True,
                        default=False,
                        help_text="Someone has consulted this source and found the form in it.",
                        verbose_name="verified",
                    ),
                ),
                (
                    "verified_zh_hans",
                    models.BooleanField(
                        blank=True,
                        default=False,
                        help_text="Someone has consulted this source and found the form in it.",
                        verbose_name="verified",
                    ),
                ),
                (
                    "verified_ru",
                    models.BooleanField(
                        blank=True,
                        default=False,
                        help_text="Someone has consulted this source and found the form in it.",
                        verbose_name="verified",
                    ),
                ),
                (
                    "verified_en",
                    models.BooleanField(
                        blank=True,
                        default=False,
                        help_text="Someone has consulted this source and found the form in it.",
                        verbose_name="verified",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "note_zh_hans",
                    models.TextField(blank=True, null=True, verbose_name="note"),
                ),
                (
                    "note_ru",
                    models.TextField(blank=True, null=True, verbose_name="note"),
                ),
                (
                    "note_en",
                    models.TextField(blank=True, null=True, verbose_name="note"),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        blank=True,
                        help_text="The instrument that this is the name of.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="terms",
                        to="documents.instrument",
                        verbose_name="instrument",
                    ),
                ),
            ],
            options={
                "verbose_name": "term",
                "verbose_name_plural": "terms",
                "ordering": ("slug",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("verified_zh_hans", False),
                                ("verified_zh_hans__isnull", True),
                                models.Q(
                                    ("source_zh_hans__gt", ""),
                                    ("source_zh_hans__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("verified_ru", False),
                                ("verified_ru__isnull", True),
                                models.Q(
                                    ("source_ru__gt", ""), ("source_ru__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("verified_en", False),
                                ("verified_en__isnull", True),
                                models.Q(
                                    ("source_en__gt", ""), ("source_en__isnull", False)
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="documents_term_verified_where",
                        violation_error_message="State where this form was verified.",
                    )
                ],
            },
            bases=(documents.models.translated.Translated, models.Model),
        ),
        migrations.RunSQL(*indexing("documents_term", INDEXED)),
        migrations.RunSQL(*touching("documents_term", "SELECT 0 FROM changed")),
    ]
