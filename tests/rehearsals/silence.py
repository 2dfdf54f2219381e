"""`python -m tests.rehearsals.silence`: stop the database, and see who is answered.

Serves the portal from a folder and a database of its own, and lets readers, people who
are signed in and writers come and go. Then all processes of the database are stopped
(SIGSTOP), as when its machine is paused or its disk hangs: every connection stays open,
and nothing is answered. Everybody must be answered 503 within LONGEST, and `/healthz`
at once after AWARE; what was typed must be given back; and when the database goes on,
so must the portal. What is not so is printed, and the status is 1.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

import psutil

from tests.processes import wait_for
from tests.rehearsals.people import MAKE, Outcome, Person, Site, find_line
from tests.rehearsals.postgres import HOST, SUPERUSER, Server
from tests.rehearsals.serving import NO_LIMITS, Portal, find_port

DATABASE: Final = "clausebook"
READERS: Final = 12
AWARE: Final = 15.0  # seconds until the portal knows
LONGEST: Final = 20.0  # seconds; htmx waits no longer
STOPPED: Final = 45.0  # seconds
PACE: Final = 0.2
KEPT, MADE = "/ru/documents/letter-2006-09-08/", "/ru/search/?q=right"
TYPED, RUSSIAN = "Carefully typed words", '<html lang="ru"'
OK, UNAVAILABLE, REDIRECT = 200, 503, 302
AT_ONCE: Final = 2.0  # seconds
Ask: TypeAlias = Callable[[], tuple[Outcome, str]]


@dataclass
class Seen:
    """What came of what was asked while the database was stopped."""

    outcomes: Counter[str] = field(default_factory=Counter)
    longest: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def note(self, name: str, outcome: Outcome, seconds: float) -> None:
        self.outcomes[f"{name} {outcome}"] += 1
        self.longest[name] = max(self.longest.get(name, 0.0), seconds)
        if seconds > LONGEST:
            self.faults.append(f"{name}: answered {outcome} after {seconds:.1f} s")
        if outcome not in (OK, UNAVAILABLE):
            self.faults.append(f"{name}: {outcome}")


def _visit(site: Site, person: Person, seen: Seen) -> None:
    """Come and go for as long as the database is stopped."""
    asking: list[tuple[str, Ask]] = [
        *[("kept", partial(site.ask, "GET", KEPT))] * READERS,
        ("made", partial(site.ask, "GET", MADE)),
        ("signed in", partial(person.read, KEPT)),
        ("writer", partial(person.post, TYPED)),
    ]
    is_over = threading.Event()
    threads = [
        threading.Thread(target=_ask_on, args=(name, ask, seen, is_over))
        for name, ask in asking
    ]
    for thread in threads:
        thread.start()
    time.sleep(AWARE)
    _ask_health(site, seen)
    is_over.set()
    for thread in threads:
        thread.join()


def _ask_on(name: str, ask: Ask, seen: Seen, is_over: threading.Event) -> None:
    while not is_over.is_set():
        began = time.monotonic()
        outcome, text = ask()
        seen.note(name, outcome, time.monotonic() - began)
        if outcome == UNAVAILABLE and name == "writer" and TYPED not in text:
            seen.faults.append("writer: what was typed is not given back")
        if outcome == UNAVAILABLE and name == "kept" and RUSSIAN not in text:
            seen.faults.append("kept: in another language")
        time.sleep(PACE)


def _ask_health(site: Site, seen: Seen) -> None:
    until = time.monotonic() + STOPPED
    while time.monotonic() < until:
        began = time.monotonic()
        outcome, _text = site.ask("GET", "/healthz")
        seconds = time.monotonic() - began
        seen.note("health", outcome, seconds)
        if seconds > AT_ONCE or outcome != UNAVAILABLE:
            seen.faults.append(f"health: {outcome} after {seconds:.1f} s")
        time.sleep(PACE)


@contextmanager
def _served() -> Iterator[tuple[Server, Portal]]:
    """Serve a portal whose database is a server at an address, as in production."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server may have an account of its own
        server = Server(folder / "server")
        address = f"postgresql://{SUPERUSER}@{HOST}:{server.port}/{DATABASE}"
        given = {**os.environ, **NO_LIMITS, "DATABASE_URL": address}
        given["PORTAL_VAR_DIR"] = str(folder / "var")
        portal = Portal(folder, find_port(), given)
        try:
            server.initialise()
            server.start()
            server.sql(f"CREATE DATABASE {DATABASE}")
            portal.start()
            yield server, portal
        finally:
            portal.end()
            server.kill()


@contextmanager
def _stopped(server: Server) -> Iterator[None]:
    """Stop all processes of the database for a while."""
    processes = server.processes()
    for each in processes:
        each.suspend()
    try:
        yield
    finally:
        for each in processes:
            with suppress(psutil.NoSuchProcess):
                each.resume()


def main() -> int:
    """Stop, ask, go on and print; return the exit status."""
    with _served() as (server, portal):
        site = Site(portal.port)
        person = Person(site, find_line(portal.run(MAKE.format(name="ada")), "COOKIE"))
        seen = Seen()
        for path in (KEPT, MADE):
            assert site.ask("GET", path)[0] == OK, path
        with _stopped(server):
            _visit(site, person, seen)
        wait_for("a page", lambda: site.ask("GET", KEPT)[0] == OK, patience=30)
        wait_for("health", lambda: site.ask("GET", "/healthz")[0] == OK, patience=30)
        outcome, _place = person.post("token after", str(uuid.uuid4()))
        if outcome != REDIRECT:
            seen.faults.append(f"afterwards a comment was answered {outcome}")
    for name, count in sorted(seen.outcomes.items()):
        sys.stdout.write(f"{name}: {count}\n")
    for name, seconds in sorted(seen.longest.items()):
        sys.stdout.write(f"longest {name}: {seconds:.1f} s\n")
    for fault in seen.faults:
        sys.stdout.write(f"{fault}\n")
    return 1 if seen.faults else 0


if __name__ == "__main__":
    sys.exit(main())
