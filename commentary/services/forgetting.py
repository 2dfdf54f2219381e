"""Taking the name of a person who left out of what other people wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Q

from commentary.markdown import PERSON, mentioned_in, render
from commentary.models import Comment
from commentary.services.mentioning import name_as_former
from commentary.services.posting import is_known
from commentary.services.recorded import COMMENTS, opened_record

if TYPE_CHECKING:
    from portal.models import User


def forget_mentions(user: User) -> None:
    """Call a person a former participant wherever a comment mentions them by name.

    In the language of each comment, and in the record of edits too. It is no edit of
    the comment's author: neither its date nor its revision changes. The comments are
    held by the caller: what somebody else writes meanwhile is not overwritten.
    """
    gone = (user.pk,)
    for comment in Comment.objects.filter(mentions_of(user)).order_by("pk"):
        source = name_as_former(comment.source, gone, comment.language)
        if source != comment.source:
            html = _rendered(comment, source)
            Comment.objects.filter(pk=comment.pk).update(source=source, html=html)
    with opened_record(COMMENTS) as record:
        for event in record.filter(mentions_of(user)):
            source = name_as_former(event.source, gone, event.language)
            record.filter(pk=event.pk).update(source=source)


def mentions_of(user: User) -> Q:
    """Return the condition of texts that may mention a person."""
    return Q(source__contains=f"]({user.pk})")


def _rendered(comment: Comment, source: str) -> str:
    """Render anew; whoever else was linked stays linked."""
    linked = [pk for pk in mentioned_in(source) if PERSON % pk in comment.html]
    people = get_user_model().objects.filter(pk__in=linked)
    names = dict(people.values_list("pk", "display_name"))
    author = comment.author
    trusted = author is not None and is_known(author)
    return render(source, trusted=trusted, people=names)
