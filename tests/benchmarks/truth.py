"""`python -m tests.benchmarks.truth`: do prepared pages ever show less than is true?

Serves the portal from a folder of its own, lets processes write and hide comments, and
others read pages, every other one signed in. A page is wrong that counts fewer comments
than were acknowledged before it was asked for, or that shows one whose hiding was
acknowledged before. Prints the answers, the wrong ones, and deadlocks; its status is 1
if there was any of these.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing.managers import ListProxy, ValueProxy
from typing import Any, Final

from tests.rehearsals.serving import served

SLUG: Final = "letter-2006-09-08"
KEY: Final = "statement-op1"
READER: Final = f"/en/documents/{SLUG}/?texts=en"
CLAUSE: Final = f"/en/documents/{SLUG}/clauses/{KEY}/"
COUNTED: Final = re.compile(rf'id="{KEY}".*?(\d+) comments?', re.DOTALL)


@dataclass(frozen=True)
class Shared:
    """What writers have acknowledged; each process has it."""

    said: ValueProxy[int]
    hidden: ListProxy[str]
    found: ListProxy[str]
    is_over: ValueProxy[bool]


def main(arguments: list[str]) -> int:
    """Serve, write, read, print; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hits", type=int, default=20_000)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--writers", type=int, default=2)
    parser.add_argument(
        "--pause",
        type=float,
        default=0.3,
        help="seconds between what one writer does: pages are read in between",
    )
    asked = parser.parse_args(arguments)
    with served() as portal:
        # What the writers and the sessions of readers are stored with.
        os.environ.update(portal.environment)
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        counts = _run(asked, portal.port)
    for name, count in sorted(counts.items()):
        sys.stdout.write(f"{name:24}{count:>8}\n")
    return 1 if any(not name.startswith("answered") for name in counts) else 0


def _run(asked: argparse.Namespace, port: int) -> Counter[str]:
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:
        shared = Shared(
            manager.Value("i", 0),
            manager.list(),
            manager.list(),
            manager.Value("b", False),
        )
        lock = manager.Lock()
        each = asked.hits // asked.readers
        writers = [
            context.Process(target=write, args=(number, asked.pause, shared, lock))
            for number in range(asked.writers)
        ]
        readers = [
            context.Process(target=look, args=(port, each, number, shared))
            for number in range(asked.readers)
        ]
        for process in (*writers, *readers):
            process.start()
        for process in readers:
            process.join()
        shared.is_over.value = True
        for process in writers:
            process.join()
        counts = Counter(shared.found)
        counts[f"answered, {shared.said.value} said, {len(shared.hidden)} hidden"] = (
            asked.hits
        )
        return counts


def write(number: int, pause: float, shared: Shared, lock: Any) -> None:
    """Post comments, hide some, and acknowledge what is done, every `pause` seconds."""
    import django

    django.setup()
    from django.db import DatabaseError

    from commentary.models import Comment
    from tests.commentary.factories import make_comment, make_commentator, version_of
    from tests.factories import current_edition

    version = version_of(current_edition(), KEY)
    author = make_commentator(f"writer-{number}")
    turn = 0
    while not shared.is_over.value:
        turn += 1
        time.sleep(pause)
        words = f"token{number}x{turn}x"
        try:
            comment = make_comment(version, author, words)
            with lock:
                shared.said.value += 1
            if turn % 3 == 0:
                with lock:
                    shared.said.value -= 1  # before it is hidden: fewer may be shown
                Comment.objects.filter(pk=comment.pk).update(state="hidden")
                shared.hidden.append(words)
        except DatabaseError as error:
            shared.found.append(f"refused by the database: {type(error).__name__}")


def _sign_in(number: int) -> str:
    """Return the cookie of a reader with a session of their own."""
    import django

    django.setup()
    from django.db import connection

    from tests.base import signed_in
    from tests.commentary.factories import make_commentator

    cookies = signed_in(make_commentator(f"reader-{number}")).cookies
    connection.close()
    return cookies.output(attrs=[], header="").strip()


def look(port: int, count: int, number: int, shared: Shared) -> None:
    """Ask for pages, and compare them with what was acknowledged before."""
    chance = random.Random(number)  # noqa: S311
    headers = {"Cookie": _sign_in(number)} if number % 2 else {}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _each in range(count):
        is_reader = chance.random() < 0.7
        said, hidden = shared.said.value, list(shared.hidden[-20:])
        connection.request("GET", READER if is_reader else CLAUSE, headers=headers)
        answer = connection.getresponse()
        html = answer.read().decode()
        if answer.status != 200:
            shared.found.append(f"status {answer.status}")
        elif is_reader:
            found = COUNTED.search(html)
            if (int(found[1]) if found else 0) < said:
                shared.found.append("wrong: fewer than said")
        elif any(words in html for words in hidden):
            shared.found.append("wrong: a hidden one shown")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
