"""`python -m tests.rehearsals.load`: many read and some write for a while.

Serves the portal from a folder of its own and prints, for each minute, how much was
answered, the median and the 99th percentile, and the memory of the server; its status
is 1 if anything was refused, or acknowledged and lost. One machine plays both sides.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import psutil

from tests.rehearsals.people import MAKE, Outcome, Person, Site, find_line
from tests.rehearsals.serving import served

PAGES: Final = (
    "/en/",
    "/ru/documents/letter-2006-09-08/",
    "/zh-hans/documents/letter-2006-09-08/clauses/statement-op1/",
    "/en/search/?q=treaty",
    "/en/commentary/",
)
WANTED: Final = re.compile("(read: 200|posted: (200|302))$")
COUNT: Final = """
from commentary.models import Comment
print("COUNT", Comment.objects.filter(source__startswith="rehearsed").count())
"""


@dataclass
class Load:
    """Readers and writers, and what they were answered."""

    site: Site
    people: list[Person]
    readers: int
    pause: float = 0.0  # seconds of a reader between two pages
    write_pause: float = 0.2  # seconds of a writer between two comments
    answers: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    times: list[float] = field(default_factory=list)  # seconds
    is_over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def running(self) -> Iterator[None]:
        work = [partial(self._read, number) for number in range(self.readers)]
        work += [partial(self._write, person) for person in self.people]
        threads = [threading.Thread(target=each) for each in work]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.is_over.set()
            for thread in threads:
                thread.join()

    def _read(self, number: int) -> None:
        turn = number
        while not self.is_over.is_set():
            turn += 1
            path = PAGES[turn % len(PAGES)]
            self._note("read", partial(self.site.ask, "GET", path))
            self.is_over.wait(self.pause)

    def _write(self, person: Person) -> None:
        while not self.is_over.is_set():
            words = f"rehearsed {uuid.uuid4()}"
            said, place = self._note("posted", partial(person.post, words))
            if WANTED.fullmatch(said):
                with self.lock:
                    self.acknowledged += 1
                self.look(person, words, place)
            self.is_over.wait(self.write_pause)

    def look(self, person: Person, words: str, place: str) -> None:
        """Do what a person does after writing: nothing, unless a rehearsal says so."""

    def _note(
        self, what: str, ask: Callable[[], tuple[Outcome, str]]
    ) -> tuple[str, str]:
        """Count an answer; return it, and what was answered."""
        began = time.monotonic()
        outcome, text = ask()
        with self.lock:
            self.times.append(time.monotonic() - began)
            self.answers[f"{what}: {outcome}"] += 1
        return f"{what}: {outcome}", text

    def failed(self) -> int:
        """Count what was not answered as it should."""
        return sum(n for said, n in self.answers.items() if not WANTED.fullmatch(said))

    def tell(self, stored: int) -> str:
        """Return what was answered, and what is stored of it."""
        lines = [f"{said:40}{count:>8}" for said, count in sorted(self.answers.items())]
        slowest = max(self.times)
        lines.append(
            f"slowest {slowest:.1f} s, 99th percentile {p99(self.times):.2f} s"
        )
        lines.append(f"comments acknowledged: {self.acknowledged}, stored: {stored}")
        return "\n".join(lines)


def p99(times: list[float]) -> float:
    """Return the 99th percentile of at least two times."""
    return statistics.quantiles(times, n=100)[98]


def main(arguments: list[str]) -> int:
    """Serve, load and print; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--pause", type=float, default=1.0, help="between two pages")
    parser.add_argument("--write-pause", type=float, default=5.0)
    asked = parser.parse_args(arguments)
    with served() as portal:
        site = Site(portal.port)
        sessions = [
            find_line(portal.run(MAKE.format(name=f"writer{number}")), "COOKIE")
            for number in range(asked.writers)
        ]
        people = [Person(site, session) for session in sessions]
        load = Load(site, people, asked.readers, asked.pause, asked.write_pause)
        with load.running():
            _watch(load, portal.pid, asked.minutes)
        stored = int(find_line(portal.run(COUNT), "COUNT"))
    sys.stdout.write(f"{load.tell(stored)}\n")
    return 1 if load.failed() or stored < load.acknowledged else 0


def _watch(load: Load, pid: int, minutes: float) -> None:
    """Print a line each minute."""
    end = time.monotonic() + minutes * 60
    seen = 0
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(60.0, left))
        with load.lock:
            times = load.times[seen:]
            seen += len(times)
        server = psutil.Process(pid).children(recursive=True)
        memory = sum(each.memory_info().rss for each in server) // 2**20
        sys.stdout.write(
            f"{len(times):>8} answers, median {statistics.median(times) * 1000:.0f} ms,"
            f" 99th percentile {p99(times) * 1000:.0f} ms, server {memory} MB\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
