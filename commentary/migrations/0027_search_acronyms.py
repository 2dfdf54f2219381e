"""Search vectors of comments with acronyms, as documents/migrations/0024 makes them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.db import migrations

from documents.search.functions import indexing_acronyms

SEARCH: Any = import_module("commentary.migrations.0024_search")
TEXTS = {"A": [SEARCH.WITHOUT_ADDRESSES]}


class Migration(migrations.Migration):
    dependencies = [
        ("commentary", "0026_saved_searches"),
        ("documents", "0024_search_acronyms"),
    ]

    operations = [
        migrations.RunSQL(*indexing_acronyms("commentary_comment", TEXTS)),
    ]
