"""`python -m tests.benchmarks.scrolling`: how a browser paints and scrolls a long text.

Fills a database of its own with documents of 40 and of 4,000 clauses in three
languages, serves their prepared pages, and prints what Chromium needs for each: until
the first paint, until all is loaded, and the 95th percentile of a frame while scrolling
half a window a frame. The best of several rounds: other work on the machine only adds.
"""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import django

from tests.benchmarks.base import own_database

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CLAUSES: Final = (40, 4000)
ROUNDS: Final = 5
FRAMES: Final = 200
CHROMIUM: Final = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS: Final = ["--no-sandbox", "--disable-gpu"]
WINDOW: Final = {"width": 1440, "height": 900}

PAINTED: Final = """
() => {
  const [navigation] = performance.getEntriesByType("navigation");
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return [paint.startTime, navigation.loadEventEnd];
}
"""
# Down the text and up again where it ends, so that short ones have as many frames.
SCROLLED: Final = """
(frames) => new Promise((resolve) => {
  const times = [];
  let last = performance.now();
  let step = innerHeight / 2;
  requestAnimationFrame(function scroll(now) {
    times.push(now - last);
    last = now;
    const end = document.documentElement.scrollHeight - innerHeight;
    if (scrollY + step > end || scrollY + step < 0) step = -step;
    scrollBy(0, step);
    if (times.length < frames) requestAnimationFrame(scroll);
    else resolve(times.slice(1));
  });
})
"""


@dataclass(frozen=True, slots=True)
class Painted:
    """Milliseconds until first paint and load, and of the slower frames."""

    paint: float
    load: float
    frame: float


def main() -> int:
    """Fill a database, measure and print; return the exit status."""
    from django.core.management import call_command
    from playwright.sync_api import sync_playwright

    from tests.factories import make_long_edition

    with own_database():
        call_command("load_documents", stdout=sys.stderr)
        for clauses in CLAUSES:
            make_long_edition(f"long-{clauses}", clauses=clauses)
        with served() as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            print_figures({count: measure(browser, site, count) for count in CLAUSES})
            browser.close()
    return 0


@contextmanager
def served() -> Iterator[str]:
    """Serve the portal from a thread; give its address."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("localhost", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://localhost:{thread.port}"
    finally:
        thread.terminate()


def measure(browser: Browser, site: str, clauses: int) -> Painted:
    """Load and scroll a document some times, each time in a browser without memory."""
    address = f"{site}/en/documents/long-{clauses}/"
    rounds = []
    for _round in range(ROUNDS + 1):
        context = browser.new_context(viewport=WINDOW)  # type: ignore[arg-type]
        rounds.append(look(context.new_page(), address))
        context.close()
    kept = rounds[1:]  # the first one made the page
    return Painted(
        min(each.paint for each in kept),
        min(each.load for each in kept),
        min(each.frame for each in kept),
    )


def look(page: Page, address: str) -> Painted:
    """Load a page, and scroll through it."""
    page.goto(address, wait_until="load", timeout=120_000)
    page.wait_for_function("performance.timing.loadEventEnd > 0")
    paint, load = page.evaluate(PAINTED)
    frames = page.evaluate(SCROLLED, FRAMES)
    return Painted(paint, load, statistics.quantiles(frames, n=20)[-1])


def print_figures(measured: dict[int, Painted]) -> None:
    """Print a line for each document, and how the paints compare."""
    for clauses, each in measured.items():
        sys.stdout.write(
            f"{clauses:5} clauses: first paint {each.paint:6.0f} ms, loaded"
            f" {each.load:6.0f} ms, 95 % of frames within {each.frame:5.1f} ms\n"
        )
    few, many = measured.values()
    sys.stdout.write(f"first paint {many.paint / few.paint:.2f} times\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    # Django sees the event loop of the browser's driver in this thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()
    sys.exit(main())
