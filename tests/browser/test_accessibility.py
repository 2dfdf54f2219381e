"""Every page, as visitors and people signed in meet it: axe finds nothing wrong.

Each page is loaded once a language, and looked at wide and narrow, light and dark: by
all rules at first, then by those alone whose answer may be another.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, Page

from commentary.models import CrossReference
from commentary.moderation.report import report_comment
from documents.models import Document, Edition
from portal.people.models import User
from portal.people.roles import Role
from tests.base import LANGUAGES, LETTER, signed_in
from tests.commentary.factories import (
    make_comment,
    make_commentator,
    make_referrer,
    version_of,
)
from tests.factories import make_member, make_withdrawal

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
# What a panel shows, in each of its tabs, to visitors and to people signed in.
PANELS = tuple(
    f"{DOCUMENT}?clause={CLAUSE}&tab={tab}"
    for tab in ("discussion", "references", "history", "cite")
)
# Of visitors alone.
DOORS = (
    "comments/{comment}/reply/?quote=1",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
)
# Of people who are signed in, beside what everybody sees otherwise.
OWN = (
    "",
    DOCUMENT,
    f"{DOCUMENT}clauses/{CLAUSE}/",
    f"{DOCUMENT}clauses/{CLAUSE}/references/new/",
    "references/{reference}/",
    "notices/",
    "watches/",
    "searches/",
    "quotes/",
    "comments/{comment}/edit/",
    "comments/{comment}/withdraw/",
    "comments/{comment}/history/",
    "/accounts/profile/",
    "/accounts/data/",
    "/accounts/email/",
    "/accounts/2fa/",
)
# Of moderators and editors.
DESKS = (
    "moderation/",
    "moderation/log/",
    "moderation/comments/{comment}/",
    "moderation/people/{person}/",
    "/admin/",
    "/admin/documents/document/import/",
)
# What answers with a page that says why there is nothing.
ABSENT = {"documents/none/": 404, f"{EXAMPLE}editions/2/": 410}


@pytest.fixture
def names(site: str) -> dict[str, int]:
    """What the addresses name, of a portal in which there is some of everything."""
    call_command("load_example", stdout=io.StringIO())
    for command in ("load_instruments", "load_references"):
        call_command(command, stdout=io.StringIO())
    rita = make_referrer("rita")
    edition = Document.objects.get(slug=LETTER).editions.latest_first()[0]
    version = version_of(edition, CLAUSE)
    comment = make_comment(version, rita, "What **is** meant?")
    vera = make_commentator("vera")
    make_comment(version, vera, "That.", parent=comment, quoted_words="is meant")
    desk = make_member(Role.ADMINISTRATOR, "ada")
    report_comment(comment, reporter=desk, reason="abuse")
    closed = Edition.objects.get(document__is_invented=True, number=2)
    make_withdrawal(closed)
    reference = CrossReference.objects.standing()[0]
    named = {"reference": reference.pk, "person": rita.pk, "comment": comment.pk}
    return {**named, "desk": desk.pk}


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    # The links of Django's administration take a moment to change their colours.
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def sign_in(page: Page, site: str, person: int) -> None:
    client = signed_in(User.objects.get(pk=person))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}]
    )


def faults_of(page: Page, within: str = "html") -> list[str]:
    """Return what is wrong with the page, which is wide and light, and otherwise."""
    found = violations(page, within) + overflowing(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page, within, rules=OF_COLOUR)
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    return found + violations(page, within, rules=OF_WIDTH) + overflowing(page)


@dataclass
class Walk:
    """A walk over pages in one language, and what was found on the way."""

    page: Page
    site: str
    code: str
    names: dict[str, int]
    found: list[str] = field(default_factory=list)

    def over(self, *paths: str) -> None:
        for path in paths:
            self._open(path)
            within = "#panel" if path in PANELS else "html"
            if path in PANELS:
                self.page.locator("#panel .panel-content").wait_for()
            self.found += [f"{path}: {fault}" for fault in faults_of(self.page, within)]

    def _open(self, path: str) -> None:
        """Load a page, and see that it is the one, in the language of the walk."""
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        stem = self.site if path.startswith("/") else f"{self.site}/{self.code}/"
        answer = self.page.goto(stem + path.format(**self.names))
        assert answer is not None
        assert answer.status == ABSENT.get(path, 200), path
        lang = self.page.locator("html").get_attribute("lang") or ""
        assert lang.lower() == self.code

    def sign_in(self, name: str) -> None:
        sign_in(self.page, self.site, self.names[name])


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page(visitor: Page, site: str, names: dict[str, int], code: str) -> None:
    User.objects.update(language=code)
    visitor.goto(f"{site}/language/{code}/")
    walk = Walk(visitor, site, code, names)
    walk.over(*PAGES, *PANELS, *DOORS)
    walk.sign_in("person")
    walk.over(*OWN, *PANELS[:2])
    walk.sign_in("desk")
    walk.over(*DESKS)
    assert not walk.found, "\n".join(walk.found)
