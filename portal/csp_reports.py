"""Reports of browsers about what the Content-Security-Policy kept out.

A report says that a page asked for something that it must not: a fault of ours, or an
attack, or somebody's browser extension. It is logged without the query of the address,
each once an hour, and no more than MOST_LINES, for anybody may send one.
"""

from __future__ import annotations

import json
import logging
import time
from http import HTTPStatus
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

logger = logging.getLogger(__name__)
LARGEST: Final = 16_384  # bytes
LONGEST: Final = 200  # characters of a value
MOST_LINES: Final = 100  # of a process within an hour
HOUR: Final = 3600  # seconds
FIELDS: Final = ("effective-directive", "violated-directive", "blocked-uri")


class ReportLog:
    """What was logged in this hour; the first of each kind is."""

    def __init__(self) -> None:
        self._hour = 0
        self._seen: set[str] = set()
        self._lock = Lock()

    def note(self, line: str) -> None:
        """Log a line unless it was logged in this hour, or too many others were."""
        hour = int(time.time() // HOUR)
        with self._lock:
            if hour != self._hour:
                self._hour = hour
                self._seen.clear()
            is_new = line not in self._seen and len(self._seen) <= MOST_LINES
            if is_new:
                self._seen.add(line)
            is_last = is_new and len(self._seen) > MOST_LINES
        if is_last:
            logger.warning("Further reports of this hour are not logged")
        elif is_new:
            logger.warning("Content-Security-Policy: %s", line)


LOG: Final = ReportLog()


@csrf_exempt  # browsers send no token
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Log a report (report-uri of CSP Level 2); 204, or 400 for what is none."""
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        report = json.loads(request.body)["csp-report"]
        line = describe(report)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return HttpResponseBadRequest()
    LOG.note(line)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def describe(report: dict[str, Any]) -> str:
    """Return a report in one line: the page, the directive, and what was kept out."""
    page = urlsplit(str(report.get("document-uri", ""))).path
    said = (f"{name} {report[name]}" for name in FIELDS if report.get(name))
    return ", ".join(_clean(each) for each in (f"page {page}", *said))


def _clean(value: str) -> str:
    """Return a value that cannot break the log: one line, without a query."""
    printable = "".join(each if each.isprintable() else " " for each in value)
    return printable.partition("?")[0][:LONGEST]
