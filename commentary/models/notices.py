"""Watches and notices: what people subscribed to, and what they were notified of."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Self, TypeAlias

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commentary.models.comments import Comment
from commentary.models.notice_kinds import (
    COLUMNS,
    RULES,
    SUBJECTS,
    NoticeKind,
    Rules,
    Subject,
    kinds_about,
)
from commentary.models.references import CrossReference, target_withdrawn
from commentary.models.saved_searches import SavedSearch
from commentary.models.visibility import ENDS, said_on_withdrawn
from documents.models import Clause, Document, Edition, Part, Withdrawal
from documents.models.withdrawals import withdrawn
from portal.people.models import DIGESTS, Visitor


class WatchQuerySet(models.QuerySet["Watch"]):
    def by(self, user: Visitor) -> Self:
        return self.filter(person=user.pk)

    def of_comment(self, comment: Comment) -> Self:
        """Watches that a new comment notifies; the comment's clause is loaded."""
        thread = Q(thread=comment.root_id or comment.pk)
        return self.filter(self._around(comment.clause) | thread)

    def of_reference(self, reference: CrossReference) -> Self:
        """Watches that a cross-reference notifies: of either end, and around it."""
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

    def in_document(self, document: Document | int) -> Self:
        """Watches of a document and of everything in it."""
        return self.filter(
            Q(document=document)
            | Q(part__document=document)
            | Q(clause__document=document)
            | Q(thread__clause__document=document)
        )

    def for_list(self) -> Self:
        """With the relations that a list shows, the latest first."""
        return self.select_related(
            "document",
            "part__document",
            "clause__document",
            "thread__clause__document",
            "thread__version",
            "thread__author",
        ).order_by("-created_at", "-pk")


def _kinds_that(rule: str) -> tuple[str, ...]:
    """Return the kinds for which a boolean rule holds."""
    return tuple(kind for kind, rules in RULES.items() if getattr(rules, rule))


class NoticeQuerySet(models.QuerySet["Notice"]):
    def shown(self) -> Self:
        """Notices whose object may be read: none of hidden comments or references.

        None of withdrawn editions, nor of comments and references on their text. Of a
        withdrawn reference only the notice of its withdrawal is included.
        """
        readable = Q(comment__state=Comment.State.PUBLISHED)
        readable &= ~said_on_withdrawn("comment__")
        of_comment = (Q(comment=None) | readable) & ~Q(withdrawn("edition__"))
        in_force = Q(kind__in=_kinds_that("tells_of_withdrawn")) | ~Q(
            reference__state=CrossReference.State.WITHDRAWN
        )
        withdrawn_end = Q(withdrawn("reference__version__edition__"))
        withdrawn_end |= target_withdrawn("reference__")
        shown = Q(reference__is_hidden=False) & in_force & ~withdrawn_end
        return self.filter(of_comment & (Q(reference=None) | shown))

    def told_to(self, user: Visitor) -> Self:
        """A person's own notices that are shown."""
        return self.filter(person=user.pk).shown()

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def not_mailed(self) -> Self:
        return self.filter(mailed_at=None)

    def to_mail(self) -> Self:
        """Unmailed notices: shown, and not settled by a review."""
        kinds = _kinds_that("ends_when_looked_at")
        seen = Q(kind__in=kinds, reference__look_again=None)
        return self.not_mailed().shown().exclude(seen)

    def for_digests(self, since: datetime) -> Self:
        """Unmailed notices of the kinds that digests gather, created after `since`."""
        waiting = self.to_mail().filter(created_at__gt=since)
        return waiting.filter(kind__in=_kinds_that("is_gathered"))

    def held_back(self, since: datetime) -> Self:
        """Unmailed notices that the next mail of held-back notices has.

        Created after `since`; not those that a digest will have.
        """
        held_back = self.to_mail().filter(is_held_back=True, created_at__gt=since)
        return held_back.exclude(
            kind__in=_kinds_that("is_gathered"), person__mail_frequency__in=DIGESTS
        )

    def for_list(self) -> Self:
        """With the relations that a list or a mail shows, the latest first."""
        return self.select_related(
            "document",
            "edition__document",
            "comment__author",
            "comment__parent",
            "comment__quote",
            "comment__clause__document",
            "comment__version",
            "search",
            "withdrawal__document",
            "withdrawal__edition__document",
            "reference__author",
            *(f"reference__{end}" for end in ENDS),
        ).order_by("-created_at", "-pk")


WATCHED = ("document", "part", "clause", "thread")


def _only(name: str) -> Q:
    """Return the condition that this one of WATCHED is set, and no other."""
    return Q(**{f"{each}__isnull": each != name for each in WATCHED})


