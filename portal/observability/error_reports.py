"""Error reports: what is logged as an error goes to Sentry, if SENTRY_DSN names one.

Without personal data: of an error, its type and where in the code it was raised; no
message, values, address or person. All that is in the log, under the request's id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from portal.observability.context import CURRENT
from portal.outages import find_outage

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

KEPT: Final = ("event_id", "timestamp", "platform", "level", "logger", "release", "sdk")
KEPT_OF_FRAME: Final = ("filename", "function", "module", "lineno", "in_app")


def start_reporting(dsn: str) -> None:
    """Report errors that are logged from now on."""
    import sentry_sdk  # nothing of it is loaded where nothing is sent
    from sentry_sdk.integrations.atexit import AtexitIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration

    sentry_sdk.init(
        dsn=dsn,
        before_send=reduce_event,
        # Others would collect requests, queries and arguments.
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            LoggingIntegration(level=None, sentry_logs_level=None),
            AtexitIntegration(callback=lambda _pending, _timeout: None),
        ],
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
    )


def reduce_event(event: Event, hint: Hint) -> Event | None:
    """Return what is sent of an event; None for an outage, which is no fault."""
    error = hint.get("exc_info")
    is_outage = hasattr(hint.get("log_record"), "outage")  # logged in one line by now
    if is_outage or (error and find_outage(error[1])):
        return None
    given = cast(dict[str, Any], event)
    said: dict[str, Any] = {name: given[name] for name in KEPT if name in given}
    raised = given.get("exception", {}).get("values", [])
    if raised:
        said["exception"] = {"values": [_reduce_exception(each) for each in raised]}
    else:
        # The words of the code, without the values that are put into them.
        said["message"] = given.get("logentry", {}).get("message", "")
    if context := CURRENT.get():
        said["tags"] = {
            "request_id": context.request_id,
            "route": context.read_route(),
        }
    return cast("Event", said)


def _reduce_exception(exception: dict[str, Any]) -> dict[str, Any]:
    frames = (exception.get("stacktrace") or {}).get("frames", [])
    return {
        "type": exception.get("type"),
        "module": exception.get("module"),
        "stacktrace": {
            "frames": [
                {name: frame[name] for name in KEPT_OF_FRAME if name in frame}
                for frame in frames
            ]
        },
    }
