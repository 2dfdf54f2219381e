"""Saying something: who may, once only, on which wording; editing and taking back."""

from __future__ import annotations

import uuid

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction
from django.test import override_settings

from commentary.comments.edit import (
    CommentConflict,
    NoLongerThere,
    edit_comment,
    withdraw_comment,
)
from commentary.comments.post import post_comment
from commentary.comments.revisions import revisions_of
from commentary.models import Comment
from documents.errors import Refused
from documents.models import ClauseVersion, Edition
from portal.people.models import User
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_draft, make_edition, make_person, read_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept_edition(module_transaction: None) -> int:
    return make_edition().pk


@pytest.fixture
def edition(kept_edition: int, db: None) -> Edition:
    return read_edition(kept_edition)


@pytest.fixture
def version(edition: Edition) -> ClauseVersion:
    return version_of(edition, "statement-pre1")


@pytest.fixture
def carol() -> User:
    return make_commentator("carol")


class TestPosting:
    def test_stores_source_and_safe_html(
        self, version: ClauseVersion, carol: User
    ) -> None:
        comment = make_comment(version, carol, "**Yes** <script>")
        assert comment.source == "**Yes** <script>"
        assert comment.html == (
            '<p dir="auto"><strong>Yes</strong> &lt;script&gt;</p>\n'
        )
        assert comment.state == Comment.State.PUBLISHED

    def test_twice_is_once(self, version: ClauseVersion, carol: User) -> None:
        said = {
            "user": carol,
            "version": version,
            "language": "en",
            "source": "Once",
            "submission": uuid.uuid4(),
        }
        assert post_comment(**said) == post_comment(**said)  # type: ignore[arg-type]
        assert Comment.objects.count() == 1

    def test_replies_belong_to_the_thread(
        self, edition: Edition, version: ClauseVersion, carol: User
    ) -> None:
        first = make_comment(version, carol)
        reply = make_comment(version, carol, parent=first)
        further = make_comment(
            version_of(edition, "statement-pre2"), carol, parent=reply
        )
        assert (reply.root, further.root) == (first, first)
        assert further.clause == first.clause

    def test_strangers_may_not(self, version: ClauseVersion) -> None:
        with pytest.raises(Refused):
            make_comment(version, make_person("reader"))

    def test_the_inactive_may_not(self, version: ClauseVersion, carol: User) -> None:
        User.objects.filter(pk=carol.pk).update(is_active=False)
        with pytest.raises(Refused):
            make_comment(version, carol)

    def test_drafts_are_not_commented_on(self, carol: User) -> None:
        draft = make_draft("other")
        with pytest.raises(Refused):
            make_comment(version_of(draft, "statement-pre1"), carol)

    def test_what_was_rejected_since_it_was_read_takes_no_reply(
        self, version: ClauseVersion, carol: User
    ) -> None:
        parent = make_comment(version, carol)
        Comment.objects.filter(pk=parent.pk).update(state=Comment.State.REJECTED)
        with pytest.raises(Refused):
            make_comment(version, carol, parent=parent)

    @override_settings(COMMENTARY_HOLD_FIRST=1)
    def test_first_ones_are_held_where_it_is_set_so(
        self, version: ClauseVersion, carol: User
    ) -> None:
        first = make_comment(version, carol)
        assert first.state == Comment.State.PENDING
        Comment.objects.filter(pk=first.pk).update(state=Comment.State.PUBLISHED)
        assert make_comment(version, carol).state == Comment.State.PUBLISHED

    @pytest.mark.parametrize(
        ("state", "is_taken"),
        [
            ("published", True),
            ("hidden", True),
            ("withdrawn", True),
            ("pending", False),
            ("rejected", False),
        ],
    )
    def test_what_is_not_shown_takes_no_reply(
        self, version: ClauseVersion, carol: User, state: str, is_taken: bool
    ) -> None:
        parent = make_comment(version, carol)
        Comment.objects.update(state=state)
        parent.refresh_from_db()
        if is_taken:
            assert make_comment(version, carol, parent=parent).parent == parent
        else:
            with pytest.raises(Refused):
                make_comment(version, carol, parent=parent)

    @override_settings(COMMENTARY_HOLD_FIRST=1)
    def test_moderators_are_never_held(self, version: ClauseVersion) -> None:
        moderator = make_commentator("mona", "commentary.moderate_comment")
        assert make_comment(version, moderator).state == Comment.State.PUBLISHED

    def test_the_database_keeps_threads_whole(
        self, version: ClauseVersion, carol: User
    ) -> None:
        first = make_comment(version, carol)
        reply = make_comment(version, carol, parent=first)
        with pytest.raises(DatabaseError), transaction.atomic():
            Comment.objects.filter(pk=reply.pk).update(root=None)