class Watch(models.Model):
    """A person's subscription to notices about one object.

    About comments on a document, a part, a clause or in a thread; about
    cross-references to and from it; and about editions that change it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    document = models.ForeignKey(
        Document,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )
    part = models.ForeignKey(
        Part,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("of a document", "part"),
    )
    clause = models.ForeignKey(
        Clause,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("clause"),
    )
    thread = models.ForeignKey(
        Comment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("beginning of the thread"),
    )
    created_at = models.DateTimeField(
        _("watched since"), default=timezone.now, editable=False
    )

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        default_permissions = ()
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=reduce(or_, map(_only, WATCHED)),
                name="commentary_watch_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=("person", name), name=f"commentary_watch_{name}_once"
                )
                for name in WATCHED
            ),
        )
        indexes = (
            # For the people to notify of a comment: a look-up by each of the four.
            *(
                models.Index(
                    fields=(name,),
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"commentary_watch_by_{name}",
                )
                for name in WATCHED
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.pk}"


def notice_constraints() -> tuple[models.BaseConstraint, ...]:
    """Return the constraints of the table that the kinds of notices require."""
    about = reduce(or_, map(_about, SUBJECTS))
    return (
        models.CheckConstraint(
            condition=about, name="commentary_notice_is_about_something"
        ),
        *(
            models.UniqueConstraint(
                fields=subject.once,
                condition=Q(kind__in=kinds_about(subject)),
                name=f"commentary_notice_{subject.name}_once",
            )
            for subject in SUBJECTS
        ),
    )


def _about(subject: Subject) -> Q:
    """Return the condition that the columns of `subject` are set, and no others."""
    columns: dict[str, Any] = {
        f"{name}__isnull" if name in subject.columns else name: (
            False if name in subject.columns else None
        )
        for name in COLUMNS
    }
    return Q(kind__in=kinds_about(subject), **columns)


class Notice(models.Model):
    """A notice to a person about one event, of the strongest kind that applies."""

    Kind: TypeAlias = NoticeKind

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind.choices)
    document = models.ForeignKey(
        Document, models.CASCADE, related_name="+", verbose_name=_("document")
    )
    comment = models.ForeignKey(
        Comment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("comment"),
    )
    edition = models.ForeignKey(
        Edition,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("edition"),
    )
    reference = models.ForeignKey(
        CrossReference,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cross-reference"),
    )
    withdrawal = models.ForeignKey(
        Withdrawal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawal"),
    )
    # The oldest of the person's searches that found it, until it is removed.
    search = models.ForeignKey(
        SavedSearch,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("notified at"), default=timezone.now)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("e-mailed at"), null=True, blank=True)
    # Exceeds the hourly limit of mails to one person, or waits for a digest; included
    # in the digest, else in the next mail of held-back notices.
    is_held_back = models.BooleanField(
        _("e-mail held back"), default=False, editable=False
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        ordering = ("-created_at", "-pk")
        constraints = notice_constraints()
        indexes = (
            models.Index(
                fields=("person", "-created_at"), name="commentary_notice_person"
            ),
            # For the number of unread notices in the header of every page.
            models.Index(
                fields=("person",),
                condition=Q(read_at=None),
                name="commentary_notice_unread",
            ),
            # For the hourly search for digests.
            models.Index(
                fields=("created_at",),
                condition=Q(mailed_at=None),
                name="commentary_notice_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}"

    def get_absolute_url(self) -> str:
        return reverse("commentary:notice", args=[self.pk])

    @property
    def rules(self) -> Rules:
        return RULES[self.kind]


class NoticeMailQuerySet(models.QuerySet["NoticeMail"]):
    def sent_since(self, moment: datetime) -> Self:
        return self.filter(sent_at__gt=moment)

    def sent_until(self, moment: datetime) -> Self:
        return self.filter(sent_at__lte=moment)

    def kept_for_nothing(self, *, counted: datetime, mornings: datetime) -> Self:
        """Mails that count no more: sent until then, or digests of mornings before."""
        return self.sent_until(counted).filter(
            Q(morning=None) | Q(morning__lt=mornings)
        )


class NoticeMail(models.Model):
    """A mail of notices to a person: counted by the hourly limit of mails.

    Apart from the notices, because one notice may be mailed again, and one mail has
    several. Its id is the part of the Message-ID that makes it unique. Deleted when it
    does not count any more; a digest when its morning is over for everybody.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    morning = models.DateTimeField(null=True, editable=False)  # of a digest

    objects = NoticeMailQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("person", "morning"), name="commentary_noticemail_one_digest"
            ),
        )
        indexes = (
            models.Index(
                fields=("person", "sent_at"), name="commentary_noticemail_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.sent_at:%Y-%m-%d %H:%M}"
