from __future__ import annotations

import csv
import json
from io import StringIO

import pytest

from commentary.models import Comment
from commentary.moderation.decide import Ruling, decide_comment, seen_of
from documents.models import ClauseVersion
from portal.people.models import User
from tests.base import at_most, queries_of, signed_in
from tests.commentary.factories import decide, hide, make_comment, make_moderator

pytestmark = pytest.mark.django_db
LOG = "/en/moderation/log/"


@pytest.fixture
def comment(version: ClauseVersion, carol: User) -> Comment:
    return make_comment(version, carol, "Buy *carpets*!")


def file(client: object, form: str, query: str = "") -> str:
    response = client.get(f"/en/moderation/log.{form}{query}")  # type: ignore[attr-defined] # a Client
    return b"".join(response.streaming_content).decode()


class TestPage:
    def test_lists_kept_and_hidden(self, comment: Comment, mona: User) -> None:
        decide(comment, "kept", mona)
        hide(comment, mona)
        html = signed_in(mona).get(LOG).text
        assert "Reviewed and kept" in html
        assert "Hidden" in html

    @pytest.mark.parametrize(
        ("query", "kept", "hidden"),
        [
            ("action=kept", True, False),
            ("action=x", True, True),
            ("moderator=999", True, True),
            ("since=2999-01-01", False, False),
            ("until=2000-01-01", False, False),
            ("since=yesterday", True, True),
            ("page=99", True, True),
        ],
    )
    def test_is_narrowed(
        self, comment: Comment, mona: User, query: str, kept: bool, hidden: bool
    ) -> None:
        decide(comment, "kept", mona)
        hide(comment, mona)
        html = signed_in(mona).get(f"{LOG}?{query}").text
        assert ("<strong>Reviewed and kept" in html) == kept
        assert ("<strong>Hidden" in html) == hidden

    def test_by_moderator(self, comment: Comment, mona: User) -> None:
        decide(comment, "kept", mona)
        anna = make_moderator("anna")
        hide(comment, anna)
        html = signed_in(mona).get(f"{LOG}?moderator={anna.pk}").text
        assert "<strong>Reviewed and kept" not in html

    def test_costs_the_same_for_many(self, comment: Comment, mona: User) -> None:
        decide(comment, "kept", mona)
        client = signed_in(mona)
        before = queries_of(lambda: client.get(LOG))
        for _count in range(5):
            decide(comment, "kept", mona)
        assert queries_of(lambda: client.get(LOG)) == before <= 8


class TestFiles:
    def test_csv(self, comment: Comment, mona: User) -> None:
        hide(comment, mona, 'Mind "your" words,\nplease.')
        text = file(signed_in(mona), "csv")
        assert text.startswith("\ufeffid,")
        [row] = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
        assert row["action"] == "hidden"
        assert row["clause"] == "statement-pre1"
        assert row["message"] == 'Mind "your" words,\nplease.'
        assert "carpets" not in text
        assert "@example.org" not in text

    def test_json(self, comment: Comment, mona: User) -> None:
        assert json.loads(file(signed_in(mona), "json")) == []
        hide(comment, mona, "Следите за словами")
        decide(comment, "shown", mona)
        shown, hidden = json.loads(file(signed_in(mona), "json"))
        assert (shown["action"], hidden["action"]) == ("shown", "hidden")
        assert hidden["message"] == "Следите за словами"

    @pytest.mark.parametrize(
        "start", ["=", "+", "-", "@", "\t", " =", "\n+", "＝", "＠"]
    )
    def test_no_formula_is_run(self, comment: Comment, mona: User, start: str) -> None:
        note = f"{start}HYPERLINK(1)"
        decide_comment(
            comment,
            moderator=mona,
            action="kept",
            seen=seen_of(comment),
            ruling=Ruling(note=note),
        )
        text = file(signed_in(mona), "csv").removeprefix("\ufeff")
        [row] = csv.DictReader(StringIO(text))
        assert row["note"] == f"'{note}"

    def test_is_narrowed_as_the_page(self, comment: Comment, mona: User) -> None:
        decide(comment, "kept", mona)
        assert json.loads(file(signed_in(mona), "json", "?action=hidden")) == []

    def test_other_forms_are_404(self, mona: User) -> None:
        assert signed_in(mona).get("/en/moderation/log.xml").status_code == 404

    def test_costs_little(self, comment: Comment, mona: User) -> None:
        for _count in range(5):
            decide(comment, "kept", mona)
        client = signed_in(mona)
        with at_most(6):
            file(client, "json")
