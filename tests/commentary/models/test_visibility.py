"""Hidden, pending and rejected text, probed on every page and file that there is."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from commentary.models import Comment
from commentary.moderation.report import report_comment
from documents.models import ClauseVersion
from portal.people.models import User
from tests.base import signed_in
from tests.commentary.factories import decide, hide, make_comment, make_commentator

pytestmark = pytest.mark.django_db
SECRET = "Zweisamkeit"  # a word that stands nowhere else
PAGES = [
    "/en/",
    "/en/documents/memo/",
    "/en/documents/memo/editions/1/",
    "/en/documents/memo/clauses/statement-pre1/",
    "/en/documents/memo/clauses/statement-pre1/commentary/",
    "/en/documents/memo/commentary/",
    "/en/commentary/",
    "/en/people/{author}/",
    "/en/people/{replier}/",
    "/en/comments/{pk}/",
    "/en/comments/{pk}/reply/",
    "/en/comments/{pk}/edit/",
    "/en/comments/{pk}/withdraw/",
    "/en/comments/{pk}/history/",
    "/en/comments/{pk}/report/",
    "/en/comments/{pk}/decision/",
    "/en/comments/{reply}/reply/",
    "/en/comments/{reply}/edit/",
    "/en/moderation/comments/{reply}/",
    "/en/moderation/",
    "/en/moderation/comments/{pk}/",
    "/en/moderation/people/{author}/",
    "/en/moderation/log/",
    "/en/moderation/log.csv",
    "/en/moderation/log.json",
    "/admin/",
    "/admin/commentary/waiting/",
    "/admin/commentary/report/",
    "/admin/commentary/decision/",
    "/id/memo",
    "/id/memo/statement-pre1",
    "/en/accounts/data/download/",
]


@pytest.fixture
def comment(version: ClauseVersion, carol: User, rita: User, mona: User) -> Comment:
    """A comment that was edited, answered, reported, and is in question."""
    comment = make_comment(version, carol, f"Sheer *{SECRET}*", quoted="point")
    make_comment(version, rita, "No.", parent=comment, quoted_words=f"Sheer {SECRET}")
    report_comment(comment, reporter=rita, reason="abuse")
    return comment


def visitor(name: str, comment: Comment) -> Client:
    if name == "anonymous":
        return Client()
    if name == "author":
        assert comment.author
        return signed_in(comment.author)
    if name == "replier":
        return signed_in(Comment.objects.get(parent=comment).author)
    person = make_commentator(name, "documents.view_edition")
    person.is_staff = name == "staff"
    person.save()
    return signed_in(person)


def answers(client: Client, comment: Comment, page: str) -> str:
    reply = Comment.objects.get(parent=comment)
    address = page.format(
        pk=comment.pk,
        author=comment.author_id,
        reply=reply.pk,
        replier=reply.author_id,
    )
    texts = []
    for headers in ({}, {"HX-Request": "true"}):
        response = client.get(address, follow=True, headers=headers)
        streamed = getattr(response, "streaming_content", None)
        content = b"".join(streamed) if streamed else response.content
        texts.append(content.decode())
    return "".join(texts)


def pages_with_the_text(client: Client, comment: Comment) -> set[str]:
    return {page for page in PAGES if SECRET in answers(client, comment, page)}


class TestOnEveryPage:
    @pytest.mark.parametrize(
        "name", ["anonymous", "author", "replier", "other", "staff"]
    )
    @pytest.mark.parametrize("state", ["hidden", "withdrawn", "rejected"])
    def test_text_is_seen_by_nobody(
        self, comment: Comment, mona: User, name: str, state: str
    ) -> None:
        if state == "hidden":
            hide(comment, mona, "Mind your words.")
        else:
            Comment.objects.filter(pk=comment.pk).update(state=state)
        assert not pages_with_the_text(visitor(name, comment), comment)

    @pytest.mark.parametrize("name", ["anonymous", "other", "staff"])
    def test_pending_text_is_its_author_s(self, comment: Comment, name: str) -> None:
        Comment.objects.filter(pk=comment.pk).update(state="pending")
        assert not pages_with_the_text(visitor(name, comment), comment)


def test_the_probe_finds_what_is_published(comment: Comment) -> None:
    found = pages_with_the_text(visitor("other", comment), comment)
    assert {
        "/en/documents/memo/clauses/statement-pre1/",
        "/en/documents/memo/commentary/",
        "/en/commentary/",
        "/en/people/{author}/",
        "/en/people/{replier}/",
        "/en/comments/{pk}/history/",
    } <= found


def test_moderators_see_it(comment: Comment, mona: User) -> None:
    hide(comment, mona)
    client = signed_in(mona)
    for page in ("/en/moderation/comments/{pk}/", "/en/comments/{pk}/history/"):
        assert SECRET in answers(client, comment, page)


def test_a_rejected_comment_leaves_no_tombstone(
    version: ClauseVersion, carol: User, mona: User, client: Client
) -> None:
    comment = make_comment(version, carol, SECRET)
    Comment.objects.update(state="pending")
    decide(comment, "rejected", mona, reason="spam")
    for reader in (client, signed_in(carol)):
        html = reader.get("/en/documents/memo/clauses/statement-pre1/").text
        assert f"comment-{comment.pk}" not in html


def test_no_mail_holds_it(comment: Comment, mona: User) -> None:
    hide(comment, mona, "Mind your words.")
    assert mail.outbox
    for letter in mail.outbox:
        assert SECRET not in letter.message().as_string() + str(letter.body)
