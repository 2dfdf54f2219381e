"""Search vectors of comments, of their Markdown without the addresses of links."""

from __future__ import annotations

from django.db import migrations

from documents.search.functions import indexing

WITHOUT_ADDRESSES = r"regexp_replace(source, '\]\([^)]*\)', '] ', 'g')"


class Migration(migrations.Migration):
    dependencies = [
        ("commentary", "0023_reply_quotes"),
        ("documents", "0021_search"),
    ]

    operations = [
        migrations.RunSQL(*indexing("commentary_comment", {"A": [WITHOUT_ADDRESSES]})),
    ]
