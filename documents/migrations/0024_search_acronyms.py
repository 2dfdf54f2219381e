"""Search vectors with acronyms: words in capitals are found as they are written.

The columns are made anew: the tables are rewritten, as by 0021_search.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.db import migrations

from documents.search.functions import (
    ACRONYMS,
    ACRONYMS_REVERSED,
    indexing_acronyms,
)

SEARCH: Any = import_module("documents.migrations.0021_search")
TERMS: Any = import_module("documents.migrations.0022_terms")
INDEXED = {
    **{table: SEARCH.texts_of(table) for table in SEARCH.INDEXED},
    "documents_term": TERMS.INDEXED,
}


class Migration(migrations.Migration):
    dependencies = [("documents", "0023_clause_submission")]

    operations = [
        migrations.RunSQL(ACRONYMS, ACRONYMS_REVERSED),
        *(
            migrations.RunSQL(*indexing_acronyms(table, texts))
            for table, texts in INDEXED.items()
        ),
    ]
