"""Who may see what, over every address: the stranger learns nothing of a draft."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from commentary.models import Comment
from documents.audit import last_renumbering, record_of
from documents.integrity.metadata import digest_metadata
from documents.models import Document, Edition, PendingImport
from documents.services import Renumbering, import_text, plan_renumbering
from documents.workbench.drafts import clause_url
from documents.workbench.withdrawal import withdrawal_url
from portal.people.roles import ROLES, Role
from tests.base import signed_in
from tests.commentary.factories import make_comment, make_commentator
from tests.documents.presenters.test_publication_summary import reword
from tests.factories import (
    make_draft,
    make_edition,
    make_file,
    make_import,
    make_member,
    make_person,
    make_units,
    make_withdrawal,
)

pytestmark = pytest.mark.django_db
PUBLIC = [
    "/en/documents/open/",
    "/en/documents/open/editions/1/",
    "/en/documents/open/clauses/statement-pre1/",
    "/en/documents/open/editions/",
    "/en/documents/open/metadata/",
    "/en/documents/open/commentary/",
    "/en/commentary/",
    "/en/documents/open/editions/1/changes/",
    "/en/documents/open/editions/1/manifest.txt",
    "/en/documents/open/references/",
    "/en/documents/open/references.csv",
    "/en/documents/open/references/network/",
    "/en/documents/open/clauses/statement-pre1/preview/",
    "/en/documents/open/clauses/statement-pre1/references/targets/",
    "/en/documents/open/clauses/statement-pre1/terms/",
    "/en/instruments/",
    "/en/terms/",
    "/en/search/",
    "/en/search/?q=point",
    "/en/search/suggestions/?q=point",
    "/en/search/feed.atom?q=point",
    "/en/search/description.xml",
    "/en/documents/open/editions/1/texts.zip",
    "/en/documents/open/editions/1/received/ru/",
    "/en/commentary/feed.atom",
    "/en/documents/open/commentary/feed.atom",
    "/en/documents/open/clauses/statement-pre1/commentary/feed.atom",
    "/id/open",
    "/id/open/metadata",
    "/id/open/statement-pre1",
    "/id/open/e1/statement-pre1",
]
DRAFTS = [
    "/en/documents/hidden/",
    "/en/documents/hidden/editions/1/",
    "/en/documents/hidden/clauses/statement-pre1/",
    "/en/documents/hidden/editions/",
    "/en/documents/hidden/metadata/",
    "/en/documents/hidden/commentary/",
    "/en/documents/hidden/clauses/statement-pre1/commentary/",
    "/en/documents/hidden/editions/1/changes/",
    "/en/documents/hidden/editions/1/manifest.txt",
    "/en/documents/hidden/references/",
    "/en/documents/hidden/references.csv",
    "/en/documents/hidden/references/network/",
    "/en/documents/hidden/clauses/statement-pre1/preview/",
    "/en/documents/hidden/clauses/statement-pre1/references/targets/",
    "/en/documents/open/clauses/statement-pre4/preview/",
    "/en/documents/hidden/editions/1/texts.zip",
    "/en/documents/hidden/editions/1/received/zh-hans/",
    "/en/documents/open/editions/2/received/ru/",
    "/en/documents/open/editions/2/changes/",
    "/en/documents/open/editions/1/changes/?from=2",
    "/en/documents/open/editions/2/manifest.txt",
    "/en/documents/open/editions/2/texts.zip",
    "/en/documents/hidden/commentary/feed.atom",
    "/en/documents/hidden/clauses/statement-pre1/commentary/feed.atom",
    "/en/documents/open/clauses/statement-pre4/commentary/feed.atom",
    "/id/hidden",
    "/id/hidden/metadata",
    "/id/hidden/statement-pre1",
    "/id/hidden/e1/statement-pre1",
    "/en/documents/open/editions/2/",
    "/en/documents/open/clauses/statement-pre4/",
    "/id/open/statement-pre4",
    "/id/open/e2/statement-pre1",
]
# Withdrawn, and told to everybody alike: editors read it at the desk.
GONE = [address.replace("/open", "/gone") for address in PUBLIC if "/open" in address]
MISSING = [
    "/en/documents/none/references/",
    "/en/references/99999999999999999999/",
    "/en/instruments/none/",
    "/en/documents/open/clauses/none/preview/",
    "/en/documents/none/commentary/",
    "/en/documents/open/clauses/statement-pre99/commentary/",
    "/en/people/999999/",
    "/en/comments/999999/",
    "/en/documents/none/",
    "/en/documents/none/metadata/",
    "/id/none/metadata",
    "/en/documents/open/editions/3/",
    "/en/documents/open/editions/1/received/fr/",
    "/en/documents/none/editions/1/received/en/",
    "/en/documents/open/editions/99999999999999999999/",
    "/en/documents/open/clauses/statement-pre99/",
    "/id/none",
    "/id/open/none",
    "/id/open/e0/statement-pre1",
    "/id/open/e3/statement-pre1",
    "/id/open/e1/statement-pre4",
]


@pytest.fixture(scope="module", autouse=True)
def _documents(module_transaction: None) -> None:
    """A published document with a draft of one clause more, a hidden, a gone one."""
    make_edition("open", kept=True)
    make_withdrawal(make_edition("gone", kept=True).document)
    make_draft("hidden", kept=True)
    import_text(
        Document.objects.get(slug="open"),
        language="ru",
        file=make_file("more", kept=True),
        units=make_units("ru", paragraphs=4),
    )
    assert Edition.objects.count() == 4


def visitor(name: str) -> Client:
    match name:
        case "anonymous":
            return Client()
        case "reader":
            return signed_in(make_person(name))
        case _:
            return signed_in(make_member(Role(name)))


# Who sees drafts, and what else the administration shows whom.
SEE_DRAFTS = {"editor", "publisher", "administrator"}
VISITORS = ["anonymous", "reader", *ROLES]
EDITION = "/admin/documents/edition/"
MANAGED = {
    "/admin/": {*SEE_DRAFTS, "moderator"},
    EDITION: SEE_DRAFTS,
    "/admin/documents/document/import/": SEE_DRAFTS,
    "/admin/documents/document/": SEE_DRAFTS,
    "/admin/documents/instrument/add/": SEE_DRAFTS,
    "/admin/documents/term/": SEE_DRAFTS,
    "/admin/documents/term/import/": SEE_DRAFTS,
    "/admin/documents/term/terms.csv": SEE_DRAFTS,
    "/admin/documents/term/terms.tbx": SEE_DRAFTS,
    "/admin/portal/user/": {"administrator"},
    "/admin/portal/user/add/": {"administrator"},
    "/admin/portal/rolegroup/": {"administrator"},
    "/admin/portal/queuedmail/": {"administrator"},
}


@pytest.mark.parametrize("name", VISITORS)
class TestMatrix:
    @pytest.mark.parametrize("address", PUBLIC)
    def test_published_is_open(self, name: str, address: str) -> None:
        assert visitor(name).get(address, follow=True).status_code == 200

    @pytest.mark.parametrize("address", DRAFTS)
    def test_drafts_are_for_editors(self, name: str, address: str) -> None:
        expected = 200 if name in SEE_DRAFTS else 404
        assert visitor(name).get(address, follow=True).status_code == expected

    @pytest.mark.parametrize("address", GONE)
    def test_what_was_withdrawn_says_so(self, name: str, address: str) -> None:
        assert visitor(name).get(address, follow=True).status_code == 410

    @pytest.mark.parametrize("address", MISSING)
    def test_nothing_is_404(self, name: str, address: str) -> None:
        assert visitor(name).get(address).status_code == 404

    def test_lists_name_only_what_is_open(self, name: str) -> None:
        html = visitor(name).get("/en/documents/").content.decode()
        assert "/documents/open/" in html
        assert "/documents/gone/" not in html
        assert ("/documents/hidden/" in html) == (name in SEE_DRAFTS)

    @pytest.mark.parametrize("address", MANAGED)
    def test_administration(self, name: str, address: str) -> None:
        status = visitor(name).get(address).status_code
        if name in MANAGED[address]:
            assert status == 200
        else:  # asked to sign in, or turned away
            assert status == (403 if name in MANAGED["/admin/"] else 302)

    def test_publishing(self, name: str) -> None:
        draft = Edition.objects.get(document__slug="hidden")
        address = f"{EDITION}publish/?edition={draft.pk}"
        status = visitor(name).get(address).status_code
        if name in {"publisher", "administrator"}:
            assert status == 200
        else:
            assert status == (403 if name in MANAGED["/admin/"] else 302)

    def test_correcting_metadata(self, name: str) -> None:
        """The page and what it sends are for those who edit."""
        document = Document.objects.get(slug="open")
        page = reverse("admin:documents_document_metadata", args=[document.pk])
        client = visitor(name)
        sent = {"symbol": "A/61/1", "reason": "Seen in print."}
        sent |= {"seen": digest_metadata(document)}
        sent |= {"document_type": document.document_type}
        sent |= {"relations-TOTAL_FORMS": "0", "relations-INITIAL_FORMS": "0"}
        shown, corrected = client.get(page).status_code, client.post(page, sent)
        if name in SEE_DRAFTS:
            assert (shown, corrected.status_code) == (200, 302)
        else:
            expected = 403 if name in MANAGED["/admin/"] else 302
            assert (shown, corrected.status_code) == (expected, expected)
        document.refresh_from_db()
        assert (document.symbol == "A/61/1") == (name in SEE_DRAFTS)

    def test_withdrawing(self, name: str) -> None:
        """Editors see the page and its record, publishers its form."""
        client = visitor(name)
        for row in Edition.objects.published().with_document():
            for target in (row, row.document):
                answer = client.get(withdrawal_url(target))
                if name in SEE_DRAFTS:
                    has_form = 'name="reason_en"' in answer.text
                    assert has_form == (name != "editor")
                else:
                    turned_away = 403 if name in MANAGED["/admin/"] else 302
                    assert answer.status_code == turned_away

    def test_imports_in_hand(self, name: str) -> None:
        """One's own are gone on with by who imports, all by who publishes."""
        other = make_import(make_member(Role.EDITOR, "other"), slug="theirs")
        client = visitor(name)
        page = reverse("admin:documents_document_import_review", args=[other.token])
        turned_away = 403 if name in MANAGED["/admin/"] else 302
        sees_all = name in {"publisher", "administrator"}
        expected = 200 if sees_all else 302 if name == "editor" else turned_away
        assert client.get(page).status_code == expected
        if name in MANAGED["/admin/"]:
            assert ("theirs" in client.get("/admin/").text) == sees_all
        client.post(page, {"cancel": "1", "revision": "0"})
        assert PendingImport.objects.filter(pk=other.pk).exists() != sees_all

    def test_renumbering(self, name: str) -> None:
        """The page, its confirmation and the undoing are for those who edit."""
        draft = Edition.objects.get(document__slug="hidden")
        client, start = visitor(name), "statement-op1"
        page = clause_url(draft, "renumber", start)
        wanted = Renumbering(start=start, shift=1)
        sent = {"how": "shift", "shift": 1, "languages": ["zh-hans", "ru", "en"]}
        sent |= {"sublevels": "on", "renumber": "1"}
        sent |= {"seen": plan_renumbering(draft, wanted).seen}
        shown = client.get(page).status_code
        client.post(page, sent)
        made = last_renumbering(draft)
        assert (made is not None) == (name in SEE_DRAFTS)
        operation = made.operation if made else "none"
        args = [draft.pk, operation]
        undo = reverse("admin:documents_renumbering_undo", args=args)
        undone = client.post(undo).status_code
        if name in SEE_DRAFTS:
            assert (shown, undone) == (200, 302)
        else:
            expected = 403 if name in MANAGED["/admin/"] else 302
            assert (shown, undone) == (expected, expected)
        number = draft.versions.get(clause__key=start).in_language("number", "en")
        assert number == "1."

    def test_putting_back(self, name: str) -> None:
        """An entry of the record is put back by those who edit."""
        draft = Edition.objects.get(document__slug="hidden")
        reword(draft, "statement-pre1", en="Other words")
        [row, *_earlier] = record_of(draft)
        args = [draft.pk, row[1], row[2]]
        address = reverse("admin:documents_entry_undo", args=args)
        status = visitor(name).post(address).status_code
        refused = 403 if name in MANAGED["/admin/"] else 302
        assert status == (302 if name in SEE_DRAFTS else refused)
        text = draft.versions.get(clause__key="statement-pre1").in_language
        assert (text("text", "en") != "Other words") == (name in SEE_DRAFTS)


