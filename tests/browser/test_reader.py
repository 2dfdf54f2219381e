"""The reading pages in a real browser: three languages, three widths, by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.base import LANGUAGES, LETTER
from tests.factories import current_edition

from .conftest import take_screenshot, violations

WIDTHS = {"phone": 320, "tablet": 820, "desk": 1440}
HALF_AN_EM = 8
A_FIFTH_OF_A4 = 794 / 5


def reader(code: str = "en") -> str:
    return f"/{code}/documents/{LETTER}/"


def clause(key: str, code: str = "en") -> str:
    return f"/{code}/documents/{LETTER}/clauses/{key}/"


def open_menu(page: Page, name: str) -> None:
    page.locator(".bar .menu > summary", has_text=name).click()


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.usefixtures("faults")
@pytest.mark.parametrize("code", LANGUAGES)
class TestEachLanguage:
    @pytest.mark.parametrize(("name", "width"), WIDTHS.items())
    def test_reader_fits_every_width(
        self, page: Page, site: str, code: str, name: str, width: int
    ) -> None:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(site + reader(code))
        assert overflow(page) <= 0
        take_screenshot(page, f"reader-{code}-{name}")

    @pytest.mark.parametrize("width", WIDTHS.values())
    def test_clause_page_fits(
        self, page: Page, site: str, code: str, width: int
    ) -> None:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(site + clause("statement-pre7", code))
        assert overflow(page) <= 0
        take_screenshot(page, f"clause-{code}-{width}")

    def test_files_as_received_fit_and_are_accessible(
        self, page: Page, site: str, code: str
    ) -> None:
        page.set_viewport_size({"width": 320, "height": 900})
        page.goto(f"{site}{reader(code)}editions/")
        page.locator("details.received summary").first.click()
        assert overflow(page) <= 0
        take_screenshot(page, f"received-{code}")
        assert violations(page) == []

    @pytest.mark.parametrize("path", ["", "documents/", "none/"])
    def test_other_pages_are_accessible(
        self, page: Page, site: str, code: str, path: str, faults: list[str]
    ) -> None:
        page.goto(f"{site}/{code}/{path}")
        assert violations(page) == []
        faults[:] = [fault for fault in faults if "404" not in fault]

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_reader_is_accessible(
        self, page: Page, site: str, code: str, scheme: str
    ) -> None:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(site + reader(code))
            assert violations(page) == []
            for menu in page.locator(".bar .menu > summary").all():
                menu.click()
                assert violations(page, ".bar") == []
            page.keyboard.press("Escape")
            page.locator("#statement-pre7 .place").click()
            expect(page.locator("#place-tools")).to_be_visible()
            assert violations(page, "#place-tools") == []
            page.keyboard.press("Escape")
            page.keyboard.press("?")
            expect(page.locator("#keys")).to_be_visible()
            assert violations(page, "#keys") == []

    def test_clause_page_is_accessible(self, page: Page, site: str, code: str) -> None:
        page.goto(site + clause("statement-op3", code))
        assert violations(page) == []


@pytest.mark.usefixtures("faults")
class TestReading:
    def test_rows_are_aligned(self, page: Page, site: str) -> None:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(site + reader())
        for key in ("letter-p2", "statement-pre7", "statement-op6"):
            cells = page.locator(f"#{key} .cell p").all()
            tops = [(cell.bounding_box() or {"y": 0})["y"] for cell in cells]
            assert len(tops) == 3
            assert max(tops) - min(tops) < HALF_AN_EM

    def test_deep_link_opens_at_the_clause(self, page: Page, site: str) -> None:
        page.goto(f"{site}/id/{LETTER}/e1/statement-op4")
        target = page.locator("#statement-op4")
        expect(target).to_be_in_viewport()
        head = page.locator(".bar").bounding_box()
        box = target.bounding_box()
        assert head is not None
        assert box is not None
        assert box["y"] >= head["y"] + head["height"] - 1

    def test_a_phone_shows_one_text_and_unfolds_the_others(
        self, page: Page, site: str
    ) -> None:
        page.set_viewport_size({"width": 320, "height": 700})
        page.goto(site + reader())
        cells = page.locator("#statement-op1 .cell")
        assert [cell.is_visible() for cell in cells.all()] == [True, False, False]
        page.locator("#statement-op1").get_by_label("Other texts").check()
        boxes = [cell.bounding_box() for cell in cells.all()]
        tops = [box["y"] for box in boxes if box]
        assert tops == sorted(set(tops))
        assert len(tops) == 3
        expect(page.locator("#statement-op2 .cell:visible")).to_have_count(1)

    def test_one_text_is_chosen_on_a_phone(self, page: Page, site: str) -> None:
        # So high that nothing is scrolled, in whatever typeface: scrolled, the address
        # would keep the clause as well.
        page.set_viewport_size({"width": 320, "height": 1200})
        page.goto(site + reader())
        open_menu(page, "Texts")
        page.get_by_role("list", name="Show one text, or all").get_by_text(
            "Русский"
        ).click()
        expect(page).to_have_url(re.compile(r"texts=ru$"))
        expect(page.locator("#statement-op1 .cell")).to_have_count(1)

    def test_switch_keeps_clause_and_columns(self, page: Page, site: str) -> None:
        page.goto(f"{site}{reader()}?texts=ru,zh-hans#statement-op2")
        page.locator(".language-switch").get_by_text("Русский").click()
        expect(page).to_have_url(re.compile(r"/ru/.*\?texts=ru,zh-hans#statement-op2$"))

    def test_large_type_needs_no_sideways_scrolling(
        self, page: Page, site: str
    ) -> None:
        # 200 % zoom of a 1280 px window is a window of 640 px.
        page.set_viewport_size({"width": 640, "height": 450})
        page.goto(site + reader("ru"))
        assert overflow(page) <= 0

    def test_three_columns_fit_a_printed_page(self, page: Page, site: str) -> None:
        page.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dots an inch
        page.goto(site + reader("ru"))
        page.emulate_media(media="print")
        boxes = [
            box.bounding_box() for box in page.locator("#statement-op2 .cell").all()
        ]
        widths = [box["width"] for box in boxes if box]
        assert len(widths) == 3
        assert max(widths) - min(widths) < 1
        assert min(widths) > A_FIFTH_OF_A4
        take_screenshot(page, "print-ru")

    def test_print_shows_the_text_alone(self, page: Page, site: str) -> None:
        page.goto(site + reader())
        page.emulate_media(media="print")
        expect(page.locator(".site-header")).to_be_hidden()
        expect(page.locator(".bar .menu").first).to_be_hidden()
        expect(page.locator("#statement-pre7 .thread-link")).to_be_hidden()
        expect(page.locator("#letter-organ1 .cell").first).to_be_visible()
        expect(page.locator("#statement-pre7 .cell").first).to_be_visible()


@pytest.mark.usefixtures("faults")
class TestKeyboard:
    def test_first_stop_skips_to_the_text(self, page: Page, site: str) -> None:
        page.goto(site + reader())
        page.keyboard.press("Tab")
        expect(page.get_by_text("Skip to the text")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#letter-title")).to_be_focused()

    def test_links_of_a_clause_open_and_close(self, page: Page, site: str) -> None:
        page.goto(site + reader())
        place = page.locator("#letter-p2 .place")
        place.focus()
        page.keyboard.press("Enter")
        tools = page.get_by_role("dialog", name="letter, para. 2")
        expect(tools).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(tools).to_be_hidden()
        expect(place).to_be_focused()

    def test_a_menu_closes_with_escape(self, page: Page, site: str) -> None:
        page.goto(site + reader())
        open_menu(page, "Outline")
        expect(page.locator(".outline")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".outline")).to_be_hidden()
        expect(page.locator("#outline-name")).to_be_focused()

    def test_from_clause_to_clause(self, page: Page, site: str) -> None:
        page.goto(site + reader())
        for key in ("letter-title", "letter-p1", "letter-p2"):
            page.keyboard.press("j")
            expect(page.locator(f"#{key}")).to_be_focused()
        page.keyboard.press("k")
        expect(page.locator("#letter-p1")).to_be_focused()
        expect(page.locator("#letter-p1")).to_be_in_viewport()
        page.keyboard.press("e")
        expect(page.get_by_role("dialog", name="letter, para. 1")).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()

    def test_keys_are_off_while_typing_and_with_modifiers(
        self, page: Page, site: str
    ) -> None:
        page.goto(site + reader())
        page.keyboard.press("Control+j")
        page.keyboard.press("Alt+j")
        open_menu(page, "Texts")
        page.get_by_label("Column 1").focus()
        page.keyboard.press("j")
        page.keyboard.press("?")
        expect(page.get_by_label("Column 1")).to_be_focused()
        expect(page.locator("#keys")).to_be_hidden()


@pytest.mark.usefixtures("faults")
class TestCopying:
    @pytest.mark.parametrize(
        ("button", "copied"),
        [
            ("Copy link", r"/id/letter-2006-09-08/e2/statement-op3$"),
            ("Copy citation", r"^Letter dated 8 September 2006.*statement, para\. 3"),
        ],
    )
    def test_from_the_reader(
        self, page: Page, site: str, button: str, copied: str
    ) -> None:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(site + reader())
        page.locator("#statement-op3 .place").click()
        tools = page.locator("#place-tools")
        tools.get_by_role("button", name=button).click()
        expect(tools.get_by_text("Copied")).to_be_visible()
        assert re.search(copied, page.evaluate("navigator.clipboard.readText()"))


class TestWithoutJavaScript:
    @pytest.fixture
    def plain(self, browser: Browser) -> Page:
        return browser.new_context(java_script_enabled=False).new_page()

    def test_columns_are_chosen_and_remembered(self, plain: Page, site: str) -> None:
        plain.goto(site + reader())
        open_menu(plain, "Texts")
        plain.get_by_label("Column 1").select_option("en")
        plain.get_by_label("Column 2").select_option("ru")
        plain.get_by_label("Column 3").select_option("")
        plain.get_by_role("button", name="Show").click()
        expect(plain.locator(".column-language")).to_have_text(["English", "Русский"])
        plain.goto(site + clause("statement-op1"))
        expect(plain.locator(".column-language")).to_have_text(["English", "Русский"])

    def test_no_dead_buttons(self, plain: Page, site: str) -> None:
        plain.goto(site + reader())
        expect(plain.locator("#statement-op3 button")).to_have_count(0)
        open_menu(plain, "More")
        expect(plain.locator(".bar button:visible")).to_have_count(0)
        plain.locator("#statement-op3 .place").click()
        expect(plain.locator(".citation-text")).to_contain_text("statement, para. 3")

    def test_reading_from_clause_to_clause(self, plain: Page, site: str) -> None:
        plain.goto(site + clause("statement-pre11"))
        plain.locator("[rel=next]").click()
        expect(plain.locator("h1")).to_have_text("Statement, para. 1")


def test_a_renamed_document_is_read_at_its_old_address(page: Page, site: str) -> None:
    """A shared link goes on working: language, columns and clause."""
    document = current_edition().document
    old = f"{site}/ru/documents/{document.slug}/?texts=ru,en#statement-op3"
    document.slug = "renamed"
    document.save(update_fields=["slug"])
    page.goto(old)
    expect(page).to_have_url(f"{site}/ru/documents/renamed/?texts=ru,en#statement-op3")
    expect(page.locator("[id='statement-op3']")).to_be_in_viewport()
    page.goto(f"{site}/id/{LETTER}/statement-op3")
    expect(page).to_have_url(re.compile("/documents/renamed/clauses/statement-op3/"))
