"""Request line: what is logged and counted of a request, and its two formats."""

from __future__ import annotations

from json import dumps
from typing import Final, NamedTuple

from portal.observability.log_formats import format_time

LOGGER: Final = "portal.requests"


class Line(NamedTuple):
    """What is logged of a request; of a streamed answer, the time until it begins."""

    time: float
    request_id: str
    person: int | None
    method: str
    route: str
    path: str
    status: int
    seconds: float
    queries: int
    prepared: str


def format_json(line: Line) -> str:
    """Return a line of JSON; only what is of the address has to be quoted."""
    return (
        f'{{"time": "{format_time(line.time)}", "level": "info", '
        f'"logger": "{LOGGER}", "request_id": "{line.request_id}", '
        f'"person": {line.person or "null"}, "method": {dumps(line.method)}, '
        f'"route": "{line.route}", "path": {dumps(line.path)}, '
        f'"status": {line.status}, "milliseconds": {line.seconds * 1000:.2f}, '
        f'"queries": {line.queries}, "prepared": "{line.prepared}"}}\n'
    )


def format_text(line: Line) -> str:
    """Return a short line for who looks on."""
    who = f" person {line.person}" if line.person else ""
    cost = f"{line.seconds * 1000:.0f} ms, {line.queries} queries"
    what = f"{line.method} {line.path} {line.status} ({cost}){who}"
    return f"{format_time(line.time)[11:19]} {what} [{line.request_id}]\n"
