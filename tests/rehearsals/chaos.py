"""`python -m tests.rehearsals.chaos`: kill -9 while people write; count what is left.

Serves the portal from a folder of its own. People comment, reply to each other and
edit; whoever gets no answer presses Send again, as people do. Each round kills one
process: of the server, the worker, the database, or all of the portal. In the end,
every comment, edit, notice and e-mail is there once, or it is printed and the status is
1. An e-mail that was delivered just before its worker was killed is delivered again,
with the same Message-ID: those are counted apart.
"""

from __future__ import annotations

import argparse
import email
import email.policy
import json
import random
import re
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import psutil

from tests.processes import wait_for
from tests.rehearsals.people import MAKE, Outcome, Person, Site, find_line
from tests.rehearsals.serving import Portal, served

PEOPLE: Final = 4
PACE: Final = 0.3  # seconds between two things that one person does
TRIES: Final = 200
AGAIN: Final = 0.3  # seconds until somebody presses Send again
TOKEN: Final = re.compile(r"token\d+x\d+x\d+x")
REDIRECT: Final = 302
READ: Final = """
import json
from django.db.models import F
from commentary.models import Comment, Notice
from portal.mail.models import QueuedMail
answered = Notice.objects.filter(person=F("comment__parent__author"))
print("COMMENTS", json.dumps(list(Comment.objects.values_list("source", "revision"))))
print("NOTICES", json.dumps(list(answered.values_list("comment__source", flat=True))))
print("WAITING", QueuedMail.objects.count() + answered.filter(mailed_at=None).count())
"""


@dataclass
class Writer:
    """Somebody who writes until it is over, and what was acknowledged to them."""

    number: int
    person: Person
    comments: list[str] = field(
        default_factory=list
    )  # first words, by which it is known
    edits: Counter[str] = field(default_factory=Counter)
    replies: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    again: int = 0
    places: list[str] = field(default_factory=list)  # addresses of comments

    def write(self, others: list[Writer], is_over: threading.Event) -> None:
        turn = 0
        while not is_over.is_set():
            turn += 1
            self._say(turn, others)
            time.sleep(PACE)

    def _say(self, turn: int, others: list[Writer]) -> None:
        words = f"token{self.number}x{turn}x0x"
        submission = str(uuid.uuid4())
        other = others[turn % len(others)]
        if turn % 3 == 0 and other is not self and other.places:
            path = f"{other.places[-1]}reply/"
            if self._send(words, partial(self.person.post, words, submission, path)):
                self.replies.append(words)
                self.comments.append(words)
            return
        place = self._send(words, partial(self.person.post, words, submission))
        if not place:
            return
        self.comments.append(words)
        found = re.search(r"/comments/(\d+)/", place)
        if found:
            self.places.append(f"/en/comments/{found[1]}/")
            self._edit(turn, words)

    def _edit(self, turn: int, words: str) -> None:
        for revision in range(turn % 3):
            sent = {
                "kind": "comment",
                "language": "en",
                "source": f"{words} edited {revision + 1}",
                "revision": str(revision),
            }
            path = f"{self.places[-1]}edit/"
            if not self._send(words, partial(self.person.send, path, sent)):
                return
            self.edits[words] += 1

    def _send(self, words: str, send: Callable[[], tuple[Outcome, str]]) -> str:
        """Send until there is an answer; return where it leads, "" if it is refused."""
        said: list[Outcome] = []
        for _try in range(TRIES):
            outcome, place = send()
            if outcome == REDIRECT:
                self.again += bool(said)
                return place
            said.append(outcome)
            time.sleep(AGAIN)
        self.lost.append(f"{words}: {said[-1]}")
        return ""


