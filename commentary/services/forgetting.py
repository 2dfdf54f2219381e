"""Taking the name of a person who left out of what other people wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils.translation import gettext, override

from commentary.markdown import PERSON, mentioned_in, render
from commentary.mentions import TOKEN
from commentary.models import Comment
from commentary.services.posting import is_known
from commentary.services.recorded import COMMENTS, opened_record

if TYPE_CHECKING:
    from portal.models import User


def forget_mentions(user: User) -> None:
    """Call a person a former participant wherever a comment mentions them by name.

    In the language of each comment, and in the record of edits too. It is no edit of
    the comment's author: neither its date nor its revision changes.
    """
    mark = f"]({user.pk})"
    for comment in Comment.objects.filter(source__contains=mark).order_by("pk"):
        source = _without(user, comment.source, comment.language)
        if source != comment.source:
            html = _rendered(comment, source)
            Comment.objects.filter(pk=comment.pk).update(source=source, html=html)
    with opened_record(COMMENTS) as record:
        for event in record.filter(source__contains=mark):
            source = _without(user, event.source, event.language)
            record.filter(pk=event.pk).update(source=source)


def _without(user: User, source: str, language: str) -> str:
    with override(language):
        nobody = gettext("a former participant")
    return TOKEN.sub(
        lambda found: nobody if int(found[2]) == user.pk else found[0], source
    )


def _rendered(comment: Comment, source: str) -> str:
    """Render anew; whoever else was linked stays linked."""
    linked = [pk for pk in mentioned_in(source) if PERSON % pk in comment.html]
    people = get_user_model().objects.filter(pk__in=linked)
    names = dict(people.values_list("pk", "display_name"))
    author = comment.author
    trusted = author is not None and is_known(author)
    return render(source, trusted=trusted, people=names)