class TestEditing:
    def edit(self, comment: Comment, source: str, revision: int = 0) -> Comment:
        return edit_comment(
            comment, source=source, kind="comment", language="en", revision=revision
        )

    def test_keeps_what_was_said_before(
        self, version: ClauseVersion, carol: User
    ) -> None:
        comment = make_comment(version, carol, "First thoughts")
        edited = self.edit(comment, "Second thoughts")
        assert edited.html == '<p dir="auto">Second thoughts</p>\n'
        assert edited.edited_at is not None
        said = revisions_of(edited, AnonymousUser())
        assert len(said) == 2
        deleted = [s.text for s in said[0].segments if s.kind == "del"]
        assert deleted == ["First"]

    def test_saving_nothing_new_is_no_edit(
        self, version: ClauseVersion, carol: User
    ) -> None:
        comment = make_comment(version, carol, "Same")
        assert self.edit(comment, "Same").edited_at is None
        assert len(revisions_of(comment, carol)) == 1

    @override_settings(COMMENTARY_HOLD_FIRST=1)
    def test_what_was_never_approved_stays_in_the_record(
        self, version: ClauseVersion, carol: User
    ) -> None:
        comment = make_comment(version, carol, "Rude words")
        self.edit(comment, "Kind words")
        Comment.objects.update(state=Comment.State.PUBLISHED)
        comment.refresh_from_db()
        [only] = revisions_of(comment, AnonymousUser())
        assert "".join(s.text for s in only.segments) == "Kind words"
        assert len(revisions_of(comment, make_commentator("rita"))) == 1
        assert len(revisions_of(comment, carol)) == 2
        mona = make_commentator("mona", "commentary.moderate_comment")
        assert len(revisions_of(comment, mona)) == 2

    @override_settings(COMMENTARY_HOLD_FIRST=2)
    def test_a_new_text_waits_as_a_new_comment_would(
        self, version: ClauseVersion, carol: User
    ) -> None:
        comment = make_comment(version, carol, "Approved")
        Comment.objects.update(state=Comment.State.PUBLISHED)
        same = edit_comment(
            comment, source="Approved", kind="question", language="en", revision=0
        )
        assert same.state == Comment.State.PUBLISHED
        assert self.edit(comment, "Other", 1).state == Comment.State.PENDING

    @override_settings(COMMENTARY_HOLD_FIRST=1)
    def test_a_new_text_of_a_known_person_is_shown(
        self, version: ClauseVersion, carol: User
    ) -> None:
        comment = make_comment(version, carol, "Approved")
        Comment.objects.update(state=Comment.State.PUBLISHED)
        assert self.edit(comment, "Other").state == Comment.State.PUBLISHED

    def test_two_windows_conflict(self, version: ClauseVersion, carol: User) -> None:
        comment = make_comment(version, carol)
        self.edit(comment, "From one window")
        with pytest.raises(CommentConflict) as conflict:
            self.edit(comment, "From the other")
        assert conflict.value.comment.source == "From one window"

    def test_what_is_gone_is_not_edited(
        self, version: ClauseVersion, carol: User
    ) -> None:
        comment = make_comment(version, carol)
        withdraw_comment(comment)
        with pytest.raises(NoLongerThere):
            self.edit(comment, "Back again", revision=1)

    def test_the_record_cannot_be_altered(
        self, version: ClauseVersion, carol: User
    ) -> None:
        make_comment(version, carol)
        events = apps.get_model("commentary", "CommentEvent").objects
        with pytest.raises(DatabaseError), transaction.atomic():
            events.update(source="x")
