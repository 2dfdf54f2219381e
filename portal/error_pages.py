"""Error pages: 400, 403, 404, 410, 500, 503, failed CSRF; in the shell and language."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    TooManyFieldsSent,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.errors import BadAddress, NothingThere
from documents.permissions import Withdrawn
from documents.presenters.withdrawal import withdrawal_context
from portal.observability.context import CURRENT
from portal.outages import Outage, find_outage


@dataclass(frozen=True, slots=True)
class Message:
    """The title and text of an error page."""

    title: str | Promise
    advice: str | Promise


MESSAGES = {
    HTTPStatus.BAD_REQUEST: Message(
        _("This request cannot be understood"),
        _("Check the address, or go back and try again."),
    ),
    HTTPStatus.FORBIDDEN: Message(
        _("You do not have access to this page"),
        _("Sign in with an account that has access to it, or ask an administrator."),
    ),
    HTTPStatus.NOT_FOUND: Message(
        _("Page not found"),
        _("The address may be mistyped, or the page is not public."),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: Message(
        _("Something went wrong here"),
        _("The error is ours and has been recorded. Please try again in a moment."),
    ),
}
OUTAGES = {
    Outage.BUSY: Message(
        _("The portal is busy"),
        _("This took too long and was not done. Please try again in a moment."),
    ),
    Outage.AWAY: Message(
        _("The portal cannot reach its database"),
        _("Nothing has been lost, and nothing was stored. Please try again shortly."),
    ),
}
# A connection can be lost after the database has stored, before it could tell.
UNSURE = Message(
    _("The portal cannot reach its database"),
    _(
        "It cannot tell whether what you sent was stored. Before you send it again,"
        " see whether it is there."
    ),
)
TOO_MUCH = Message(
    _("Too much was submitted at once"),
    _("Upload a long text as a file instead of pasting it."),
)
SAFE = ("GET", "HEAD", "OPTIONS")  # change nothing
# Fields that were not typed, or must not be shown.
UNTYPED = ("submission", "quote_", "revision", "edition", "language", "kind", "next")
SECRETS = ("password", "token", "secret", "code", "credential")
EXPIRED_FORM = Message(
    _("The form could not be checked"),
    _(
        "It was open for too long, or cookies are turned off. Copy what you"
        " typed, reload the form and submit it again."
    ),
)


def _page(
    request: HttpRequest,
    status: HTTPStatus,
    message: Message,
    typed: Sequence[str] = (),
    **more: bool | str,
) -> HttpResponse:
    context = {"status": status.value, "message": message, "typed": typed, **more}
    return render(request, "error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400, with the reason if it is written for readers."""
    message = MESSAGES[HTTPStatus.BAD_REQUEST]
    if isinstance(exception, BadAddress):
        message = Message(message.title, str(exception))
    elif isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        message = TOO_MUCH
    return _page(request, HTTPStatus.BAD_REQUEST, message, _typed(request))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return _page(request, HTTPStatus.FORBIDDEN, MESSAGES[HTTPStatus.FORBIDDEN])


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404; does not reveal whether a hidden object exists."""
    message = MESSAGES[HTTPStatus.NOT_FOUND]
    if isinstance(exception, NothingThere):
        message = Message(message.title, str(exception))
    return _page(request, HTTPStatus.NOT_FOUND, message)


def gone(request: HttpRequest, exception: Withdrawn) -> HttpResponse:
    """Answer 410 with the reason: a page for people, a line for programs.

    What was sent to the address is shown, so that nobody loses what they typed.
    """
    context = withdrawal_context(exception.withdrawal, request.user)
    if _wants_a_file(request):
        told = f"{context['notice'].sentence} {context['notice'].reason}\n"
        plain = "text/plain; charset=utf-8"
        response = HttpResponse(told, content_type=plain, status=HTTPStatus.GONE)
    else:
        context["typed"] = _typed(request)
        status = HTTPStatus.GONE
        response = render(request, "documents/withdrawn.html", context, status=status)
    # Browsers keep a 410, and a withdrawal can be undone.
    add_never_cache_headers(response)
    patch_vary_headers(response, ("Accept", "Cookie"))
    return response


def _wants_a_file(request: HttpRequest) -> bool:
    """Return whether an address is a file's, or a program asks for something else."""
    is_file = "." in request.path.rsplit("/", 1)[-1]
    return is_file or not request.accepts("text/html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when the database is away or busy; without a query.

    Who is signed in is not known then, and not claimed. What was typed is shown.
    """
    request.user = AnonymousUser()  # the shell would read the person
    with translation.override(_language_of(request)):
        return _answer_failure(request)


def _language_of(request: HttpRequest) -> str:
    """Return the reader's language, also of a failure before it was chosen."""
    chosen: str | None = getattr(request, "LANGUAGE_CODE", None)
    return chosen or translation.get_language_from_request(request, check_path=True)


def _answer_failure(request: HttpRequest) -> HttpResponse:
    if outage := find_outage(sys.exception()):
        return _unavailable(request, outage)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _failure_page(request, status, MESSAGES[status])


def _failure_page(
    request: HttpRequest, status: HTTPStatus, message: Message
) -> HttpResponse:
    """Return a page about our own failure, with the number it is logged under."""
    context = CURRENT.get()
    request_id = context.request_id if context else ""
    return _page(
        request,
        status,
        message,
        _typed(request),
        is_person_unknown=True,
        request_id=request_id,
    )


def _unavailable(request: HttpRequest, outage: Outage) -> HttpResponse:
    status = HTTPStatus.SERVICE_UNAVAILABLE
    is_sure = outage is not Outage.AWAY or request.method in SAFE
    message = OUTAGES[outage] if is_sure else UNSURE
    response = _failure_page(request, status, message)
    response.headers["Retry-After"] = str(outage.retry_after)
    add_never_cache_headers(response)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form with a missing or expired token; shows the typed text."""
    return _page(request, HTTPStatus.FORBIDDEN, EXPIRED_FORM, _typed(request))


def _typed(request: HttpRequest) -> list[str]:
    """Return the texts of a form that are worth copying; never passwords."""
    try:
        fields = list(request.POST.items())
    except (BadRequest, RequestDataTooBig, TooManyFieldsSent):
        return []
    return [
        value
        for name, value in fields
        if isinstance(value, str)
        and value.strip()
        and not name.startswith(UNTYPED)
        and not any(word in name for word in SECRETS)
    ]
