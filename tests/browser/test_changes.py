"""The page of changes in a browser: what it shows, its filters, keys and widths."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from documents.models import Document
from tests.base import LANGUAGES

from .conftest import follow, overflowing, take_screenshot, violations

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("faults"),
]
WIDTHS = (1280, 390, 320)
IN_FOCUS = "document.activeElement.id"


@pytest.fixture
def changes(site: str) -> str:
    """The address, without its language, of changes of the invented example."""
    call_command("load_example", stdout=io.StringIO())
    slug = Document.objects.get(is_invented=True).slug
    return f"/documents/{slug}/editions/3/changes/?from=1"


class TestSteps:
    def test_keys_and_buttons_lead_from_change_to_change(
        self, page: Page, site: str, changes: str
    ) -> None:
        page.goto(f"{site}/en{changes}&show=all")
        keys = page.locator(".clause.changed").evaluate_all("all => all.map(e => e.id)")
        assert len(keys) < page.locator(".clause").count()
        for key in keys[:3]:
            page.keyboard.press("n")
            assert page.evaluate(IN_FOCUS) == key
        page.keyboard.press("p")
        assert page.evaluate(IN_FOCUS) == keys[1]
        page.get_by_role("button", name="Next change").click()
        expect(page.locator(f"#{keys[2]}")).to_be_in_viewport()
        expect(page.locator(f"#{keys[2]}")).to_be_focused()

    def test_nothing_to_step_through(self, page: Page, site: str, changes: str) -> None:
        page.goto(f"{site}/en{changes}".replace("from=1", "from=3"))
        expect(page.locator(".empty")).to_be_visible()
        expect(page.get_by_role("button", name="Next change")).to_be_hidden()


class TestChoosing:
    def test_both_sides_and_a_kind(self, page: Page, site: str, changes: str) -> None:
        page.goto(f"{site}/en{changes}&texts=en")
        follow(page.locator(".change-filters a[href*=inserted]"))
        page.get_by_role("combobox", name="From").select_option("2")
        page.get_by_role("combobox", name="To").select_option("4")
        follow(page.get_by_role("button", name="Compare"))
        assert page.url.endswith("/editions/4/changes/?texts=en&kind=inserted&from=2")


@pytest.mark.parametrize("code", LANGUAGES)
def test_looks_and_reads_well(page: Page, site: str, changes: str, code: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site}/{code}{changes}")
        assert overflowing(page) == []
        take_screenshot(page, f"changes-{code}-{width}")
        assert violations(page) == []