# --- Commentary

MODERATE = {"moderator", "administrator"}
OWN = [
    "/en/notices/",
    "/en/watches/",
    "/en/searches/",
    "/en/quotes/",
    "/accounts/profile/",
]
MODERATION = [
    "/en/moderation/",
    "/en/moderation/log/",
    "/en/moderation/log.csv",
    "/en/moderation/log.json",
    "/en/moderation/comments/{comment}/",
    "/en/moderation/people/{author}/",
]
TALK = "/en/documents/open/clauses/statement-pre1/commentary/"


@pytest.fixture
def comment() -> Comment:
    version = Edition.objects.get(document__slug="open", number=1).versions.get(
        clause__key="statement-pre1"
    )
    return make_comment(version, make_commentator("carol"), "Carol's words")


@pytest.mark.parametrize("name", VISITORS)
class TestCommentary:
    @pytest.mark.parametrize("address", OWN)
    def test_own_pages_ask_to_sign_in(self, name: str, address: str) -> None:
        expected = 302 if name == "anonymous" else 200
        assert visitor(name).get(address).status_code == expected

    @pytest.mark.parametrize("address", MODERATION)
    def test_moderation_is_for_moderators(
        self, name: str, address: str, comment: Comment
    ) -> None:
        url = address.format(comment=comment.pk, author=comment.author_id)
        expected = 200 if name in MODERATE else 404
        assert visitor(name).get(url).status_code == expected

    def test_commenting_takes_a_role(self, name: str, comment: Comment) -> None:
        sent = {
            "display_name": "Vera",
            "kind": "comment",
            "language": "en",
            "source": "Mine",
            "submission": str(uuid.uuid4()),
        }
        response = visitor(name).post(TALK, sent)
        assert response.status_code == (422 if name == "reader" else 302)
        stored = Comment.objects.filter(source="Mine").count()
        assert stored == (0 if name in {"anonymous", "reader"} else 1)

    @pytest.mark.parametrize("page", ["edit", "withdraw"])
    def test_comments_are_their_authors_own(
        self, name: str, page: str, comment: Comment
    ) -> None:
        response = visitor(name).post(f"/en/comments/{comment.pk}/{page}/")
        assert response.status_code == (302 if name == "anonymous" else 404)

    @pytest.mark.parametrize("state", ["hidden", "rejected"])
    def test_hidden_text_is_for_moderators(
        self, name: str, state: str, comment: Comment
    ) -> None:
        Comment.objects.update(state=state)
        html = visitor(name).get(TALK, headers={"HX-Request": "true"}).text
        assert ("Carol's words" in html) == (name in MODERATE)


