"""Which texts a reader sees, side by side and in which order.

`?texts=ru,en` says it in an address, which can be shared. The chooser's form asks
with one parameter a column and is answered by such an address; what it was asked is
remembered in a cookie, so that it works without JavaScript. An address alone
remembers nothing: a shared link does not change the preference of who follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from documents.errors import BadAddress
from documents.languages import BY_CODE, CODES, Language, parse_codes

PARAMETER = "texts"
COOKIE = "texts"
COOKIE_AGE = 365 * 24 * 3600  # seconds
CARRIED = ("on", "from", "show", "marks")
Pairs: TypeAlias = tuple[tuple[str, str], ...]
CHOOSER = tuple(f"column{place}" for place, _code in enumerate(CODES, 1))


@dataclass(frozen=True, slots=True)
class Columns:
    """The texts of a page, in order; `in_address` when its address names them."""

    codes: tuple[str, ...]
    in_address: bool
    carried: Pairs = ()  # what else the address asks for

    @property
    def languages(self) -> list[Language]:
        return [BY_CODE[code] for code in self.codes]

    @property
    def query(self) -> str:
        """What links to further pages carry on: "?texts=ru,en", or nothing."""
        return f"?{PARAMETER}={','.join(self.codes)}" if self.in_address else ""

    @property
    def carried_query(self) -> str:
        """What the chooser's links carry on: "from=1&", or nothing."""
        return f"{urlencode(self.carried)}&" if self.carried else ""

    @property
    def only(self) -> str:
        """The single text shown; "" when there are several."""
        return self.codes[0] if len(self.codes) == 1 else ""

    @property
    def all_columns(self) -> str:
        """What asks for every text in the portal's own order: "column1=zh-hans&…"."""
        return urlencode(list(zip(CHOOSER, CODES, strict=True)))

    @property
    def is_all(self) -> bool:
        """Tell whether every text is shown, in the portal's own order."""
        return self.codes == CODES

    @property
    def slots(self) -> list[tuple[str, str]]:
        """The chooser's fields with the code each has now, "" for none."""
        chosen = [*self.codes, *("" for _ in CHOOSER)]
        return list(zip(CHOOSER, chosen, strict=False))


def columns_of(request: HttpRequest) -> Columns:
    """Return the columns that the address asks for, else the remembered, else all.

    Raises BadAddress when the address names a language that is unknown or twice.
    """
    value = request.GET.get(PARAMETER)
    if value is None:
        return Columns(_remembered(request), False, _carried(request))
    try:
        return Columns(parse_codes(value), True, _carried(request))
    except ValueError as error:
        message = gettext(
            "Name the texts by their codes (%(codes)s), each once, separated by commas;"
            " “%(code)s” is not valid."
        )
        details = {"codes": ", ".join(CODES), "code": str(error)[:40]}
        raise BadAddress(message % details) from None


def _remembered(request: HttpRequest) -> tuple[str, ...]:
    try:
        return parse_codes(request.COOKIES.get(COOKIE, ""))
    except ValueError:  # no cookie, or one that was tampered with
        return CODES


def answer_to_chooser(request: HttpRequest) -> HttpResponse | None:
    """Lead from the chooser's question to the page's address; None for other visits."""
    if not any(name in request.GET for name in CHOOSER):
        return None
    asked = [request.GET.get(name, "") for name in CHOOSER]
    codes = tuple(dict.fromkeys(code for code in asked if code in BY_CODE)) or CODES
    query = urlencode([*_carried(request), (PARAMETER, ",".join(codes))], safe=",")
    response = HttpResponseRedirect(f"{request.path}?{query}")
    remember(request, response, codes)
    return response


def _carried(request: HttpRequest) -> Pairs:
    """Return the rest of the question, such as the editions that are compared."""
    return tuple((name, request.GET[name]) for name in CARRIED if name in request.GET)


def remember(
    request: HttpRequest, response: HttpResponse, codes: Sequence[str]
) -> None:
    """Keep the choice in the visitor's browser."""
    response.set_cookie(
        COOKIE,
        ",".join(codes),
        max_age=COOKIE_AGE,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
