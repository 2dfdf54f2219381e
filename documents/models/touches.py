"""Touches: how often what a page shows was changed, counted by the database.

A prepared page (portal/prepared/) is kept under the number of touches of its scope, and
is as good as new while that number is the same. Each statement that changes something
shown adds rows here, in its own transaction, by a trigger: so raw SQL and the admin
count too, and a change counts exactly when it is seen. Rows are only ever added, never
updated: two writers never wait for each other.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from documents.connections import read_connection
from documents.statements import execute, statement_of

# The id of the document that has a slug, 0 for none, and the touches: another document
# that takes the slug has other touches, which may be as many.
Number: TypeAlias = tuple[int, int]
# Scopes that are no document: what every page shows, and any change at all.
SITE: Final = 0
ANYTHING: Final = -1
RIGHTS: Final = -2  # what people may do
# From how many rows on they are folded.
MOST_ROWS: Final = 100

# Each returns the id of the document, the touches, and those of rights.
NUMBER_OF_DOCUMENT: Final = f"""
SELECT coalesce(document.id, 0),
    coalesce(sum(count) FILTER (WHERE scope <> {RIGHTS}), 0),
    coalesce(sum(count) FILTER (WHERE scope = {RIGHTS}), 0)
FROM (VALUES (%(slug)s)) AS asked (name)
LEFT JOIN documents_document document ON slug = name
LEFT JOIN documents_touch ON scope = ANY (ARRAY[{RIGHTS}, {SITE}, document.id])
GROUP BY document.id
"""  # noqa: S608 - numbers
NUMBER_OF_ANYTHING: Final = f"""
SELECT 0,
    coalesce(sum(count) FILTER (WHERE scope = {ANYTHING}), 0),
    coalesce(sum(count) FILTER (WHERE scope = {RIGHTS}), 0)
FROM documents_touch WHERE scope IN ({ANYTHING}, {RIGHTS})
"""  # noqa: S608 - numbers
# Folding reads and writes in one statement: whoever counts sees all rows, or their sum.
FOLD: Final = """
WITH folded AS (
    DELETE FROM {table} WHERE id IN (
        SELECT id FROM {table} WHERE {by} IN (
            SELECT {by} FROM {table} GROUP BY {by} HAVING count(*) > %s
        ) FOR UPDATE SKIP LOCKED
    ) RETURNING {columns}, count
)
INSERT INTO {table} ({columns}, count)
SELECT {columns}, sum(count) FROM folded
GROUP BY {columns} HAVING sum(count) <> 0
"""


def fold(model: type[models.Model], *columns: str) -> None:
    """Sum up the rows of a table of counts where many have the same first column.

    One row is left for each combination of the columns; no sum changes.
    """
    table = model._meta.db_table
    query = FOLD.format(table=table, by=columns[0], columns=", ".join(columns))
    with connection.cursor() as cursor:
        cursor.execute(query, [MOST_ROWS])


class TouchManager(models.Manager["Touch"]):
    def number_of_document(self, slug: str) -> Number:
        """Count the touches of a document and of the site; one query."""
        return _read_number(NUMBER_OF_DOCUMENT, {"slug": slug})

    def number_of_anything(self) -> Number:
        """Count all the touches there were; one query."""
        return _read_number(NUMBER_OF_ANYTHING, {})

    def fold(self) -> None:
        """Sum up the rows of scopes that have many; no number changes."""
        fold(self.model, "scope")


def _read_number(query: str, values: dict[str, str]) -> Number:
    with read_connection(Touch).cursor() as cursor:
        execute(cursor, statement_of(query), values)
        [(document, count, _rights)] = cursor.fetchall()
    return document, int(count)


class Touch(models.Model):
    """So many changes in a scope: SITE, ANYTHING, RIGHTS, or a document's id."""

    scope = models.BigIntegerField(_("scope"))
    count = models.BigIntegerField(_("number of changes"))

    objects = TouchManager()

    class Meta:
        verbose_name = _("counted change")
        verbose_name_plural = _("counted changes")
        default_permissions = ()
        indexes = (
            models.Index("scope", include=("count",), name="documents_touch_scope"),
        )

    def __str__(self) -> str:
        return f"{self.scope}: {self.count}"


def touching(table: str, scopes: str) -> tuple[str, str]:
    """Return the SQL that lets a table's changes touch, and the SQL that undoes it.

    `scopes` is a query for the touched scopes, of the rows in the table `changed`. Used
    by migrations: what it returns for these is not to be altered.
    """
    function = f"{table}_touches"
    rows = {
        "insert": ("INSERT", "NEW"),
        "former": ("UPDATE", "OLD"),
        "update": ("UPDATE", "NEW"),
        "delete": ("DELETE", "OLD"),
    }
    body = f"""
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM documents_touch_scopes(ARRAY({scopes}));
    RETURN NULL;
END
$$;
"""
    triggers = "".join(
        f"""
CREATE TRIGGER {table}_touches_{name} AFTER {change} ON {table}
    REFERENCING {which} TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
        for name, (change, which) in rows.items()
    )
    return body + triggers, f"DROP FUNCTION {function}() CASCADE;"
