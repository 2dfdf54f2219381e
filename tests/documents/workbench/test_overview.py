"""The workbench of a draft, and each thing that can be done there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Clause, ClauseVersion, Derivation, Edition
from documents.services import (
    begin_draft,
    insert_clause,
    publish_edition,
    remove_clause,
)
from documents.workbench.clause_forms import as_stored
from documents.workbench.drafts import clause_url, workbench_url
from portal.people.models import User
from tests.base import LANGUAGES, flat, queries_of, signed_in
from tests.commentary.factories import make_term
from tests.documents.services.test_edit import NEW, keys, row
from tests.documents.workbench.base import administrator, messages_of, page_of
from tests.factories import make_edition, make_person, read_edition

pytestmark = pytest.mark.django_db
VIEW, CHANGE = "documents.view_edition", "documents.change_edition"
BLANK = dict.fromkeys(("text_zh_hans", "text_ru", "text_en"), " ")
CUT = {
    "zh_hans": "注意到\n¶\n第2点，",
    "ru": "отмечая\n\n¶\nпункт 2,",
    "en": "Noting ¶ point 2,",
}
STEPS = ("edit", "move", "split", "merge", "remove", "record")


@pytest.fixture
def admin() -> Client:
    return administrator()


@pytest.fixture(scope="module")
def kept_draft(module_transaction: None) -> int:
    return begin_draft(make_edition(), user=None).pk


@pytest.fixture
def draft(kept_draft: int, db: None) -> Edition:
    return read_edition(kept_draft)


def staff(*permissions: str, name: str = "staff") -> Client:
    person = make_person(name, *permissions)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    return signed_in(User.objects.get(pk=person.pk))


def url(draft: Edition, step: str, key: str = "statement-pre2") -> str:
    return clause_url(draft, step, key)


def typed(version: ClauseVersion, **values: object) -> dict[str, Any]:
    """What the form of a clause sends back, but for these values."""
    return {**as_stored(version), **values}


def text_of(draft: Edition, key: str, code: str = "en") -> str:
    return row(draft, key).in_language("text", code)


def pages(draft: Edition) -> list[str]:
    names = ("edition_workbench", "clause_add", "clauses_removed", "edition_record")
    above = [reverse(f"admin:documents_{name}", args=[draft.pk]) for name in names]
    return above + [url(draft, step) for step in STEPS]


class TestBench:
    @pytest.mark.parametrize("code", LANGUAGES)
    def test_every_page_in_every_language(
        self, admin: Client, draft: Edition, code: str
    ) -> None:
        remove_clause(row(draft, "statement-pre1"))
        addresses = [*pages(draft), url(draft, "restore", "statement-pre1")]
        for address in addresses:
            response = admin.get(address, headers={"accept-language": code})
            assert response.status_code == 200, address
            assert f'<html lang="{code}"' in response.text

    def test_names_what_changed(self, admin: Client, draft: Edition) -> None:
        version = row(draft, "statement-pre2")
        sent = typed(version, text_en="Recalling point 2,", number_ru="2.")
        admin.post(url(draft, "edit"), sent)
        html = flat(admin.get(workbench_url(draft)).text)
        assert "<li>edited</li><li>renumbered</li>" in html
        assert ">[deleted: </span>Noting<" in html
        assert "Recalling" in html
        shown = admin.get(f"{workbench_url(draft)}?show=changed").context["page"]
        assert [each.change.key for each in shown] == ["statement-pre2"]

    def test_leads_to_everything(self, admin: Client, draft: Edition) -> None:
        html = admin.get(workbench_url(draft)).text
        for step in STEPS:
            assert f'"{url(draft, step)}"' in html
        assert f'"{draft.get_absolute_url()}"' in html
        assert f'"{page_of(draft, "delete")}"' in html
        clause = draft.document.clauses.get(key="statement-pre2")
        assert url(draft, "record") in admin.get(page_of(clause)).text
        for page in (page_of(draft), page_of(draft.document)):
            assert workbench_url(draft) in admin.get(page).text
        assert workbench_url(draft) in admin.get("/admin/documents/edition/").text

    def test_a_published_edition_has_no_tools(self, admin: Client) -> None:
        edition = make_edition()
        html = admin.get(workbench_url(edition)).text
        assert "/move/" not in html
        assert "can no longer be changed" in html

    def test_missing_equivalents_are_told_of_a_draft(
        self, admin: Client, draft: Edition
    ) -> None:
        make_term("camel", name_en="camel", name_ru="верблюд")
        version = row(draft, "statement-pre1")
        version.text_en = "Camels are welcome,"
        version.save()
        html = flat(admin.get(workbench_url(draft)).text)
        assert "Terms without an equivalent" in html
        assert "?at=statement-pre1#statement-pre1" in html
        publish_edition(draft, user=None)
        html = admin.get(workbench_url(draft)).text
        assert "Terms without an equivalent" not in html

    def test_effort_does_not_grow(self, admin: Client, draft: Edition) -> None:
        admin.get(workbench_url(draft))
        few = queries_of(lambda: admin.get(workbench_url(draft)))
        part = row(draft, "statement-pre1").clause.part
        for _count in range(30):
            insert_clause(draft, NEW, part=part, position=3)
        assert queries_of(lambda: admin.get(workbench_url(draft))) == few

    def test_long_drafts_come_in_pages(
        self, admin: Client, draft: Edition, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("documents.workbench.overview.PER_PAGE", 2)
        response = admin.get(workbench_url(draft, "statement-pre3"))
        assert response.context["page"].number == 2
        assert 'rel="next"' in response.text


class TestReword:
    def test_in_every_language(self, admin: Client, draft: Edition) -> None:
        texts = {"text_zh_hans": "新", "text_ru": "Новый", "text_en": "New"}
        sent = typed(row(draft, "statement-pre2"), **texts, kind="operative", depth=1)
        response = admin.post(url(draft, "edit"), sent, follow=True)
        assert messages_of(response) == ["The clause has been saved."]
        assert response.redirect_chain[0][0] == workbench_url(draft, "statement-pre2")
        version = row(draft, "statement-pre2")
        assert [version.in_language("text", c) for c in LANGUAGES] == [*texts.values()]
        assert (version.kind, version.depth) == ("operative", 1)

    def test_and_on_to_the_next(self, admin: Client, draft: Edition) -> None:
        sent = typed(row(draft, "statement-pre2"), next="1")
        response = admin.post(url(draft, "edit"), sent)
        assert response["Location"] == url(draft, "edit", "statement-pre3")

    @pytest.mark.parametrize(
        ("values", "told"),
        [
            (BLANK, "must have text"),
            ({"number_ru": "1" * 21}, "too long"),
            ({"depth": 10}, "less than or equal"),
            ({"kind": "poem"}, "valid choice"),
            ({"text_en": "NUL \0"}, "Null characters"),
        ],
    )
    def test_refused(
        self, admin: Client, draft: Edition, values: dict[str, Any], told: str
    ) -> None:
        before = list(draft.versions.values())
        sent = typed(row(draft, "statement-pre2"))
        response = admin.post(url(draft, "edit"), {**sent, **values})
        assert response.status_code == 200
        assert told in response.text
        assert "Nothing was saved" in response.text
        assert list(draft.versions.values()) == before

    def test_published_meanwhile(self, admin: Client, draft: Edition) -> None:
        sent = typed(row(draft, "statement-pre2"), text_en="Typed for an hour")
        publish_edition(draft, user=None)
        response = admin.post(url(draft, "edit"), sent)
        assert "can no longer be changed" in response.text
        assert "Typed for an hour" in response.text

    def test_removed_meanwhile(self, admin: Client, draft: Edition) -> None:
        version = row(draft, "statement-pre2")
        sent = typed(version, text_en="Typed for an hour")
        remove_clause(version)
        response = admin.post(url(draft, "edit"), sent)
        assert response.status_code == 409
        assert "no longer in the draft" in response.text
        assert "Typed for an hour" in response.text
        led = admin.get(url(draft, "edit"))
        assert led["Location"] == workbench_url(draft)

    def test_a_clause_that_never_was(self, admin: Client, draft: Edition) -> None:
        assert admin.get(url(draft, "edit", "statement-pre9")).status_code == 404


class TestTwoEditors:
    def test_the_second_is_told_and_loses_nothing(
        self, admin: Client, draft: Edition
    ) -> None:
        boris = staff(VIEW, CHANGE, name="boris")
        begun = row(draft, "statement-pre2")
        boris.post(url(draft, "edit"), typed(begun, text_en="His words", number_en="9"))
        mine = typed(begun, text_en="My words", text_ru="Моё")
        response = admin.post(url(draft, "edit"), mine)
        assert response.status_code == 409
        conflict = response.context["conflict"]
        assert conflict.who == "boris@example.org"
        assert [(c.theirs, c.mine) for c in conflict.clashes] == [
            ("отмечая пункт 2,", "Моё"),
            ("His words", "My words"),
        ]
        assert conflict.facts == []  # nobody typed another number over his
        assert "<del>" in response.text
        assert text_of(draft, "statement-pre2") == "His words"
        self._save_over(admin, draft, response)

    def _save_over(self, admin: Client, draft: Edition, response: Any) -> None:
        form = response.context["form"]
        again = {field.name: field.value() for field in form}
        assert again["text_en"] == "My words"
        assert admin.post(url(draft, "edit"), again).status_code == 302
        assert text_of(draft, "statement-pre2") == "My words"
        assert text_of(draft, "statement-pre2", "ru") == "Моё"
        assert row(draft, "statement-pre2").in_language("number", "en") == "9"

    def test_what_nobody_typed_is_not_put_over_the_other(
        self, admin: Client, draft: Edition
    ) -> None:
        begun = row(draft, "statement-pre2")
        theirs = typed(begun, text_en="His words")
        staff(VIEW, CHANGE, name="boris").post(url(draft, "edit"), theirs)
        response = admin.post(url(draft, "edit"), typed(begun, text_ru="Моё"))
        again = {field.name: field.value() for field in response.context["form"]}
        assert admin.post(url(draft, "edit"), again).status_code == 302
        assert text_of(draft, "statement-pre2") == "His words"
        assert text_of(draft, "statement-pre2", "ru") == "Моё"

    @pytest.mark.parametrize("step", ["split", "merge", "remove"])
    def test_nothing_is_rearranged_unseen(
        self, admin: Client, draft: Edition, step: str
    ) -> None:
        begun = row(draft, "statement-pre2")
        admin.post(url(draft, "edit"), typed(begun, text_en="Other words, then"))
        sent = {"revision": begun.revision, "split": "1", "other": "statement-pre3"}
        sent |= {"other_revision": 0, "zh_hans": "注意到\n¶\n第2点，"}
        sent |= {"ru": "отмечая\n¶\nпункт 2,", "en": "Other words,\n¶\nthen"}
        before = keys(draft)
        response = admin.post(url(draft, step), sent, follow=True)
        assert ("Someone has changed this clause in the meantime") in messages_of(
            response
        )[-1]
        assert keys(draft) == before


class TestInsert:
    @pytest.mark.parametrize(("side", "place"), [("before", 2), ("after", 3)])
    def test_beside(self, admin: Client, draft: Edition, side: str, place: int) -> None:
        address = reverse("admin:documents_clause_add", args=[draft.pk])
        address += f"?{side}=statement-pre2"
        sent = {"revision": 0, "kind": "preambular", "depth": 0, "text_en": "Born"}
        assert side.capitalize() in admin.get(address).text
        response = admin.post(address, sent, follow=True)
        assert messages_of(response) == ["The clause has been inserted."]
        key = keys(draft)[place]
        assert text_of(draft, key) == "Born"

    def test_without_a_text(self, admin: Client, draft: Edition) -> None:
        address = reverse("admin:documents_clause_add", args=[draft.pk])
        sent = {"revision": 0, "kind": "preambular", "depth": 0, "number_ru": "77."}
        response = admin.post(address, sent)
        assert "must have text" in response.text
        assert 'value="77."' in response.text
        assert draft.versions.count() == 5

    def test_into_an_empty_draft(self, admin: Client, draft: Edition) -> None:
        draft.versions.all().delete()
        address = reverse("admin:documents_clause_add", args=[draft.pk])
        assert address in admin.get(workbench_url(draft)).text
        sent = {"revision": 0, "kind": "title", "depth": 0, "text_ru": "Заявление"}
        admin.post(address, sent)
        assert draft.versions.get().in_language("text", "ru") == "Заявление"


class TestMove:
    @pytest.mark.parametrize(
        ("sent", "place"),
        [
            ({"to": "up"}, 1),
            ({"to": "down"}, 3),
            ({"after": ""}, 0),
            ({"after": "statement-op1"}, 4),
            ({"after": "statement-title"}, 1),
        ],
    )
    def test_moved(
        self, admin: Client, draft: Edition, sent: dict[str, str], place: int
    ) -> None:
        response = admin.post(url(draft, "move"), sent, follow=True)
        assert messages_of(response)[0].startswith("The clause is now: statement")
        assert keys(draft)[place] == "statement-pre2"

    def test_not_beyond_the_end(self, admin: Client, draft: Edition) -> None:
        address = url(draft, "move", "statement-title")
        response = admin.post(address, {"to": "up"}, follow=True)
        assert messages_of(response) == ["There is no such place in this edition."]

    @pytest.mark.parametrize(
        ("sent", "told"),
        [
            (
                {"to": "sideways"},
                (
                    "A clause can only be moved up, moved down or placed after another"
                    " clause."
                ),
            ),
            ({"revision": "0"}, "Choose a place."),
        ],
    )
    def test_not_where_nobody_said(
        self, admin: Client, draft: Edition, sent: dict[str, str], told: str
    ) -> None:
        before = keys(draft)
        assert told in admin.post(url(draft, "move"), sent, follow=True).text
        assert keys(draft) == before

    def test_not_behind_what_is_gone(self, admin: Client, draft: Edition) -> None:
        sent = {"after": "statement-pre99"}
        assert "valid choice" in admin.post(url(draft, "move"), sent).text


class TestSplit:
    def test_pieces_are_shown_first(self, admin: Client, draft: Edition) -> None:
        response = admin.post(url(draft, "split"), {**CUT, "preview": "1"})
        pieces = [(head, tail) for _l, head, tail in response.context["form"].pieces()]
        assert pieces == [
            ("注意到", "第2点，"),
            ("отмечая", "пункт 2,"),
            ("Noting", "point 2,"),
        ]
        assert draft.versions.count() == 5

    def test_is_split(self, admin: Client, draft: Edition) -> None:
        revision = row(draft, "statement-pre2").revision
        sent = {**CUT, "split": "1", "revision": revision}
        admin.post(url(draft, "split"), sent)
        born = Clause.objects.latest("pk")
        assert text_of(draft, "statement-pre2", "zh-hans") == "注意到"
        assert text_of(draft, born.key, "ru") == "пункт 2,"
        assert Derivation.objects.get().origin.key == "statement-pre2"

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("Noting point 2,", "Place the mark ¶ once"),
            ("Noting ¶ point ¶ 2,", "Place the mark ¶ once"),
            ("Recalling ¶ point 2,", "Only the mark can be moved"),
            ("¶ Noting point 2,", "on both sides"),
            ("", "This field is required"),
        ],
    )
    def test_refused(self, admin: Client, draft: Edition, text: str, told: str) -> None:
        sent = {**CUT, "en": text, "split": "1", "revision": 0}
        response = admin.post(url(draft, "split"), sent)
        assert told in response.text
        assert text in response.text
        assert draft.versions.count() == 5

    def test_a_proposal_can_be_sent_as_it_is(
        self, admin: Client, draft: Edition
    ) -> None:
        form = admin.get(url(draft, "split")).context["form"]
        revision = row(draft, "statement-pre2").revision
        sent = {field.name: field.value() for field in form}
        admin.post(url(draft, "split"), {**sent, "split": "1", "revision": revision})
        assert draft.versions.count() == 6


class TestMerge:
    def sent(self, draft: Edition) -> dict[str, object]:
        one, other = row(draft, "statement-pre2"), row(draft, "statement-pre3")
        return {
            "revision": one.revision,
            "other": other.clause.key,
            "other_revision": other.revision,
        }

    def test_with_the_next(self, admin: Client, draft: Edition) -> None:
        admin.post(url(draft, "merge"), self.sent(draft))
        assert text_of(draft, "statement-pre2") == "Noting point 2, Noting point 3,"
        assert "statement-pre3" not in keys(draft)
        assert Derivation.objects.get().origin.key == "statement-pre3"

    def test_the_last_has_none(self, admin: Client, draft: Edition) -> None:
        address = url(draft, "merge", "statement-op1")
        response = admin.get(address, follow=True)
        assert "No clause of the same part follows" in messages_of(response)[0]

    def test_another_follows_now(self, admin: Client, draft: Edition) -> None:
        sent = self.sent(draft)
        admin.post(url(draft, "move", "statement-pre3"), {"to": "down"})
        response = admin.post(url(draft, "merge"), sent, follow=True)
        assert "A different clause now follows" in messages_of(response)[-1]
        assert draft.versions.count() == 5


class TestRemoveAndRestore:
    def test_there_and_back(self, admin: Client, draft: Edition) -> None:
        revision = row(draft, "statement-pre2").revision
        admin.post(url(draft, "remove"), {"revision": revision})
        assert "statement-pre2" not in keys(draft)
        bench = admin.get(workbench_url(draft)).text
        assert url(draft, "restore") in bench
        removed = admin.get(reverse("admin:documents_clauses_removed", args=[draft.pk]))
        assert "Noting point 2," in removed.text
        form = admin.get(url(draft, "restore")).context["form"]
        assert form["after"].value() == "statement-pre1"
        admin.post(url(draft, "restore"), {"after": "statement-pre1"})
        assert keys(draft)[2] == "statement-pre2"

    def test_what_is_there_is_not_restored(self, admin: Client, draft: Edition) -> None:
        response = admin.get(url(draft, "restore"), follow=True)
        assert "has not been removed" in messages_of(response)[0]

    def test_sent_twice_is_done_once(self, admin: Client, draft: Edition) -> None:
        before = keys(draft)
        sent = {"revision": row(draft, "statement-pre2").revision}
        for _click in range(2):
            response = admin.post(url(draft, "remove"), sent, follow=True)
            assert "has been removed" in messages_of(response)[-1]
        assert draft.versions.count() == len(before) - 1
        place = {"after": "statement-pre1"}
        for _click in range(2):
            response = admin.post(url(draft, "restore"), place, follow=True)
            assert "The clause is now: " in messages_of(response)[-1]
        assert keys(draft) == before

    def test_the_last_clause_stays(self, admin: Client, draft: Edition) -> None:
        draft.versions.exclude(clause__key="statement-pre2").delete()
        revision = row(draft, "statement-pre2").revision
        response = admin.post(url(draft, "remove"), {"revision": revision}, follow=True)
        assert "cannot be removed" in messages_of(response)[0]
