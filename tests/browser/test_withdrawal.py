"""Withdrawing an edition and restoring it in a browser, as desk and readers see it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from documents.models import Edition, Withdrawal
from portal.people.models import User
from tests.base import LETTER
from tests.factories import REASON, current_edition, make_withdrawal

from .conftest import follow, take_screenshot, violations
from .test_workbench import sign_in

WIDTHS = (1280, 400)


@pytest.fixture
def edition(site: str) -> Edition:
    User.objects.create_superuser("anna@example.org", "pw")
    return current_edition()


@pytest.fixture
def desk(page: Page, site: str, faults: list[str], edition: Edition) -> Page:
    """The edition's page in the administration."""
    sign_in(page, site)
    page.goto(f"{site}/admin/documents/edition/{edition.pk}/change/")
    return page


@pytest.fixture
def reader(browser: Browser, site: str) -> Iterator[Page]:
    """A reader's browser, which may get a 410."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def photograph(page: Page, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = "document.documentElement.scrollWidth"
        assert page.evaluate(wide) <= width, f"{name} is wider than {width}"
        for area in page.locator("textarea").all():
            box = area.bounding_box()
            assert box and box["x"] + box["width"] < width, f"{name} at {width}"
        take_screenshot(page, f"withdrawal-{name}-{width}")
    page.set_viewport_size({"width": 1280, "height": 900})


def fill_reasons(page: Page) -> None:
    for name, code in (("zh_hans", "zh-hans"), ("ru", "ru"), ("en", "en")):
        page.fill(f"#id_reason_{name}", REASON[code])


def test_withdrawing_and_restoring(
    desk: Page, reader: Page, site: str, edition: Edition
) -> None:
    follow(desk.get_by_role("link", name="Withdraw", exact=True))
    expect(desk.get_by_text("The published text and its digests")).to_be_visible()
    photograph(desk, "form")
    desk.get_by_label("its text can no longer be read").check()
    fill_reasons(desk)
    follow(desk.get_by_role("button", name="Withdraw"))
    expect(desk.get_by_text("its addresses say so from now on")).to_be_visible()
    photograph(desk, "done")

    address = f"documents/{LETTER}/editions/{edition.number}/"
    for code in ("en", "ru", "zh-hans"):
        answer = reader.goto(f"{site}/{code}/{address}")
        assert answer is not None
        assert answer.status == 410
        told = reader.locator(".withdrawn").first
        expect(told).to_contain_text(REASON[code])
        photograph(reader, f"gone-{code}")
        assert violations(reader) == []
    follow(reader.locator(f"a[href='/zh-hans/documents/{LETTER}/']").first)
    expect(reader.locator("article.reader")).to_be_visible()

    fill_reasons(desk)
    follow(desk.get_by_role("button", name="Undo the withdrawal"))
    expect(desk.get_by_text("readers see it again as before")).to_be_visible()
    photograph(desk, "undone")
    assert not Withdrawal.objects.in_force().exists()
    answer = reader.goto(f"{site}/en/{address}")
    assert answer is not None
    assert answer.status == 200


@pytest.mark.parametrize("code", ["en", "ru", "zh-hans"])
def test_a_text_that_stays_readable_says_so(
    reader: Page, site: str, edition: Edition, code: str
) -> None:
    make_withdrawal(edition, text_readable=True)
    reader.goto(f"{site}/{code}/documents/{LETTER}/editions/{edition.number}/")
    expect(reader.locator(".withdrawn")).to_contain_text(REASON[code])
    photograph(reader, f"readable-{code}")
    assert violations(reader) == []
    reader.goto(f"{site}/{code}/documents/{LETTER}/editions/")
    expect(reader.locator(".withdrawn")).to_contain_text(REASON[code])
    photograph(reader, f"editions-{code}")
    assert violations(reader) == []
