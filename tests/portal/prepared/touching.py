"""Which tables raise a number of touches when they change."""

from __future__ import annotations

from django.db import connection

# Written by the statement that they record or count, or named by its digest.
WITH_ANOTHER = {
    "documents_documentevent",
    "documents_relationevent",
    "documents_receivedfile",
    "commentary_commenttally",
}


def touching_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname LIKE '%touches%'"
        )
        return {table for (table,) in cursor.fetchall()}
