"""Posting of comments: one service for clauses, replies and cross-references."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commentary.comments.reply_quotes import quote_in_reply, quoted_by
from commentary.locks import share_documents
from commentary.models import Comment, CrossReference
from commentary.notices.notify import notify_of_comment
from commentary.notices.watch import watch
from commentary.permissions import (
    may_comment,
    moderates,
    refuse_closed_comment,
    refuse_closed_text,
)
from commentary.quotes.reanchoring import Chosen, anchor_quote, store_quote
from commentary.rate_limits import refuse_many_comments
from commentary.text.markdown import render
from commentary.text.mention_search import find_mentions, hold_with_mentioned
from documents.errors import Refused
from documents.models import ClauseVersion
from portal.people.models import User

# Hidden and withdrawn ones keep their places, and take replies.


class AlreadySent(Refused):
    """A form that was sent before with other content: it must be sent as a new one."""

    message = _(
        "This form has already been submitted with other content. Submit it again"
        " to add this."
    )


@transaction.atomic
def post_comment(
    *,
    user: User,
    version: ClauseVersion,
    language: str,
    source: str,
    kind: str = Comment.Kind.COMMENT,
    parent: Comment | None = None,
    chosen: Chosen | None = None,
    quoted_words: str = "",
    reference: CrossReference | None = None,
    submission: UUID,
    name: str = "",
) -> Comment:
    """Store a comment on the wording that its author had before them; or a reply.

    A reply belongs to its parent's clause, and to the cross-reference that is discussed
    there, and may quote words of the parent (`quoted_words`); `reference` is one of the
    clause that a new thread discusses. The same
    `submission` stores once and returns what was stored. The comment waits for approval
    when the portal holds first comments and this person has too few published ones.
    `name` is what a person wants to be called who had no name before.

    Raises Refused when the person may not, the edition is not published, or the
    parent is not shown to everybody: a reply would tell of it, and be lost with it;
    NotTheirWords when the parent does not have the quoted ones;
    TextClosed when the text was withdrawn or superseded;
    AlreadySent when `submission` stored something else;
    RateLimitExceeded when the person wrote too much lately.
    """
    document = version.edition.document
    held = hold_with_mentioned(user.pk, source, document)
    user = held[user.pk]
    # The lock that publishing takes: a new edition finds this comment, or this
    # comment finds the new edition.
    share_documents([document.pk])
    said = find_mentions(source, document, language=language, held=held)
    posted = Comment.objects.filter(submission=submission).first()
    if posted is not None:
        return _return_posted(posted, user, said.source, quoted_words)
    _refuse_unless_allowed(user, version)
    refuse_closed_text(version.edition)
    if parent is not None:
        # As it is now: it may have been rejected since it was read.
        rows = Comment.objects.select_for_update(of=("self",), no_key=True)
        parent = rows.select_related(
            "root", "reference", "clause", "version__edition__document"
        ).get(pk=parent.pk)
        if not parent.takes_replies:
            raise Refused(_("Only a published comment can be replied to."))
        refuse_closed_comment(parent)
    refuse_many_comments(user)
    if name:
        user.display_name = name
        user.save(update_fields=["display_name"])
    quote = store_quote(version, chosen) if chosen else None
    comment = Comment.objects.create(
        clause=parent.clause if parent else version.clause,
        version=version,
        author=user,
        parent=parent,
        root=(parent.root or parent) if parent else None,
        reference=parent.reference if parent else reference,
        quote=quote,
        language=language,
        kind=kind,
        source=said.source,
        html=render(said.source, trusted=is_known(user), people=said.people),
        state=first_state(user),
        submission=submission,
    )
    if quote is not None:
        anchor_quote(quote)
    if quoted_words:
        quote_in_reply(comment, quoted_words)
    if user.watches_threads:
        watch(user, comment)
    notify_of_comment(comment)
    return comment


def _return_posted(
    posted: Comment, user: User, source: str, quoted_words: str
) -> Comment:
    """Return what a form sent before; it cannot send another text as well."""
    sent_before = (posted.author_id, posted.source, quoted_by(posted))
    if sent_before != (user.pk, source, quoted_words):
        raise AlreadySent
    return posted


def _refuse_unless_allowed(user: User, version: ClauseVersion) -> None:
    if not may_comment(user):
        raise Refused(_("You may not comment with this account."))
    if not version.edition.is_published:
        raise Refused(_("You can comment on a draft once it has been published."))


def published_by(user: User) -> int:
    """Return how many comments of a person are published; one query."""
    return Comment.objects.published().by(user).count()


def is_known(user: User) -> bool:
    """Tell whether links of this person may be followed by search engines."""
    return moderates(user) or published_by(user) >= settings.COMMENTARY_KNOWN_AFTER


def first_state(user: User) -> str:
    """Return the state of what a person says now: held, or published at once."""
    held = settings.COMMENTARY_HOLD_FIRST
    if held and not moderates(user) and published_by(user) < held:
        return Comment.State.PENDING
    return Comment.State.PUBLISHED
