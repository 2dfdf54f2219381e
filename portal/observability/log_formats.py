"""Formats of logs: JSON lines for machines, short lines for people.

Requests that are answered have lines of their own: request_log.py.
"""

from __future__ import annotations

import json
import logging
import re
from time import gmtime, strftime
from typing import Any, Final

from portal.observability.context import CURRENT

# Of a person, or with the password of a server. Logs name people by their id; what a
# mail server answers, or PostgreSQL of a row, names them by their address.
ADDRESS: Final = re.compile(r"[^\s<>()\[\]{}\"',;=]+@[^\s<>()\[\]{}\"',;=]+")
_encode: Final = json.JSONEncoder(ensure_ascii=False, default=str).encode


def format_time(seconds: float) -> str:
    """Return a time in UTC by ISO 8601, to the millisecond."""
    second = int(seconds)
    text = strftime("%Y-%m-%dT%H:%M:%S", gmtime(second))
    return f"{text}.{int((seconds - second) * 1000):03}Z"


def hide_addresses(text: str) -> str:
    """Return a text without the e-mail addresses that are in it."""
    return ADDRESS.sub("…@…", text) if "@" in text else text


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON, with the request or the job it is about."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": format_time(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": hide_addresses(record.getMessage()),
        }
        if context := CURRENT.get():
            said["request_id"] = context.request_id
            if context.request is not None:
                said["person"] = context.read_person()
                said["route"], said["path"] = context.read_route(), context.read_path()
        job = getattr(record, "job", None)  # procrastinate's
        if isinstance(job, dict):
            said["job"] = {name: job.get(name) for name in ("id", "task_name")}
        if record.exc_info:
            said["error"] = hide_addresses(self.formatException(record.exc_info))
        return _encode(said)


class TextFormatter(logging.Formatter):
    """A record for who looks on: level, logger, message, and the request's id."""

    def __init__(self) -> None:
        super().__init__("{levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        return hide_addresses(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:
        context = CURRENT.get()
        told = super().formatMessage(record)
        return f"{told} [{context.request_id}]" if context else told
