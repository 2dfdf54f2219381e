"""The administration's language tabs under the site's content security policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from documents.models import Instrument
from portal.people.models import User
from portal.people.roles import Role
from tests.documents.workbench.base import TEXTS
from tests.factories import make_draft
from tests.portal.people.base import PASSWORD, make_account

from .conftest import follow, take_screenshot, violations


@pytest.fixture
def admin(page: Page, site: str, faults: list[str]) -> Page:
    anna = User.objects.create_superuser("anna@example.org", "pw")
    sign_in(page, site, anna.email, "pw")
    return page


def sign_in(page: Page, site: str, address: str, password: str) -> None:
    page.goto(f"{site}/admin/")
    page.fill("#id_login", address)
    page.fill("#id_password", password)
    follow(page.locator("button.primary"))


def test_tabs_switch(admin: Page, site: str) -> None:
    admin.goto(f"{site}/admin/documents/instrument/add/")
    expect(admin.locator("#id_title_en")).to_be_visible()
    expect(admin.locator("#id_title_ru")).to_be_hidden()
    admin.locator(".ui-tabs-nav").first.get_by_role("tab", name="Русский").click()
    expect(admin.locator("#id_title_ru")).to_be_visible()
    expect(admin.locator("#id_title_en")).to_be_hidden()


def test_all_tabs_at_once(admin: Page, site: str) -> None:
    document = make_draft().document
    admin.goto(f"{site}/admin/documents/document/{document.pk}/change/")
    switch = admin.locator("#modeltranslation-main-switch")
    expect(switch.locator("option:checked")).to_have_text("English")
    switch.select_option(label="中文")
    expect(admin.locator("#id_title_zh_hans")).to_be_visible()
    expect(admin.locator("#id_agenda_item_zh_hans")).to_be_visible()
    expect(admin.locator("#id_parts-0-title_zh_hans")).to_be_visible()
    take_screenshot(admin, "admin-tabs")


def test_an_editor_adds_the_source_of_a_fact(
    page: Page, site: str, faults: list[str]
) -> None:
    npt = Instrument.objects.create(slug="npt", title="Treaty")
    sign_in(page, site, make_account(Role.EDITOR).email, PASSWORD)
    page.goto(f"{site}/admin/documents/instrument/{npt.pk}/change/")
    page.locator("#facts-group summary").click()
    page.locator("#facts-group .add-row a").click()
    page.select_option("#id_facts-0-fact", "date")
    page.fill("#id_facts-0-source_en", "The Treaty, article IX")
    tabs = page.locator("#facts-0 .ui-tabs-nav")
    tabs.get_by_role("tab", name="Русский").click()
    page.fill("#id_facts-0-source_ru", "Договор, статья IX")
    follow(page.locator("input[name=_save]"))
    source = npt.facts.get(fact="date")
    assert source.source_en == "The Treaty, article IX"
    assert source.source_ru == "Договор, статья IX"


def test_published_text_has_no_tabs(admin: Page, site: str) -> None:
    admin.goto(f"{site}/admin/documents/clauseversion/")
    admin.locator("#result_list tbody th a").first.click()
    expect(admin.locator(".explanation")).to_contain_text("published")
    expect(admin.locator("#modeltranslation-main-switch")).to_be_hidden()


def test_importing_is_accessible(admin: Page, site: str, faults: list[str]) -> None:
    admin.goto(f"{site}/admin/documents/document/import/")
    assert violations_apart(admin, faults) == []
    admin.fill("#id_slug", "letter")
    admin.select_option("#id_standing", "official")
    admin.set_input_files("#id_file", TEXTS / "zh-hans.txt")
    follow(admin.locator("input[type=submit].default"))
    expect(admin.locator(".import-table")).to_be_visible()
    assert violations_apart(admin, faults) == []


def violations_apart(page: Page, faults: list[str]) -> list[str]:
    """Ask axe-core, which tries an inline style of its own on these pages."""
    page.wait_for_load_state("networkidle")
    assert not faults
    found = violations(page)
    faults.clear()
    return found


@pytest.mark.parametrize("name", ["edition", "document", "clauseversion"])
def test_lists_are_read_without_scrolling_sideways(
    admin: Page, site: str, name: str
) -> None:
    admin.set_viewport_size({"width": 1300, "height": 900})
    switch = "Русский"  # its headings are the widest
    follow(admin.get_by_role("link", name=switch))
    admin.goto(f"{site}/admin/documents/{name}/")
    expect(admin.locator("html")).to_have_attribute("lang", "ru")
    results = admin.locator(".results")
    assert results.evaluate("it => it.scrollWidth - it.clientWidth") <= 0
