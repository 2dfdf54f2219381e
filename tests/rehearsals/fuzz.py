"""`python -m tests.rehearsals.fuzz --tries 100000`: nonsense at every address.

Asks every address of the portal, as everybody from a stranger to the administrator,
with parameters, cookies, headers and forms that are wrong in the ways that broke other
portals, on a database of its own of which nothing stays. Prints what was answered; each
answer of 500 and more that is not 503 is printed with what brought it about, and the
status is then 1.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

import django

from tests.benchmarks.base import own_database

TEXTS: Final = (
    "", " ", "0", "-1", "1", "99999999999999999999", "1e9", "NaN", "٣", "½", "None",
    "\0", "a\0b", "\U0001f600", "\u202e", "\ufeff", "\x1b[2J", "'", '"', "\\", "%",
    "%s", "%(x)s", "{{ 1 }}", "{% x %}", "${x}", "../../etc/passwd", "//evil.example",
    "javascript:alert(1)", "<script>alert(1)</script>", "]]>", "(", "[", "*", "a" * 300,
    "я" * 5_000, "条" * 20_000, "2006-02-30", "0000-00-00", "99999-01-01", "today",
    "op. 3", "“x” OR -y", "((((", "e\u0301", "\uff11", "true", "null", "[]", "{}",
    "00000000-0000-0000-0000-000000000001", "en", "ru", "zh-hans", "xx", "published",
)  # fmt: skip
# Names that views, forms and the admin's lists read.
NAMES: Final = (
    "q", "page", "texts", "from", "to", "clause", "edition", "show", "sort", "kind",
    "language", "part", "author", "after", "before", "said", "document", "next", "new",
    "source", "submission", "revision", "quote_start", "quote_end", "quote_language",
    "quote_text", "quoted_words", "person", "sure", "display_name", "email", "code",
    "login", "password", "password1", "reason", "action", "hidden", "relation",
    "target", "note", "locator", "on", "after", "text_en", "number_ru", "depth", "o",
    "p", "all", "_popup", "_to_field", "pk__regex", "pk__in", "created_at__year",
    "state__exact", "id__gt", "author__id__exact", "csrfmiddlewaretoken", "website",
    "timezone", "languages_read", "mail_frequency", "steps", "units-0-text", "file",
)  # fmt: skip
HEADERS: Final = (
    "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_HX_REQUEST", "HTTP_HX_TARGET",
    "HTTP_HX_CURRENT_URL", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE",
    "HTTP_X_REQUEST_ID", "HTTP_X_FORWARDED_FOR", "HTTP_REFERER", "HTTP_USER_AGENT",
    "HTTP_COOKIE", "CONTENT_TYPE", "HTTP_HOST", "HTTP_ORIGIN",
)  # fmt: skip
TYPES: Final = ("", "application/json", "text/plain", "multipart/form-data")
METHODS: Final = ("get", "get", "post", "post", "post", "head", "put", "options")


class Fuzz:
    """Tries that are chosen by chance, from a seed."""

    def __init__(self, world: Any, views: list[Any], seed: int) -> None:
        self.world = world
        self.views = views
        self.chance = random.Random(seed)  # noqa: S311
        self.answers: Counter[str] = Counter()
        self.faults: dict[str, str] = {}

    def try_one(self) -> None:
        name, parameters = self.chance.choice(self.views)
        person = self.chance.choice(list(self.world.clients))
        method = self.chance.choice(METHODS)
        address = self._address(name, parameters)
        if method in ("get", "head") or self.chance.random() < 0.3:
            query = "&".join(f"{n}={_quoted(v)}" for n, v in self._fields(4))
            address = f"{address}?{query}"
        headers = {
            each: self._text()[:2_000].replace("\0", "").encode("latin-1", "replace")
            .decode("latin-1")
            for each in self.chance.sample(HEADERS, self.chance.choice((0, 0, 1, 2)))
        }  # fmt: skip
        headers.pop("CONTENT_TYPE" if method != "put" else "", "")
        sent = dict(self._fields(12)) if method == "post" else {}
        told = f"{person} {method} {address[:300]} {sent!r:.300} {headers!r:.200}"
        self._ask(
            told, name, lambda: self._send(person, method, address, sent, headers)
        )

    def _send(
        self, person: str, method: str, address: str, sent: Any, headers: Any
    ) -> int:
        client = self.world.clients[person]
        cookies = client.cookies.output(header="", sep=";")
        try:
            ask = getattr(client, method)
            return int((ask(address, sent, **headers)).status_code)
        finally:
            client.cookies.clear()
            client.cookies.load(cookies)

    def _ask(self, told: str, name: str, send: Callable[[], int]) -> None:
        from django.db import transaction

        with transaction.atomic():
            try:
                status = str(send())
            except Exception as error:
                status = f"500 {type(error).__name__}"
                self.faults.setdefault(f"{name} {status} {error!s:.120}", told)
            transaction.set_rollback(True)
        self.answers[status.split()[0]] += 1
        if re.match("5(?!03)", status) and " " not in status:
            self.faults.setdefault(f"{name} {status}", told)

    def _address(self, name: str, parameters: tuple[str, ...]) -> str:
        """Return a right address, or one that has nonsense for a parameter."""
        address: str = self.world.address_of(name, parameters)
        parts = address.split("/")
        if parameters and self.chance.random() < 0.3:
            place = self.chance.randrange(1, len(parts))
            parts[place] = _quoted(self._text()[:300])
        return "/".join(parts)

    def _fields(self, most: int) -> list[tuple[str, str]]:
        names = self.chance.choices(NAMES, k=self.chance.randrange(most))
        return [(name, self._text()) for name in names]

    def _text(self) -> str:
        return self.chance.choice(TEXTS)


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"))


def main(arguments: list[str]) -> int:
    """Try and print; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    with own_database():
        from tests.permissions.test_table import VIEWS, make_world

        fuzz = Fuzz(make_world(), VIEWS, asked.seed)
        for client in fuzz.world.clients.values():
            client.raise_request_exception = True
        for _try in range(asked.tries):
            fuzz.try_one()
    for status, count in sorted(fuzz.answers.items()):
        sys.stdout.write(f"{status}: {count}\n")
    for fault, told in fuzz.faults.items():
        sys.stdout.write(f"{fault}\n    {told}\n")
    return 1 if fuzz.faults else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
