"""What operators are told: with the token, and of all processes together."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import redis
from django.core.mail import send_mail
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from portal.dumps import address_of
from portal.mail.models import QueuedMail
from portal.observability import metrics, operators, state
from portal.observability.operators import AnswerOperators
from portal.observability.state import State, read_state
from tests.processes import PATIENCE, wait_for

ROOT = Path(__file__).resolve().parents[3]
TOKEN = "a long token"


@pytest.fixture(autouse=True)
def _with_a_token(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It would close the connection that has the test's transaction.
    monkeypatch.setattr(operators, "close_old_connections", lambda: None)
    settings.HEALTH_TOKEN = TOKEN
    settings.VAR_DIR = tmp_path
    settings.EMAIL_BACKEND = "portal.mail.queue.QueueBackend"


def ask(path: str, authorization: str = f"Bearer {TOKEN}") -> tuple[str, bytes]:
    """Ask as a server would; whatever is no page for operators goes on."""
    started: list[str] = []

    def start(line: str, _headers: object, _error: object = None, /) -> Any:
        started.append(line)

    def go_on(_environ: object, _start: object) -> list[bytes]:
        started.append("went on")
        return []

    environ = {"PATH_INFO": path, "HTTP_AUTHORIZATION": authorization}
    body = b"".join(AnswerOperators(go_on)(environ, start))
    return started[0], body


def beat(*, ago: timedelta = timedelta()) -> None:
    """Let a worker have given its sign so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)",
            [timezone.now() - ago],
        )


