"""Search vectors of clause versions, instruments and documents.

The database computes them itself: rows of published editions get theirs while the table
is rewritten, which no trigger on rows sees, and no content changes. A million rows take
some minutes, in which the table is locked.

Of a language that is added, the column does not know: a migration drops it and adds
another, with the next weight (documents/search/vector.py).
"""

from __future__ import annotations

from django.db import migrations, models

from documents.search.functions import (
    VECTOR,
    VECTOR_REVERSED,
    WORDS,
    WORDS_REVERSED,
    indexing,
)

WEIGHTS = {"A": "zh_hans", "B": "ru", "C": "en"}
INDEXED = {
    "documents_clauseversion": ("text",),
    "documents_document": ("title", "short_title", "subjects"),
    "documents_instrument": ("title", "short_title", "official_name", "cited_as"),
}
SYMBOLS = {
    "documents_document": ["symbol"],
    "documents_instrument": ["symbol", "slug"],
}


def texts_of(table: str) -> dict[str, list[str]]:
    """Return the columns of a table that are indexed, by their weight."""
    texts = {
        weight: [f"{column}_{suffix}" for column in INDEXED[table]]
        for weight, suffix in WEIGHTS.items()
    }
    if table in SYMBOLS:
        texts["D"] = SYMBOLS[table]
    return texts


class Migration(migrations.Migration):
    dependencies = [("documents", "0020_sentence_alignments")]

    operations = [
        migrations.RunSQL(WORDS, WORDS_REVERSED),
        migrations.RunSQL(VECTOR, VECTOR_REVERSED),
        *(migrations.RunSQL(*indexing(table, texts_of(table))) for table in INDEXED),
        migrations.AddIndex(
            "clause", models.Index(fields=["key"], name="documents_clause_key")
        ),
        migrations.AddIndex(
            "clauseversion",
            models.Index(fields=["locator"], name="documents_version_locator"),
        ),
    ]
