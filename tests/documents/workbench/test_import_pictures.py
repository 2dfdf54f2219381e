"""Pictures of the pages of an import: who may see them, and beside which unit."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from documents.importing import parse_file
from documents.models import PendingImport
from documents.services import SourceFile, begin_import, keep_file
from portal.people.models import User
from portal.people.roles import Role
from tests.base import LANGUAGES, signed_in
from tests.documents.importing.pdf.pages import print_resolution
from tests.documents.workbench.base import administrator
from tests.factories import make_import, make_member

pytestmark = pytest.mark.django_db
REVIEW = "/admin/documents/document/import/{}/"


def make_pdf_import(user: User, data: bytes | None = None) -> PendingImport:
    read = print_resolution()
    data = data or read
    keep_file(data)
    return begin_import(
        slug="pages",
        language="en",
        standing="unofficial",
        file=SourceFile.of("pages.pdf", data),
        parsed=parse_file(read, "en"),
        user=user,
    )


def picture(pending: PendingImport, number: int = 1) -> str:
    return f"{REVIEW.format(pending.token)}page/{number}/"


class TestPicture:
    @pytest.fixture
    def editor(self) -> User:
        return make_member(Role.EDITOR)

    def test_its_editor_sees_it(self, editor: User) -> None:
        answer = signed_in(editor).get(picture(make_pdf_import(editor), 2))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["Cache-Control"] == "private, max-age=86400, immutable"
        assert answer.content.startswith(b"\x89PNG")

    @pytest.mark.parametrize(
        ("role", "status"),
        [(Role.PUBLISHER, 200), (Role.EDITOR, 404), (Role.MODERATOR, 404)],
    )
    def test_others(self, editor: User, role: Role, status: int) -> None:
        other = make_member(role, "other")
        answer = signed_in(other).get(picture(make_pdf_import(editor)))
        assert answer.status_code == status

    def test_strangers_sign_in_first(self, client: Client, editor: User) -> None:
        answer = client.get(picture(make_pdf_import(editor)))
        assert answer.status_code == 302
        assert "login" in answer.headers["Location"]

    @pytest.mark.parametrize("number", [0, 4, 10**20])
    def test_no_such_page(self, editor: User, number: int) -> None:
        answer = signed_in(editor).get(picture(make_pdf_import(editor), number))
        assert answer.status_code == 404

    def test_no_pdf(self, editor: User) -> None:
        assert signed_in(editor).get(picture(make_import(editor))).status_code == 404

    def test_what_cannot_be_drawn(self, editor: User) -> None:
        pending = make_pdf_import(editor, b"%PDF-1.4 damaged")
        answer = signed_in(editor).get(picture(pending))
        assert answer.status_code == 422
        assert answer.text.startswith("The file is damaged")

    def test_only_read(self, editor: User) -> None:
        pending = make_pdf_import(editor)
        assert signed_in(editor).post(picture(pending)).status_code == 405


class TestBesideTheUnits:
    @pytest.fixture
    def admin(self) -> Client:
        return administrator()

    @pytest.fixture
    def pending(self, admin: Client) -> PendingImport:
        return make_pdf_import(User.objects.get())

    def desk(self, admin: Client, pending: PendingImport, query: str = "") -> Any:
        return admin.get(f"{REVIEW.format(pending.token)}{query}")

    def test_of_a_pdf_the_page_is_shown_first(
        self, admin: Client, pending: PendingImport
    ) -> None:
        page = self.desk(admin, pending)
        assert f'src="{picture(pending, 1)}"' in page.text
        assert "Page 1 of 3 of the file as received" in page.text
        text = self.desk(admin, pending, "?side=text")
        assert "<img" not in text.text
        assert 'id="received-1"' in text.text

    def test_it_is_that_of_the_unit_in_hand(
        self, admin: Client, pending: PendingImport
    ) -> None:
        units = self.desk(admin, pending).context["review"].desk.units
        last = units[-1]
        assert last.unit.page == 3
        for query in (f"?at={last.id}", f"?open={last.id}", "?picture=3"):
            page = self.desk(admin, pending, query)
            assert page.context["picture"].number == 3, query
        assert self.desk(admin, pending, "?picture=99").context["picture"].number == 3

    def test_a_step_keeps_the_side(self, admin: Client, pending: PendingImport) -> None:
        sent = {"revision": "0", "shown": "text", "do": "drop:2"}
        after = admin.post(REVIEW.format(pending.token), sent, follow=True)
        assert after.context["picture"] is None
        sent = {"revision": "1", "shown": "text", "side": "picture"}
        after = admin.post(REVIEW.format(pending.token), sent, follow=True)
        assert after.context["picture"].number == 1

    def test_other_files_have_none(self, admin: Client) -> None:
        page = self.desk(admin, make_import(User.objects.get()), "?side=picture")
        assert "<img" not in page.text
        assert 'name="side"' not in page.text

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_in_every_interface_language(
        self, admin: Client, pending: PendingImport, code: str
    ) -> None:
        page = admin.get(
            REVIEW.format(pending.token), headers={"accept-language": code}
        )
        assert f'<html lang="{code}"' in page.text
        assert 'id="desk-picture"' in page.text
