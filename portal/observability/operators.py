"""Pages for operators: `/healthz/detail` and `/metrics`, for who has the token.

Answered before Django, like `/healthz`: to any host name and without TLS, since they
are asked from inside. Without PORTAL_HEALTH_TOKEN there are no such addresses.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import close_old_connections
from django.utils.crypto import constant_time_compare

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Answer = tuple[HTTPStatus, str, bytes]
JSON: Final = "application/json"
PROMETHEUS: Final = "text/plain; version=0.0.4; charset=utf-8"


def answer_detail() -> Answer:
    """Say how everything is: 200, or 503 when something must be looked at."""
    from portal.observability.state import read_state  # models: once Django is ready

    said = read_state().as_json()
    is_well = not said["problems"]
    status = HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE
    return status, JSON, json.dumps(said, indent=2).encode() + b"\n"


def answer_metrics() -> Answer:
    """Give the metrics to Prometheus."""
    from portal.observability.metrics import render_metrics

    return HTTPStatus.OK, PROMETHEUS, render_metrics()


PAGES: Final[dict[str, Callable[[], Answer]]] = {
    "/healthz/detail": answer_detail,
    "/metrics": answer_metrics,
}


class AnswerOperators:
    """WSGI middleware: answers who has the token; 404 where there is none."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        page = PAGES.get(environ.get("PATH_INFO", ""))
        if page is None or not settings.HEALTH_TOKEN:
            return self._application(environ, start_response)
        status, content_type, body = self._answer(environ, page)
        headers = [
            ("Content-Type", content_type),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
        ]
        if status is HTTPStatus.UNAUTHORIZED:
            headers.append(("WWW-Authenticate", "Bearer"))
        start_response(f"{status.value} {status.phrase}", headers)
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]

    def _answer(self, environ: WSGIEnvironment, page: Callable[[], Answer]) -> Answer:
        given = environ.get("HTTP_AUTHORIZATION", "")
        if not constant_time_compare(given, f"Bearer {settings.HEALTH_TOKEN}"):
            return HTTPStatus.UNAUTHORIZED, "text/plain", b"token\n"
        close_old_connections()
        try:
            return page()
        finally:
            close_old_connections()
