"""The import desk: its steps on the page, who may take them, and what is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import ClauseVersion, Edition, PendingImport
from documents.services import delete_stale_imports, publish_edition
from documents.services.pending_imports import KEPT_IN_HAND, MOST, STEPS
from portal.people.accounts import close_account
from portal.people.data_export import export_data
from portal.people.models import User
from portal.people.roles import Role
from tests.base import LANGUAGES, signed_in
from tests.documents.workbench.base import administrator, messages_of
from tests.documents.workbench.test_import_wizard import (
    begin,
    fields_of,
    finish,
    stored,
    text_of,
)
from tests.factories import make_draft, make_import, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return administrator()


def do(client: Client, table: Any, step: str, **changed: str) -> Any:
    """Press a button of a row, with the form as it is but for `changed`."""
    sent = {**fields_of(table), **changed, "do": step}
    opened = table.context["review"].opened
    sent |= {} if opened is None else {"open": str(opened)}
    return client.post(table.request["PATH_INFO"], sent, follow=True)


def texts(table: Any) -> list[str]:
    return [unit.text for unit in table.context["review"].units]


def pairs(table: Any) -> dict[int, str]:
    found: dict[int, str] = table.context["review"].pairs()
    return found


class TestSteps:
    def test_a_unit_is_edited(self, admin: Client) -> None:
        table = do(admin, begin(admin, "en"), "open:8")
        assert 'name="text-8"' in table.text
        said = {"text-8": "Other\r\nwords.\0", "kind-8": "note", "part-8": "annex"}
        table = do(admin, table, "close:8", **said)
        [unit] = [u for u in table.context["review"].units if u.text == "Other\nwords."]
        assert (unit.kind, unit.part) == ("note", "annex")
        assert 'name="text-8"' not in table.text
        assert 'id="unit-8"' in table.text

    def test_a_unit_is_split_at_a_blank_line(self, admin: Client) -> None:
        table = begin(admin, "en")
        before = texts(table)
        table = do(admin, table, "open:8")
        cut = before[8].replace(" ", "\r\n\r\n", 1)
        table = do(admin, table, "split:8", **{"text-8": cut})
        assert texts(table)[8:10] == before[8].split(" ", 1)
        table = do(admin, table, "join:8")
        assert texts(table) == before

    def test_a_refused_step_keeps_what_was_typed(self, admin: Client) -> None:
        table = do(admin, begin(admin, "en"), "open:8")
        table = do(admin, table, "split:8", **{"text-8": "No blank line."})
        assert messages_of(table) == [
            "Put a blank line where the next unit begins, not at an end."
        ]
        assert "No blank line.</textarea>" in table.text

    def test_a_unit_is_moved_to_the_place_of_another(self, admin: Client) -> None:
        table = do(admin, begin(admin, "en"), "open:8")
        before = texts(table)
        table = do(admin, table, "close:8", **{"place-8": "12"})
        assert texts(table) == [*before[:8], *before[9:12], before[8], *before[12:]]
        assert messages_of(table) == ["Unit 12 has been saved."]
        table = do(admin, do(admin, table, "open:8"), "close:8", **{"place-8": "9"})
        assert texts(table) == before

    @pytest.mark.parametrize(
        ("place", "told"),
        [
            ("999", "No unit has this number: the unit has not been moved."),
            ("0", "No unit has this number: the unit has not been moved."),
            ("eggs", "Enter the number of a unit as digits."),
        ],
    )
    def test_no_place_to_move_to(self, admin: Client, place: str, told: str) -> None:
        table = do(admin, begin(admin, "en"), "open:8")
        after = do(admin, table, "close:8", **{"place-8": place})
        assert texts(after) == texts(table)
        assert told in after.text

    @pytest.mark.parametrize(
        ("step", "told"),
        [
            ("join:8", "Unit 9 has been joined with the next one."),
            ("drop:8", "Unit 9 has been dropped."),
            ("none:8", "Unit 9 has no counterpart any more."),
            ("down:20", "The counterparts have been shifted down from unit 21."),
            ("open:8", ""),
        ],
    )
    def test_a_step_is_told(self, admin: Client, step: str, told: str) -> None:
        stored(admin, "zh-hans")
        after = do(admin, begin(admin, "ru"), step)
        assert messages_of(after) == [told] * bool(told)

    def test_a_unit_that_is_moved_far_is_followed(self, admin: Client) -> None:
        clauses = (f"{number}. Decides thing {number};" for number in range(1, 150))
        text = "\n\n".join(("Resolution 1/2006", "The General Assembly,", *clauses))
        table = do(admin, begin(admin, "en", text=text), "open:5")
        table = do(admin, table, "close:5", **{"place-5": "140"})
        assert table.context["review"].page == 2
        assert 'id="unit-5"' in table.text

    def test_a_unit_is_dropped_and_the_next_is_at_hand(self, admin: Client) -> None:
        table = begin(admin, "en")
        before = texts(table)
        table = do(admin, table, "drop:8")
        assert texts(table) == before[:8] + before[9:]
        assert 'data-at="9"' in table.text

    @pytest.mark.parametrize("step", ["drop:999", "join:999", "poem:1", "drop:"])
    def test_what_is_no_step(self, admin: Client, step: str) -> None:
        table = begin(admin, "en")
        assert texts(do(admin, table, step)) == texts(table)

    def test_the_draft_is_as_repaired(self, admin: Client) -> None:
        table = do(admin, begin(admin, "en"), "drop:8")
        joined = do(admin, table, "join:9")
        assert len(texts(joined)) == len(texts(table)) - 1
        finish(admin, joined)
        rows = ClauseVersion.objects.order_by("position")
        assert [row.in_language("text", "en") for row in rows] == texts(joined)


class TestPairs:
    @pytest.fixture
    def table(self, admin: Client) -> Any:
        stored(admin, "zh-hans")
        return begin(admin, "ru")

    def test_no_counterpart(self, admin: Client, table: Any) -> None:
        lost = pairs(table)[8]
        table = do(admin, table, "none:8")
        assert 8 not in pairs(table)
        finish(admin, table)
        row = ClauseVersion.objects.get(clause__key=lost)
        assert row.in_language("text", "ru") == ""

    def test_a_clause_is_chosen(self, admin: Client, table: Any) -> None:
        before = pairs(table)
        table = do(admin, table, "open:8")
        table = do(admin, table, "close:8", **{"pair-8": before[9]})
        assert pairs(table)[8] == before[9]
        assert 9 not in pairs(table)
        finish(admin, table)
        row = ClauseVersion.objects.get(clause__key=before[9])
        assert row.in_language("text", "ru") == texts(table)[8]

    def test_shifted_and_back(self, admin: Client, table: Any) -> None:
        before = pairs(table)
        part = [unit.part for unit in table.context["review"].units]
        following = [own for own in before if own > 20 and part[own] == part[20]]
        table = do(admin, table, "down:20")
        for own in following[:-1]:
            assert pairs(table)[own] == before[own + 1]
        table = do(admin, table, "up:20")
        assert [pairs(table)[own] for own in following[:-1]] == [
            before[own] for own in following[:-1]
        ]

    def test_a_new_version_is_shifted_too(self, admin: Client, table: Any) -> None:
        finish(admin, table)
        table = begin(admin, "ru", text=text_of("ru").replace("Договор", "Дoговор", 1))
        before = pairs(table)
        table = do(admin, table, "down:20")
        assert pairs(table)[20] == before[21]
        assert table.context["review"].open_count == 0
        finish(admin, table)
        assert (
            ClauseVersion.objects.get(clause__key=before[21]).in_language("text", "ru")
            == texts(table)[20]
        )


class TestUndo:
    def test_fifty_steps_back(self, admin: Client) -> None:
        table = begin(admin, "en")
        before = texts(table)
        for count in range(50):
            table = do(admin, table, "", **{"number-5": f"{count}."})
        for count in reversed(range(50)):
            assert table.context["review"].units[5].number == f"{count}."
            table = do(admin, table, "undo")
        assert texts(table) == before
        assert table.context["review"].units[5].number == ""
        table = do(admin, table, "undo")
        assert messages_of(table) == ["There is nothing to undo."]
        assert STEPS >= 50

    def test_what_is_typed_is_taken_back_first(self, admin: Client) -> None:
        table = do(admin, begin(admin, "en"), "drop:8")
        after = texts(table)
        table = do(admin, table, "undo", **{"number-5": "IV"})
        assert texts(table) == after
        assert len(texts(do(admin, table, "undo"))) == len(after) + 1

    def test_undone_as_it_was_is_the_same_file(self, admin: Client) -> None:
        publish_edition(stored(admin, "zh-hans"), user=None)
        table = do(admin, begin(admin, "zh-hans"), "drop:8")
        assert not table.context["is_same_file"]
        assert do(admin, table, "undo").context["is_same_file"]


class TestConflict:
    def test_two_tabs(self, admin: Client) -> None:
        first = begin(admin, "en")
        do(admin, first, "drop:9")
        answer = do(admin, first, "", **{"number-5": "IV", "text-5": "Mine."})
        assert answer.status_code == 409
        assert "anna@example.org" in answer.text
        assert "IV Mine.</textarea>" in answer.text
        assert 'id="desk"' in answer.text
        kept = admin.get(first.request["PATH_INFO"])
        assert kept.context["review"].units[5].number == ""

    def test_a_unit_that_is_gone(self, admin: Client) -> None:
        first = begin(admin, "en")
        do(admin, first, "drop:9")
        assert do(admin, first, "open:9").status_code == 409

    @pytest.mark.parametrize("button", ["store", "cancel"])
    def test_an_old_form_saves_and_discards_nothing(
        self, admin: Client, button: str
    ) -> None:
        first = begin(admin, "en")
        do(admin, first, "drop:9")
        assert finish(admin, first, button).status_code == 409
        assert PendingImport.objects.exists()
        assert not Edition.objects.exists()


class TestKept:
    def test_another_session_goes_on(self, admin: Client) -> None:
        table = do(admin, begin(admin, "en"), "drop:8")
        again = signed_in(User.objects.get())
        [link] = [f'href="{table.request["PATH_INFO"]}"']
        assert link in again.get("/admin/").text
        assert texts(again.get(table.request["PATH_INFO"])) == texts(table)

    def test_the_list_is_one_query_whatever_is_in_it(self) -> None:
        editor = make_member(Role.EDITOR)
        client = signed_in(editor)
        counts = []
        for _count in range(3):
            make_import(editor)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get("/admin/")
            counts.append(len(queries))
        assert len(set(counts)) == 1

    def test_the_desk_asks_as_much_for_long_texts(self, admin: Client) -> None:
        counts = []
        for paragraphs in (3, 60):
            make_draft(f"memo-{paragraphs}", languages=["ru"], paragraphs=paragraphs)
            pending = make_import(User.objects.get(), slug=f"memo-{paragraphs}")
            url = f"/admin/documents/document/import/{pending.token}/"
            with CaptureQueriesContext(connection) as queries:
                assert admin.get(url).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_discarded_from_the_start_page(self, admin: Client) -> None:
        pending = make_import(User.objects.get())
        url = f"/admin/documents/document/import/{pending.token}/"
        answer = admin.post(url, {"cancel": "1", "revision": "0"}, follow=True)
        assert messages_of(answer) == ["The import has been discarded."]
        assert not PendingImport.objects.exists()

    def test_deleted_when_nobody_has_changed_it_for_long(self, admin: Client) -> None:
        user = User.objects.get()
        old, young = make_import(user), make_import(user, slug="young")
        for row, days in ((old, 1), (young, -1)):
            changed = timezone.now() - KEPT_IN_HAND - timedelta(days=days)
            PendingImport.objects.filter(pk=row.pk).update(changed_at=changed)
        assert delete_stale_imports() == 1
        assert PendingImport.objects.get() == young

    def test_one_person_has_so_many(self, admin: Client) -> None:
        for count in range(MOST):
            make_import(User.objects.get(), slug=f"memo-{count}")
        answer = begin(admin, "en")
        assert "You have too many imports in hand" in answer.text
        assert PendingImport.objects.count() == MOST

    def test_exported_and_erased_with_their_person(self) -> None:
        editor = make_member(Role.EDITOR)
        make_import(editor)
        [told] = export_data(editor)["imports"]
        assert (told["document"], told["language"]) == ("memo", "en")
        close_account(editor, erase=False)
        assert not PendingImport.objects.exists()


class TestPage:
    def test_the_text_as_received_is_beside_its_units(self, admin: Client) -> None:
        pages = text_of("en").replace("\n\n", "\n\n\f", 1)
        table = begin(admin, "en", text=pages)
        received = table.context["received"]
        found = [piece.unit for piece in received if piece.unit is not None]
        assert len(found) > 30
        assert [piece.page for piece in received if piece.page] == [1, 2]
        assert f'href="#received-{found[-1]}"' in table.text
        assert f'id="received-{found[-1]}"' in table.text

    def test_long_texts_have_pages(self, admin: Client) -> None:
        clauses = (f"{number}. Decides thing {number};" for number in range(1, 500))
        text = "\n\n".join(("Resolution 1/2006", "The General Assembly,", *clauses))
        table = begin(admin, "en", text=text)
        review = table.context["review"]
        assert (len(review.rows), review.pages) == (100, range(1, 7))
        last = admin.get(table.request["PATH_INFO"] + "?page=6")
        assert last.context["review"].rows[-1].found.text == "Decides thing 499;"
        assert "Decides thing 499;" in last.context["received"][-1].text
        assert "thing 100;" not in "".join(p.text for p in last.context["received"])

    def test_the_next_language_is_begun_from_the_end(self, admin: Client) -> None:
        table = begin(admin, "zh-hans")
        sent = {**fields_of(table), "store": "next"}
        form = admin.post(table.request["PATH_INFO"], sent, follow=True)
        assert form.context["form"]["language"].value() == "ru"
        document = Edition.objects.get().document_id
        assert form.context["form"]["document"].value() == str(document)

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_in_every_interface_language(self, admin: Client, code: str) -> None:
        make_draft(languages=["ru"])
        pending = make_import(User.objects.get())
        url = f"/admin/documents/document/import/{pending.token}/?open=1"
        page = admin.get(url, headers={"accept-language": code})
        assert f'<html lang="{code}"' in page.text
        start = admin.get("/admin/", headers={"accept-language": code})
        assert "imports-in-hand" in start.text