# What a visitor writes is kept, and goes with them through the steps of signing up.
FIRST = {
    "open": "/en/documents/open/clauses/statement-pre1/first-comment/",
    "draft": "/en/documents/open/clauses/statement-pre4/first-comment/",
    "hidden": "/en/documents/hidden/clauses/statement-pre1/first-comment/",
    "gone": "/en/documents/gone/clauses/statement-pre1/first-comment/",
    "reply": "/en/comments/{comment}/first-reply/",
    "hidden reply": "/en/comments/{comment}/first-reply/",
}
STEPS = ["", "account/", "code/", "sign-in/", "passkey/"]


@pytest.mark.parametrize("name", VISITORS)
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("where", FIRST)
def test_first_comments(name: str, step: str, where: str, comment: Comment) -> None:
    """None of the steps begins in the middle, and none tells of what is not open."""
    if where == "hidden reply":
        Comment.objects.update(state=Comment.State.REJECTED)
    address = FIRST[where].format(comment=comment.pk) + step
    sees = {"draft": SEE_DRAFTS, "hidden": SEE_DRAFTS, "hidden reply": MODERATE}
    open_to = sees.get(where, set(VISITORS) - ({name} if where == "gone" else set()))
    missing = 410 if where == "gone" else 404
    client = visitor(name)
    assert client.get(address).status_code == (302 if name in open_to else missing)
    sent = {"kind": "comment", "language": "en", "source": "Mine"}
    posted = client.post(address, sent, headers={"Origin": "http://testserver"})
    if name not in open_to:
        assert posted.status_code == missing
    else:
        assert posted.status_code == (
            302 if step else 200 if name == "anonymous" else 422
        )
    assert not Comment.objects.filter(source="Mine").exists()


def test_an_inactive_editor_sees_no_draft() -> None:
    editor = make_person("gone", "documents.view_edition")
    client = signed_in(editor)
    editor.is_active = False
    editor.save()
    assert client.get("/en/documents/hidden/").status_code == 404


def test_the_document_page_stays_on_the_published_edition() -> None:
    html = visitor("editor").get("/en/documents/open/").content.decode()
    assert "statement-pre3" in html
    assert "statement-pre4" not in html
