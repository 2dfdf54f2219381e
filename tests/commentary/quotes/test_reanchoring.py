"""What becomes of comments and quotes when a new edition is published."""

from __future__ import annotations

import pytest

from commentary.comments.comment_counts import comment_counts
from commentary.comments.edit import withdraw_comment
from commentary.models import Comment, QuotePlace
from documents.languages import CODES
from documents.models import Clause, ClauseVersion, Edition
from documents.presenters.changes import changes_between
from documents.services import (
    begin_draft,
    merge_clauses,
    publish_edition,
    remove_clause,
    reword_clause,
    split_clause,
)
from documents.signals import consequences_of
from documents.text.content import ClauseContent
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition

pytestmark = pytest.mark.django_db
KEY = "statement-pre2"


def next_edition(edition: Edition) -> Edition:
    return begin_draft(edition, user=None)


def reword(draft: Edition, key: str, **texts: str) -> None:
    row = version_of(draft, key)
    content = ClauseContent.of(row).with_texts(texts)
    reword_clause(row, content, revision=row.revision)


def place_in(edition: Edition, comment: Comment) -> QuotePlace:
    return QuotePlace.objects.get(edition=edition, quote=comment.quote)


def words_at(place: QuotePlace) -> str:
    assert place.version is not None
    text = place.version.in_language("text", place.quote.language)
    return text[place.start : place.end]


@pytest.fixture
def first() -> Edition:
    draft = make_edition(paragraphs=3)
    return draft


@pytest.fixture
def long(first: Edition) -> Edition:
    """The second edition, in which one clause says enough to be quoted from."""
    draft = next_edition(first)
    reword(draft, KEY, en=TEXT)
    return publish_edition(draft, user=None)


TEXT = (
    "Recalling the statement of the five ministers, adopted in the capital in the"
    " spring, and welcoming the efforts of every State that took part in the talks,"
)


def edited(long: Edition, text: str) -> Edition:
    draft = next_edition(long)
    reword(draft, KEY, en=text)
    return publish_edition(draft, user=None)


def comment_on(edition: Edition, quoted: str = "", key: str = KEY) -> Comment:
    user = make_commentator(f"carla{Comment.objects.count()}")
    return make_comment(version_of(edition, key), user, quoted=quoted)


class TestQuotes:
    QUOTED = "welcoming the efforts of every State"

    def test_stand_in_their_own_edition(self, long: Edition) -> None:
        comment = comment_on(long, self.QUOTED)
        place = place_in(long, comment)
        assert place.state == QuotePlace.State.EXACT
        assert words_at(place) == self.QUOTED

    def test_follow_words_that_move(self, long: Edition) -> None:
        comment = comment_on(long, self.QUOTED)
        after = edited(long, TEXT.replace("adopted in the capital ", "adopted "))
        place = place_in(after, comment)
        assert words_at(place) == self.QUOTED
        assert place.state in {QuotePlace.State.MOVED, QuotePlace.State.EXACT}

    def test_are_detached_when_their_words_go(self, long: Edition) -> None:
        comment = comment_on(long, self.QUOTED)
        after = edited(long, "Something else altogether is said here now,")
        place = place_in(after, comment)
        assert place.state == QuotePlace.State.DETACHED
        assert place.start is None
        assert place.version == version_of(after, KEY)

    def test_of_removed_clauses_have_no_text(self, long: Edition) -> None:
        comment = comment_on(long, self.QUOTED)
        draft = next_edition(long)
        row = version_of(draft, KEY)
        remove_clause(row, revision=row.revision)
        after = publish_edition(draft, user=None)
        place = place_in(after, comment)
        assert place.version is None
        assert place.state == QuotePlace.State.DETACHED

    def test_follow_into_the_clause_split_off(self, long: Edition) -> None:
        comment = comment_on(long, self.QUOTED)
        draft = next_edition(long)
        born = split(draft, KEY, at=TEXT.index("and welcoming"))
        after = publish_edition(draft, user=None)
        place = place_in(after, comment)
        assert place.version is not None
        assert place.version.clause == born
        assert words_at(place) == self.QUOTED

    def test_written_late_are_carried_at_once(self, long: Edition) -> None:
        """The form was open while the next edition was published."""
        after = edited(long, f"Solemnly: {TEXT}")
        comment = comment_on(long, self.QUOTED)
        assert words_at(place_in(after, comment)) == self.QUOTED

    def test_other_clauses_never_take_them(self, long: Edition) -> None:
        comment = comment_on(long, self.QUOTED)
        draft = next_edition(long)
        reword(draft, "statement-pre1", en=TEXT)
        reword(draft, KEY, en="Nothing of it,")
        after = publish_edition(draft, user=None)
        assert place_in(after, comment).state == QuotePlace.State.DETACHED


def split(draft: Edition, key: str, *, at: int) -> Clause:
    row = version_of(draft, key)
    cuts = dict.fromkeys(CODES, 1) | {"en": at}
    return split_clause(row, at=cuts, revision=row.revision)


class TestThreads:
    def test_stay_with_a_split_clause_and_show_on_the_new_one(
        self, long: Edition
    ) -> None:
        comment_on(long)
        draft = next_edition(long)
        born = split(draft, KEY, at=20)
        after = publish_edition(draft, user=None)
        comment_on(after)
        tallies = comment_counts(after)
        old = Clause.objects.get(key=KEY)
        assert tallies[old.pk].total() == 2
        assert tallies[born.pk].total() == 1  # what was said before it was born

    def test_go_over_to_the_clause_that_took_the_words(self, first: Edition) -> None:
        comment_on(first, key="statement-pre2")
        draft = next_edition(first)
        one, two = (version_of(draft, f"statement-pre{n}") for n in (1, 2))
        merge(one, two)
        after = publish_edition(draft, user=None)
        assert comment_counts(after)[one.clause_id].total() == 1

    def test_replies_count_where_their_thread_does(self, long: Edition) -> None:
        said = comment_on(long)
        draft = next_edition(long)
        born = split(draft, KEY, at=20)
        after = publish_edition(draft, user=None)
        replier = make_commentator("rita")
        make_comment(version_of(after, KEY), replier, parent=said)
        assert comment_counts(after)[born.pk].total() == 2


def merge(one: ClauseVersion, two: ClauseVersion) -> None:
    merge_clauses(one, two, revisions=(one.revision, two.revision))


class TestConsequences:
    def test_are_told_before_publishing(self, long: Edition) -> None:
        comment_on(long, "welcoming the efforts of every State")
        comment_on(long, "adopted in the capital in the spring")
        draft = next_edition(long)
        reword(draft, KEY, en=TEXT.replace("in the capital in the spring", "lately"))
        told = consequences_of(draft, changes_between(long, draft))
        sentences = [each.sentence for each in told]
        assert "This edition changes the wording under 2 comments." in sentences
        assert any("1 quote can no longer be placed" in each for each in sentences)
        assert QuotePlace.objects.filter(edition=draft).count() == 0

    def test_what_nobody_is_shown_does_not_count(self, long: Edition) -> None:
        comment = comment_on(long, "adopted in the capital in the spring")
        withdraw_comment(comment)
        draft = next_edition(long)
        reword(draft, KEY, en=TEXT.replace("in the capital in the spring", "lately"))
        assert consequences_of(draft, changes_between(long, draft)) == []

    def test_nothing_is_told_where_nothing_was_said(self, long: Edition) -> None:
        draft = next_edition(long)
        reword(draft, KEY, en="Otherwise,")
        assert consequences_of(draft, changes_between(long, draft)) == []
