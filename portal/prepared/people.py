"""Middleware: answer people who are signed in from pages prepared for their rights.

The whole stack stands above it, so that session, person and time zone are known as for
any page. A page is kept for all who have the same rights; what is one person's own is
filled into its slots.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import Engine, RequestContext

from documents.models.touches import Number
from documents.presenters.personal import MARK, PersonalSlots, Slot
from portal.people.models import User
from portal.prepared.keeping import PAGES, Key
from portal.prepared.scopes import OF_ANYTHING, OF_DOCUMENT, Scope, scope_of
from portal.prepared.visitors import address_key, is_for_everybody

# These show comments of one's own that nobody else sees, or forms.
OWN: Final = {
    "documents:clause-detail",
    "commentary:clause-commentary",
    "commentary:clause-panel",
    "commentary:document-commentary",
    "commentary:recent-commentary",
}
PREPARED: Final = (OF_DOCUMENT | OF_ANYTHING) - OWN


@dataclass(frozen=True, slots=True)
class PersonalPage:
    """A page without what is a person's own, and the slots for that."""

    scope: Scope
    number: Number
    headers: dict[str, str]
    texts: Sequence[bytes]  # before, between and after the slots
    slots: Sequence[Slot]

    @property
    def size(self) -> int:
        return sum(map(len, self.texts))

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the page with its slots filled in for a person."""
        own = fill(request, self.slots)
        parts = [self.texts[0]]
        for piece, text in zip(own, self.texts[1:], strict=True):
            parts += (piece.encode(), text)
        return HttpResponse(b"".join(parts), headers=self.headers)


@dataclass(frozen=True, slots=True)
class Preparing:
    """What a page is prepared for: its key, and the number read before it is made."""

    key: Key
    scope: Scope
    number: Number


class AnswerPeople:
    """Answer from what is kept for a person's rights; stands nearest to the views."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        preparing: Preparing | None = request.__dict__.pop("preparing", None)
        if preparing is None:
            return response
        slots: PersonalSlots = request.__dict__.pop("personal_slots")
        page = cut(response, slots, preparing)
        if is_for_everybody(response):
            PAGES.keep(preparing.key, page)
        response.content = page.answer(request).content
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: Sequence[Any],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Return the kept page if it is still true; else prepare the one to be made."""
        scope = _scope_for_person(request)
        if scope is None:
            return None
        key, number = key_of(request), scope.read_number()
        kept = PAGES.find(key)
        if isinstance(kept, PersonalPage) and kept.number == number:
            return kept.answer(request)
        request.preparing = Preparing(key, scope, number)  # type: ignore[attr-defined]
        request.personal_slots = PersonalSlots()  # type: ignore[attr-defined]
        return None


def _scope_for_person(request: HttpRequest) -> Scope | None:
    match = request.resolver_match
    if (
        request.method != "GET"
        or settings.SESSION_COOKIE_NAME not in request.COOKIES
        or match is None
        or match.view_name not in PREPARED
        or not request.user.is_authenticated
    ):
        return None
    return scope_of(match)


def key_of(request: HttpRequest) -> Key:
    """Return the key of a page for people with these rights, zone and languages."""
    user = cast(User, request.user)
    rights = frozenset(user.get_all_permissions())
    standing = (user.is_active, user.is_staff, user.is_superuser)
    own = (user.timezone, tuple(user.languages_read))
    return (*address_key(request), rights, standing, *own)


def cut(
    response: HttpResponse, slots: PersonalSlots, preparing: Preparing
) -> PersonalPage:
    """Return the page of a response, cut at its marks."""
    pieces = response.content.split(MARK.encode())
    numbers = [int(number) for number in pieces[1::2]]
    headers = {
        name: value
        for name, value in response.headers.items()
        if name != "Content-Length"
    }
    return PersonalPage(
        preparing.scope,
        preparing.number,
        headers,
        pieces[::2],
        [slots[number] for number in numbers],
    )


def fill(request: HttpRequest, slots: Sequence[Slot]) -> list[str]:
    """Render the slots of a page for a person."""
    if not slots:
        return []
    context = RequestContext(request)
    first = Engine.get_default().get_template(slots[0].template)
    with context.bind_template(first):  # the context processors run once for all
        return [slot.render(context) for slot in slots]
