"""Quotes from a comment, in a reply to it: what may be quoted, and storing it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from commentary.models import Comment, ReplyQuote
from commentary.text.markdown import plain_text
from documents.errors import Refused

MOST_QUOTED: Final = 1_000  # characters
OFFERED: Final = 300  # characters, of a comment whose author is to be quoted


class NotTheirWords(Refused):
    """Words that the comment which a reply answers does not have."""

    message = _(
        "These words are not in the comment that you are replying to. It may have been"
        " edited or removed in the meantime; please quote it again."
    )


def words_to_quote(html: str) -> str:
    """Return the words of a comment that a form offers to quote: its beginning."""
    words = plain_text(html)
    if len(words) <= OFFERED:
        return words
    last_blank = words.rfind(" ", OFFERED // 2, OFFERED)
    # Chinese has no blanks to stop at.
    return words[: OFFERED if last_blank < 0 else last_blank]


def refuse_other_words(words: str, html: str) -> None:
    """Raise NotTheirWords unless a comment's HTML, as read now, has these words."""
    if words not in plain_text(html):
        raise NotTheirWords


def quote_in_reply(reply: Comment, words: str) -> None:
    """Store that a reply quotes words of what it answers, which the caller locked.

    Raises NotTheirWords when the words are not there, or not shown to everybody.
    """
    answered = reply.parent
    if answered is None or not answered.is_published:
        raise NotTheirWords
    refuse_other_words(words, answered.html)
    ReplyQuote.objects.create(reply=reply, exact=words, revision=answered.revision)


def quoted_by(reply: Comment) -> str:
    """Return what a reply quotes; "" for nothing. One query."""
    rows = ReplyQuote.objects.filter(reply=reply)
    return rows.values_list("exact", flat=True).first() or ""
