"""Index: does a person have comments that wait for approval? Asked with every page."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commentary", "0021_comment_tallies")]

    operations = [
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(state="pending"),
                fields=["author"],
                name="commentary_comment_waiting",
            ),
        ),
    ]
