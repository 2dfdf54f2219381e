"""Moderation in the administration: for moderators, and to be read only."""

from __future__ import annotations

import pytest

from commentary.models import Comment, MessageTemplate
from commentary.moderation.report import appeal_decision, report_comment
from documents.models import ClauseVersion
from portal.people.models import User
from tests.base import queries_of, signed_in
from tests.commentary.factories import hide, make_comment, make_commentator, suspend

pytestmark = pytest.mark.django_db
LISTS = ["waiting", "report", "decision", "appeal", "suspension", "messagetemplate"]


@pytest.fixture
def comment(version: ClauseVersion, carol: User, rita: User) -> Comment:
    comment = make_comment(version, carol, "Buy *carpets*!")
    report_comment(comment, reporter=rita, reason="spam")
    return comment


@pytest.fixture
def staff(mona: User) -> User:
    mona.is_staff = True
    mona.save()
    return mona


def page(name: str, rest: str = "") -> str:
    return f"/admin/commentary/{name}/{rest}"


@pytest.mark.parametrize("name", LISTS)
class TestLists:
    def test_are_read_by_moderators(
        self, comment: Comment, carol: User, staff: User, name: str
    ) -> None:
        appeal_decision(hide(comment, staff), words="It is no insult.")
        suspend(carol, staff)
        assert signed_in(staff).get(page(name)).status_code == 200

    def test_a_year_that_is_none_is_passed_over(
        self, comment: Comment, staff: User, name: str
    ) -> None:
        if name in ("suspension", "messagetemplate"):
            return  # have no such column
        field = "made_at" if name == "decision" else "created_at"
        client = signed_in(staff)
        response = client.get(page(name, f"?{field}__year=999999"))
        assert response.status_code == 302
        assert response["Location"].endswith("?e=1")

    def test_are_closed_to_others(self, comment: Comment, name: str) -> None:
        eddie = make_commentator("eddie", "documents.view_edition")
        eddie.is_staff = True
        eddie.save()
        assert signed_in(eddie).get(page(name)).status_code == 403
        assert name not in signed_in(eddie).get("/admin/").text

    def test_are_not_written(self, comment: Comment, staff: User, name: str) -> None:
        expected = 200 if name == "messagetemplate" else 403
        assert signed_in(staff).get(page(name, "add/")).status_code == expected


class TestQueue:
    def test_leads_to_the_site(self, comment: Comment, staff: User) -> None:
        client = signed_in(staff)
        assert f"/moderation/comments/{comment.pk}/" in client.get(page("waiting")).text
        response = client.get(page("waiting", f"{comment.pk}/change/"))
        assert response.status_code == 302
        assert response["Location"].endswith(f"/moderation/comments/{comment.pk}/")

    def test_costs_the_same_for_many(
        self, comment: Comment, version: ClauseVersion, rita: User, staff: User
    ) -> None:
        client = signed_in(staff)
        before = queries_of(lambda: client.get(page("waiting")))
        for name in ("dan", "eve", "fay"):
            other = make_comment(version, make_commentator(name))
            report_comment(other, reporter=rita, reason="spam")
        assert queries_of(lambda: client.get(page("waiting"))) == before


class TestTemplates:
    def test_are_needed_in_every_language(self, staff: User) -> None:
        data = {"name": "x", "position": "1", "title_en": "X", "text_en": "X"}
        response = signed_in(staff).post(page("messagetemplate", "add/"), data)
        assert response.status_code == 200
        assert not MessageTemplate.objects.filter(name="x").exists()
        codes = ("zh_hans", "ru", "en")
        data |= {
            f"{field}_{code}": "X" for field in ("title", "text") for code in codes
        }
        signed_in(staff).post(page("messagetemplate", "add/"), data)
        template = MessageTemplate.objects.get(name="x")
        assert template.in_language("text", "ru") == "X"


def test_the_delivered_templates_say_someone_as_the_pages_do() -> None:
    template = MessageTemplate.objects.get(name="personal-data")
    assert "someone's personal data" in template.in_language("text", "en")