@pytest.mark.django_db
class TestDetail:
    def test_all_is_well(self) -> None:
        beat()
        send_mail("s", "b", None, ["anna@example.org"])
        an_hour = timezone.now() - timedelta(hours=1)
        QueuedMail.objects.update(created_at=an_hour, failed_at=an_hour)
        status, body = ask("/healthz/detail")
        said = json.loads(body)
        assert (status, said["status"], said["problems"]) == ("200 OK", "ok", [])
        assert said["unapplied_migrations"] == 0
        assert said["jobs"] == {"codes": {"todo": 1}}
        assert (said["mail"]["waiting"], said["mail"]["failed"]) == (1, 1)
        assert 3600 <= said["mail"]["seconds_oldest_waits"] < 3700
        assert said["worker"]["seconds_since_last_sign"] < 60
        assert 0 < said["disk"]["free"] <= 1
        assert b"anna" not in body

    def test_a_worker_that_is_silent(self) -> None:
        beat(ago=timedelta(minutes=2))
        status, body = ask("/healthz/detail")
        assert status == "503 Service Unavailable"
        assert json.loads(body)["problems"] == ["worker"]

    def test_a_database_that_is_away(self) -> None:
        gone = patch.object(state, "_read_tables", side_effect=OperationalError("gone"))
        with gone, patch.object(connection, "close"):
            status, body = ask("/healthz/detail")
        assert status == "503 Service Unavailable"
        assert json.loads(body)["problems"] == ["database", "cache", "worker"]

    def test_a_cache_that_is_away(self) -> None:
        beat()
        error = redis.exceptions.ConnectionError("refused")
        with patch.object(state, "_try_cache", side_effect=error):
            status, body = ask("/healthz/detail")
        assert status == "503 Service Unavailable"
        assert json.loads(body)["problems"] == ["cache"]

    def test_migrations_that_wait(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        found = read_state()
        assert found.unapplied_migrations == 1
        assert "migrations" in list(found.find_problems())

    def test_a_full_disk(self) -> None:
        assert "disk" in list(State(disk_free=0.01).find_problems())

    def test_mail_that_waits_for_long(self) -> None:
        beat()
        send_mail("s", "b", None, ["anna@example.org"])
        QueuedMail.objects.update(created_at=timezone.now() - timedelta(hours=3))
        status, body = ask("/healthz/detail")
        assert status == "503 Service Unavailable"
        assert json.loads(body)["problems"] == ["mail"]

    def test_given_up_mail_does_not_wait(self) -> None:
        send_mail("s", "b", None, ["anna@example.org"])
        QueuedMail.objects.update(is_given_up=True, failed_at=timezone.now())
        found = read_state()
        assert (found.mails, found.oldest_mail, found.failed_mails) == (0, 0.0, 1)
        assert ProcrastinateJob.objects.count() == 1


@pytest.mark.parametrize("path", ["/healthz/detail", "/metrics"])
class TestToken:
    @pytest.mark.parametrize(
        "given", ["", "Bearer", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ё"]
    )
    def test_another_is_refused(self, path: str, given: str) -> None:
        assert ask(path, given) == ("401 Unauthorized", b"token\n")

    @pytest.mark.django_db
    def test_without_one_there_is_no_page(self, settings: Settings, path: str) -> None:
        settings.HEALTH_TOKEN = ""
        assert ask(path, "Bearer ") == ("went on", b"")
        assert Client().get(path).status_code == 404


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """A server of two processes on the test's database."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    variables = {
        "DATABASE_URL": address_of(str(connection.settings_dict["NAME"])),
        "PORTAL_VAR_DIR": str(tmp_path),
        "PORTAL_ENV": "",
        "PORTAL_HEALTH_TOKEN": TOKEN,
        "PORTAL_LOG_FORMAT": "json",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2"]
    command += ["--port", str(port), "--blocking-threads", "1", "--log-level", "error"]
    server = subprocess.Popen(  # noqa: S603 - our own program
        [*command, "portal.wsgi:application"], cwd=ROOT, env={**os.environ, **variables}
    )
    try:
        wait_for("an answer", lambda: fetch(port, "/healthz", status=200))
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE)


def ask_server(port: int, path: str) -> tuple[int, str]:
    """Ask on a connection of its own, so that either process may answer."""
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        server.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}"})
        answer = server.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        server.close()


def fetch(port: int, path: str, *, status: int) -> bool:
    return ask_server(port, path)[0] == status


def read(port: int, path: str) -> str:
    return ask_server(port, path)[1]


def have_both_counted(folder: Path) -> bool:
    """Tell whether both processes have counted a request."""
    return len({each.stem for each in folder.glob("*/histogram_*.db")}) == 2


@pytest.mark.django_db(transaction=True)
def test_metrics_are_of_all_processes(port: int, tmp_path: Path) -> None:
    answered = 0

    def redirect() -> bool:
        nonlocal answered
        # It needs no static files.
        answered += fetch(port, "/language/ru/", status=302)
        return have_both_counted(tmp_path / "metrics")

    wait_for("both processes to answer", redirect)
    for _each in range(10):
        redirect()
        metrics = read(port, "/metrics")
        assert 'portal_queries_total{route="language-choose"}' in metrics
        found = re.findall(
            r'_seconds_count{route="language-choose",status="302"} (\d+)', metrics
        )
        assert found == [str(answered)]
    assert "portal_database_up 1.0" in metrics
    assert "portal_mails_waiting 0.0" in metrics


@pytest.mark.django_db
class TestNoPlace:
    """Where nothing can be written, nothing is counted and everybody answered."""

    @pytest.fixture(autouse=True)
    def _anew(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        monkeypatch.setenv(metrics.FOLDER, "")  # and back to what it was
        metrics._start_once.cache_clear()
        yield
        metrics._start_once.cache_clear()

    def test_a_folder_that_cannot_be_made(
        self, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        (tmp_path / "file").touch()
        settings.VAR_DIR = tmp_path / "file" / "var"
        assert Client().get("/language/ru/").status_code == 302
        assert Client().get("/language/ru/").status_code == 302
        [told] = [each.message for each in caplog.records if "counted" in each.message]
        assert "PORTAL_VAR_DIR" in told
        assert b"portal_database_up 1.0" in ask("/metrics")[1]
        assert "disk" in json.loads(ask("/healthz/detail")[1])["problems"]

    def test_first_requests_at_once_start_it_once(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made: list[object] = []

        def make() -> object:
            time.sleep(0.05)
            made.append(object())
            return made[-1]

        monkeypatch.setattr(metrics, "RequestMetrics", make)
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda _n: metrics.start_metrics(), range(4)))
        assert (len(made), len(set(found))) == (1, 1)

    def test_files_are_no_holes(self, tmp_path: Path) -> None:
        file = tmp_path / "counter_1.db"
        file.write_bytes(b"counted")
        metrics._reserve(file)
        metrics._reserve(file)
        assert file.read_bytes()[:8] == b"counted\0"
        found = file.stat()
        assert (found.st_size, found.st_blocks * 512 >= metrics.RESERVED) == (
            metrics.RESERVED,
            True,
        )

    def test_logs_that_cannot_be_written(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.HEALTH_TOKEN = ""

        class Full:
            def write(self, _text: str) -> None:
                raise OSError(28, "No space left on device")

        monkeypatch.setattr(sys, "stderr", Full())
        assert Client().get("/language/ru/").status_code == 302
