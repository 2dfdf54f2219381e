"""What browser tests share: the letter served, and a page that tolerates no fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from tests.letter import load_letter

SCREENSHOTS = settings.VAR_DIR / "screenshots"
# As long as a busy machine may take: what comes sooner is not waited for.
expect.set_options(timeout=20_000)
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """The address of the portal with the letter in it."""
    load_letter()
    return str(live_server.url)


@pytest.fixture
def faults(page: Page, site: str) -> Iterator[list[str]]:
    """What the browser complained of; a test that leaves any fails."""
    found: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            found.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith((site, "data:")):
            found.append(f"request to {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("request", asked)
    yield found
    assert not found


@pytest.fixture
def here(page: Page, site: str, faults: list[str]) -> str:
    """The portal by a name: a browser gives no key to an address in figures."""
    return site.replace("127.0.0.1", "localhost")


def follow(target: Locator) -> None:
    """Click what leads to another page, and wait until that page is loaded.

    A click alone returns when the answer begins: what then looks without waiting, at
    the page or at the database, looks too early on a busy machine.
    """
    with target.page.expect_navigation():
        target.click()


def take_screenshot(page: Page, name: str, *, full_page: bool = True) -> None:
    """Keep a picture under var/screenshots, for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=full_page)


WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def violations(
    page: Page, within: str = "html", *, rules: Sequence[str] = ()
) -> list[str]:
    """Return what axe-core finds wrong on the page, against WCAG 2.2 A and AA.

    `within` is for what covers others: half a link below it would be too small a one.
    `rules` are the only ones that are looked at.
    """
    if not page.evaluate("'axe' in window"):
        # Evaluated by the debugger, which the page's policy does not bind.
        page.evaluate(AXE.read_text("utf-8"))
    only = {"type": "rule" if rules else "tag", "values": list(rules or WCAG)}
    found: dict[str, Any] = page.evaluate(
        "([within, only]) => axe.run(within,"
        " {runOnly: only, resultTypes: ['violations'], elementRef: false})",
        [within, only],
    )
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


OVERFLOWING = """
() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  return Array.from(document.body.querySelectorAll("*"))
    .filter((each) => each.checkVisibility())
    .filter((each) => each.getBoundingClientRect().right > innerWidth)
    .map((each) => each.outerHTML.slice(0, 120));
}
"""


def overflowing(page: Page) -> list[str]:
    """Return what makes the page wider than its window; nothing if it is not wider."""
    found: list[str] = page.evaluate(OVERFLOWING)
    return found
