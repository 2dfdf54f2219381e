"""Saved searches: saved, removed, and their people told of what is new.

People are told by a job, not by what is new itself: nobody who writes waits for the
searches of others, and accounts are locked before notices are stored.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.lookups import Exact
from django.utils.translation import gettext
from procrastinate.contrib.django import app

from commentary.locks import lock_active_person, lock_people
from commentary.models import Comment, Notice, SavedSearch
from commentary.models.saved_searches import SavedSearchQuerySet, allows
from commentary.permissions import is_suspended, refuse_suspended
from documents.errors import Refused
from documents.models import ClauseVersion, Edition
from documents.presenters.changes import changes_between
from documents.search.vector import matches
from portal.people.models import User, Visitor

MOST_SAVED: Final = 50  # searches of one person
TELL_OF_COMMENT: Final = "commentary.tell_searchers_of_comment"
TELL_OF_EDITION: Final = "commentary.tell_searchers_of_edition"
List = SavedSearch.List


def may_keep(user: Visitor) -> bool:
    """Whether a person may save searches: signed in, not suspended."""
    return user.is_authenticated and not is_suspended(user)


@transaction.atomic
def save_search(user: User, search: SavedSearch) -> None:
    """Save a search for a person; twice is once.

    Raises Refused for more than MOST_SAVED and while the account is suspended,
    PermissionDenied when it was closed.
    """
    refuse_suspended(lock_active_person(user.pk))
    search.person = user
    if SavedSearch.objects.by(user).count() >= MOST_SAVED:
        message = gettext(
            "You have saved as many searches as there is room for; remove one first."
        )
        raise Refused(message)
    SavedSearch.objects.bulk_create([search], ignore_conflicts=True)


@transaction.atomic
def remove_search(user: User, pk: int) -> None:
    """Remove a search of a person's; one that is not there is removed already.

    The lock keeps it from being named in a notice while it goes. Raises
    PermissionDenied when the account was closed.
    """
    lock_active_person(user.pk)
    SavedSearch.objects.by(user).filter(pk=pk).delete()


def have_searchers_told(
    *, comment: Comment | None = None, edition: Edition | None = None
) -> None:
    """Let a job tell whose searches match something new, if any are saved."""
    if not SavedSearch.objects.exists():
        return
    if comment is not None:
        app.configure_task(TELL_OF_COMMENT).defer(comment=comment.pk)
    if edition is not None:
        app.configure_task(TELL_OF_EDITION).defer(edition=edition.pk)


@transaction.atomic
def tell_searchers_of_comment(pk: int) -> bool:
    """Tell whose searches match a comment, while everybody may read it.

    One query compares it with all searches. Returns whether anybody was told.
    """
    rows = Comment.objects.published().select_related("clause__part", "author")
    comment = rows.filter(pk=pk).first()
    if comment is None:
        return False
    searches = searches_for_comment(comment)
    return _tell(
        searches.exclude(person=comment.author_id),
        Notice(
            kind=Notice.Kind.FOUND,
            document_id=comment.clause.document_id,
            comment=comment,
        ),
    )


def searches_for_comment(comment: Comment) -> SavedSearchQuerySet:
    """Return whose searches find a comment; its clause and its author are read."""
    author = comment.author.display_name if comment.author else ""
    said = Comment.objects.filter(pk=comment.pk)
    return (
        SavedSearch.objects.of_active_people()
        .in_document(comment.clause.document_id)
        .filter(
            allows("clause", comment.clause.key),
            allows("said", comment.kind),
            allows("language", comment.language),
            shown=List.COMMENTARY,
        )
        .alias(named=Value(author))
        .filter(
            Q(author="") | Q(named__icontains=F("author")),
            Exists(said.filter(matches(OuterRef("asked")))),
        )
    )


@transaction.atomic
def tell_searchers_of_edition(pk: int) -> bool:
    """Tell whose searches match what an edition adds or changes, while it stands.

    One query compares it with all searches. Returns whether anybody was told.
    """
    rows = Edition.objects.standing().select_related("based_on")
    edition = rows.filter(pk=pk).first()
    if edition is None:
        return False
    searches = searches_for_edition(edition)
    return _tell(
        searches.exclude(person=edition.published_by_id),
        Notice(
            kind=Notice.Kind.FOUND_TEXT,
            document_id=edition.document_id,
            edition=edition,
        ),
    )


def searches_for_edition(edition: Edition) -> SavedSearchQuerySet:
    """Return whose searches find what an edition adds or changes."""
    changed = _find_changed(edition).filter(
        _narrows("clause__key", "clause"),
        _narrows("clause__part__kind", "part"),
        _narrows("kind", "kind"),
        matches(OuterRef("asked")),
    )
    searches = SavedSearch.objects.of_active_people().in_document(edition.document_id)
    return searches.filter(Exists(changed), shown=List.TEXT)


def _find_changed(edition: Edition) -> QuerySet[ClauseVersion]:
    """Return the rows of an edition that say something new; all, if it is the first."""
    rows = ClauseVersion.objects.filter(edition=edition)
    if edition.based_on is None:
        return rows
    changes = changes_between(edition.based_on, edition)
    return rows.filter(clause__key__in=[c.key for c in changes if c.is_change])


def _narrows(column: str, name: str) -> Q:
    """Return the condition that a clause is one to which a search is narrowed."""
    return Q(Exact(OuterRef(name), Value(""))) | Q(**{column: OuterRef(name)})


def _tell(searches: SavedSearchQuerySet, notice: Notice) -> bool:
    """Store a copy of a notice for each person with such a search and an open account.

    Who was told of the same for another reason is not told again.
    """
    found = dict(searches.values_list("pk", "person"))
    held = lock_people(found.values())
    # Under the lock none of them is removed; some were while it was waited for.
    named = SavedSearch.objects.filter(pk__in=found).by_person()
    told = [
        Notice(
            person=held[person],
            kind=notice.kind,
            document_id=notice.document_id,
            comment=notice.comment,
            edition=notice.edition,
            search_id=search,
        )
        for person, search in named.items()
        if held[person].is_active
    ]
    Notice.objects.bulk_create(told, ignore_conflicts=True)
    return bool(told)
