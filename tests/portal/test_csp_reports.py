"""Reports of the Content-Security-Policy: logged once, harmless, bounded."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from portal import csp_reports
from portal.csp_reports import LARGEST, MOST_LINES, ReportLog

URL = "/reports/csp/"


@pytest.fixture(autouse=True)
def log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csp_reports, "LOG", ReportLog())


def send(body: Any, **headers: Any) -> int:
    client = Client(enforce_csrf_checks=True)
    data = body if isinstance(body, (bytes, str)) else json.dumps(body)
    kind = "application/csp-report"
    return client.post(URL, data, content_type=kind, **headers).status_code


def report(**fields: str) -> dict[str, Any]:
    said = {"document-uri": "https://x.example/en/?q=secret", **fields}
    return {"csp-report": said}


@pytest.mark.django_db
def test_pages_name_the_address(client: Client) -> None:
    assert f"report-uri {URL}" in client.get("/en/")["Content-Security-Policy"]


def test_a_report_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    sent = report(**{"violated-directive": "img-src", "blocked-uri": "https://a.b/c?d"})
    assert [send(sent), send(sent)] == [204, 204]
    assert caplog.messages == [
        "Content-Security-Policy: page /en/, violated-directive img-src,"
        " blocked-uri https://a.b/c"
    ]


def test_what_is_logged_cannot_break_the_log(caplog: pytest.LogCaptureFixture) -> None:
    assert (
        send(report(**{"blocked-uri": "eval\nERROR root: hacked \x1b[2J" * 99})) == 204
    )
    [message] = caplog.messages
    assert message.isprintable()
    assert len(message) < 500


def test_a_flood_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    for number in range(MOST_LINES + 50):
        assert send(report(**{"blocked-uri": f"https://a.b/{number}"})) == 204
    assert len(caplog.messages) == MOST_LINES + 1
    assert caplog.messages[-1] == "Further reports of this hour are not logged"


def test_the_next_hour_is_logged_again(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for now in (3600.0, 3601.0, 7200.0):
        monkeypatch.setattr("time.time", lambda now=now: now)
        send(report())
    assert len(caplog.messages) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        "[]",
        "null",
        "{}",
        '{"csp-report": []}',
        '{"csp-report": null}',
        "[" * 10_000,
        report(**{"document-uri": "http://[x"}),
    ],
)
def test_nonsense_is_refused(body: Any, caplog: pytest.LogCaptureFixture) -> None:
    assert send(body) == 400
    assert caplog.messages == []


def test_what_is_large_is_not_read() -> None:
    assert send(b"x" * (LARGEST + 1)) == 413
    assert send(report(), CONTENT_LENGTH="x") == 400


def test_nothing_else_is_answered() -> None:
    assert Client().get(URL).status_code == 405
