"""People of a rehearsal: they are signed in, and send forms as a browser would."""

from __future__ import annotations

import http.client
import ssl
import uuid
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from urllib.parse import urlencode

CLAUSE: Final = "/en/documents/letter-2006-09-08/clauses/statement-op1/commentary/"
TOKEN: Final = "t" * 32
LONGEST: Final = 60  # seconds
# Run in the portal's shell: makes a person, and prints their session.
MAKE: Final = """
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
name = "{name}"
person = get_user_model().objects.create(
    email=name + "@example.org", display_name=name, is_active=True)
person.user_permissions.add(Permission.objects.get(codename="add_comment"))
client = Client()
client.force_login(person)
print("COOKIE", client.cookies["sessionid"].value)
"""

# The status of an answer, or the name of what happened instead.
Outcome: TypeAlias = int | str


def find_line(output: str, word: str) -> str:
    """Return what follows a word at the beginning of a line of output."""
    lines = [line for line in output.splitlines() if line.startswith(f"{word} ")]
    return lines[-1].removeprefix(word).strip()


@dataclass(frozen=True)
class Site:
    """Where the portal is; with TLS, whoever signed the certificate."""

    port: int
    host: str = "127.0.0.1"
    is_secure: bool = False

    def ask(
        self,
        method: str,
        path: str,
        sent: dict[str, str] | None = None,
        cookies: dict[str, str] | None = None,
    ) -> tuple[Outcome, str]:
        """Return the outcome and the text, or where a redirect leads.

        What the answer sets is added to the cookies.
        """
        cookies = {} if cookies is None else cookies
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        scheme = "https" if self.is_secure else "http"
        origin = f"{self.host}:{self.port}"
        headers = {"Host": origin, "Cookie": cookie, "Referer": f"{scheme}://{origin}/"}
        if sent:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = self._connect()
        try:
            connection.request(method, path, urlencode(sent or {}) or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for line in answer.headers.get_all("Set-Cookie", ()):
                name, _equals, value = line.partition(";")[0].partition("=")
                cookies[name] = value
            return answer.status, answer.headers.get("Location") or text
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__, ""
        finally:
            connection.close()

    def _connect(self) -> http.client.HTTPConnection:
        if not self.is_secure:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        context = ssl._create_unverified_context()  # noqa: S323 - our own certificate
        return http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=LONGEST, context=context
        )


@dataclass(frozen=True)
class Person:
    """Someone with a session."""

    site: Site
    session: str
    cookies: dict[str, str] = field(default_factory=dict)  # beside those of a session

    def read(self, path: str) -> tuple[Outcome, str]:
        """Ask for a page."""
        return self.site.ask("GET", path, cookies=self._bring())

    def post(
        self, words: str, submission: str = "", path: str = CLAUSE
    ) -> tuple[Outcome, str]:
        """Send a comment, or at its address a reply."""
        return self.send(
            path,
            {
                "kind": "comment",
                "language": "en",
                "source": words,
                "submission": submission or str(uuid.uuid4()),
                "edition": "2",
            },
        )

    def send(self, path: str, sent: dict[str, str]) -> tuple[Outcome, str]:
        number = {"submission": str(uuid.uuid4())}  # as each form has one
        form = {"csrfmiddlewaretoken": TOKEN, **number, **sent}
        return self.site.ask("POST", path, form, self._bring())

    def _bring(self) -> dict[str, str]:
        self.cookies.update(sessionid=self.session, csrftoken=TOKEN)
        return self.cookies
