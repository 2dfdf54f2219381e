"""The words in which the rest of the portal asks for commentary.

Text that a person may not see does not leave the database: `shown_to` gives
tombstones with empty text, everything else starts at `visible_to`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Self, TypeAlias

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

    from commentary.models import (  # noqa: F401 - quoted below
        Comment,
        CrossReference,
        Notice,
        QuotePlace,
        Watch,
    )
    from documents.models import Clause, Document, Edition

    Visitor: TypeAlias = AbstractUser | AnonymousUser

PUBLISHED, PENDING, REJECTED = "published", "pending", "rejected"
ACCEPTED, DISPUTED, WITHDRAWN = "accepted", "disputed", "withdrawn"
DETECTED = "detected"
# What a cross-reference is shown with.
ENDS = (
    "clause__document",
    "version__clause",
    "version__edition",
    "target_clause__document",
    "target_version__clause",
    "target_version__edition",
    "part__document",
    "part_edition",
    "instrument",
    "quote",
    "author",
)


def moderates(user: Visitor) -> bool:
    """Tell whether this person decides about other people's commentary."""
    return user.is_active and user.has_perm("commentary.moderate_comment")


class CommentQuerySet(models.QuerySet["Comment"]):
    def published(self) -> Self:
        return self.filter(state=PUBLISHED)

    def visible_to(self, user: Visitor) -> Self:
        """Comments whose text this person may read."""
        return self if moderates(user) else self.filter(self._readable_by(user))

    def shown_to(self, user: Visitor) -> Self:
        """Comments that this person is shown, some as tombstones without a text.

        Adds `shown_html`; `source` and `html` are left in the database. A comment that
        waits for approval is there for its author and moderators only, one that was
        rejected for moderators only.
        """
        rows = self.defer("source", "html")
        if moderates(user):
            return rows.annotate(shown_html=F("html"))
        own = Q(author=user.pk) if user.is_authenticated else Q(pk=None)
        readable = self._readable_by(user)
        nothing = Value("", output_field=models.TextField())
        unseen = Q(state=REJECTED) | (Q(state=PENDING) & ~own)
        return rows.exclude(unseen).annotate(
            shown_html=Case(When(readable, then=F("html")), default=nothing)
        )

    def _readable_by(self, user: Visitor) -> Q:
        readable = Q(state=PUBLISHED)
        if user.is_authenticated:
            readable |= Q(state=PENDING, author=user.pk)
        return readable

    def on_clauses(self, pks: Collection[int]) -> Self:
        return self.filter(clause__in=pks)

    def in_document(self, document: Document) -> Self:
        return self.filter(clause__document=document)

    def never_shown(self) -> Self:
        """Comments that wait or were rejected, and that nobody else could ever read.

        One that was published once, and was held again when it was edited, was shown.
        """
        events = apps.get_model("commentary", "CommentEvent")._default_manager
        shown = events.filter(pgh_obj=OuterRef("pk"), state=PUBLISHED)
        held = self.filter(state__in=(PENDING, REJECTED))
        return held.exclude(Exists(shown))

    def by(self, user: Visitor) -> Self:
        return self.filter(author=user.pk)

    def since(self, moment: datetime) -> Self:
        return self.filter(created_at__gt=moment)

    def counted(self) -> models.QuerySet[Comment, tuple[int, str, int]]:
        """Published comments as (clause, kind, how many)."""
        rows = self.published().order_by().values_list("clause", "kind")
        return rows.annotate(count=Count("pk"))

    def with_place(self) -> Self:
        """With author, quote, and where it belongs."""
        return self.select_related(
            "author", "clause__document", "version__edition", "quote"
        )

    def for_list(self) -> Self:
        """With what a list of comments shows beside each, latest first."""
        return self.with_place().order_by("-created_at", "-pk")


class QuotePlaceQuerySet(models.QuerySet["QuotePlace"]):
    def placed_in(self, edition: Edition) -> Self:
        """Places in an edition whose comments everybody may read."""
        return self.filter(
            edition=edition, start__isnull=False, quote__comment__state=PUBLISHED
        )

    def of_author(self, user: Visitor) -> Self:
        """Places of the quotes in a person's own comments, those taken back aside."""
        own = self.filter(quote__comment__author=user.pk)
        return own.filter(quote__comment__state__in=(PUBLISHED, PENDING))

    def current(self) -> Self:
        """Each quote's place in the latest published edition of its document."""
        later = self.model._default_manager.filter(
            quote=models.OuterRef("quote"),
            edition__number__gt=models.OuterRef("edition__number"),
        )
        return self.exclude(models.Exists(later))

    def to_answer(self) -> Self:
        """Places of which their author has to say what becomes of them."""
        return self.filter(state__in=("approximate", "detached"), answer="").current()

    def for_answering(self) -> Self:
        """With what a page needs to ask about each, the oldest edition first."""
        return self.select_related(
            "edition__document",
            "version",
            "quote__version__edition",
            "quote__version__clause",
            "quote__comment",
        ).order_by("edition__published_at", "pk")


