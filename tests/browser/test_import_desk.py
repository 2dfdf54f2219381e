"""The import desk in a browser: the whole job, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, Locator, Page, expect

from documents.models import Document, Edition, PendingImport
from portal.people.models import User
from tests.documents.importing.pdf.pages import print_resolution
from tests.documents.workbench.base import TEXTS

from .conftest import follow, take_screenshot, violations
from .test_workbench import sign_in

WIDTHS = (1280, 768, 390)
PRESS = (
    "([key, code]) => document.activeElement.dispatchEvent("
    "new KeyboardEvent('keydown', {key, code, bubbles: true, cancelable: true}))"
)
IMPORT = "/admin/documents/document/import/"


@pytest.fixture
def scripted(page: Page, site: str, faults: list[str]) -> Page:
    User.objects.create_superuser("anna@example.org", "pw")
    return sign_in(page, site)


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A browser without scripts."""
    User.objects.create_superuser("anna@example.org", "pw")
    context = browser.new_context(java_script_enabled=False)
    yield sign_in(context.new_page(), site)
    context.close()


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def desk_page(request: pytest.FixtureRequest) -> Page:
    page: Page = request.getfixturevalue("scripted" if request.param else "plain")
    return page


def begin(page: Page, site: str, language: str) -> None:
    """Fill in the first form for a new document."""
    page.goto(f"{site}{IMPORT}")
    page.fill("#id_slug", "job")
    send_text(page, language)


def send_text(page: Page, language: str) -> None:
    page.select_option("#id_language", language)
    page.select_option("#id_standing", "unofficial")
    page.set_input_files("#id_file", TEXTS / f"{language}.txt")
    follow(page.get_by_role("button", name="Read the text"))


def row(page: Page, own: int) -> Locator:
    return page.locator(".desk-row", has=page.locator(f"#unit-{own}"))


def press(page: Page, name: str) -> None:
    """Press a button of the desk and wait until the step is taken."""
    page.locator(f"#{name}").click()
    expect(page.locator("#desk:not([aria-busy])")).to_be_attached()


