"""How many comments of each kind a clause has, in words."""

from __future__ import annotations

import pytest
from django.utils import translation

from commentary.comments.comment_counts import CommentCounts, comment_counts
from commentary.models import Comment
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import make_edition


@pytest.mark.parametrize("kind", Comment.Kind)
@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_every_kind_is_counted_in_words(kind: Comment.Kind, language: str) -> None:
    with translation.override(language):
        assert CommentCounts({kind: 5}).sentence.startswith("5")


@pytest.mark.django_db
def test_each_kind_is_counted_apart() -> None:
    version = version_of(make_edition(), "statement-pre1")
    user = make_commentator("anna")
    for kind in Comment.Kind:
        make_comment(version, user, kind=kind)
    counts = comment_counts(version.edition)[version.clause_id]
    assert counts == dict.fromkeys(Comment.Kind.values, 1)
    with translation.override("en"):
        assert counts.sentence == "1 comment · 1 question · 1 discrepancy"
