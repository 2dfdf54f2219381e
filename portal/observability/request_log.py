"""Request log: one line for each request that is answered, and its id in a header.

Stands below what answers static files, which are not logged; above all else.
"""

from __future__ import annotations

import atexit
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from threading import Event, Lock, Thread
from time import perf_counter, time
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.observability.context import CURRENT, RequestContext, choose_request_id
from portal.observability.metrics import start_metrics
from portal.observability.request_line import Line, format_json, format_text

HEADER: Final = "X-Request-Id"


class LineWriter:
    """Writes lines to stderr, and counts them: at once, or in a moment many together.

    To format and write a line costs a tenth of answering a kept page; together, a third
    of that. Lines about kept pages can wait, since they tell of no fault.
    """

    PAUSE: Final = 0.2  # seconds

    def __init__(self, format_line: Callable[[Line], str]) -> None:
        self._format = format_line
        self._waiting: deque[Line] = deque()
        self._lock, self._has_begun = Lock(), False

    def write(self, line: Line) -> None:
        """Write a line at once."""
        _write(self._count(line))

    def write_soon(self, line: Line) -> None:
        """Write a line with those of the same moment."""
        self._waiting.append(line)
        if not self._has_begun:
            self._begin()

    def flush(self) -> None:
        """Write what waits."""
        with self._lock:
            count = len(self._waiting)
            lines = [self._count(self._waiting.popleft()) for _each in range(count)]
            if lines:
                _write("".join(lines))

    def _count(self, line: Line) -> str:
        if metrics := start_metrics():
            metrics.observe(line)
        return self._format(line)

    def _begin(self) -> None:
        """Start the thread that writes; not before: a process may fork until then."""
        with self._lock:
            if self._has_begun:
                return
            self._has_begun = True
        atexit.register(self.flush)
        Thread(target=self._run, name="request log", daemon=True).start()

    def _run(self) -> None:
        pause = Event()
        while not pause.wait(self.PAUSE):
            self.flush()


def _write(lines: str) -> None:
    """Write lines as `logging` does: who asked is answered whatever becomes of them.

    A file of logs can be on a full disk.
    """
    with suppress(OSError):
        sys.stderr.write(lines)


LINES: Final = LineWriter(format_json if settings.LOG_FORMAT == "json" else format_text)


class LogRequests:
    """Give each request an id, and log one line about it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        request_id = choose_request_id(request.META.get("HTTP_X_REQUEST_ID"))
        context = RequestContext(request_id, request)
        token = CURRENT.set(context)
        status = HTTPStatus.INTERNAL_SERVER_ERROR.value  # if the error page fails, too
        try:
            response = self.get_response(request)
            response.headers[HEADER] = request_id
            status = response.status_code
        finally:
            line = describe(context, status, perf_counter() - started)
            is_kept = context.prepared == "hit"
            (LINES.write_soon if is_kept else LINES.write)(line)
            CURRENT.reset(token)
        return response


def describe(context: RequestContext, status: int, seconds: float) -> Line:
    """Return the line about a request that is answered."""
    return Line(
        time(),
        context.request_id,
        context.read_person(),
        context.read_method(),
        context.read_route(),
        context.read_path(),
        status,
        seconds,
        context.queries,
        context.prepared,
    )
