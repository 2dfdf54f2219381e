"""The reading page as a browser lays it out, copies it and prints it."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from tests.base import LANGUAGES, LETTER
from tests.commentary.factories import make_moderator
from tests.factories import make_long_edition

from .conftest import overflowing, take_screenshot, violations
from .test_commentary import sign_in

LARGEST_OFFSET = 420
ONE_LINE = 60
SMALLEST_COLUMN = 22 * 16
NARROWEST_COLUMN = 20 * 16
SMALLEST_TARGET = 24
EXAMPLE = "example-lighthouses"
SCREENS = {"desk": (1440, 900), "phone": (390, 844)}
CLAUSES = 1_000

WATCH_SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# Takes the page away from its end, node by node, as a browser has it while it arrives;
# returns what is seen elsewhere then. So little is nothing to a browser either.
UNREAD = """
() => {
  const LITTLE = 3;
  const places = () => new Map(
    Array.from(document.querySelectorAll(".site-header *, .bar *, .grid .cell > p"))
      .filter((each) => each.matches("a, summary, h1, p, .column-language, .brand"))
      .filter((each) => each.textContent.trim())
      .filter((each) => each.checkVisibility({ visibilityProperty: true }))
      .map((each) => [each, each.getBoundingClientRect()]));
  const end = document.createRange();
  end.setStartAfter(document.getElementById("letter-p1"));
  end.setEndAfter(document.body.lastChild);
  end.deleteContents();
  const settled = places();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const moved = new Set();
  for (const node of nodes.reverse()) {
    if (node.nodeType === Node.TEXT_NODE && !node.data.trim()) continue;
    node.remove();
    for (const [each, now] of places()) {
      const then = settled.get(each);
      const far = Math.max(Math.abs(now.x - then.x), Math.abs(now.y - then.y));
      if (far > LITTLE) moved.add(`${each.outerHTML.slice(0, 80)}: ${far}`);
    }
  }
  return [...moved];
}
"""
SELECT = """
([from, to]) => {
  const range = document.createRange();
  range.setStartBefore(document.querySelector(from));
  range.setEndAfter(document.querySelector(to));
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}
"""


def reader(code: str = "en") -> str:
    return f"/{code}/documents/{LETTER}/"


def top_of(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["y"]


def widths(page: Page, key: str) -> list[float]:
    boxes = [cell.bounding_box() for cell in page.locator(f"#{key} .cell").all()]
    return [box["width"] for box in boxes if box]


@pytest.mark.usefixtures("faults")
@pytest.mark.parametrize("code", LANGUAGES)
class TestTextFirst:
    @pytest.mark.parametrize("screen", SCREENS)
    def test_the_letter_begins_near_the_top(
        self, page: Page, site: str, code: str, screen: str
    ) -> None:
        width, height = SCREENS[screen]
        page.set_viewport_size({"width": width, "height": height})
        page.add_init_script(WATCH_SHIFTS)
        page.goto(site + reader(code), wait_until="networkidle")
        assert top_of(page, "#letter-p1 .cell p") < LARGEST_OFFSET
        assert page.evaluate("window.shifts") == 0

    @pytest.mark.parametrize("screen", SCREENS)
    def test_nothing_moves_while_the_page_arrives(
        self, page: Page, site: str, code: str, screen: str
    ) -> None:
        width, height = SCREENS[screen]
        page.set_viewport_size({"width": width, "height": height})
        page.goto(site + reader(code))
        assert page.evaluate(UNREAD) == []

    def test_the_header_is_one_line_on_a_phone(
        self, page: Page, site: str, code: str
    ) -> None:
        page.set_viewport_size({"width": 320, "height": 700})
        page.goto(site + reader(code))
        header = page.locator(".site-header").bounding_box()
        assert header is not None
        assert header["height"] < ONE_LINE
        page.locator(".site-menu > summary").click()
        expect(page.locator(".language-switch a").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    def test_the_lines_above_the_text_never_break(
        self, page: Page, site: str, code: str
    ) -> None:
        moderator = make_moderator()
        moderator.display_name = "Anna Konstantinovna Very-Longnamed"
        moderator.save()
        for person in (None, moderator):
            if person:
                sign_in(page.context, site, person)
            for width in (1920, 1440, 1400, 1366, 1280, 1180, 1152, 1024, 390, 320):
                page.set_viewport_size({"width": width, "height": 700})
                page.goto(site + reader(code))
                header = page.locator(".site-header").bounding_box()
                assert header and header["height"] < ONE_LINE, width
                assert overflowing(page) == []
                tops = page.locator(".bar-line > .menu").evaluate_all(
                    "all => all.map((each) => each.getBoundingClientRect().top)"
                )
                assert len(set(tops)) == 1, width
        page.set_viewport_size({"width": 1440, "height": 700})
        expect(page.locator(".site-nav a").first).to_be_visible()
        take_screenshot(page, f"header-{code}-1440", full_page=False)

    def test_the_standing_is_readable_on_a_phone(
        self, page: Page, site: str, code: str
    ) -> None:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(site + reader(code))
        page.locator(".column-head summary").first.click()
        note = page.locator(".standing-note").first.bounding_box()
        assert note is not None
        assert note["x"] >= 0
        assert note["x"] + note["width"] <= 390

    def test_the_links_of_a_clause_are_a_sheet_on_a_phone(
        self, page: Page, site: str, code: str
    ) -> None:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{site}{reader(code)}#statement-op1")
        page.locator("#statement-op1 .place").click()
        expect(page.locator("#place-tools")).to_be_in_viewport(ratio=1)

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [320, 1280])
    def test_changes_in_the_text_are_accessible(
        self, page: Page, site: str, code: str, scheme: str, width: int
    ) -> None:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site}{reader(code)}?since=1")
        expect(page.locator("ins").first).to_be_attached()
        assert violations(page) == []
        if width == 320:
            page.locator("#statement-op1 .unfold").check()
            assert violations(page) == []


@pytest.mark.usefixtures("faults")
@pytest.mark.parametrize("scripted", [True, False])
def test_the_masthead_opens_for_who_is_led_into_it(
    browser: Browser, site: str, scripted: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripted)
    page = context.new_page()
    page.goto(site + reader())
    expect(page.locator("#letter-organ1")).to_be_hidden()
    page.goto(f"{site}{reader()}#letter-organ1")
    expect(page.locator("#letter-organ1 .cell").first).to_be_in_viewport()
    context.close()


@pytest.mark.usefixtures("faults")
class TestColumns:
    def test_three_are_wide_enough_and_the_panel_moves_nothing(
        self, page: Page, site: str
    ) -> None:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"{site}{reader()}#statement-pre7")
        before = widths(page, "statement-pre7")
        assert len(before) == 3
        assert min(before) >= SMALLEST_COLUMN
        top, scrolled = top_of(page, "#statement-pre7"), page.evaluate("scrollY")
        page.locator("#statement-pre7 .thread-link").click()
        expect(page.locator("#panel h2:focus")).to_have_count(1)
        assert widths(page, "statement-pre7") == before
        assert page.evaluate("scrollY") == scrolled
        page.keyboard.press("Escape")
        expect(page.locator("#panel")).to_be_hidden()
        assert top_of(page, "#statement-pre7") == top

    def test_others_unfold_without_javascript(
        self, browser: Browser, site: str
    ) -> None:
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": 390, "height": 844}
        )
        page = context.new_page()
        page.goto(site + reader("ru"))
        expect(page.locator("#statement-op1 .cell:visible")).to_have_count(1)
        expect(page.locator("#statement-op1 .cell:visible")).to_have_attribute(
            "lang", "ru"
        )
        page.locator("#statement-op1 .unfold").check()
        expect(page.locator("#statement-op1 .cell:visible")).to_have_count(3)
        context.close()

    @pytest.mark.parametrize("width", [768, 1024, 1279])
    def test_two_texts_where_three_would_be_narrow(
        self, page: Page, site: str, width: int
    ) -> None:
        page.add_init_script(WATCH_SHIFTS)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(site + reader("ru"))
        shown = page.locator("#statement-op1 .cell:visible")
        expect(shown).to_have_count(2)
        assert min(widths(page, "statement-op1")) >= NARROWEST_COLUMN
        assert page.evaluate("window.shifts") < 0.01
        page.locator("#statement-op1 .unfold").check()
        expect(shown).to_have_count(3)
        third = shown.nth(2).bounding_box()
        second = shown.nth(1).bounding_box()
        assert third is not None
        assert second is not None
        assert third["y"] >= second["y"] + second["height"]
        assert third["width"] >= NARROWEST_COLUMN

    def test_three_where_there_is_room(self, page: Page, site: str) -> None:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(site + reader("ru"))
        assert len(widths(page, "statement-op1")) == 3
        assert min(widths(page, "statement-op1")) >= NARROWEST_COLUMN

    @pytest.mark.parametrize("code", LANGUAGES)
    def test_unfolding_takes_no_line_of_its_own(
        self, page: Page, site: str, code: str
    ) -> None:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(site + reader(code))
        for key in ("letter-p4", "letter-p2", "statement-pre4"):
            margin = page.locator(f"#{key} .margin").bounding_box()
            unfold = page.locator(f"#{key} .unfold").bounding_box()
            assert margin and margin["height"] < 2 * SMALLEST_TARGET
            assert unfold and unfold["width"] >= SMALLEST_TARGET

    def test_changes_of_folded_texts_are_told_and_unfolded(
        self, page: Page, site: str
    ) -> None:
        call_command("load_example", stdout=io.StringIO())
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{site}/en/documents/{EXAMPLE}/?since=1")
        clause = page.locator(".clause.changed:has(.cell ~ .cell ins)").first
        marked = "el => getComputedStyle(el, '::before').content.includes('Δ')"
        unfold = clause.locator(".unfold")
        assert unfold.evaluate(marked)
        expect(clause.locator("ins:visible")).to_have_count(
            clause.locator(".cell").first.locator("ins").count()
        )
        unfold.check()
        assert not unfold.evaluate(marked)
        expect(clause.locator(".cell:visible")).to_have_count(3)
        for inserted in clause.locator("ins").all():
            expect(inserted).to_be_visible()


@pytest.mark.usefixtures("faults")
class TestCopying:
    @pytest.fixture
    def copied(self, page: Page, site: str) -> str:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{site}{reader()}?texts=en,ru")
        page.evaluate(SELECT, ["#statement-op1", "#statement-op2"])
        page.keyboard.press("Control+c")
        return str(page.evaluate("navigator.clipboard.readText()"))

    def test_takes_texts_and_printed_numbers_only(
        self, page: Page, copied: str
    ) -> None:
        expected = [
            " ".join(cell.inner_text().split())
            for key in ("statement-op1", "statement-op2")
            for cell in page.locator(f"#{key} .cell p").all()
        ]
        assert [
            " ".join(line.split()) for line in copied.split("\n") if line
        ] == expected
        assert copied.startswith("1. ")

    def test_a_part_of_one_text_is_left_to_the_browser(
        self, page: Page, site: str
    ) -> None:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(site + reader())
        page.locator("#statement-op2 .cell[lang=en] p").click(click_count=3)
        page.keyboard.press("Control+c")
        text = page.evaluate("navigator.clipboard.readText()")
        assert "Comment" not in text
        assert "2." in text


@pytest.mark.usefixtures("faults")
@pytest.mark.parametrize(
    ("letter", "place"), [("о", "KeyJ"), ("Process", "KeyJ"), ("j", "KeyC")]
)
def test_keys_work_in_other_layouts(
    page: Page, site: str, letter: str, place: str
) -> None:
    """As a Russian keyboard, a Chinese input method and Dvorak tell of the key j."""
    page.goto(site + reader())
    page.locator("#letter-p1 .place").focus()
    page.evaluate(
        "([key, code]) => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {key, code, bubbles: true, cancelable: true}))",
        [letter, place],
    )
    expect(page.locator("#letter-p2")).to_be_focused()


class TestPrint:
    def test_has_a_running_foot_and_no_links_beside_the_text(
        self, page: Page, site: str
    ) -> None:
        page.goto(f"{site}{reader()}?texts=en")
        pdf = pypdfium2.PdfDocument(page.pdf(format="A4"))
        pages = [each.get_textpage().get_text_range() for each in pdf]
        assert len(pages) > 1
        for number, text in enumerate(pages, 1):
            flat = " ".join(text.split())
            assert f"{number} / {len(pages)}" in flat
            assert "Letter dated 8 September 2006 · edition 2" in flat
            assert "Comment" not in flat
        assert "United Nations" in pages[0]


@pytest.mark.usefixtures("faults")
class TestLong:
    @pytest.fixture
    def long(self, page: Page, site: str) -> str:
        make_long_edition(clauses=CLAUSES)
        page.set_viewport_size({"width": 1440, "height": 900})
        return f"{site}/en/documents/long/"

    def test_anchors_outline_and_keys_lead_right(self, page: Page, long: str) -> None:
        page.goto(f"{long}#statement-pre777")
        target = page.locator("#statement-pre777")
        expect(target).to_be_in_viewport()
        bar = page.locator(".bar").bounding_box()
        assert bar is not None
        assert 0 <= top_of(page, "#statement-pre777") - bar["height"] < 100
        page.keyboard.press("j")
        page.locator(".bar .menu > summary", has_text="Outline").click()
        page.locator(".outline a[href='#statement-pre500']").click()
        expect(page.locator("#statement-pre500")).to_be_in_viewport()

    def test_all_of_it_is_printed(self, page: Page, long: str) -> None:
        page.goto(f"{long}?texts=en")
        page.emulate_media(media="print")
        for key in ("statement-pre2", "statement-pre999"):
            expect(page.locator(f"#{key} .cell p")).to_be_visible()
        heights = page.evaluate(
            "Array.from(document.querySelectorAll('.stretch'), (each) =>"
            " getComputedStyle(each).contentVisibility)"
        )
        assert set(heights) == {"visible"}
