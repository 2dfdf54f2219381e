"""Saved searches: queries whose new results a person is told of."""

from __future__ import annotations

from typing import Final, Self
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from portal.people.models import Visitor

# The columns that narrow a search, besides its document; "" for any.
NARROWING: Final = ("clause", "part", "kind", "language", "said", "author")


def allows(column: str, value: object) -> Q:
    """Return the condition that a search is not narrowed by a column, or to a value."""
    return Q(Exact(F(column), Value(""))) | Q(Exact(F(column), value))


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def by(self, user: Visitor) -> Self:
        return self.filter(person=user.pk)

    def of_active_people(self) -> Self:
        return self.filter(person__is_active=True)

    def by_person(self) -> dict[int, int]:
        """Return the id of the oldest of each person's searches; one query."""
        return dict(self.order_by("-pk").values_list("person", "pk"))

    def in_document(self, document: int) -> Self:
        """Searches of all documents, or of this one."""
        return self.filter(Q(document=None) | Q(document=document))


class SavedSearch(models.Model):
    """A search of one list, clauses or comments, as its page narrowed it."""

    class List(models.TextChoices):
        TEXT = "text"
        COMMENTARY = "commentary"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    shown = models.CharField(max_length=10, choices=List.choices)
    query = models.CharField(max_length=400)
    # The query as PostgreSQL reads it (documents/search/vector.py), so that what is new
    # is compared with all searches at once.
    asked = models.TextField()
    document = models.ForeignKey(
        Document, models.CASCADE, null=True, blank=True, related_name="+"
    )
    clause = models.CharField(max_length=100, blank=True)
    part = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, blank=True)
    said = models.CharField(max_length=20, blank=True)
    author = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        default_permissions = ()
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "shown", "query", "document", *NARROWING),
                name="commentary_savedsearch_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.query}"

    def get_absolute_url(self) -> str:
        return f"{reverse('commentary:search')}?{urlencode(self.parameters)}"

    @property
    def parameters(self) -> dict[str, str]:
        """What the address of its page has; its document is read."""
        given = {
            "q": self.query,
            "show": self.shown,
            "document": self.document.slug if self.document else "",
            **{name: getattr(self, name) for name in NARROWING},
        }
        return {name: value for name, value in given.items() if value}
