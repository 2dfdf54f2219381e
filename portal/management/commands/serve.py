"""`manage.py serve`: prepare everything from an empty checkout, then serve."""

from __future__ import annotations

import ctypes
import errno
import http.client
import io
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal import environment
from portal.embedded.usage import one_at_a_time

DEFAULT_PORT = "8000"
HIGHEST_PORT = 65535
PORT_DIGITS = 5
PATIENCE = 60.0  # seconds until the first answer
GRACE = 20.0  # seconds for running requests and jobs
PAUSE = 0.1
WATCH = 0.5  # seconds between two checks that both processes run
PAUSE_AFTER_END = 1.0  # a failing worker must not flood the screen
SOON = 5.0  # seconds after which a server that ends is taken to have been killed
WORKERS = 2
# Several threads, so that slow responses do not block their worker.
THREADS = 4
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - a key
PR_SET_PDEATHSIG = 1
UNWRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR)
ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    """Prepare the portal, then serve it until Ctrl-C."""

    help = "Prepare the database, the catalogues and the documents; then serve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", help="Default: the variable PORT, else 8000.")

    def handle(self, *args: Any, **options: Any) -> None:
        host: str = options["host"]
        _end_on_signals()
        try:
            port = _port(options["port"])
            _refuse_taken_port(host, port)
            with ExitStack() as turn:
                turn.enter_context(one_at_a_time(settings.VAR_DIR / "serve.lock"))
                self._prepare()
                self._serve(host, port, turn)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            if error.errno not in UNWRITABLE:
                raise
            raise CommandError(
                f"{error.filename} cannot be written: {error.strerror}. Set"
                " PORTAL_VAR_DIR to a folder that can be written to."
            ) from error
        except KeyboardInterrupt:
            _ignore_signals()
            self._say("Stopped.")

    def _prepare(self) -> None:
        steps: list[tuple[str, Callable[[], object]]] = [
            ("Database", connection.ensure_connection),
            ("Migrations", lambda: _quietly("migrate", interactive=False)),
            ("Catalogues", lambda: _quietly("catalogues", "compile")),
            ("Static files", _collect_static_files),
            ("Documents", self._load_documents),
            ("Sentences", lambda: _quietly("align_sentences")),
            ("Instruments", lambda: _quietly("load_instruments")),
            ("Terms", lambda: _quietly("load_terms")),
            ("Cross-references", lambda: _quietly("load_references")),
        ]
        for number, (name, run) in enumerate(steps, start=1):
            started = time.monotonic()
            self._say(f"[{number}/{len(steps)}] {name}: ", ending="")
            run()
            self._say(f"ready ({time.monotonic() - started:.1f} s)")
        connection.close()

    def _load_documents(self) -> None:
        """Load the delivered documents; say which edition editors must look at."""
        call_command("load_documents", verbosity=0, stdout=self.stdout)

    def _serve(self, host: str, port: int, turn: ExitStack) -> None:
        """Serve; the turn ends with the first answer."""
        _refuse_taken_port(host, port)  # by who had the turn before, too
        server = _start(_granian(host, port))
        worker = _start_worker()
        try:
            _await_answer(server, host, port)
            turn.close()
            self._greet(host, port)
            began = time.monotonic()
            while True:
                time.sleep(WATCH)
                worker = self._still_working(worker)
                if server.poll() is not None:
                    _refuse_to_go_on(server.returncode, time.monotonic() - began)
                    self._say_again("server", server)
                    began, server = time.monotonic(), _start(_granian(host, port))
        finally:
            _ignore_signals()
            _end(server, worker)

    def _still_working(
        self, worker: subprocess.Popen[bytes]
    ) -> subprocess.Popen[bytes]:
        """Return the worker process, restarted if it has ended."""
        if worker.poll() is None:
            return worker
        self._say_again("worker", worker)
        return _start_worker()

    def _say_again(self, name: str, ended: subprocess.Popen[bytes]) -> None:
        """Tell that a process ended, and let nothing of it run beside the next one."""
        self._say(f"The {name} ended (status {ended.returncode}); another one starts.")
        _end(ended)
        time.sleep(PAUSE_AFTER_END)

    def _greet(self, host: str, port: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        self._say(f"The portal is at http://{shown}:{port} - Ctrl-C stops it.")
        if settings.MAIL_DELIVERY_BACKEND == "portal.mail.backends.FileBackend":
            self._say(f"Mail is not sent: each is a file in {settings.MAIL_FOLDER}")
        self._say(f"Create an administrator: {_relative_python()} createsuperuser")

    def _say(self, text: str, ending: str = "\n") -> None:
        self.stdout.write(text, ending=ending)
        self.stdout.flush()


def _refuse_to_go_on(status: int, seconds: float) -> None:
    """Raise CommandError for a server that ended soon: another one would, too.

    granian ends itself when its workers are killed faster than it starts others.
    """
    if seconds < SOON:
        raise CommandError(f"The server ended by itself (status {status}).")


def _end_on_signals() -> None:
    """Let SIGTERM and SIGHUP end the portal like Ctrl-C."""
    for number in ENDING_SIGNALS:
        # A shell starts `command &` with SIGINT ignored; nohup ignores SIGHUP, which
        # is meant to stay so.
        if number is signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


def _ignore_signals() -> None:
    """Ignore further signals while the processes are ending."""
    for number in ENDING_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _port(given: str | None) -> int:
    name = "--port" if given else "PORT"
    value = given or environment.text("PORT", DEFAULT_PORT)
    # isdecimal alone accepts ٨٠٨٠, and int() accepts it and "8_000" too.
    is_number = value.isascii() and value.isdecimal() and len(value) <= PORT_DIGITS
    if not is_number or not 1 <= int(value) <= HIGHEST_PORT:
        raise CommandError(
            f"{name} must be a whole number from 1 to {HIGHEST_PORT}, not {value!r}."
        )
    return int(value)


def _refuse_taken_port(host: str, port: int) -> None:
    # granian sets SO_REUSEPORT, so it would not report a port in use.
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        advice = ""
        if error.errno == errno.EADDRINUSE:
            other = port % HIGHEST_PORT + 1
            advice = (
                f" Stop the program that has it, or choose another: PORT={other}"
                " make run"
            )
        raise CommandError(
            f"Port {port} of {host} cannot be used: {error.strerror}.{advice}"
        ) from error


def _quietly(*command: str, **options: Any) -> None:
    call_command(*command, verbosity=0, stdout=io.StringIO(), **options)


def _collect_static_files() -> None:
    """Collect and compress static files if one has changed; it takes seconds."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = _state_of_static_files()
    if stamp.exists() and stamp.read_text() == state:
        return
    _quietly("collectstatic", interactive=False)
    stamp.write_text(state)


def _state_of_static_files() -> str:
    lines = [settings.STORAGES["staticfiles"]["BACKEND"]]
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name)).stat()
            lines.append(f"{name} {file.st_size} {file.st_mtime_ns}")
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _granian(host: str, port: int) -> list[str]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi"]
    command += ["--host", host, "--port", str(port)]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", "10"]
    command += ["--log-level", "warning", "portal.wsgi:application"]
    return command


def _start(command: list[str], *, stdout: int | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program
        command,
        cwd=settings.BASE_DIR,
        # Its own session: Ctrl-C reaches it only through us, and the whole group can be
        # ended if its parent dies.
        start_new_session=True,
        preexec_fn=_parting_signal(),
    )


def _start_worker() -> subprocess.Popen[bytes]:
    return _start([sys.executable, str(settings.BASE_DIR / "manage.py"), "work"])


def _parting_signal() -> Callable[[], None] | None:
    """Return a preexec function: on Linux the child gets SIGTERM if its parent dies."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _await_answer(child: subprocess.Popen[bytes], host: str, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _answers(ANY_ADDRESS.get(host, host), port):
        if child.poll() is not None:
            raise CommandError(
                f"The server did not start (status {child.returncode}); see above."
            )
        if time.monotonic() > deadline:
            raise CommandError(f"The server gave no answer within {PATIENCE:.0f} s.")
        time.sleep(PAUSE)


def _answers(host: str, port: int) -> bool:
    request = http.client.HTTPConnection(host, port, timeout=10)
    try:
        request.request("GET", "/healthz")
        request.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        request.close()
    return True


def _end(*children: subprocess.Popen[bytes]) -> None:
    """Let running requests and jobs finish, then kill what is left."""
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    for child in children:
        _await_end(child, deadline)


def _await_end(child: subprocess.Popen[bytes], deadline: float) -> None:
    try:
        child.wait(max(deadline - time.monotonic(), PAUSE))
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    try:
        os.killpg(child.pid, signal.SIGKILL)  # worker processes whose parent was killed
    except ProcessLookupError:
        return


def _relative_python() -> str:
    python = Path(sys.executable)
    if python.is_relative_to(settings.BASE_DIR):
        return f"{python.relative_to(settings.BASE_DIR)} manage.py"
    return f"{python} manage.py"