def photograph(page: Page, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = "document.documentElement.scrollWidth"
        assert page.evaluate(wide) <= width, f"{name} is wider than {width}"
        take_screenshot(page, f"import-desk-{name}-{width}")


@pytest.mark.parametrize("width", WIDTHS[:2])
def test_the_whole_job(desk_page: Page, site: str, width: int) -> None:
    """Three languages from files to an edition, with every repair on the way."""
    page = desk_page
    page.set_viewport_size({"width": width, "height": 900})
    begin(page, site, "zh-hans")
    count = page.locator(".desk-row").count()
    press(page, "drop-8")
    expect(page.locator(".desk-row")).to_have_count(count - 1)
    press(page, "desk-undo")
    expect(page.locator(".desk-row")).to_have_count(count)
    follow(
        page.get_by_role("button", name="Save as a draft and import the next language")
    )
    expect(page.locator("#id_language")).to_have_value("ru")
    send_text(page, "ru")
    press(page, "open-8")
    area = page.locator("#text-8")
    text = area.input_value()
    area.fill(text.replace(" ", "\n\n", 1))
    press(page, "split-8")
    expect(page.locator(".desk-row")).to_have_count(count + 1)
    press(page, "join-8")
    expect(page.locator(".desk-row")).to_have_count(count)
    expect(row(page, 8).locator(".import-text").last).to_have_text(text)
    press(page, "none-9")
    expect(page.locator(".desk-row.doubt").first).to_be_visible()
    press(page, "down-20")
    press(page, "up-20")
    for _step in range(3):
        press(page, "desk-undo")
    expect(page.locator(".doubt")).to_have_count(0)
    page.goto(f"{site}/admin/")
    follow(page.locator("#imports-in-hand").get_by_role("link", name="job"))
    expect(row(page, 8).locator(".import-text").last).to_have_text(text)
    follow(
        page.get_by_role("button", name="Save as a draft and import the next language")
    )
    expect(page.locator("#id_language")).to_have_value("en")
    send_text(page, "en")
    expect(page.locator(".doubt")).to_have_count(0)
    follow(page.get_by_role("button", name="Save as a draft", exact=True))
    edition = Edition.objects.get(document=Document.objects.get(slug="job"))
    assert edition.languages.count() == 3
    assert edition.versions.count() == count
    assert not PendingImport.objects.exists()


def test_by_keyboard_alone(scripted: Page, site: str) -> None:
    page, keys = scripted, scripted.keyboard
    begin(page, site, "en")
    rows = page.locator(".desk-row")
    count = rows.count()
    keys.press("j")
    keys.press("j")
    expect(page.locator("#unit-1")).to_be_focused()
    keys.press("m")
    expect(rows).to_have_count(count - 1)
    keys.press("u")
    expect(rows).to_have_count(count)
    page.locator("#unit-8").focus()
    keys.press("x")
    expect(rows).to_have_count(count - 1)
    expect(page.locator("#unit-9")).to_be_focused()
    keys.press("e")
    area = page.locator("#text-9")
    expect(area).to_be_focused()
    area.evaluate("area => area.setSelectionRange(10, 10)")
    keys.press("Control+Enter")
    expect(rows).to_have_count(count)
    keys.press("t")
    expect(page.locator("#received-9")).to_be_focused()
    keys.press("?")
    expect(page.locator("#desk-keys")).to_have_attribute("open", "")
    keys.press("e")
    page.locator("#unit-9").focus()
    keys.press("e")
    expect(area).to_be_focused()
    keys.type("xmu")
    keys.press("Escape")
    expect(area).to_have_count(0)
    expect(rows).to_have_count(count)


def test_each_step_is_told_and_keeps_the_unit(scripted: Page, site: str) -> None:
    page, keys = scripted, scripted.keyboard
    begin(page, site, "en")
    told = page.locator("#desk-told")
    page.locator("#unit-8").focus()
    keys.press("m")
    expect(told).to_have_text("Unit 9 has been joined with the next one.")
    expect(page.locator("#unit-8")).to_be_focused()
    keys.press("u")
    expect(told).to_have_text("The last step has been undone.")
    keys.press("e")
    expect(page.locator("#text-8")).to_be_focused()
    for field in ("part-8", "rest-8", "place-8"):
        keys.press("Tab")
        expect(page.locator(f"#{field}")).to_be_focused()
    keys.type("12")
    keys.press("Escape")
    expect(told).to_have_text("Unit 12 has been saved.")
    expect(page.locator("#unit-8")).to_be_focused()
    assert page.locator(".desk-row th").nth(11).get_attribute("id") == "unit-8"
    keys.press("e")
    expect(page.locator("#text-8")).to_be_focused()  # the step is taken
    page.locator("#place-8").fill("999")
    keys.press("Escape")
    expect(told).to_have_text("No unit has this number: the unit has not been moved.")
    expect(page.locator("#place-8")).to_be_visible()


def test_single_letters_can_be_turned_off(scripted: Page, site: str) -> None:
    page, keys = scripted, scripted.keyboard
    begin(page, site, "en")
    rows = page.locator(".desk-row")
    count = rows.count()
    keys.press("?")
    page.get_by_label("single letters are commands").uncheck()
    press(page, "desk-check")
    page.locator("#unit-8").focus()
    keys.press("x")
    keys.press("?")
    page.reload()
    page.locator("#unit-8").focus()
    keys.press("x")
    press(page, "desk-check")
    expect(rows).to_have_count(count)
    page.locator("#desk-keys summary").click()
    page.get_by_label("single letters are commands").check()
    page.locator("#unit-8").focus()
    keys.press("x")
    expect(rows).to_have_count(count - 1)


def test_keys_work_in_other_layouts(scripted: Page, site: str) -> None:
    """As a Russian keyboard and a Chinese input method tell of the keys j, k and x."""
    page = scripted
    begin(page, site, "en")
    rows = page.locator(".desk-row")
    count = rows.count()
    page.locator("#unit-8").focus()
    for letter, place in (("о", "KeyJ"), ("Process", "KeyJ"), ("л", "KeyK")):
        page.evaluate(PRESS, [letter, place])
    expect(page.locator("#unit-9")).to_be_focused()
    page.evaluate(PRESS, ["ч", "KeyX"])
    expect(rows).to_have_count(count - 1)
    page.evaluate(PRESS, ["г", "KeyU"])
    expect(rows).to_have_count(count)


def test_tabs_go_through_a_unit_in_the_order_of_the_eye(
    scripted: Page, site: str
) -> None:
    page, keys = scripted, scripted.keyboard
    begin(page, site, "en")
    page.locator("#unit-8").focus()
    keys.press("Tab")  # the link to the text as received
    for name in ("kind", "number", "depth", "open", "join", "drop"):
        keys.press("Tab")
        expect(page.locator(f"#{name}-8")).to_be_focused()
        expect(page.locator(f"#{name}-8")).to_have_accessible_description("9")
    keys.press("Tab")
    expect(row(page, 9).locator("a")).to_be_focused()


def test_another_tab_was_faster(scripted: Page, site: str, faults: list[str]) -> None:
    page = scripted
    begin(page, site, "en")
    other = page.context.new_page()
    other.goto(page.url)
    press(other, "drop-9")
    expect(other.locator("#unit-9")).to_have_count(0)
    page.fill("#number-5", "IV")
    page.locator("#drop-3").click()
    expect(page.locator(".conflict")).to_contain_text("IV")
    follow(page.get_by_role("link", name="Go on with the import as it is now"))
    expect(page.locator("#unit-9")).to_have_count(0)
    faults.clear()  # Chromium reports the status


@pytest.mark.parametrize("code", ["en", "ru", "zh-hans"])
def test_is_accessible_and_fits(
    scripted: Page, site: str, faults: list[str], code: str
) -> None:
    page = scripted
    page.context.set_extra_http_headers({"accept-language": code})
    page.goto(f"{site}{IMPORT}")
    photograph(page, f"begin-{code}")
    look_closely(page, faults)
    page.context.set_extra_http_headers({})
    begin(page, site, "zh-hans")
    follow(
        page.get_by_role("button", name="Save as a draft and import the next language")
    )
    send_text(page, "ru")
    page.context.set_extra_http_headers({"accept-language": code})
    page.goto(f"{page.url.split('?')[0]}?open=8")
    photograph(page, code)
    look_closely(page, faults)
    page.goto(f"{site}/admin/")
    photograph(page, f"start-{code}")
    look_closely(page, faults)


@pytest.fixture
def paged(scripted: Page, tmp_path: Path) -> Page:
    """The desk of a PDF of three pages."""
    file = tmp_path / "resolution.pdf"
    file.write_bytes(print_resolution())
    return begin_paged(scripted, file)


def begin_paged(page: Page, file: Path) -> Page:
    page.goto(f"{page.url.split('/admin/')[0]}{IMPORT}")
    page.fill("#id_slug", "paged")
    page.select_option("#id_language", "en")
    page.select_option("#id_standing", "unofficial")
    page.set_input_files("#id_file", file)
    follow(page.get_by_role("button", name="Read the text"))
    return page


def drawn(page: Page, number: int) -> None:
    """Look at the picture of a page until it is there."""
    picture = page.get_by_role("img", name=f"Page {number} of 3 of the file")
    expect(picture).to_be_visible()
    picture.evaluate("image => image.decode()")
    assert picture.evaluate("image => image.naturalWidth") in {900, 901}


def test_the_page_follows_the_unit(paged: Page) -> None:
    page, keys = paged, paged.keyboard
    drawn(page, 1)
    units = page.locator(".desk-row")
    last = units.last.locator("th")
    last.focus()
    drawn(page, 3)
    keys.press("t")
    expect(page.locator("#desk-picture")).to_be_focused()
    page.get_by_role("button", name="Previous page").press("Enter")
    drawn(page, 2)
    expect(page.locator("#desk-leaf")).to_have_text("Page 2 of 3")
    last.focus()
    keys.press("x")
    expect(units).to_have_count(4)
    drawn(page, 2)  # of the unit that is in hand then
    page.get_by_role("button", name="Text", exact=True).click()
    expect(page.locator(".desk-piece").first).to_be_visible()
    expect(page.locator("#desk-picture")).to_have_count(0)
    keys.press("u")
    expect(units).to_have_count(5)
    expect(page.locator("#desk-picture")).to_have_count(0)


def test_a_page_that_cannot_be_drawn(paged: Page, faults: list[str]) -> None:
    page = paged
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE documents_pendingimport SET received = received || %s", ["\f"]
        )
    page.goto(f"{page.url}?picture=4")
    told = page.get_by_role("status").filter(has_text="This page cannot be drawn.")
    expect(told).to_be_visible()
    faults.clear()  # Chromium reports the status


