"""Erasure: what happens to a person's contributions when the account is closed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from commentary.audit import (
    erase_notes,
    erase_reasons,
    erase_texts,
    never_shown,
    rewrite_texts,
)
from commentary.comments.post import is_known
from commentary.locks import lock_documents
from commentary.models import (
    Appeal,
    Claim,
    Comment,
    CrossReference,
    Notice,
    NoticeMail,
    Quote,
    ReplyQuote,
    Report,
    SavedSearch,
    Visit,
    Watch,
)
from commentary.text.markdown import PERSON, mentioned_in, plain_text, render
from commentary.text.mention_search import name_as_former
from portal.people.models import User

WATCHED_DOCUMENTS = (
    "document",
    "part__document",
    "clause__document",
    "thread__clause__document",
)


@transaction.atomic
def erase_contributions(user: User, *, erase: bool) -> None:
    """Anonymise a person's contributions; with `erase`, erase their texts as well.

    Replies by others stay; with `erase`, mentions of the person in them become "a
    former participant". Erased texts are erased from the audit too, which is otherwise
    append-only. The caller holds the lock on the account.
    """
    _hold_what_is_changed(user)
    Visit.objects.filter(person=user).delete()
    Watch.objects.by(user).delete()
    SavedSearch.objects.by(user).delete()
    Notice.objects.filter(person=user).delete()
    NoticeMail.objects.filter(person=user).delete()
    Claim.objects.filter(moderator=user).delete()
    own = Comment.objects.by(user)
    if erase:
        _erase(own.values_list("pk", flat=True))
        _erase_requests(user)
        erase_mentions(user)
    own.update(author=None)
    _give_up_references(user, erase=erase)


def _hold_what_is_changed(user: User) -> None:
    """Take the locks of documents, comments and references, in the order of locks.py.

    Documents: those the person contributed to or watches, so that no notice about them
    is made at the same time. Comments: by the person, or mentioning the person.
    """
    comments = Comment.objects.filter(Q(author=user.pk) | mentions_of(user))
    references = CrossReference.objects.filter(author=user)
    watches = Watch.objects.by(user).values_list(*WATCHED_DOCUMENTS)
    watched = (pk for row in watches for pk in row)
    said_in = comments.values_list("clause__document", flat=True)
    tied_in = references.values_list("clause__document", flat=True)
    lock_documents([*said_in, *tied_in, *watched])
    for rows in (comments, references):
        list(rows.select_for_update().order_by("pk").values_list("pk"))


def _give_up_references(user: User, *, erase: bool) -> None:
    """Anonymise references; with `erase`, erase notes and withdraw the proposed ones.

    Accepted references stay: they were adopted by an editor.
    """
    own = CrossReference.objects.filter(author=user)
    if erase:
        pks = list(own.values_list("pk", flat=True))
        quotes = list(own.exclude(quote=None).values_list("quote", flat=True))
        own.filter(state=CrossReference.State.PROPOSED).update(
            state=CrossReference.State.WITHDRAWN
        )
        own.update(note="", html="", quote=None)
        # What the person gave as the reason for withdrawing or confirming one's own.
        own.filter(decided_by=user).update(reason="")
        own.filter(confirmed_by=user).update(confirmation="")
        own.filter(hidden_by=user).update(hidden_reason="")
        Quote.objects.filter(pk__in=quotes).delete()
        erase_notes(pks)
        erase_reasons(pks, user)
    CrossReference.objects.filter(decided_by=user).update(decided_by=None)
    CrossReference.objects.filter(confirmed_by=user).update(confirmed_by=None)
    CrossReference.objects.filter(hidden_by=user).update(hidden_by=None)
    own.update(author=None)


def _erase(pks: Any) -> None:
    comments = Comment.objects.filter(pk__in=list(pks))
    quotes = list(comments.exclude(quote=None).values_list("quote", flat=True))
    # Comments never shown leave no trace; the others leave a tombstone.
    unseen = list(never_shown(comments).values_list("pk", flat=True))
    gone = Q(pk__in=unseen) | Q(state=Comment.State.REJECTED)
    nothing = {"source": "", "html": "", "quote": None, "edited_at": None}
    comments.exclude(gone).update(state=Comment.State.WITHDRAWN, **nothing)
    comments.filter(gone).update(state=Comment.State.REJECTED, **nothing)
    Quote.objects.filter(pk__in=quotes).delete()
    quoting = Q(reply__in=comments) | Q(reply__parent__in=comments)
    ReplyQuote.objects.filter(quoting).delete()
    erase_texts(comments)


def _erase_requests(user: User) -> None:
    """Erase the texts of the person's reports and appeals; the decisions stay."""
    Report.objects.filter(reporter=user).update(words="", reporter=None)
    Appeal.objects.filter(decision__person=user).update(words="")


def erase_mentions(user: User) -> None:
    """Replace every mention of a person by "a former participant".

    In the language of each comment, and in the audit too. It is not an edit by the
    comment's author: date and revision stay. The caller holds the locks on the
    comments, so that no simultaneous edit is overwritten.
    """
    gone = (user.pk,)
    for comment in Comment.objects.filter(mentions_of(user)).order_by("pk"):
        source = name_as_former(comment.source, gone, comment.language)
        if source != comment.source:
            html = _rendered(comment, source)
            Comment.objects.filter(pk=comment.pk).update(source=source, html=html)
    rewritten = rewrite_texts(
        mentions_of(user), lambda text, code: name_as_former(text, gone, code)
    )
    _erase_quotes_of_names(rewritten)


def _erase_quotes_of_names(rewritten: Collection[int]) -> None:
    """Erase quotes from these comments whose words are no longer in them.

    A name may be among the words; of an earlier text there is no telling.
    """
    quotes = ReplyQuote.objects.filter(reply__parent__in=rewritten)
    for quote in quotes.select_related("reply__parent"):
        answered = quote.reply.parent
        if answered is None or quote.exact not in plain_text(answered.html):
            quote.delete()


def mentions_of(user: User) -> Q:
    """Return the condition for comments that may mention a person."""
    return Q(source__contains=f"]({user.pk})")


def _rendered(comment: Comment, source: str) -> str:
    """Render the source again, with links for the people who were linked before."""
    linked = [pk for pk in mentioned_in(source) if PERSON % pk in comment.html]
    people = get_user_model().objects.filter(pk__in=linked)
    names = dict(people.values_list("pk", "display_name"))
    author = comment.author
    trusted = author is not None and is_known(author)
    return render(source, trusted=trusted, people=names)
