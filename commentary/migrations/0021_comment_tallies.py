"""Tallies of comments, kept by triggers: what a statement changed is added to them."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("comment", "comment"),
    ("question", "question"),
    ("discrepancy", "translation discrepancy"),
]
# What of each table of comments counts, and how: rows that are new, and that were.
ADDED = """SELECT clause_id, version_id, root_id, kind, 1 AS count
        FROM {} WHERE state = 'published'"""
TAKEN = """SELECT clause_id, version_id, root_id, kind, -1 AS count
        FROM {} WHERE state = 'published'"""
TALLY = """
    INSERT INTO commentary_commenttally
        (clause_id, edition_id, thread_edition_id, kind, count)
    SELECT coalesce(root.clause_id, said.clause_id), version.edition_id,
        coalesce(begun.edition_id, version.edition_id), said.kind, sum(said.count)
    FROM ({}) said
    JOIN documents_clauseversion version ON version.id = said.version_id
    LEFT JOIN commentary_comment root ON root.id = said.root_id
    LEFT JOIN documents_clauseversion begun ON begun.id = root.version_id
    GROUP BY 1, 2, 3, 4 HAVING sum(said.count) <> 0;
"""
CHANGES = {
    "insert": ("NEW TABLE AS added", ADDED.format("added")),
    "update": (
        "OLD TABLE AS taken NEW TABLE AS added",
        f"{ADDED.format('added')} UNION ALL {TAKEN.format('taken')}",
    ),
    "delete": ("OLD TABLE AS taken", TAKEN.format("taken")),
}


def _tallying(change: str, tables: str, said: str) -> str:
    name = f"commentary_comment_tallied_{change}"
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    {TALLY.format(said)}
    RETURN NULL;
END
$$;
CREATE TRIGGER {name} AFTER {change.upper()} ON commentary_comment
    REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


TALLYING = "".join(_tallying(change, *how) for change, how in CHANGES.items())
TALLYING_REVERSED = "".join(
    f"DROP FUNCTION commentary_comment_tallied_{change}() CASCADE;"
    for change in CHANGES
)
ALREADY_THERE = TALLY.format(ADDED.format("commentary_comment"))


def _key(related: str, verbose_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to=related,
        verbose_name=verbose_name,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("commentary", "0020_touches"),
        ("documents", "0020_sentence_alignments"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommentTally",
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
                    "kind",
                    models.CharField(
                        choices=KINDS, max_length=12, verbose_name="kind"
                    ),
                ),
                ("count", models.IntegerField(verbose_name="number of comments")),
                ("clause", _key("documents.clause", "clause")),
                ("edition", _key("documents.edition", "edition commented on")),
                (
                    "thread_edition",
                    _key("documents.edition", "edition on which the thread began"),
                ),
            ],
            options={
                "verbose_name": "tally of comments",
                "verbose_name_plural": "tallies of comments",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(ALREADY_THERE, migrations.RunSQL.noop),
        migrations.RunSQL(TALLYING, TALLYING_REVERSED),
    ]
