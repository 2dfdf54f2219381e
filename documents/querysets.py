"""The words in which the rest of the portal asks for documents, editions and clauses.

Whatever a page shows starts at `visible_to(user)`: who may see what is decided here
and nowhere else.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self, TypeAlias

from django.apps import apps
from django.db import models
from django.db.models import Count, F, Prefetch, Q

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

    from documents.models import (  # noqa: F401 - named in quotes below
        Clause,
        ClauseVersion,
        Document,
        Edition,
        Instrument,
        Part,
    )

    Visitor: TypeAlias = AbstractUser | AnonymousUser

PUBLISHED = "published"


def sees_drafts(user: Visitor) -> bool:
    """Tell whether this person may look at what is not published yet."""
    return user.is_active and user.has_perm("documents.view_edition")


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self) -> Self:
        return self.filter(state=PUBLISHED)

    def visible_to(self, user: Visitor) -> Self:
        """Published editions for everybody, drafts for those who may see them."""
        return self.all() if sees_drafts(user) else self.published()

    def in_force_on(self, day: date) -> Self:
        """What was published by the end of a day (UTC), the edition in force first."""
        return self.published().filter(published_at__date__lte=day).latest_first()

    def latest_first(self) -> Self:
        return self.order_by("-number")

    def current_first(self) -> Self:
        """The current edition first: the latest published one, before any draft."""
        return self.order_by(F("published_at").desc(nulls_last=True), "-number")

    def with_document(self) -> Self:
        return self.select_related("document")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: Visitor) -> Self:
        """Documents with an edition that this person may see."""
        editions = self._editions().visible_to(user)
        return self.filter(
            models.Exists(editions.filter(document=models.OuterRef("pk")))
        )

    def for_list(self) -> Self:
        """Documents, newest first, each with its current edition and what it holds.

        Adds `current_editions`: the latest published edition as a list of one (or
        none), with `clause_count` and its language versions. Three queries in all.
        """
        current = (
            self._editions()
            .published()
            .order_by("document_id", "-number")
            .distinct("document_id")
            .values("pk")
        )
        editions = (
            self._editions()
            .filter(pk__in=current)
            .annotate(clause_count=Count("versions"))
            .prefetch_related("languages")
        )
        return self.order_by("-date", "slug").prefetch_related(
            Prefetch("editions", editions, to_attr="current_editions")
        )

    def _editions(self) -> EditionQuerySet:
        edition: type[Edition] = apps.get_model("documents", "Edition")
        return edition.objects.using(self.db)


class PartQuerySet(models.QuerySet["Part"]):
    def visible_to(self, user: Visitor) -> Self:
        """Parts of which a clause stands in an edition that this person may see.

        A part that only a draft has is nothing to those who do not see drafts.
        """
        return self._in(self._editions().visible_to(user))

    def in_edition(self, edition: Edition) -> Self:
        """Parts of which a clause stands in an edition, in the document's order."""
        return self._in(self._editions().filter(pk=edition.pk)).order_by("position")

    def _in(self, editions: EditionQuerySet) -> Self:
        version: type[ClauseVersion] = apps.get_model("documents", "ClauseVersion")
        rows = version.objects.using(self.db).filter(edition__in=editions)
        return self.filter(
            models.Exists(rows.filter(clause__part=models.OuterRef("pk")))
        )

    def _editions(self) -> EditionQuerySet:
        edition: type[Edition] = apps.get_model("documents", "Edition")
        return edition.objects.using(self.db)


class ClauseQuerySet(models.QuerySet["Clause"]):
    def visible_to(self, user: Visitor) -> Self:
        """Clauses that stand in an edition this person may see."""
        if sees_drafts(user):
            return self.all()
        return self.filter(versions__edition__state=PUBLISHED).distinct()


class ClauseVersionQuerySet(models.QuerySet["ClauseVersion"]):
    def for_reading(self) -> Self:
        """The rows of an edition in the order of the page, in one query."""
        return self.select_related("clause", "clause__part").order_by("position")

    def current_first(self) -> Self:
        """With their editions, in the order of EditionQuerySet.current_first."""
        return self.select_related("edition").order_by(
            F("edition__published_at").desc(nulls_last=True), "-edition__number"
        )

    def neighbours_of(
        self, version: ClauseVersion
    ) -> tuple[ClauseVersion | None, ClauseVersion | None]:
        """The rows before and after one in its edition; two queries."""
        rows = self.select_related("clause")
        before = rows.filter(position__lt=version.position).order_by("-position")
        after = rows.filter(position__gt=version.position).order_by("position")
        return before.first(), after.first()

    def visible_to(self, user: Visitor) -> Self:
        if sees_drafts(user):
            return self.all()
        return self.filter(edition__state=PUBLISHED)

    def without_text_in(self, suffix: str) -> Self:
        """Rows that say nothing in the language whose columns end so."""
        return self.filter(Q(**{f"text_{suffix}": None}) | Q(**{f"text_{suffix}": ""}))


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def with_facts(self) -> Self:
        """With the sources of what is said of each, in one query more."""
        return self.prefetch_related("facts")
