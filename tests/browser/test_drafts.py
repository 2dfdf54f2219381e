"""Writing: the language is noticed, and what was typed is kept until it is sent."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from commentary.models import Comment
from commentary.text.language import notice_language
from portal.people.models import User
from tests.base import LETTER
from tests.commentary.factories import make_commentator

from .conftest import follow
from .test_commentary import KEY, carol, sign_in  # noqa: F401 - a fixture

PAGE = f"/en/documents/{LETTER}/"
TEXT = "#panel #write textarea"
OTHER = "statement-op2"


@pytest.fixture
def reader(page: Page, site: str, faults: list[str], carol: User) -> Page:  # noqa: F811
    sign_in(page.context, site, carol)
    page.goto(f"{site}{PAGE}?clause={KEY}")
    expect(page.locator("#commentary-name")).to_be_focused()
    return page


def chips(page: Page) -> list[str]:
    kinds = page.locator("#panel #write [name=kind]:checked")
    return [str(each.get_attribute("value")) for each in kinds.all()]


class TestField:
    def test_is_one_stop_from_opening(self, reader: Page) -> None:
        reader.keyboard.press("Tab")
        expect(reader.locator(TEXT)).to_be_focused()

    def test_grows(self, reader: Page) -> None:
        text = reader.locator(TEXT)
        before = text.bounding_box()
        text.fill("One\n" * 8)
        after = text.bounding_box()
        assert before and after and after["height"] > before["height"] + 60

    def test_takes_what_is_typed_after_quoting(self, reader: Page) -> None:
        cell = reader.locator(f"#{KEY} .cell[data-language=en] p")
        cell.dblclick(position={"x": 40, "y": 12})
        reader.locator(".quote-selection").click()
        expect(reader.locator(TEXT)).to_be_focused()
        reader.keyboard.press("Space")
        expect(reader.locator("#panel [data-quote-shown]").first).to_be_visible()

    def test_labels_belong_to_their_own_form(self, reader: Page) -> None:
        reader.locator("#panel .thread").get_by_role("link", name="Reply").first.click()
        slot = reader.locator("#panel .slot").first
        expect(slot.locator("[name=source]")).to_be_focused()
        slot.locator("[name=kind][value=question]").check()
        assert chips(reader) == ["comment"]
        ids = "Array.from(document.querySelectorAll('[id]'), (each) => each.id)"
        found = reader.evaluate(ids)
        assert len(found) == len(set(found))
        slot.get_by_role("link", name="Cancel").click()
        expect(slot.locator("[name=source]")).to_have_count(0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("本段译文与俄文不符", "zh-hans"),
        ("Здесь пропущено слово", "ru"),
        ("A word is missing", "en"),
        ("> Имеем честь\n\nWhich text is meant?", "en"),
        ("@[Anna Very Long](1) 同意", "zh-hans"),
    ],
)
def test_the_language_is_noticed(reader: Page, text: str, code: str) -> None:
    assert notice_language(text) == code
    reader.locator(TEXT).fill(text)
    language = reader.locator("#panel #write [name=language]")
    expect(language).to_have_value(code)
    expect(language).to_be_visible(visible=code != "en")
    reader.locator("#panel #write button.main").click()
    expect(reader.locator("#panel [data-fresh]")).to_be_focused()
    assert Comment.objects.latest("pk").language == code


def test_a_mixed_text_asks(reader: Page) -> None:
    reader.locator(TEXT).fill("The word зоны is «безъядерная зона» here")
    language = reader.locator("#panel #write [name=language]")
    expect(language).to_be_visible()
    language.select_option("ru")
    reader.locator(TEXT).press_sequentially(" and more and more and more English")
    expect(language).to_have_value("ru")


class TestDrafts:
    def write(self, page: Page) -> None:
        page.locator(TEXT).fill("Здесь пропущено слово")
        page.locator("#panel #write [name=kind][value=question]").check()

    def expect_draft(self, page: Page) -> None:
        expect(page.locator(TEXT)).to_have_value("Здесь пропущено слово")
        assert chips(page) == ["question"]
        expect(page.locator("#panel #write [name=language]")).to_have_value("ru")
        expect(page.locator("#panel [data-draft-note]").first).to_be_visible()

    def test_survive_reload_links_and_another_language(
        self, reader: Page, site: str
    ) -> None:
        self.write(reader)
        reader.reload()
        self.expect_draft(reader)
        reader.goto(f"{site}/en/")
        reader.goto(f"{site}/zh-hans/documents/{LETTER}/?clause={KEY}")
        self.expect_draft(reader)

    def test_survive_back_and_another_discussion(self, reader: Page) -> None:
        self.write(reader)
        reader.locator(f"#{OTHER} .thread-link").evaluate("each => each.click()")
        expect(reader).to_have_url(re.compile(f"clause={OTHER}"))
        expect(reader.locator("#panel .panel-name")).to_contain_text("para. 2")
        expect(reader.locator(TEXT)).to_have_value("")
        reader.keyboard.press("Escape")
        expect(reader.locator("#panel")).to_be_hidden()
        reader.locator(f"#{KEY} .thread-link").click()
        self.expect_draft(reader)

    def test_of_a_reply(self, reader: Page) -> None:
        reply = reader.locator("#panel .thread").get_by_role("link", name="Reply").first
        reply.click()
        reader.locator("#panel .slot [name=source]").fill("Half an answer")
        reader.keyboard.press("Escape")
        expect(reader.locator("#panel .slot [name=source]")).to_have_count(0)
        reply.click()
        expect(reader.locator("#panel .slot [name=source]")).to_have_value(
            "Half an answer"
        )

    def test_of_words_pasted_as_soon_as_the_form_stands(self, reader: Page) -> None:
        reply = reader.locator("#panel .thread").get_by_role("link", name="Reply").first
        slot = reader.locator("#panel .slot [name=source]")
        reader.evaluate(
            """new MutationObserver((_changes, observer) => {
              const field = document.querySelector("#panel .slot [name=source]");
              if (!field) return;
              observer.disconnect();
              field.value = "Half an answer";
              field.dispatchEvent(new Event("input", { bubbles: true }));
            }).observe(
              document.getElementById("panel"), { childList: true, subtree: true }
            )"""
        )
        reply.click()
        expect(slot).to_have_value("Half an answer")
        slot.press("Escape")
        expect(slot).to_have_count(0)
        reply.click()
        expect(slot).to_have_value("Half an answer")

    def test_of_a_reply_are_told_after_reload(self, reader: Page) -> None:
        thread, slot = reader.locator("#panel .thread"), reader.locator("#panel .slot")
        thread.get_by_role("link", name="Reply", exact=True).first.click()
        slot.locator("[name=source]").fill("Half an answer")
        reader.reload()
        expect(reader.locator("#panel [data-draft-open]")).to_have_count(1)
        slot.first.get_by_role("button", name="Continue writing").click()
        expect(slot.locator("[name=source]")).to_have_value("Half an answer")
        slot.get_by_role("button", name="Discard it").click()
        reader.reload()
        expect(reader.locator("#commentary-name")).to_be_focused()
        expect(reader.locator("#panel [data-draft-open]")).to_have_count(0)

    def test_are_gone_once_sent_or_discarded(self, reader: Page) -> None:
        kept = "Object.keys(localStorage).filter((key) => /draft/.test(key)).length"
        self.write(reader)
        assert reader.evaluate(kept) == 1
        reader.locator("#panel #write button.main").click()
        expect(reader.locator("#panel [data-fresh]")).to_be_focused()
        assert reader.evaluate(kept) == 0
        reader.locator(TEXT).fill("Again")
        reader.reload()
        reader.locator("#panel #write").get_by_role("button", name="Discard it").click()
        expect(reader.locator(TEXT)).to_have_value("")
        assert reader.evaluate(kept) == 0
        reader.reload()
        expect(reader.locator(TEXT)).to_have_value("")

    def test_keep_the_quote(self, reader: Page) -> None:
        cell = reader.locator(f"#{KEY} .cell[data-language=en] p")
        cell.dblclick(position={"x": 40, "y": 12})
        reader.locator(".quote-selection").click()
        quote = reader.locator("#panel [data-quote-shown] blockquote").first
        words = quote.inner_text()
        reader.reload()
        expect(quote).to_have_text(words)

    def test_leaving_is_asked_about(self, reader: Page, site: str) -> None:
        asked: list[str] = []

        def answer(dialog: object) -> None:
            asked.append(dialog.type)  # type: ignore[attr-defined]
            dialog.accept()  # type: ignore[attr-defined]

        reader.on("dialog", answer)
        reader.goto(f"{site}/en/")
        assert asked == []
        reader.goto(f"{site}{PAGE}?clause={KEY}")
        reader.locator(TEXT).press_sequentially("Half")
        reader.goto(f"{site}/en/")
        assert asked == ["beforeunload"]


class TestTwoWindows:
    def test_neither_text_is_lost_in_silence(self, reader: Page) -> None:
        other = reader.context.new_page()
        other.goto(reader.url)
        expect(other.locator("#commentary-name")).to_be_focused()
        reader.locator(TEXT).fill("Of the first window")
        note = other.locator("#panel #write [data-draft-other]")
        expect(note).to_contain_text("in another window")
        expect(other.locator(TEXT)).to_have_value("")
        other.locator(TEXT).fill("Of the second window")
        expect(reader.locator("#panel #write [data-draft-other]")).to_be_visible()
        expect(reader.locator(TEXT)).to_have_value("Of the first window")
        swap = reader.get_by_role("button", name="Show the other text")
        swap.click()
        expect(reader.locator(TEXT)).to_have_value("Of the second window")
        swap.click()
        expect(reader.locator(TEXT)).to_have_value("Of the first window")
        expect(note).to_be_visible()
        other.close()


class TestTwoPeople:
    """Words typed as one are never stored as the other's."""

    def test_in_one_browser(self, reader: Page, site: str, faults: list[str]) -> None:
        dora = make_commentator("dora")
        reader.locator(TEXT).fill("Typed as Carol")
        sign_in(reader.context, site, dora)  # in another tab
        for _press in range(2):
            reader.locator("#panel #write button.main").click()
            expect(
                reader.locator("#panel .errors, #panel .failed").first
            ).to_be_visible()
            expect(reader.locator(TEXT)).to_have_value("Typed as Carol")
        expect(reader.locator("#panel .errors")).to_contain_text("someone else")
        assert not Comment.objects.filter(source="Typed as Carol").exists()
        reader.goto(f"{site}{PAGE}?clause={KEY}")
        expect(reader.locator("#panel .sent-as")).to_have_text("Sent as Dora")
        expect(reader.locator(TEXT)).to_have_value("")
        faults.clear()  # 403 and 422

    def test_signing_in_again_leads_back(
        self, reader: Page, site: str, faults: list[str]
    ) -> None:
        dora = make_commentator("dora")
        dora.set_password("a long password 1")
        dora.save()
        EmailAddress.objects.create(
            user=dora, email=dora.email, verified=True, primary=True
        )
        reader.locator(TEXT).fill("Typed as Carol")
        Session.objects.all().delete()
        with reader.expect_navigation():
            reader.locator("#panel #write button.main").click()
        reader.locator("[name=login]").fill(dora.email)
        reader.locator("[name=password]").fill("a long password 1")
        follow(reader.locator("main form button.primary"))
        expect(reader).to_have_url(f"{site}{PAGE}?clause={KEY}")
        expect(reader.locator(TEXT)).to_have_value("Typed as Carol")
        expect(reader.locator("#panel .errors")).to_contain_text("someone else")
        expect(reader.locator("#panel .sent-as")).to_have_count(0)
        reader.locator(TEXT).fill("Typed as Carol, and more")
        reader.on("dialog", lambda dialog: dialog.accept())
        reader.reload()
        expect(reader.locator("#panel .sent-as")).to_have_text("Sent as Dora")
        expect(reader.locator(TEXT)).to_have_value("")