class Killer:
    """Kills one process after the other, and waits until all is well again."""

    def __init__(self, portal: Portal, site: Site, seed: int) -> None:
        self.portal = portal
        self.site = site
        self.chance = random.Random(seed)  # noqa: S311
        self.killed: Counter[str] = Counter()

    def kill_one(self) -> None:
        kind = self.chance.choice(["server", "worker", "database", "backend", "portal"])
        victims = self._find(kind)
        if not victims:
            return
        with suppress(psutil.NoSuchProcess):
            self.chance.choice(victims).kill()
        self.killed[kind] += 1
        if kind == "portal":
            assert self.portal.process is not None
            self.portal.process.communicate()
            self.portal.start()
        wait_for("an answer", lambda: self.site.ask("GET", "/en/commentary/")[0] == 200)
        time.sleep(self.chance.random())

    def _find(self, kind: str) -> list[psutil.Process]:
        own = psutil.Process(self.portal.pid)
        if kind == "portal":
            return [own]
        servers = [each for each in own.children() if "granian" in _command(each)]
        if kind == "server":  # its master would end the portal, and say so
            return [each for server in servers for each in server.children()]
        if kind == "worker":
            return [each for each in own.children() if each not in servers]
        folder = str(self.portal.folder)
        masters = [e for e in psutil.process_iter() if f"-k {folder}/" in _command(e)]
        if kind == "database":
            return masters
        return [each for master in masters for each in master.children()]


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def main(arguments: list[str]) -> int:
    """Write, kill, count and print; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    with served() as portal:
        site = Site(portal.port)
        writers = [
            Writer(number, Person(site, _make_person(portal, number)))
            for number in range(PEOPLE)
        ]
        killer = Killer(portal, site, asked.seed)
        is_over = threading.Event()
        threads = [
            threading.Thread(target=writer.write, args=(writers, is_over))
            for writer in writers
        ]
        for thread in threads:
            thread.start()
        for _round in range(asked.rounds):
            killer.kill_one()
        is_over.set()
        for thread in threads:
            thread.join()
        faults = _count(portal, writers)
    killed = ", ".join(f"{kind} {n}" for kind, n in sorted(killer.killed.items()))
    sys.stdout.write(f"killed: {killed}\n")
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    return 1 if faults else 0


def _make_person(portal: Portal, number: int) -> str:
    return find_line(portal.run(MAKE.format(name=f"writer{number}")), "COOKIE")


def _count(portal: Portal, writers: list[Writer]) -> list[str]:
    """Print the sums; return what is lost or there twice."""
    replies = [words for writer in writers for words in writer.replies]
    wait_for("e-mail", lambda: int(find_line(portal.run(READ), "WAITING")) == 0)
    stored = portal.run(READ)
    comments = [tuple(each) for each in json.loads(find_line(stored, "COMMENTS"))]
    notices = Counter(_token_of(s) for s in json.loads(find_line(stored, "NOTICES")))
    mails, again = _read_mails(portal)
    said = Counter(_token_of(source) for source, _revision in comments)
    revisions = {_token_of(source): revision for source, revision in comments}
    sent = [words for writer in writers for words in writer.comments]
    edits = sum((writer.edits for writer in writers), Counter())
    sys.stdout.write(
        f"comments {len(sent)}, edits {edits.total()}, replies {len(replies)}, notices"
        f" {notices.total()}, e-mails {mails.total()} (and {again} delivered again),"
        f" sent again by people {sum(writer.again for writer in writers)}\n"
    )
    return [
        *(fault for writer in writers for fault in writer.lost),
        *(f"comment {w}: {said[w]} times" for w in sent if said[w] != 1),
        *(f"edits of {w}: {revisions.get(w)}, not {edits[w]}"
          for w in sent if revisions.get(w) != edits[w]),
        *(f"notice of {w}: {notices[w]} times" for w in replies if notices[w] != 1),
        *(f"e-mail of {w}: {mails[w]} times" for w in replies if mails[w] != 1),
    ]  # fmt: skip


def _token_of(text: str) -> str:
    found = TOKEN.search(text)
    return found[0] if found else ""


def _read_mails(portal: Portal) -> tuple[Counter[str], int]:
    """Return how many messages tell of a reply, and how many were delivered again."""
    messages = {}
    files = list((portal.folder / "mail").glob("*.eml"))
    for file in files:
        with file.open("rb") as opened:
            message = email.message_from_binary_file(
                opened, policy=email.policy.default
            )
        body = message.get_body(("plain",))
        messages[str(message["Message-ID"])] = body.get_content() if body else ""
    tokens = Counter(
        token for text in messages.values() for token in set(TOKEN.findall(text))
    )
    return tokens, len(files) - len(messages)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
