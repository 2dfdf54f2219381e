"""A symbol is corrected in the administration; everybody reads it and the reason."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from documents.models import Document
from portal.people.models import User
from tests.base import LANGUAGES

from .conftest import follow, take_screenshot, violations


@pytest.fixture
def admin(page: Page, site: str, faults: list[str]) -> Page:
    User.objects.create_superuser("anna@example.org", "pw", display_name="Anna")
    page.goto(f"{site}/admin/")
    page.fill("#id_login", "anna@example.org")
    page.fill("#id_password", "pw")
    follow(page.locator("button.primary"))
    return page


def test_a_symbol_is_corrected(admin: Page, site: str) -> None:
    document = Document.objects.get()
    admin.goto(f"{site}/admin/documents/document/{document.pk}/change/")
    expect(admin.get_by_text("Still blank:")).to_be_visible()
    follow(admin.get_by_role("link", name="Correct the metadata"))
    take_screenshot(admin, "metadata-form-en")
    admin.locator("#id_symbol").fill("A/61/1")
    admin.get_by_label("Date of issue").fill("2006-09-15")
    admin.get_by_label("Reason").fill("An example.")
    follow(admin.get_by_role("button", name="Save the correction"))
    expect(admin.get_by_text("The metadata have been corrected.")).to_be_visible()

    admin.context.clear_cookies()
    for code in LANGUAGES:
        admin.goto(f"{site}/{code}/documents/{document.slug}/metadata/")
        correction = admin.locator("#corrections ~ ol > li")
        expect(correction).to_contain_text("A/61/1")
        expect(correction).to_contain_text("Anna")
        expect(correction).to_contain_text("An example.")
        assert violations(admin) == []
        take_screenshot(admin, f"metadata-{code}")
    admin.goto(f"{site}/en/documents/{document.slug}/")
    admin.locator(".bar .menu > summary", has_text="More").click()
    admin.get_by_text("About the document").click()
    expect(admin.locator(".about-document dl")).to_contain_text("A/61/1")
    assert violations(admin) == []
    take_screenshot(admin, "metadata-reader-en")
    follow(admin.get_by_role("link", name="What was corrected"))
    expect(admin.get_by_text("An example.")).to_be_visible()
