"""Comments on clauses and their QuerySet."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any, Final, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Value,
    When,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commentary.models.quotes import Quote
from commentary.models.visibility import CommentState, moderates, said_on_withdrawn
from documents.languages import BY_CODE, CODES
from documents.models import Clause, ClauseVersion, Document
from documents.models.translated import LANGUAGE_CHOICES
from portal.people.models import Visitor

# By their authors; or by whoever erased their text.
TAKEN_BACK: Final = Q(state=CommentState.WITHDRAWN) | Q(source="")


class CommentQuerySet(models.QuerySet["Comment"]):
    def published(self) -> Self:
        """Comments that everybody may read."""
        return self.filter(state=Comment.State.PUBLISHED).on_standing()

    def on_standing(self) -> Self:
        """Comments on texts that stand; their threads, too."""
        return self.filter(~said_on_withdrawn())

    def on_withdrawn(self) -> Self:
        """Comments on a withdrawn text, or in a thread that began on one."""
        return self.filter(said_on_withdrawn())

    def visible_to(self, user: Visitor) -> Self:
        """Comments whose text this person may read."""
        return self if moderates(user) else self.filter(self._readable_by(user))

    def shown_to(self, user: Visitor) -> Self:
        """Comments shown to this person, some as tombstones without a text.

        Adds `shown_html`; `source` and `html` are deferred. A comment pending approval
        or on a withdrawn text is included for its author and moderators only, a
        rejected one for moderators only.
        """
        rows = self.defer("source", "html")
        if moderates(user):
            return rows.annotate(shown_html=F("html"))
        own = Q(author=user.pk) if user.is_authenticated else Q(pk=None)
        readable = self._readable_by(user)
        nothing = Value("", output_field=models.TextField())
        unseen = Q(state=Comment.State.REJECTED) | (
            (Q(state=Comment.State.PENDING) | said_on_withdrawn()) & ~own
        )
        return rows.exclude(unseen).annotate(
            shown_html=Case(When(readable, then=F("html")), default=nothing)
        )

    def _readable_by(self, user: Visitor) -> Q:
        readable = Q(state=Comment.State.PUBLISHED) & ~said_on_withdrawn()
        if user.is_authenticated:
            own = (Comment.State.PUBLISHED, Comment.State.PENDING)
            readable |= Q(state__in=own, author=user.pk)
        return readable

    def with_quoted_words(self, user: Visitor) -> Self:
        """Add `quoted_words`: what each reply quotes of the comment that it answers.

        They are "" where this person may not read that comment; `quotes_answered` tells
        that there are some. With the name of its author and its language.
        """
        quotes = Q(reply_quote__isnull=False)
        answered = self.model._default_manager.visible_to(user).on_standing()
        is_readable = Exists(answered.filter(pk=OuterRef("parent")))
        nothing = Value("", output_field=models.TextField())
        return self.annotate(
            quoted_author=F("parent__author__display_name"),
            quoted_language=F("parent__language"),
            quotes_answered=ExpressionWrapper(quotes, output_field=BooleanField()),
            quoted_words=Case(
                When(quotes & is_readable, then=F("reply_quote__exact")),
                default=nothing,
            ),
        )

    def on_clauses(self, pks: Collection[int]) -> Self:
        return self.filter(clause__in=pks)

    def in_document(self, document: Document) -> Self:
        return self.filter(clause__document=document)

    def in_thread_of(self, comment: Comment) -> Self:
        begun = comment.root_id or comment.pk
        return self.filter(Q(pk=begun) | Q(root=begun))

    def by(self, user: Visitor) -> Self:
        return self.filter(author=user.pk)

    def taken_back(self) -> Self:
        """Comments that their authors withdrew, or whose text was erased."""
        return self.filter(TAKEN_BACK)

    def not_taken_back(self) -> Self:
        return self.exclude(TAKEN_BACK)

    def since(self, moment: datetime) -> Self:
        return self.filter(created_at__gt=moment)

    def count_before(self, comment: Comment) -> int:
        """Count those written before a comment; one query."""
        earlier = Q(created_at__lt=comment.created_at)
        same = Q(created_at=comment.created_at, pk__lt=comment.pk)
        return self.filter(earlier | same).count()

    def with_place(self) -> Self:
        """With author, quote, clause, document and edition."""
        return self.select_related(
            "author", "clause__document", "version__edition", "quote"
        )

    def for_list(self) -> Self:
        """With the relations that a list shows, the latest first."""
        return self.with_place().order_by("-created_at", "-pk")


# The context (who did it) is in the event's own row, which is append-only.
RECORDED: dict[str, Any] = {
    "append_only": True,
    "context_field": pghistory.ContextJSONField(),
    "context_id_field": pghistory.ContextUUIDField(),
    "meta": {"default_permissions": ()},
}


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(
        condition=pghistory.AnyChange("source", "state", "kind", "language")
    ),
    fields=["id", "source", "state", "kind", "language", "revision"],
    model_name="CommentEvent",
    **RECORDED,
)
class Comment(models.Model):
    """A person's comment on a clause, on its text in one edition."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("comment")
        QUESTION = "question", _("question")
        DISCREPANCY = "discrepancy", _("translation discrepancy")

        @property
        def counted(self) -> Any:
            """A lazy, pluralised string: `counted % {"count": 3}`."""
            return COUNTED_KINDS[self]

    State = CommentState

    clause = models.ForeignKey(
        Clause, models.PROTECT, related_name="+", verbose_name=_("clause")
    )
    version = models.ForeignKey(
        ClauseVersion,
        models.PROTECT,
        related_name="+",
        verbose_name=_("clause text"),
        help_text=_("The wording on which the author commented."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
        help_text=_("Blank if the author has closed the account and removed the name."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("reply to"),
    )
    root = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("beginning of the thread"),
        help_text=_("Leave blank for the first comment of a thread."),
    )
    quote = models.OneToOneField(
        Quote,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comment",
        verbose_name=_("quote"),
    )
    reference = models.ForeignKey(
        "commentary.CrossReference",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="comments",
        verbose_name=_("cross-reference"),
        help_text=_("The cross-reference that the comment discusses."),
    )
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGE_CHOICES)
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, default=Kind.COMMENT
    )
    source = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    html = models.TextField(_("text as shown"), blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PUBLISHED
    )
    created_at = models.DateTimeField(
        _("written at"), default=timezone.now, editable=False
    )
    edited_at = models.DateTimeField(
        _("edited at"), null=True, blank=True, editable=False
    )
    revision = models.PositiveIntegerField(
        _("revision"),
        default=0,
        editable=False,
        help_text=_("Counts the edits, so that none overwrites another."),
    )
    submission = models.UUIDField(
        _("submission"),
        default=uuid.uuid4,
        unique=True,  # a form sent twice posts once
        editable=False,
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("created_at", "pk")
        permissions = (("moderate_comment", "Can moderate commentary"),)
        indexes = (
            # The thread of a clause, and the counts beside every clause.
            models.Index(
                fields=("clause", "state", "kind"), name="commentary_comment_clause"
            ),
            # Recent commentary, a person's commentary, feeds.
            models.Index(
                fields=("-created_at",),
                condition=Q(state=CommentState.PUBLISHED),
                name="commentary_comment_recent",
            ),
            models.Index(
                fields=("author", "-created_at"), name="commentary_comment_author"
            ),
            # Has a person comments that nobody else is shown? Asked with every page.
            models.Index(
                fields=("author",),
                condition=Q(state=CommentState.PENDING),
                name="commentary_comment_waiting",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(language__in=CODES),
                name="commentary_comment_language_known",
            ),
            models.CheckConstraint(
                condition=(
                    Q(parent=None, root=None)
                    | Q(parent__isnull=False, root__isnull=False)
                ),
                name="commentary_comment_reply_has_a_root",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(CommentState.WITHDRAWN, CommentState.REJECTED))
                | ~Q(source=""),
                name="commentary_comment_says_something",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("commentary:comment", args=[self.pk])

    @property
    def language_tag(self) -> str:
        """The BCP 47 tag of its text's language, for HTML."""
        return BY_CODE[self.language].bcp47

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def takes_replies(self) -> bool:
        """Whether it may be answered: a reply would tell of what is not shown to all.

        What was hidden or withdrawn keeps its place, and is answered there.
        """
        return self.state not in (self.State.PENDING, self.State.REJECTED)


# tests/commentary/comments/test_comment_counts.py checks that every kind has an entry.
COUNTED_KINDS = {
    Comment.Kind.COMMENT: ngettext_lazy(
        "%(count)s comment", "%(count)s comments", "count"
    ),
    Comment.Kind.QUESTION: ngettext_lazy(
        "%(count)s question", "%(count)s questions", "count"
    ),
    Comment.Kind.DISCREPANCY: ngettext_lazy(
        "%(count)s discrepancy", "%(count)s discrepancies", "count"
    ),
}
