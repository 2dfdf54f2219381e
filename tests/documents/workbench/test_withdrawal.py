"""The desk's page of a withdrawal: who may, what it says before, and undoing it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from documents.models import Document, Edition, Withdrawal
from documents.services import begin_draft
from portal.people.roles import ROLES, Role
from tests.base import flat, queries_of, signed_in
from tests.documents.services.test_withdraw import make_second
from tests.documents.workbench.base import list_of, messages_of, page_of
from tests.factories import REASON, make_edition, make_member, make_withdrawal

pytestmark = pytest.mark.django_db
REASONS = {
    "reason_zh_hans": REASON["zh-hans"],
    "reason_ru": REASON["ru"],
    "reason_en": REASON["en"],
}
SEE = {"editor", "publisher", "administrator"}
DO = {"publisher", "administrator"}


@pytest.fixture
def second() -> Edition:
    return make_second(make_edition())


@pytest.fixture
def petra() -> Client:
    """Petra publishes."""
    return signed_in(make_member(Role.PUBLISHER, "petra"))


def sent(outcome: str = "readable", **more: Any) -> dict[str, Any]:
    return {"outcome": outcome, **REASONS, **more}


@pytest.mark.parametrize("name", ["anonymous", *ROLES])
@pytest.mark.parametrize("of", ["edition", "document"])
def test_who_may(name: str, of: str, second: Edition) -> None:
    client = Client() if name == "anonymous" else signed_in(make_member(Role(name)))
    target = second if of == "edition" else second.document
    page = page_of(target, "withdrawal")
    turned_away = 403 if name == "moderator" else 302
    assert client.get(page).status_code == (200 if name in SEE else turned_away)
    status = client.post(page, sent()).status_code
    if name in DO:
        assert status == 302
    else:
        assert status == (403 if name in {"editor", "moderator"} else 302)
    assert Withdrawal.objects.exists() == (name in DO)
    client.post(page, {"undo": "1", **REASONS})
    assert Withdrawal.objects.in_force().exists() is False
    assert Withdrawal.objects.exists() == (name in DO)


class TestPage:
    def test_says_what_would_happen(self, petra: Client, second: Edition) -> None:
        begin_draft(second, user=None)
        html = flat(petra.get(page_of(second, "withdrawal")).text)
        assert "Current edition after a withdrawal: edition 1," in html
        assert "A draft is open." in html
        html = flat(petra.get(page_of(second.document, "withdrawal")).text)
        assert "nothing of the document can be found in lists" in html

    @pytest.mark.parametrize(
        ("outcome", "kind", "readable"),
        [
            ("unreadable", "withdrawn", False),
            ("readable", "withdrawn", True),
            ("superseded", "superseded", True),
        ],
    )
    def test_stores_what_was_chosen(
        self, petra: Client, second: Edition, outcome: str, kind: str, readable: bool
    ) -> None:
        other = make_edition("later").document
        page = page_of(second.document, "withdrawal")
        answer = petra.post(page, sent(outcome, successor=other.pk), follow=True)
        made = Withdrawal.objects.get()
        assert (made.kind, made.text_readable) == (kind, readable)
        assert (made.successor, made.edition) == (other, None)
        assert made.in_language("reason", "zh-hans") == REASON["zh-hans"]
        assert made.by is not None
        html = flat(answer.text)
        assert REASON["en"] in html
        assert 'value="Undo the withdrawal"' in html
        assert str(made.by) in html

    def test_undoes_it(self, petra: Client, second: Edition) -> None:
        made = make_withdrawal(second)
        page = page_of(second, "withdrawal")
        answer = petra.post(page, {"undo": "1", **REASONS}, follow=True)
        assert messages_of(answer) == ["Undone: readers see it again as before."]
        made.refresh_from_db()
        assert not made.is_in_force
        assert 'value="Withdraw"' in flat(answer.text)

    @pytest.mark.parametrize("missing", ["outcome", *REASONS])
    def test_loses_nothing_that_was_typed(
        self, petra: Client, second: Edition, missing: str
    ) -> None:
        filled = {**sent(), missing: ""}
        answer = petra.post(page_of(second, "withdrawal"), filled)
        assert "Nothing was saved." in answer.text
        kept = [said for name, said in REASONS.items() if name != missing]
        assert all(said in answer.text for said in kept)
        assert not Withdrawal.objects.exists()

    def test_shows_a_refusal(self, petra: Client, second: Edition) -> None:
        answer = petra.post(page_of(second, "withdrawal"), sent("superseded"))
        assert answer.status_code == 409
        assert "No later edition of this document" in answer.text
        assert REASON["ru"] in answer.text

    @pytest.mark.parametrize("undo", [False, True])
    def test_who_comes_second_looks_first(
        self, petra: Client, second: Edition, undo: bool
    ) -> None:
        if not undo:
            make_withdrawal(second)
        filled = {"undo": "1", **REASONS} if undo else sent()
        answer = petra.post(page_of(second, "withdrawal"), filled)
        assert answer.status_code == 409
        assert "in the meantime" in answer.text
        assert Withdrawal.objects.in_force().count() == (0 if undo else 1)

    def test_a_draft_has_none(self, petra: Client, second: Edition) -> None:
        draft = begin_draft(second, user=None)
        assert petra.get(page_of(draft, "withdrawal")).status_code == 404


class TestAround:
    def test_links_lead_there(self, petra: Client, second: Edition) -> None:
        for target in (second, second.document):
            link = f'href="{page_of(target, "withdrawal")}"'
            assert link in petra.get(page_of(target)).text
        editor = signed_in(make_member(Role.EDITOR, "edith"))
        assert "/withdrawal/" not in editor.get(page_of(second)).text
        make_withdrawal(second)
        assert "/withdrawal/" in editor.get(page_of(second)).text
        assert "This edition was withdrawn on" in editor.get(page_of(second)).text

    @pytest.mark.parametrize("model", [Document, Edition])
    def test_lists_show_and_filter_it(
        self, petra: Client, second: Edition, model: type[Document | Edition]
    ) -> None:
        make_edition("other")
        target = second if model is Edition else second.document
        page = list_of(model)
        before = queries_of(lambda: petra.get(page))
        made = make_withdrawal(target)
        assert queries_of(lambda: petra.get(page)) == before
        column = "state" if model is Edition else "withdrawal"
        cell = f'<td class="field-{column}_shown">withdrawn</td>'
        assert cell in flat(petra.get(page).text)
        for kind, expected in (("withdrawn", [target]), ("superseded", [])):
            found = petra.get(page, {"withdrawal": kind}).context["cl"].queryset
            assert list(found) == expected
        assert made.is_in_force

    def test_the_next_edition_is_made_from_what_stands(
        self, petra: Client, second: Edition
    ) -> None:
        first = Edition.objects.get(number=1)
        make_withdrawal(second)
        link = f'href="{page_of(first, "draft")}"'
        assert link in petra.get(page_of(first)).text
        assert link in petra.get(page_of(first.document)).text
        assert "/draft/" not in petra.get(page_of(second)).text
        made = make_withdrawal(first.document)
        assert "/draft/" not in petra.get(page_of(first)).text
        answer = petra.post(page_of(first, "draft"), follow=True)
        [told] = messages_of(answer)
        assert told.startswith("This document has been withdrawn or superseded.")
        assert made.is_in_force

    def test_publishing_warns_of_a_withdrawn_base(
        self, petra: Client, second: Edition
    ) -> None:
        draft = begin_draft(second, user=None)
        page = f"/admin/documents/edition/publish/?edition={draft.pk}"
        warning = "that this draft is based on has been withdrawn"
        assert warning not in flat(petra.get(page).text)
        make_withdrawal(second)
        assert warning in flat(petra.get(page).text)
