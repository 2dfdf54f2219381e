"""What readers change for themselves: size of text, colours, and less movement."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from playwright.sync_api import Page

from tests.base import LANGUAGES, LETTER
from tests.commentary.factories import make_comment, make_commentator, version_of
from tests.factories import current_edition

from .conftest import overflowing

pytestmark = pytest.mark.django_db(transaction=True)
CLAUSE = "statement-pre3"
DOCUMENT = f"documents/{LETTER}/"
PAGES = (
    "",
    "help/",
    DOCUMENT,
    f"{DOCUMENT}?clause={CLAUSE}&tab=discussion",
    f"{DOCUMENT}?clause={CLAUSE}&tab=cite",
    f"{DOCUMENT}clauses/{CLAUSE}/",
    f"{DOCUMENT}editions/2/changes/?from=1",
    f"{DOCUMENT}editions/",
    f"{DOCUMENT}references/",
    "instruments/",
    "commentary/",
)
# Elements with words of their own that are cut off by their box, or lie over others.
CUT = """
() => {
  const own = (each) => Array.from(each.childNodes)
    .some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
  const isSeen = (each) => each.checkVisibility() && !each.closest(".visually-hidden");
  return Array.from(document.body.querySelectorAll("*"))
    .filter((each) => own(each) && isSeen(each))
    .filter((each) => {
      const style = getComputedStyle(each);
      if (style.display === "inline" || style.textOverflow === "ellipsis") return false;
      if (style.clipPath !== "none" || each.matches("select, option")) return false;
      const hides = (way) => ["hidden", "clip"].includes(way);
      return (hides(style.overflowX) && each.scrollWidth > each.clientWidth + 1)
        || (hides(style.overflowY) && each.scrollHeight > each.clientHeight + 1);
    })
    .map((each) => each.outerHTML.slice(0, 120));
}
"""
OVERLAPPING = """
() => {
  const rows = Array.from(document.querySelectorAll(
  "h1, h2, h3, dt, dd, td, .margin, .cell, .bar-line > *, .panel-tabs > *, .comment > *"
  )).filter((each) => each.checkVisibility() && each.getClientRects().length);
  const boxes = rows.map((each) => each.getBoundingClientRect());
  const found = [];
  rows.forEach((one, index) => {
    const other = rows[index + 1];
    if (!other || one.contains(other) || other.contains(one)) return;
    if (one.parentElement !== other.parentElement) return;
    const [a, b] = [boxes[index], boxes[index + 1]];
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    const isApart = wide <= 2 || high <= 2 || one.closest(".self-evident");
    if (!isApart) found.push(one.outerHTML.slice(0, 120));
  });
  return found;
}
"""
UNSEEN_FOCUS = """
() => {
  const each = document.activeElement;
  const style = getComputedStyle(each);
  const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return isSeen || each === document.body ? "" : each.outerHTML.slice(0, 120);
}
"""
MOVING = """
() => Array.from(document.querySelectorAll("*"))
  .filter((each) => {
    const style = getComputedStyle(each);
    const lasts = (times) => times.split(",").some((one) => parseFloat(one) > 0);
    return lasts(style.transitionDuration) || lasts(style.animationDuration)
      || style.scrollBehavior === "smooth";
  })
  .map((each) => each.outerHTML.slice(0, 120))
"""


@pytest.fixture
def talked(site: str) -> str:
    """The portal with references, and a comment that has been answered."""
    for command in ("load_instruments", "load_references"):
        call_command(command, stdout=io.StringIO())
    version = version_of(current_edition(), CLAUSE)
    rita = make_commentator("rita")
    comment = make_comment(version, rita, "Which **zone**?", quoted="of")
    make_comment(version, rita, "That one.", parent=comment, quoted_words="zone?")
    return site


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    if "clause=" in address:
        page.locator("#panel .panel-content").wait_for()


@pytest.mark.parametrize("code", LANGUAGES)
def test_text_of_twice_the_size(page: Page, talked: str, code: str) -> None:
    """Nothing is cut, lies over something else, or runs out of the page."""
    page.set_viewport_size({"width": 1280, "height": 900})
    found = []
    for path in PAGES:
        open_page(page, f"{talked}/{code}/{path}")
        # Through the object model, which the page's policy allows.
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        faults = overflowing(page) + page.evaluate(CUT) + page.evaluate(OVERLAPPING)
        found += [f"{path}: {fault}" for fault in faults]
    assert not found, "\n".join(found)


def test_forced_colours(page: Page, talked: str) -> None:
    """The focus is seen everywhere, and what is marked differs by more than colour."""
    page.emulate_media(forced_colors="active")
    page.set_viewport_size({"width": 1280, "height": 900})
    for path in PAGES:
        open_page(page, f"{talked}/en/{path}")
        for _ in range(20):
            page.keyboard.press("Tab")
            assert page.evaluate(UNSEEN_FOCUS) == "", path
    open_page(page, f"{talked}/en/{DOCUMENT}?clause={CLAUSE}")
    page.keyboard.press("Escape")
    page.locator("#main").focus()
    page.keyboard.press("j")
    assert page.evaluate(UNSEEN_FOCUS) == ""
    line = "each => parseFloat(getComputedStyle(each).borderBlockEndWidth)"
    assert page.locator("mark.quoted").first.evaluate(line) > 0
    page.goto(f"{talked}/en/{DOCUMENT}editions/2/changes/?from=1")
    drawn = "each => getComputedStyle(each).textDecorationLine"
    assert page.locator("ins").first.evaluate(drawn) == "underline"
    assert page.locator("del").first.evaluate(drawn) == "line-through"


def test_less_movement(page: Page, talked: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    for path in PAGES:
        open_page(page, f"{talked}/en/{path}")
        assert page.evaluate(MOVING) == [], path
