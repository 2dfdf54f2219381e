"""Every page, as visitors and people signed in meet it: axe finds nothing wrong.

Each page is loaded once a language, and looked at wide and narrow, light and dark.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, Page

from commentary.models import CrossReference
from documents.models import Document, Edition
from portal.people.models import User
from tests.base import LANGUAGES, LETTER, signed_in
from tests.commentary.factories import make_comment, make_referrer, version_of
from tests.factories import make_withdrawal

from .conftest import overflowing, violations

pytestmark = pytest.mark.django_db(transaction=True)
WIDE, NARROW = (1280, 900), (320, 700)
CLAUSE = "statement-pre3"
# What depends on colours alone, and what depends on the width.
OF_COLOUR = ("color-contrast",)
OF_WIDTH = ("color-contrast", "target-size", "scrollable-region-focusable")

DOCUMENT = f"documents/{LETTER}/"
EXAMPLE = "documents/example-lighthouses/"
PAGES = (
    "",
    "help/",
    "documents/",
    DOCUMENT,
    f"{DOCUMENT}?texts=ru",
    f"{EXAMPLE}?since=1",
    f"{DOCUMENT}clauses/{CLAUSE}/",
    f"{EXAMPLE}editions/3/changes/?from=1",
    f"{EXAMPLE}editions/3/changes/?from=4&kind=moved",
    f"{EXAMPLE}editions/1/changes/",
    f"{EXAMPLE}editions/",
    f"{DOCUMENT}metadata/",
    f"{DOCUMENT}references/",
    f"{DOCUMENT}references/network/",
    f"{DOCUMENT}commentary/",
    "references/{reference}/",
    "instruments/",
    "instruments/?find=nothing-of-the-kind",
    "instruments/npt/",
    "commentary/",
    "people/{person}/",
    "comments/{comment}/",
    "documents/none/",
    f"{EXAMPLE}editions/2/",
)
# Of visitors alone.
DOORS = ("accounts/login/", "accounts/signup/")
# Of people who are signed in, beside what everybody sees otherwise.
OWN = (
    "",
    DOCUMENT,
    f"{DOCUMENT}clauses/{CLAUSE}/",
    f"{DOCUMENT}clauses/{CLAUSE}/references/new/",
    "references/{reference}/",
    "notices/",
    "watches/",
    "quotes/",
    "accounts/profile/",
    "accounts/data/",
    "accounts/email/",
    "accounts/password/change/",
    "accounts/2fa/",
)


@pytest.fixture
def names(site: str) -> dict[str, int]:
    """What the addresses name, of a portal in which there is some of everything."""
    call_command("load_example", stdout=io.StringIO())
    for command in ("load_instruments", "load_references"):
        call_command(command, stdout=io.StringIO())
    rita = make_referrer("rita")
    edition = Document.objects.get(slug=LETTER).editions.latest_first()[0]
    comment = make_comment(version_of(edition, CLAUSE), rita, "What **is** meant?")
    closed = Edition.objects.get(document__is_invented=True, number=2)
    make_withdrawal(closed)
    reference = CrossReference.objects.standing()[0]
    return {"reference": reference.pk, "person": rita.pk, "comment": comment.pk}


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def sign_in(page: Page, site: str, person: int) -> None:
    client = signed_in(User.objects.get(pk=person))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}]
    )


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with the page that is open, at either width and scheme."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    found = violations(page) + overflowing(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page, rules=OF_COLOUR)
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    return found + violations(page, rules=OF_WIDTH) + overflowing(page)


def walk(page: Page, stem: str, paths: tuple[str, ...], names: dict[str, int]) -> str:
    """Return a line for each page with a fault; "" when there is none."""
    found = {}
    for path in paths:
        page.goto(f"{stem}{path.format(**names)}")
        if faults := faults_of(page):
            found[path] = faults
    return "\n".join(f"/{path}: {fault}" for path in found for fault in found[path])


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page(visitor: Page, site: str, names: dict[str, int], code: str) -> None:
    stem = f"{site}/{code}/"
    found = walk(visitor, stem, (*PAGES, *DOORS), names)
    sign_in(visitor, site, names["person"])
    found += walk(visitor, stem, OWN, names)
    assert not found, found