def test_pages_without_scripts(plain: Page, tmp_path: Path) -> None:
    file = tmp_path / "resolution.pdf"
    file.write_bytes(print_resolution())
    page = begin_paged(plain, file)
    drawn(page, 1)
    page.fill("#number-2", "9.")
    follow(page.get_by_role("button", name="Next page"))
    drawn(page, 2)
    expect(page.locator("#number-2")).to_have_value("9.")
    follow(page.get_by_role("button", name="Text", exact=True))
    expect(page.locator("#desk-picture")).to_have_count(0)
    follow(page.get_by_role("button", name="Page", exact=True))
    drawn(page, 1)
    follow(page.locator(".desk-row").last.locator(".desk-place"))
    drawn(page, 3)


@pytest.mark.parametrize("code", ["en", "ru", "zh-hans"])
def test_pictures_are_accessible_and_fit(
    paged: Page, faults: list[str], code: str
) -> None:
    paged.context.set_extra_http_headers({"accept-language": code})
    paged.goto(f"{paged.url}?open=3")
    photograph(paged, f"page-{code}")
    look_closely(paged, faults)


def look_closely(page: Page, faults: list[str]) -> None:
    page.wait_for_load_state("networkidle")
    assert not faults
    assert violations(page) == []
    faults.clear()  # axe-core tries an inline style of its own
