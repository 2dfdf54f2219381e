"""Words of a comment that a reply quotes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commentary.models.comments import Comment


class ReplyQuote(models.Model):
    """A quote from the comment that a reply answers.

    The words stood in that comment as its `revision` was shown. They are shown to those
    who may read that comment now (`Comment.objects.with_quoted_words`), and erased with
    its text.
    """

    reply = models.OneToOneField(
        Comment,
        models.CASCADE,
        related_name="reply_quote",
        verbose_name=_("reply"),
    )
    exact = models.TextField(_("quoted words"))
    revision = models.PositiveIntegerField(
        _("revision"), help_text=_("Of the comment that is quoted.")
    )

    class Meta:
        verbose_name = _("quote from a comment")
        verbose_name_plural = _("quotes from comments")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=~Q(exact=""), name="commentary_replyquote_not_empty"
            ),
        )

    def __str__(self) -> str:
        return self.exact
