"""Any editing, commenting and quoting, in any order: nothing that was said is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commentary.comments.comment_counts import comment_counts
from commentary.comments.forms import DiscussionFilter
from commentary.comments.thread import discussion_of
from commentary.lineage import origins_of
from commentary.models import Comment, QuotePlace
from documents.languages import BY_CODE, CODES
from documents.models import Clause, ClauseVersion, Edition
from documents.services import CannotEdit, begin_draft, publish_edition
from portal.people.models import User
from tests.commentary.factories import make_comment, make_commentator
from tests.documents.services.test_edit import apply, operations
from tests.factories import make_edition

pytestmark = pytest.mark.django_db
Saying: TypeAlias = tuple[int, int, str, bool]
sayings = st.lists(
    st.tuples(
        st.integers(0, 30), st.integers(0, 30), st.sampled_from(CODES), st.booleans()
    ),
    max_size=5,
)


def say(edition: Edition, user: User, said: Sequence[Saying]) -> None:
    rows = list(
        edition.versions.for_reading().select_related("edition__document", "clause")
    )
    for one, two, language, replies in said:
        version = rows[one % len(rows)]
        words = version.in_language("text", language).split()
        on_it = Comment.objects.filter(clause=version.clause).order_by("pk")
        make_comment(
            version,
            user,
            language=language,
            quoted=words[two % len(words)] if words and two % 2 else "",
            quoted_language=language,
            parent=on_it.first() if replies else None,
        )


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.tuples(sayings, operations), min_size=1, max_size=3))
def test_every_comment_is_found_from_its_clause(
    rounds: list[tuple[list[Saying], list[tuple[str, int, int]]]],
) -> None:
    count = Edition.objects.count()
    user = make_commentator(f"random{count}")
    edition = make_edition(f"talk-{count}", paragraphs=2)
    for said, steps in rounds:
        say(edition, user, said)
        draft = begin_draft(edition, user=None)
        for operation, one, two in steps:
            try:
                apply(draft, operation, one, two)
            except CannotEdit:
                continue
        edition = publish_edition(draft, user=None)
        _check_threads(edition)
        _check_places(edition)


def _check_threads(edition: Edition) -> None:
    """On its own clause's page, whether that is still there or gone."""
    tallies = comment_counts(edition)
    comments = Comment.objects.filter(clause__document=edition.document)
    for clause in Clause.objects.filter(pk__in=comments.values("clause")):
        last = clause.versions.select_related("edition__document").latest(
            "edition__number"
        )
        found = set(_comments_on(clause, last))
        own = set(comments.filter(clause=clause).values_list("pk", flat=True))
        assert own <= found
        assert tallies[clause.pk].total() >= len(own)


def _comments_on(clause: Clause, last: ClauseVersion) -> list[int]:
    discussion = discussion_of(
        clause,
        last.edition,
        last,
        AnonymousUser(),
        origins=origins_of(clause, last.edition),
        wanted=DiscussionFilter(),
    )
    return [node.comment.pk for node in discussion.nodes]


def _check_places(edition: Edition) -> None:
    """Every quote has one place in every later edition, within the text and lineage."""
    comments = Comment.objects.filter(clause__document=edition.document)
    quotes = comments.exclude(quote=None).count()
    places = QuotePlace.objects.filter(edition=edition).select_related(
        "quote", "version"
    )
    assert places.count() == quotes
    for place in places:
        if place.start is None:
            assert place.state == QuotePlace.State.DETACHED
            continue
        assert place.version is not None
        text = getattr(place.version, f"text_{BY_CODE[place.quote.language].suffix}")
        words = text[place.start : place.end]
        if place.state in {QuotePlace.State.EXACT, QuotePlace.State.MOVED}:
            assert words == place.quote.exact
        assert words
