"""What is told before publishing, and that just this is published."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from documents.comparing import Change
from documents.models import Edition
from documents.presenters.publication_summary import changes_of, summarise
from documents.services import (
    begin_draft,
    insert_clause,
    merge_clauses,
    move_clause,
    publish_edition,
    remove_clause,
    reword_clause,
    split_clause,
)
from documents.signals import Consequence, edition_reviewed
from documents.workbench.drafts import clause_url
from tests.base import LANGUAGES, LETTER, flat, queries_of
from tests.documents.services.test_edit import NEW, row, said
from tests.documents.workbench.base import administrator, messages_of
from tests.documents.workbench.test_publication import PUBLISH, seen
from tests.factories import make_draft, make_edition, read_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    return administrator()


@pytest.fixture(scope="module")
def kept_draft(module_transaction: None) -> int:
    return begin_draft(make_edition(paragraphs=8), user=None).pk


@pytest.fixture
def draft(kept_draft: int, db: None) -> Edition:
    return read_edition(kept_draft)


def reword(draft: Edition, key: str, **texts: str) -> None:
    version = row(draft, key)
    wording = said(version)
    mixed = {**wording.texts, **{c.replace("_", "-"): t for c, t in texts.items()}}
    wording = type(wording)(wording.kind, wording.depth, mixed, wording.numbers)
    reword_clause(version, wording, revision=version.revision)


def number(draft: Edition, **numbers: str) -> None:
    """Give the operative paragraph other printed numbers."""
    version = row(draft, "statement-op1")
    wording = said(version)
    sent = {code.replace("_", "-"): number for code, number in numbers.items()}
    wording = replace(wording, numbers={**wording.numbers, **sent})
    reword_clause(version, wording, revision=version.revision)


def report(admin: Client, draft: Edition, code: str = "en") -> Any:
    address = f"{PUBLISH}?edition={draft.pk}"
    response = admin.get(address, headers={"accept-language": code})
    assert response.status_code == 200
    [found] = response.context["reports"]
    return found


def everything(draft: Edition) -> None:
    """Do each thing once."""
    reword(draft, "statement-pre1", ru="учитывая пункт 1,")
    move_clause(row(draft, "statement-pre3"), position=2)
    remove_clause(row(draft, "statement-pre4"))
    merge_clauses(row(draft, "statement-pre5"), row(draft, "statement-pre6"))
    cuts = {"zh-hans": 3, "ru": 8, "en": 7}
    split_clause(row(draft, "statement-pre7"), at=cuts)
    part = row(draft, "statement-pre1").clause.part
    insert_clause(draft, NEW, part=part, position=2)


class TestSummary:
    def test_each_kind_of_change(self, admin: Client, draft: Edition) -> None:
        everything(draft)
        summary = report(admin, draft).summary
        found = {
            group.change: [item.key for item in group.items] for group in summary.groups
        }
        assert found[Change.MOVED] == ["statement-pre3"]
        assert found[Change.MERGED] == ["statement-pre5"]
        assert found[Change.REMOVED] == ["statement-pre4", "statement-pre6"]
        assert len(found[Change.INSERTED]) == len(found[Change.SPLIT]) == 1
        assert "statement-pre1" in found[Change.EDITED]
        assert summary.kept == 4
        counts = {language.code: count for language, count in summary.edited}
        assert counts == {"zh-hans": 2, "ru": 3, "en": 2}

    def test_uneven_languages(self, admin: Client, draft: Edition) -> None:
        reword(draft, "statement-pre1", ru="учитывая пункт 1,")
        [uneven] = report(admin, draft).summary.uneven
        assert [language.code for language in uneven.changed] == ["ru"]
        assert [language.code for language in uneven.unchanged] == ["zh-hans", "en"]

    def test_each_language_names_what_it_did_not_follow(
        self, admin: Client, draft: Edition
    ) -> None:
        reword(draft, "statement-pre1", ru="иначе")
        found = report(admin, draft)
        behind = {
            each.language.code: [clause.key for clause in each.behind]
            for each in found.languages
        }
        assert behind == {
            "zh-hans": ["statement-pre1"],
            "ru": [],
            "en": ["statement-pre1"],
        }
        page = admin.get(f"/admin/documents/edition/publish/?edition={draft.pk}").text
        assert page.count("changed in other languages and not in this one") == 2
        assert clause_url(draft, "edit", "statement-pre1") in page
        html = admin.get(f"{PUBLISH}?edition={draft.pk}").text
        assert "some languages changed and others did not" in html

    def test_numbers_that_changed(self, admin: Client, draft: Edition) -> None:
        number(draft, ru="2.", en="2", zh_hans="2．")
        [group] = report(admin, draft).summary.groups
        [found] = group.items[0].numbers
        assert found.language is None
        html = admin.get(f"{PUBLISH}?edition={draft.pk}").text
        assert "not the same in every language" not in html

    def test_numbers_that_differ_are_named_by_language(
        self, admin: Client, draft: Edition
    ) -> None:
        number(draft, ru="2.", en="")
        summary = report(admin, draft).summary
        [item] = summary.groups[0].items
        assert [each.language.code for each in item.numbers] == ["ru", "en"]
        [uneven] = summary.numbers
        found = {language.code: number for language, number in uneven.numbers}
        assert found == {"zh-hans": "1.", "ru": "2.", "en": ""}
        html = flat(admin.get(f"{PUBLISH}?edition={draft.pk}").text)
        assert "not the same in every language" in html
        assert ">English</span> no number" in html

    def test_the_letter_has_the_same_numbers_in_every_language(self) -> None:
        call_command("load_documents", stdout=io.StringIO())
        for edition in Edition.objects.filter(document__slug=LETTER):
            assert summarise(changes_of(edition)).numbers == []

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_in_every_language(self, admin: Client, draft: Edition, code: str) -> None:
        everything(draft)
        assert report(admin, draft, code).base

    def test_a_first_edition(self, admin: Client) -> None:
        found = report(admin, make_draft("first"))
        assert (found.base, found.clauses, found.summary.groups) == ("", 5, [])

    def test_effort_does_not_grow(self, admin: Client, draft: Edition) -> None:
        report(admin, draft)
        few = queries_of(lambda: report(admin, draft))
        everything(draft)
        assert queries_of(lambda: report(admin, draft)) <= few + 1


class TestConfirming:
    def test_only_the_marked_ones(self, admin: Client, draft: Edition) -> None:
        draft.languages.update(confirmed=True)
        reword(draft, "statement-pre1", ru="учитывая пункт 1,")
        marked = {f"confirmed-{draft.pk}": ["ru"]}
        admin.post(PUBLISH, seen(draft, **marked))
        rows = dict(draft.languages.values_list("language", "confirmed"))
        assert rows == {"zh-hans": False, "ru": True, "en": False}
        page = Client().get("/en/documents/memo/editions/2/?texts=zh-hans")
        assert "Not yet confirmed against this edition." in page.text
        page = Client().get("/en/documents/memo/editions/2/?texts=ru")
        assert "Not yet confirmed against this edition." not in page.text

    def test_what_was_confirmed_is_marked(self, admin: Client) -> None:
        draft = make_draft()
        draft.languages.filter(language="en").update(confirmed=True)
        found = report(admin, draft).languages
        assert [item.language.code for item in found if item.confirmed] == ["en"]


class TestAsSeen:
    def test_a_draft_changed_meanwhile(self, admin: Client, draft: Edition) -> None:
        sent = seen(draft, **{f"confirmed-{draft.pk}": ["en"]})
        reword(draft, "statement-pre1", en="Other words")
        response = admin.post(PUBLISH, sent)
        assert response.status_code == 409
        assert "has changed in the meantime" in messages_of(response)[0]
        [found] = response.context["reports"]
        assert [group.change for group in found.summary.groups] == [Change.EDITED]
        assert [i.language.code for i in found.languages if i.confirmed] == ["en"]
        draft.refresh_from_db()
        assert not draft.is_published
        assert admin.post(PUBLISH, seen(draft)).status_code == 302

    def test_without_a_summary(self, admin: Client, draft: Edition) -> None:
        assert admin.post(PUBLISH, {"edition": draft.pk}).status_code == 409
        assert not Edition.objects.get(pk=draft.pk).is_published

    def test_a_superseded_draft(self, admin: Client, draft: Edition) -> None:
        first = draft.based_on
        second = publish_edition(draft, user=None)
        late = begin_draft(second, user=None)
        Edition.objects.filter(pk=late.pk).update(based_on=first)
        before = Edition.objects.values().get(pk=late.pk)
        response = admin.post(PUBLISH, seen(late), follow=True)
        assert "not based on the latest published edition" in messages_of(response)[0]
        assert Edition.objects.values().get(pk=late.pk) == before

    def test_twice(self, admin: Client, draft: Edition) -> None:
        sent = seen(draft)
        admin.post(PUBLISH, sent)
        digest = Edition.objects.get(pk=draft.pk).digest
        response = admin.post(PUBLISH, sent, follow=True)
        assert "of memo has been published." in messages_of(response)[-1]
        assert Edition.objects.get(pk=draft.pk).digest == digest


class TestConsequences:
    @pytest.fixture
    def reported(self) -> Iterator[list[Any]]:
        heard: list[Any] = []

        def receiver(sender: object, **said: Any) -> list[Consequence]:
            heard.append(said)
            return [Consequence("Two comments lose their clause.", ("<One>", "Two"))]

        edition_reviewed.connect(receiver)
        yield heard
        edition_reviewed.disconnect(receiver)

    def test_are_shown(
        self, admin: Client, draft: Edition, reported: list[Any]
    ) -> None:
        remove_clause(row(draft, "statement-pre4"))
        html = admin.get(f"{PUBLISH}?edition={draft.pk}").text
        assert "Two comments lose their clause." in html
        assert "<li>&lt;One&gt;</li>" in html
        [said] = reported
        assert said["edition"] == draft
        gone = [change.key for change in said["changes"] if change.after is None]
        assert gone == ["statement-pre4"]

    def test_nobody_answers(self, admin: Client, draft: Edition) -> None:
        assert report(admin, draft).consequences == []
