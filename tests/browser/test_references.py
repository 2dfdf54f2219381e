"""Cross-references in a browser: by keyboard, without scripts, with previews."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, expect

from commentary.models import CrossReference
from tests.base import LANGUAGES, LETTER, signed_in
from tests.browser.conftest import follow, take_screenshot, violations
from tests.commentary.factories import make_referrer

pytestmark = pytest.mark.django_db(transaction=True)
NEW = f"documents/{LETTER}/clauses/statement-pre2/references/new/"
PANEL = "?clause=statement-pre2&tab=references"
WIDTHS = (1280, 390, 320)


@pytest.fixture
def tied(site: str) -> str:
    """The portal with the letter and what it refers to."""
    for command in ("load_instruments", "load_references"):
        call_command(command, stdout=io.StringIO())
    return site


def sign_in(context: BrowserContext, site: str) -> None:
    client = signed_in(make_referrer("rita"))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}]
    )


@pytest.fixture
def plain(browser: Browser, tied: str) -> Iterator[Page]:
    """A page without scripts."""
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, tied)
    yield context.new_page()
    context.close()


class TestProposing:
    def test_by_keyboard(self, page: Page, tied: str, faults: Any) -> None:
        sign_in(page.context, tied)
        page.goto(f"{tied}/en/{NEW}")
        page.get_by_label("Find what it refers to").focus()
        page.keyboard.type("Raroto")
        option = page.locator("[role=option]", has_text="Treaty of Rarotonga")
        expect(option).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(option).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        found = page.get_by_role("radio", name="Treaty of Rarotonga")
        expect(found).to_be_checked()
        expect(page.get_by_label("Find what it refers to")).to_be_focused()
        for _ in range(20):
            if page.evaluate("document.activeElement.name") == "send":
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/clauses/statement-pre2/\?proposed=\d+"))
        expect(page.locator("#references [data-fresh]")).to_contain_text("by you")
        made = CrossReference.objects.get(author__display_name="Rita")
        assert made.instrument is not None
        assert made.instrument.slug == "rarotonga"

    @pytest.mark.parametrize(
        ("code", "word", "find", "send"),
        [
            ("en", "Pelindaba", "Find", "Propose"),
            ("ru", "Пелиндаб", "Найти", "Предложить"),
            ("zh-hans", "佩林达巴", "查找", "提出"),
        ],
    )
    def test_without_scripts(
        self, plain: Page, tied: str, code: str, word: str, find: str, send: str
    ) -> None:
        plain.goto(f"{tied}/{code}/{NEW}")
        plain.locator("textarea[name=note]").fill("Typed before searching.")
        plain.locator("input[name=find]").fill(word)
        plain.locator("#main").get_by_role("button", name=find, exact=True).click()
        plain.locator("input[value='i:pelindaba']").check()
        follow(plain.get_by_role("button", name=send, exact=True))
        made = CrossReference.objects.get(author__display_name="Rita")
        assert made.note == "Typed before searching."
        assert made.language == code


class TestProposingInThePanel:
    @pytest.mark.parametrize("width", [1440, 390])
    @pytest.mark.parametrize(
        ("code", "word", "told"),
        [
            ("en", "Pelindaba", "by you"),
            ("ru", "Пелиндаб", "вами"),
            ("zh-hans", "佩林达巴", "您的"),
        ],
    )
    def test_no_page_is_left(
        self,
        page: Page,
        tied: str,
        faults: Any,
        width: int,
        code: str,
        word: str,
        told: str,
    ) -> None:
        sign_in(page.context, tied)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{tied}/{code}/documents/{LETTER}/{PANEL}")
        page.locator("#panel [hx-target='#propose']").click()
        form = page.locator("#propose form")
        expect(form.locator("[name=relation]")).to_be_focused()
        assert violations(page, "#panel") == []
        form.locator("[name=note]").fill("Typed before searching.")
        form.locator("[name=find]").fill(word)
        form.locator("[name=find]").press("Enter")
        expect(form.locator("input[value='i:pelindaba']")).to_be_focused()
        expect(page.locator("#panel .errors")).to_have_count(0)
        page.keyboard.press("Space")
        assert page.evaluate("panel.scrollWidth - panel.clientWidth") <= 0
        take_screenshot(page, f"propose-{code}-{width}", full_page=False)
        form.locator("[name=send]").click()
        fresh = page.locator("#panel [data-fresh]")
        expect(fresh).to_be_focused()
        expect(fresh).to_contain_text(told)
        assert violations(page, "#panel") == []
        take_screenshot(page, f"proposed-{code}-{width}", full_page=False)
        assert page.url.endswith(PANEL)
        expect(page.locator("#panel [data-panel-tab=references]")).to_have_text(
            re.compile(r" 1$")
        )
        expect(page.locator("#statement-pre2 .ties-link")).to_contain_text("1")
        made = CrossReference.objects.get(author__display_name="Rita")
        assert made.note == "Typed before searching."

    def test_what_was_typed_is_kept(self, page: Page, tied: str, faults: Any) -> None:
        sign_in(page.context, tied)
        page.on("dialog", lambda dialog: dialog.accept())
        opener = page.locator("#panel [hx-target='#propose']")
        form = page.locator("#propose form")
        note = form.locator("[name=note]")
        page.goto(f"{tied}/en/documents/{LETTER}/{PANEL}")
        opener.click()
        form.locator("[name=relation]").select_option("implements")
        form.locator("[name=find]").fill("Pelindaba")
        note.fill("Typed before reloading.")
        page.goto(f"{tied}/ru/documents/{LETTER}/{PANEL}")
        page.locator("#propose [data-draft-open]").click()
        expect(note).to_have_value("Typed before reloading.")
        expect(form.locator("[name=relation]")).to_have_value("implements")
        expect(form.locator("[data-draft-note]")).to_be_visible()
        form.locator("[name=find]").press("Enter")
        form.locator("input[value='i:pelindaba']").check()
        form.locator("[name=send]").click()
        expect(page.locator("#panel [data-fresh]")).to_be_focused()
        page.reload()  # and nobody is asked
        opener.click()
        expect(note).to_have_value("")
        assert page.evaluate("Object.keys(localStorage).length") == 0

    def test_is_given_up_by_escape(self, page: Page, tied: str, faults: Any) -> None:
        sign_in(page.context, tied)
        page.goto(f"{tied}/en/documents/{LETTER}/{PANEL}")
        opener = page.locator("#panel [hx-target='#propose']")
        opener.click()
        expect(page.locator("#propose [name=relation]")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#propose form")).to_have_count(0)
        expect(opener).to_be_focused()
        expect(page.locator("#panel")).to_be_visible()


class TestPreview:
    def test_opens_on_focus_and_closes(
        self, page: Page, tied: str, faults: Any
    ) -> None:
        page.goto(f"{tied}/en/documents/{LETTER}/references/")
        link = page.get_by_role("link", name="Statement, preambular para. 1").first
        link.focus()
        preview = page.get_by_role("tooltip")
        expect(preview).to_contain_text("article VII")
        page.keyboard.press("Escape")
        expect(preview).to_have_count(0)
        link.hover()
        expect(preview).to_contain_text("article VII")


class TestNetwork:
    def test_lights_up_the_ties_of_a_clause(
        self, page: Page, tied: str, faults: Any
    ) -> None:
        page.goto(f"{tied}/en/documents/{LETTER}/references/network/")
        node = page.locator("[data-node='0']")
        expect(page.locator(".tie.lit")).to_have_count(0)
        node.hover()
        lit = page.locator(".tie.lit")
        expect(lit).not_to_have_count(0)
        for ends in lit.evaluate_all("all => all.map(each => each.dataset.ends)"):
            assert "0" in ends.split()
        page.mouse.move(0, 0)
        expect(page.locator(".tie.lit")).to_have_count(0)
        page.keyboard.press("Tab")
        node.focus()
        expect(node).to_be_focused()
        expect(page.locator(".tie.lit")).not_to_have_count(0)

    def test_is_read_on_a_phone(self, page: Page, tied: str, faults: Any) -> None:
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(f"{tied}/ru/documents/{LETTER}/references/network/")
            lines = page.locator(".in-words li")
            expect(lines.first).to_be_in_viewport()
            for line in lines.all():
                box = line.bounding_box()
                assert box and box["x"] >= 0 and box["x"] + box["width"] <= width
            expect(page.locator(".wider")).to_be_visible()
            take_screenshot(page, f"network-phone-{width}")
        page.set_viewport_size({"width": 1280, "height": 844})
        expect(page.locator(".wider")).to_be_hidden()
        expect(lines.first).to_be_hidden()

    def test_cuts_no_name(self, page: Page, tied: str, faults: Any) -> None:
        page.goto(f"{tied}/ru/documents/{LETTER}/references/network/")
        picture = page.locator("svg.network").bounding_box()
        assert picture is not None
        for name in page.locator("svg.network text").all():
            box = name.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= picture["x"] + picture["width"]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("table", f"documents/{LETTER}/references/"),
        ("network", f"documents/{LETTER}/references/network/"),
        ("instruments", "instruments/"),
        ("instrument", "instruments/npt/"),
        ("propose", f"{NEW}?find=article"),
    ],
)
def test_looks_and_reads_well(
    page: Page, tied: str, faults: Any, code: str, name: str, path: str
) -> None:
    sign_in(page.context, tied)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{tied}/{code}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        take_screenshot(page, f"references-{name}-{code}-{width}")
    assert violations(page) == []
