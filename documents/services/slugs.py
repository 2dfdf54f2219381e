"""Slugs: the names of documents in addresses, each for ever of one document."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext_lazy as _

from documents.errors import Refused
from documents.models import DocumentSlug


class SlugTaken(Refused):
    """Another document has this name in addresses, or had it."""

    message = _("Another document has this name in addresses, or had it before.")


def refuse_taken_slug(slug: str, document: int | None) -> None:
    """Raise SlugTaken when another document has a slug, or had it.

    Until the transaction ends nobody else is told that the slug is free. The database
    refuses a taken one in any case; this tells it in words, also to the second of two.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"document slug {slug}"]
        )
    if DocumentSlug.objects.filter(slug=slug).exclude(document=document).exists():
        raise SlugTaken
