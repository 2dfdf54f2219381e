"""Who is told of what: every reason, the strongest of several, and never twice."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from commentary.comments.edit import edit_comment
from commentary.models import Comment, Notice, QuotePlace, Watch
from commentary.notices.notify import notify_of_comment
from commentary.notices.watch import Watchable, unwatch, watch
from documents.models import Edition
from documents.presenters.changes import changes_between
from documents.services import begin_draft, publish_edition, remove_clause
from documents.signals import consequences_of
from portal.people.models import User
from tests.base import queries_of
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.commentary.quotes.test_reanchoring import next_edition, reword
from tests.commentary.quotes.test_repair import FIRST, QUOTED, SECOND
from tests.factories import make_edition

pytestmark = pytest.mark.django_db
KEY, OTHER = "statement-pre2", "statement-pre1"
Kind = Notice.Kind


@pytest.fixture
def edition() -> Edition:
    return make_edition(paragraphs=3)


@pytest.fixture
def anna() -> User:
    return make_commentator("anna")


@pytest.fixture
def boris() -> User:
    return make_commentator("boris")


@pytest.fixture
def said(edition: Edition, anna: User) -> Comment:
    """What Anna said, which nobody watched."""
    return make_comment(version_of(edition, KEY), anna)


def told(person: User) -> list[str]:
    return list(
        Notice.objects.filter(person=person)
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def remove(draft: Edition, key: str) -> None:
    row = version_of(draft, key)
    remove_clause(row, revision=row.revision)


def edit(comment: Comment, source: str) -> Comment:
    comment.refresh_from_db()
    return edit_comment(
        comment,
        source=source,
        kind=comment.kind,
        language=comment.language,
        revision=comment.revision,
    )


class TestReasons:
    def test_a_reply(self, edition: Edition, said: Comment, anna: User) -> None:
        boris = make_commentator("boris")
        make_comment(version_of(edition, KEY), boris, parent=said)
        assert told(anna) == [Kind.REPLY]
        assert told(boris) == []

    def test_a_mention(self, edition: Edition, said: Comment, anna: User) -> None:
        boris = make_commentator("boris")
        comment = make_comment(version_of(edition, OTHER), boris, "See @Anna’s words")
        assert told(anna) == [Kind.MENTION]
        assert comment.source == f"See @[Anna]({anna.pk})’s words"
        assert f'href="/people/{anna.pk}/"' in comment.html

    @pytest.mark.parametrize("what", ["document", "part", "clause", "thread"])
    def test_a_watch(
        self, edition: Edition, said: Comment, boris: User, what: str
    ) -> None:
        vera = make_commentator("vera")
        clause = version_of(edition, KEY).clause
        things: dict[str, Watchable] = {
            "document": edition.document,
            "part": clause.part,
            "clause": clause,
            "thread": said,
        }
        watch(vera, things[what])
        make_comment(version_of(edition, KEY), boris, parent=said)
        assert told(vera) == [Kind.WATCHED]

    def test_a_watch_of_something_else_is_none(
        self, edition: Edition, said: Comment, boris: User
    ) -> None:
        vera = make_commentator("vera")
        watch(vera, version_of(edition, OTHER).clause)
        watch(vera, said)
        make_comment(version_of(edition, KEY), boris)
        assert told(vera) == []

    def test_whoever_takes_part_watches_the_thread(
        self, edition: Edition, said: Comment, anna: User, boris: User
    ) -> None:
        make_comment(version_of(edition, KEY), boris, parent=said)
        vera = make_commentator("vera")
        reply = make_comment(version_of(edition, KEY), vera, parent=said)
        assert told(boris) == [Kind.WATCHED]
        unwatch(boris, said)
        make_comment(version_of(edition, KEY), vera, parent=reply)
        assert told(boris) == [Kind.WATCHED]

    def test_all_at_once_are_one_notice(
        self, edition: Edition, said: Comment, anna: User, boris: User
    ) -> None:
        watch(anna, edition.document)
        watch(anna, version_of(edition, KEY).clause)
        make_comment(version_of(edition, KEY), boris, "@Anna?", parent=said)
        assert told(anna) == [Kind.REPLY]

    def test_a_mention_is_more_than_a_watch(
        self, edition: Edition, said: Comment, anna: User, boris: User
    ) -> None:
        watch(anna, edition.document)
        make_comment(version_of(edition, OTHER), boris, "@Anna?")
        assert told(anna) == [Kind.MENTION]

    def test_nobody_is_told_of_their_own_words(
        self, edition: Edition, said: Comment, anna: User
    ) -> None:
        watch(anna, edition.document)
        make_comment(version_of(edition, KEY), anna, "@Anna", parent=said)
        assert told(anna) == []

    def test_who_left_is_told_nothing(
        self, edition: Edition, said: Comment, anna: User, boris: User
    ) -> None:
        User.objects.filter(pk=anna.pk).update(is_active=False)
        make_comment(version_of(edition, KEY), boris, "@Anna", parent=said)
        assert told(anna) == []

    def test_a_person_who_said_nothing_cannot_be_mentioned(
        self, edition: Edition, said: Comment, boris: User
    ) -> None:
        quiet = make_commentator("quiet")
        comment = make_comment(
            version_of(edition, KEY), boris, f"@Quiet @[Quiet]({quiet.pk})"
        )
        assert told(quiet) == []
        assert "/people/" not in comment.html


class TestHeldComments:
    def test_tell_nobody_before_they_are_approved(
        self, edition: Edition, said: Comment, anna: User, boris: User, settings: object
    ) -> None:
        settings.COMMENTARY_HOLD_FIRST = 1  # type: ignore[attr-defined]
        comment = make_comment(version_of(edition, KEY), boris, parent=said)
        edit(comment, "@Anna!")
        assert told(anna) == []

        Comment.objects.filter(pk=comment.pk).update(state="published")
        comment = Comment.objects.get(pk=comment.pk)
        notify_of_comment(comment)
        notify_of_comment(comment)
        assert told(anna) == [Kind.REPLY]

    def test_hidden_ones_are_told_no_longer(
        self, edition: Edition, said: Comment, anna: User, boris: User
    ) -> None:
        comment = make_comment(version_of(edition, KEY), boris, parent=said)
        assert Notice.objects.told_to(anna).count() == 1
        Comment.objects.filter(pk=comment.pk).update(state="hidden")
        assert Notice.objects.told_to(anna).count() == 0


class TestEdits:
    def test_tell_nobody_again(
        self, edition: Edition, said: Comment, anna: User, boris: User
    ) -> None:
        comment = make_comment(version_of(edition, OTHER), boris, "@Anna, why?")
        Notice.objects.update(read_at="2026-01-01T00:00Z")
        edit(comment, f"@[Anna]({anna.pk}), why not?")
        assert Notice.objects.get(person=anna).read_at is not None

    def test_tell_who_is_newly_mentioned(
        self, edition: Edition, said: Comment, anna: User, boris: User
    ) -> None:
        comment = make_comment(version_of(edition, OTHER), boris, "Why?")
        assert told(anna) == []
        edit(comment, "@Anna, why?")
        assert told(anna) == [Kind.MENTION]

    def test_who_only_watched_is_called(
        self, edition: Edition, said: Comment, anna: User, boris: User
    ) -> None:
        watch(anna, edition.document)
        comment = make_comment(version_of(edition, OTHER), boris, "Why?")
        Notice.objects.update(read_at="2026-01-01T00:00Z")
        edit(comment, "@Anna, why?")
        assert told(anna) == [Kind.MENTION]
        assert Notice.objects.get(person=anna).read_at is None


class TestEditions:
    def test_tell_watchers_of_the_document(self, edition: Edition, anna: User) -> None:
        watch(anna, edition.document)
        publish_edition(begin_draft(edition, user=None), user=None)
        assert told(anna) == [Kind.EDITION]

    def test_tell_watchers_of_a_clause_that_changed(
        self, edition: Edition, anna: User, boris: User
    ) -> None:
        watch(anna, version_of(edition, KEY).clause)
        watch(boris, version_of(edition, OTHER).clause)
        draft = next_edition(edition)
        reword(draft, KEY, en="Noting quite another thing,")
        publish_edition(draft, user=None)
        assert told(anna) == [Kind.EDITION]
        assert told(boris) == []

    def test_a_lost_quote_is_more_than_a_watch(
        self, edition: Edition, anna: User
    ) -> None:
        watch(anna, edition.document)
        make_comment(version_of(edition, KEY), anna, quoted="point")
        draft = next_edition(edition)
        remove(draft, KEY)
        publish_edition(draft, user=None)
        assert told(anna) == [Kind.QUOTE]

    def test_a_quote_that_was_lost_before_it_was_posted(
        self, edition: Edition, anna: User
    ) -> None:
        draft = next_edition(edition)
        remove(draft, KEY)
        publish_edition(draft, user=None)
        make_comment(version_of(edition, KEY), anna, quoted="point")
        assert told(anna) == [Kind.QUOTE]

    def test_a_quote_that_stays_tells_nobody(
        self, edition: Edition, anna: User
    ) -> None:
        make_comment(version_of(edition, KEY), anna, quoted="point")
        publish_edition(next_edition(edition), user=None)
        assert told(anna) == []


class TestQuotesAreToldOnce:
    """Each edition tells of the quotes that it changes, and of no others."""

    @pytest.fixture
    def reworded(self, edition: Edition, anna: User) -> Edition:
        """The second edition, which lacks the word that Anna quoted."""
        make_comment(version_of(edition, KEY), anna, quoted="point")
        draft = next_edition(edition)
        reword(draft, KEY, en="Noting quite another thing,")
        return publish_edition(draft, user=None)

    def publish_next(self, edition: Edition, key: str, text: str) -> list[str]:
        """Publish an edition; return what its summary said of quotes."""
        draft = next_edition(edition)
        reword(draft, key, en=text)
        changes = changes_between(edition, draft)
        said = [each.sentence for each in consequences_of(draft, changes)]
        publish_edition(draft, user=None)
        return [sentence for sentence in said if "quote" in sentence]

    def test_a_changed_title_tells_nobody_again(
        self, reworded: Edition, anna: User
    ) -> None:
        assert told(anna) == [Kind.QUOTE]
        assert self.publish_next(reworded, "statement-title", "New title") == []
        assert told(anna) == [Kind.QUOTE]
        assert QuotePlace.objects.of_author(anna).to_answer().count() == 1

    def test_what_was_lost_is_not_lost_again(
        self, reworded: Edition, anna: User
    ) -> None:
        assert self.publish_next(reworded, KEY, "Noting yet another thing,") == []
        assert told(anna) == [Kind.QUOTE]

    def test_an_uncertain_place_that_stays_is_not_told_again(
        self, edition: Edition, anna: User
    ) -> None:
        draft = next_edition(edition)
        reword(draft, KEY, en=FIRST)
        second = publish_edition(draft, user=None)
        make_comment(version_of(second, KEY), anna, quoted=QUOTED)
        [sentence] = self.publish_next(second, KEY, SECOND)
        assert sentence == "1 quote will be re-anchored."
        assert told(anna) == [Kind.QUOTE]
        third = edition.document.editions.latest_first()[0]
        assert self.publish_next(third, "statement-title", "New title") == []
        assert told(anna) == [Kind.QUOTE]
        fourth = edition.document.editions.latest_first()[0]
        assert self.publish_next(
            fourth, KEY, SECOND.replace("sovereign", "free and sovereign")
        )
        assert told(anna) == [Kind.QUOTE] * 2

    def test_another_quote_is_told_of_its_own_edition(
        self, reworded: Edition, anna: User, boris: User
    ) -> None:
        make_comment(version_of(reworded, OTHER), boris, quoted="point")
        [sentence] = self.publish_next(reworded, OTHER, "Without these words,")
        assert sentence.startswith("1 quote can no longer be placed")
        assert (told(anna), told(boris)) == ([Kind.QUOTE], [Kind.QUOTE])


class TestCost:
    def test_does_not_grow_with_the_watchers(
        self, edition: Edition, said: Comment, boris: User
    ) -> None:
        watch(make_commentator("w0"), edition.document)
        version = version_of(edition, KEY)
        make_comment(version, boris)  # what is kept of a person is loaded
        one = queries_of(lambda: make_comment(version, boris))
        for number in range(1, 6):
            watch(make_commentator(f"w{number}"), edition.document)
        assert queries_of(lambda: make_comment(version, boris)) == one
        assert (
            ProcrastinateJob.objects.filter(task_name="commentary.mail_comment").count()
            == 3
        )  # one an event


@pytest.mark.django_db(transaction=True)
class TestRace:
    def test_publishing_while_commenting_tells_once(
        self, edition: Edition, anna: User
    ) -> None:
        """Whoever comes second tells; which of them it is does not matter."""
        version = version_of(edition, KEY)
        draft = next_edition(edition)
        remove(draft, KEY)
        start = threading.Barrier(2)

        def run(action: object) -> None:
            try:
                start.wait(timeout=30)
                action()  # type: ignore[operator]
            finally:
                connection.close()

        threads = [
            threading.Thread(
                target=run, args=(lambda: publish_edition(draft, user=None),)
            ),
            threading.Thread(
                target=run, args=(lambda: make_comment(version, anna, quoted="point"),)
            ),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
            assert not thread.is_alive(), (
                "waited 60 s for the publishing or the comment"
            )
        assert Comment.objects.count() == 1
        assert told(anna) == [Kind.QUOTE]
        assert Watch.objects.filter(person=anna).count() == 1