class WatchQuerySet(models.QuerySet["Watch"]):
    def by(self, user: Visitor) -> Self:
        return self.filter(person=user.pk)

    def of_comment(self, comment: Comment) -> Self:
        """Watches that a comment is told to; its clause is loaded."""
        thread = Q(thread=comment.root_id or comment.pk)
        return self.filter(self._around(comment.clause) | thread)

    def of_reference(self, reference: CrossReference) -> Self:
        """Watches that a cross-reference is told to: of either end, or around it."""
        watched = self._around(reference.clause)
        if reference.target_clause is not None:
            watched |= self._around(reference.target_clause)
        if reference.part is not None:
            part = reference.part
            watched |= Q(document=part.document_id) | Q(part=part.pk)
        return self.filter(watched)

    def _around(self, clause: Clause) -> Q:
        return (
            Q(document=clause.document_id) | Q(part=clause.part_id) | Q(clause=clause)
        )

    def in_document(self, document: Document) -> Self:
        """Watches of a document and of anything in it."""
        return self.filter(
            Q(document=document)
            | Q(part__document=document)
            | Q(clause__document=document)
            | Q(thread__clause__document=document)
        )

    def for_list(self) -> Self:
        """With what a list of them shows, latest first."""
        return self.select_related(
            "document",
            "part__document",
            "clause__document",
            "thread__clause__document",
            "thread__version",
            "thread__author",
        ).order_by("-created_at", "-pk")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def shown(self) -> Self:
        """Notices of what may be read still: not of what was hidden meanwhile.

        That a reference was withdrawn is told; what was told of it before is not.
        """
        of_comment = Q(comment=None) | Q(comment__state=PUBLISHED)
        in_force = Q(kind="decided") | ~Q(reference__state=WITHDRAWN)
        shown = Q(reference__is_hidden=False) & in_force
        return self.filter(of_comment & (Q(reference=None) | shown))

    def told_to(self, user: Visitor) -> Self:
        """A person's own notices, of what may be read still."""
        return self.filter(person=user.pk).shown()

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def not_mailed(self) -> Self:
        return self.filter(mailed_at=None)

    def to_mail(self) -> Self:
        """What is to be mailed still: nothing unreadable, nothing looked at again."""
        seen = Q(kind="look_again", reference__look_again=None)
        return self.not_mailed().shown().exclude(seen)

    def for_digests(self, since: datetime) -> Self:
        """What may go into a digest: what is for one person is mailed at once or never.

        Nothing from before `since`, nothing that may not be read any more.
        """
        waiting = self.to_mail().filter(created_at__gt=since)
        return waiting.exclude(kind__in=self.model.NOT_GATHERED)

    def held_back(self, since: datetime) -> Self:
        """What was too much for its hour, and is to be mailed still."""
        return self.to_mail().filter(is_held_back=True, created_at__gt=since)

    def mails_since(self, since: datetime) -> int:
        """Count mails, not notices: those of one mail are marked with one moment."""
        sent = self.filter(mailed_at__gt=since)
        return sent.order_by().values("mailed_at").distinct().count()

    def for_list(self) -> Self:
        """With what a list or a mail says of each, latest first."""
        return self.select_related(
            "document",
            "edition__document",
            "comment__author",
            "comment__parent",
            "comment__quote",
            "comment__clause__document",
            "comment__version",
            *(f"reference__{end}" for end in ENDS),
        ).order_by("-created_at", "-pk")


class CrossReferenceQuerySet(models.QuerySet["CrossReference"]):
    def visible_to(self, user: Visitor) -> Self:
        """Cross-references that this person may see; both ends are published."""
        return self.all() if moderates(user) else self.filter(is_hidden=False)

    def standing(self) -> Self:
        """What the pages of clauses show: not withdrawn, and no false alarm."""
        return self.exclude(state=WITHDRAWN).exclude(state=DISPUTED, origin=DETECTED)

    def accepted(self) -> Self:
        return self.filter(state=ACCEPTED)

    def of_document(self, document: Document) -> Self:
        """With an end in a document."""
        return self.filter(
            Q(clause__document=document)
            | Q(target_clause__document=document)
            | Q(part__document=document)
        )

    def to_look_at_again(self) -> Self:
        return self.filter(look_again__isnull=False).exclude(
            state__in=(WITHDRAWN, DISPUTED)
        )

    def with_ends(self) -> Self:
        """With both ends and their documents, in one query."""
        return self.select_related(*ENDS)

    def with_mentions(self) -> Self:
        """With the words that name each target, and the texts these stand in."""
        return self.prefetch_related("mentions__version")
