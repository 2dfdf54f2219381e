"""The panel of a clause: its address, Back and Forward, tabs, highlights, and focus."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from portal.people.models import User
from tests.base import LANGUAGES, LETTER
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import current_edition

from .conftest import take_screenshot, violations
from .test_commentary import sign_in

KEY = "statement-pre7"
PAGE = f"/en/documents/{LETTER}/"
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture
def rita(site: str) -> User:
    """Rita, who commented twice on overlapping words."""
    rita = make_commentator("rita")
    version = version_of(current_edition(), KEY)
    words = version.in_language("text", "en").split()
    make_comment(version, rita, "First", quoted=" ".join(words[2:7]))
    make_comment(version, rita, "Second", quoted=" ".join(words[4:9]))
    make_comment(version_of(current_edition(), "statement-op2"), rita, "Further on")
    return rita


@pytest.fixture
def reader(page: Page, site: str, faults: list[str], rita: User) -> Page:
    sign_in(page.context, site, rita)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{site}{PAGE}?texts=en,ru")
    return page


def open_panel(page: Page, key: str = KEY) -> None:
    page.locator(f"#{key} .thread-link").click()
    expect(page.locator("#panel")).to_be_visible()
    expect(page.locator("#commentary-name")).to_be_focused()


class TestAddress:
    def test_back_closes_and_forward_opens(self, reader: Page) -> None:
        reader.evaluate("window.scrollTo(0, 600)")
        open_panel(reader)
        expect(reader).to_have_url(re.compile(rf"\?texts=en,ru&clause={KEY}$|%2C"))
        at = reader.evaluate("scrollY")
        reader.go_back()
        expect(reader.locator("#panel")).to_be_hidden()
        assert "clause=" not in reader.url
        assert reader.evaluate("scrollY") == at
        reader.go_forward()
        expect(reader.locator("#panel")).to_be_visible()

    def test_close_leaves_nothing_to_go_back_to(self, reader: Page, site: str) -> None:
        open_panel(reader)
        reader.locator("#panel").get_by_role("link", name="History").click()
        expect(reader.locator("#history-name")).to_be_focused()
        reader.locator("#panel").get_by_role("button", name="Close").click()
        expect(reader.locator("#panel")).to_be_hidden()
        expect(reader).to_have_url(re.compile("texts=en(,|%2C)ru$"))
        assert reader.evaluate("history.state") is None
        open_panel(reader, "statement-op2")
        reader.keyboard.press("Escape")
        open_panel(reader)

    def test_a_link_opens_it_at_the_clause(self, reader: Page, site: str) -> None:
        reader.goto(f"{site}{PAGE}?clause={KEY}&tab=cite")
        expect(reader.locator("#citation-name")).to_be_focused()
        expect(reader.locator(f"#{KEY}")).to_be_in_viewport()
        expect(reader.locator(f"#{KEY}.discussed")).to_have_count(1)
        reader.locator("#panel").get_by_role("button", name="Close").click()
        expect(reader).to_have_url(f"{site}{PAGE}")
        expect(reader.locator(f"#{KEY} .thread-link")).to_be_focused()

    @pytest.mark.parametrize("way", ["Escape", "Back"])
    def test_who_came_by_an_anchor_stays_where_they_read(
        self, reader: Page, site: str, way: str
    ) -> None:
        reader.goto(f"{site}{PAGE}#letter-p2")
        link = reader.locator("#statement-op2 .thread-link")
        link.scroll_into_view_if_needed()
        at = reader.evaluate("scrollY")
        link.click()
        expect(reader.locator("#commentary-name")).to_be_focused()
        reader.keyboard.press("Escape") if way == "Escape" else reader.go_back()
        expect(reader.locator("#panel")).to_be_hidden()
        expect(reader).to_have_url(re.compile(rf"{PAGE}(#letter-p2)?$"))
        reader.evaluate("new Promise(requestAnimationFrame)")
        assert reader.evaluate("scrollY") == at
        expect(link).to_be_focused()

    def test_nonsense_opens_nothing(self, reader: Page, site: str) -> None:
        for query in ("clause=nothing", "clause=panel", "tab=cite"):
            reader.goto(f"{site}{PAGE}?{query}")
            expect(reader.locator("#panel")).to_be_hidden()


class TestMoving:
    def test_to_other_clauses_and_tabs(self, reader: Page) -> None:
        open_panel(reader)
        panel = reader.locator("#panel")
        panel.locator("[rel=next]").click()
        expect(panel.locator(".panel-name")).to_contain_text("8")
        expect(reader).to_have_url(re.compile("clause=statement-pre8$"))
        panel.locator("[rel=prev]").click()
        expect(reader).to_have_url(re.compile(f"clause={KEY}$"))
        panel.get_by_role("link", name="Next commented clause").click()
        expect(panel.get_by_text("Further on")).to_be_visible()
        panel.get_by_role("link", name="Cite").click()
        expect(panel.locator(".citation .copy").first).to_be_visible()
        expect(panel.locator("[aria-current=true]")).to_have_text(re.compile("Cite"))

    def test_close_is_always_in_sight(self, reader: Page) -> None:
        reader.set_viewport_size({"width": 390, "height": 600})
        open_panel(reader)
        panel = reader.locator("#panel")
        panel.evaluate("each => { each.scrollTop = each.scrollHeight; }")
        expect(panel.get_by_role("button", name="Close")).to_be_in_viewport(ratio=1)

    def test_the_field_is_in_sight_at_four_times_the_size(self, reader: Page) -> None:
        reader.set_viewport_size({"width": 360, "height": 225})
        open_panel(reader)
        field = reader.locator("#panel #write textarea")
        expect(field).to_be_in_viewport(ratio=0.9)
        close = reader.locator("#panel").get_by_role("button", name="Close")
        expect(close).to_be_in_viewport(ratio=1)

    def test_references_open_from_the_margin(self, reader: Page) -> None:
        link = reader.locator(".ties-link").first
        link.click()
        expect(reader.locator("#references-name")).to_be_focused()
        reader.keyboard.press("Escape")
        expect(link).to_be_focused()


def tab_count(page: Page, name: str) -> Locator:
    return page.locator("#panel .panel-tabs").get_by_role("link", name=name)


class TestCounts:
    def test_follow_what_is_sent_and_withdrawn(self, reader: Page) -> None:
        clause = reader.locator(f"#{KEY}")
        clause.locator(".cell[data-language=ru] p").dblclick(
            position={"x": 90, "y": 12}
        )
        reader.locator(".quote-selection").click()
        panel = reader.locator("#panel")
        panel.locator("#write textarea").fill("A third one")
        panel.get_by_role("button", name="Send the comment").click()
        expect(panel.locator("[data-fresh]")).to_contain_text("A third one")
        expect(tab_count(reader, "Discussion")).to_have_text("Discussion 3")
        expect(clause.locator(".thread-link")).to_have_text("3 comments")
        expect(clause.locator(".cell[data-language=ru] mark.quoted")).to_have_count(1)
        expect(clause.locator(".cell[data-language=en] mark.depth-2")).to_have_count(1)
        panel.locator("[data-fresh]").get_by_role("link", name="Withdraw").click()
        panel.get_by_role("button", name="Withdraw it").click()
        expect(tab_count(reader, "Discussion")).to_have_text("Discussion 2")
        expect(clause.locator(".thread-link")).to_have_text("2 comments")
        expect(clause.locator(".cell[data-language=ru] mark.quoted")).to_have_count(0)
        expect(panel.get_by_text("has been withdrawn")).to_be_visible()
        reader.keyboard.press("Escape")
        expect(clause.locator(".thread-link")).to_be_focused()

    def test_follow_a_reply(self, reader: Page) -> None:
        open_panel(reader, "statement-op2")
        panel = reader.locator("#panel")
        panel.get_by_role("link", name="Reply", exact=True).click()
        panel.locator(".slot [name=source]").fill("And back")
        panel.get_by_role("button", name="Send the reply").click()
        expect(tab_count(reader, "Discussion")).to_have_text("Discussion 2")
        expect(reader.locator("#statement-op2 .thread-link")).to_have_text("2 comments")

    def test_what_was_found_stays_marked(self, reader: Page, site: str) -> None:
        reader.goto(f"{site}{PAGE}?q=nuclear&clause={KEY}")
        found = reader.locator("#text .match").count()
        panel = reader.locator("#panel")
        panel.locator("#write textarea").fill("While searching")
        panel.get_by_role("button", name="Send the comment").click()
        expect(tab_count(reader, "Discussion")).to_have_text("Discussion 3")
        assert reader.locator("#text .match").count() == found


class TestHighlights:
    def test_overlapping_ones_lead_to_each_thread(self, reader: Page) -> None:
        mark = reader.locator(f"#{KEY} mark.depth-2")
        expect(mark).to_have_attribute("title", "quoted in 2 comments")
        mark.click()
        quoting = reader.locator("#panel .quoting")
        expect(quoting).to_contain_text("2 comments quote these words")
        expect(reader.locator("#panel [data-fresh]")).to_contain_text("First")
        quoting.get_by_role("link").nth(1).click()
        expect(reader.locator("#panel [data-fresh]")).to_contain_text("Second")
        expect(reader.locator("#panel [data-fresh]")).to_be_focused()

    def test_a_single_one_leads_to_its_comment(self, reader: Page) -> None:
        reader.locator(f"#{KEY} mark.depth-1").last.click()
        expect(reader.locator("#panel [data-fresh]")).to_contain_text("Second")
        expect(reader.locator("#panel .quoting")).to_have_count(0)


HEIGHTS = (
    "Array.from(document.querySelectorAll('.clause'), (each) => each.offsetHeight)"
)
ON_TOP = """(each) => {
  const box = each.getBoundingClientRect();
  const middle = [box.x + box.width / 2, box.y + box.height / 2];
  const found = document.elementFromPoint(...middle);
  return each.contains(found) && box.right <= innerWidth - panel.offsetWidth;
}"""


@pytest.mark.parametrize("code", ["en", "ru"])
@pytest.mark.parametrize("width", [1440, 1280, 1024])
class TestBesideThePanel:
    def test_header_and_menus_can_be_used(
        self, page: Page, site: str, rita: User, width: int, code: str
    ) -> None:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site}/{code}/documents/{LETTER}/")
        before = page.evaluate(HEIGHTS)
        header = page.locator(".site-header").bounding_box()
        open_panel(page, "statement-op2")
        assert page.evaluate(HEIGHTS) == before
        page.evaluate("scrollTo(0, 0)")
        after = page.locator(".site-header").bounding_box()
        assert header and after and header["height"] == after["height"]
        page.locator(".site-menu > summary").click()
        links = page.locator(".account-links a, .language-switch a")
        assert all(each.evaluate(ON_TOP) for each in links.all())
        page.locator(".site-menu > summary").click()
        for menu in page.locator(".bar-line > .menu").all():
            menu.locator("summary").first.click()
            assert menu.locator(".menu-panel").first.evaluate(ON_TOP)
            box = menu.locator(".menu-panel").first.bounding_box()
            assert box and box["x"] >= 0
        assert page.evaluate(TOO_WIDE) <= 0
        take_screenshot(page, f"panel-menus-{code}-{width}", full_page=False)


@pytest.mark.parametrize("size", [(768, 1024), (820, 1180), (1023, 1000)])
def test_on_a_tablet_the_clause_is_seen_above_the_sheet(
    reader: Page, size: tuple[int, int]
) -> None:
    width, height = size
    reader.set_viewport_size({"width": width, "height": height})
    open_panel(reader)
    reader.locator("#panel [rel=next]").click()
    following = "statement-pre8"
    expect(reader.locator(f"#{following}.discussed")).to_be_visible()
    clause = reader.locator(f"#{following}").bounding_box()
    panel = reader.locator("#panel").bounding_box()
    assert clause and panel
    assert panel["width"] == width
    seen = min(panel["y"], clause["y"] + clause["height"]) - clause["y"]
    assert clause["y"] >= 0
    assert seen >= min(clause["height"], 300)
    take_screenshot(reader, f"panel-tablet-{width}", full_page=False)


def test_without_scripts_an_address_leads_to_the_page(
    browser: Browser, site: str, rita: User
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}{PAGE}?clause={KEY}")
    page.locator("noscript a").click()
    expect(page).to_have_url(re.compile(rf"/clauses/{KEY}/#commentary$"))
    for anchor in ("commentary", "references", "history", "cite"):
        expect(page.locator(f"section#{anchor}")).to_be_visible()
    context.close()


@pytest.fixture(params=["light", "dark"])
def shaded(request: pytest.FixtureRequest, page: Page) -> Iterator[str]:
    page.emulate_media(color_scheme=request.param)
    yield request.param


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("width", [1440, 320])
def test_is_accessible(
    reader: Page, site: str, shaded: str, code: str, width: int
) -> None:
    reader.set_viewport_size({"width": width, "height": 900})
    for tab in ("discussion", "references", "history", "cite"):
        reader.goto(f"{site}/{code}/documents/{LETTER}/?clause={KEY}&tab={tab}")
        expect(reader.locator(f"#panel [data-tab={tab}]")).to_be_visible()
        assert reader.evaluate(TOO_WIDE) <= 0
        assert violations(reader, "#panel") == []
        name = f"panel-{tab}-{code}-{width}-{shaded}"
        take_screenshot(reader, name, full_page=False)


SELECT = """([first, last]) => {
  const [one, other] = [first, last].map((each) => document.querySelector(each));
  const range = document.createRange();
  range.setStart(one, 0);
  range.setEnd(other, other.childNodes.length);
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
}"""


class TestWhatCannotBeQuoted:
    def test_words_of_several_texts(self, reader: Page) -> None:
        cells = [f"#{key} [data-language=en] p" for key in (KEY, "statement-pre8")]
        reader.evaluate(SELECT, cells)
        note = reader.locator(".quote-hindrance")
        expect(note).to_contain_text("Only words of one paragraph")
        expect(reader.locator(".quote-selection")).to_be_hidden()
        reader.evaluate("document.getSelection().removeAllRanges()")
        expect(note).to_be_hidden()

    def test_words_of_a_translation(self, reader: Page) -> None:
        reader.evaluate("document.documentElement.classList.add('translated-ltr')")
        reader.evaluate(SELECT, [f"#{KEY} [data-language=en] p"] * 2)
        expect(reader.locator(".quote-hindrance")).to_contain_text("has translated")
        expect(reader.locator(".quote-selection")).to_be_hidden()
