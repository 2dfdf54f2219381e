"""Columns: which languages a page shows side by side, and in which order.

The reader's own languages come first: that of the interface, then those that the person
reads, then those of the browser; then the document's original language, then the rest.
The address has them as `?texts=ru,en`, so that it can be shared. The chooser's form
sends one parameter for each column and is redirected to such an address; the choice is
stored in a cookie, so that it works without JavaScript. An address alone stores
nothing: a shared link does not change the preference of its recipient.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language, gettext
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.vary import vary_on_headers

from documents.errors import BadAddress
from documents.languages import BY_CODE, CODES, Language, parse_codes

PARAMETER = "texts"
COOKIE = "texts"
COOKIE_AGE = 365 * 24 * 3600  # seconds
CARRIED = ("on", "from", "show", "kind", "marks", "since", "q")
Pairs: TypeAlias = tuple[tuple[str, str], ...]
# Decorates a view of columns: its answers differ by cookie and browser.
vary_by_reader = vary_on_headers("Accept-Language", "Cookie")
CHOOSER = tuple(f"column{place}" for place, _code in enumerate(CODES, 1))


@dataclass(frozen=True, slots=True)
class Columns:
    """The languages of a page, in order; `in_address` if its address has them."""

    codes: tuple[str, ...]
    in_address: bool
    carried: Pairs = ()  # the other query parameters that are kept
    default: tuple[str, ...] = CODES  # all, in the order for this reader

    @property
    def languages(self) -> list[Language]:
        return [BY_CODE[code] for code in self.codes]

    @property
    def query(self) -> str:
        """The query for links to other pages: "?texts=ru,en", or ""."""
        return f"?{PARAMETER}={','.join(self.codes)}" if self.in_address else ""

    @property
    def carried_query(self) -> str:
        """The prefix of the chooser's links: "from=1&", or ""."""
        return f"{urlencode(self.carried)}&" if self.carried else ""

    @property
    def only(self) -> str:
        """The code of the only column; "" if there are several."""
        return self.codes[0] if len(self.codes) == 1 else ""

    @property
    def all_columns(self) -> str:
        """The chooser's query for all columns in order: "column1=zh-hans&…"."""
        return urlencode(list(zip(CHOOSER, self.default, strict=True)))

    @property
    def is_all(self) -> bool:
        """Whether all columns are shown, in the order for this reader."""
        return self.codes == self.default

    @property
    def slots(self) -> list[tuple[str, str]]:
        """The chooser's fields, each with its present code, "" for none."""
        chosen = [*self.codes, *("" for _ in CHOOSER)]
        return list(zip(CHOOSER, chosen, strict=False))


def columns_of(request: HttpRequest, original: str = "") -> Columns:
    """Return the columns of the address, else of the cookie, else the default ones.

    `original` is the code of the document's original language, if it has one. Raises
    BadAddress when the address has an unknown or repeated language.
    """
    default = default_columns(languages_of(request), original)
    value = request.GET.get(PARAMETER)
    if value is None:
        chosen = _remembered(request) or default
        return Columns(chosen, False, _carried(request), default)
    try:
        return Columns(parse_codes(value), True, _carried(request), default)
    except ValueError as error:
        message = gettext(
            "List the texts by their codes (%(codes)s), each once, separated by"
            " commas; “%(code)s” is not valid."
        )
        details = {"codes": ", ".join(CODES), "code": str(error)[:40]}
        raise BadAddress(message % details) from None


def languages_of(request: HttpRequest) -> tuple[str, ...]:
    """Return the codes of the languages that the reader is known to read, best first.

    That of the interface, then those of the profile, then those of the browser.
    """
    person = request.user
    own = person.languages_read if person.is_authenticated else ()
    accepted = accepted_languages(request.headers.get("Accept-Language", ""))
    return known_languages(get_language() or "", own, accepted)


def known_languages(
    interface: str, own: Iterable[str] = (), accepted: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return the text languages among these, each once, in this order."""
    asked = (interface, *own, *accepted)
    return tuple(dict.fromkeys(code for code in asked if code in BY_CODE))


def default_columns(known: Sequence[str], original: str = "") -> tuple[str, ...]:
    """Return all text languages: those the reader reads, the original, the rest."""
    return known_languages("", (*known, original), CODES)


def accepted_languages(header: str) -> tuple[str, ...]:
    """Return the text languages of an Accept-Language header, the preferred first.

    A tag stands for the text language with the same first subtag: zh-CN for zh-hans.
    """
    tags = [tag for tag, quality in parse_accept_lang_header(header) if quality]
    found = (_language_of_tag(tag) for tag in tags)
    return tuple(dict.fromkeys(code for code in found if code))


def _language_of_tag(tag: str) -> str:
    primary = tag.partition("-")[0]
    same = (code for code in CODES if code.partition("-")[0] == primary)
    return next(same, "")


def _remembered(request: HttpRequest) -> tuple[str, ...]:
    """Return the columns of the cookie; () without one, or if it was tampered with."""
    try:
        return parse_codes(request.COOKIES.get(COOKIE, ""))
    except ValueError:
        return ()


def answer_to_chooser(request: HttpRequest) -> HttpResponse | None:
    """Redirect a request of the chooser to the page's address; None for others."""
    if not any(name in request.GET for name in CHOOSER):
        return None
    asked = [request.GET.get(name, "") for name in CHOOSER]
    codes = known_languages("", asked) or default_columns(languages_of(request))
    query = urlencode([*_carried(request), (PARAMETER, ",".join(codes))], safe=",")
    response = HttpResponseRedirect(f"{request.path}?{query}")
    remember(request, response, codes)
    return response


def _carried(request: HttpRequest) -> Pairs:
    """Return the query parameters to keep, such as the compared editions."""
    return tuple((name, request.GET[name]) for name in CARRIED if name in request.GET)


def remember(
    request: HttpRequest, response: HttpResponse, codes: Sequence[str]
) -> None:
    """Store the columns in a cookie."""
    response.set_cookie(
        COOKIE,
        ",".join(codes),
        max_age=COOKIE_AGE,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
