"""Reports of errors: nothing without SENTRY_DSN, no personal data with it."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import brotli
import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import logging, sys
import django
django.setup()
from django.db import OperationalError
from portal.observability.context import CURRENT, RequestContext
CURRENT.set(RequestContext("id-of-a-request"))
def fail(address):
    raise ValueError(f"Nobody at {address}")
for what in (lambda: fail("anna@example.org"), lambda: 1 / 0):
    try:
        what()
    except Exception:
        logging.getLogger("portal.x").exception("Failed for %s", "boris@example.org")
logging.getLogger("portal.x").error("No mail for %s", "carol@example.org")
try:
    raise OperationalError("connection refused")
except OperationalError:
    logging.getLogger("portal.x").exception("Away")
print("sentry_sdk" in sys.modules)
if "sentry_sdk" in sys.modules:
    sys.modules["sentry_sdk"].flush()
"""


@pytest.fixture
def reports() -> Iterator[tuple[str, list[str]]]:
    """A server that takes reports: its DSN, and what it was sent."""
    sent: list[str] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
            sent.append(unpack[self.headers["Content-Encoding"]](body).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Taking)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://key@127.0.0.1:{server.server_port}/1", sent
    server.shutdown()
    thread.join()
    server.server_close()


def run_program(dsn: str) -> str:
    variables = {"SENTRY_DSN": dsn, "DJANGO_SETTINGS_MODULE": "portal.settings"}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, "PORTAL_ENV": "", **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout.strip()


def test_nothing_is_loaded_or_sent_without_an_address() -> None:
    assert run_program("") == "False"


def test_says_what_failed_and_of_whom_nothing(reports: tuple[str, list[str]]) -> None:
    dsn, sent = reports
    assert run_program(dsn) == "True"
    everything = "\n".join(sent)
    assert everything.count('"type":"event"') == 3
    assert '"type":"ValueError"' in everything
    assert '"type":"ZeroDivisionError"' in everything
    assert '"message":"No mail for %s"' in everything
    assert '"request_id":"id-of-a-request"' in everything
    assert "OperationalError" not in everything  # an outage is no fault
    for said in ("example.org", "server_name", "Nobody at"):
        assert said not in everything
