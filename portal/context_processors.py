"""Context processor of the page shell: languages, and the page's address in each."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_from_path

from documents.languages import LANGUAGES
from portal.addresses import in_language, without_language
from portal.interface import current_language, interface_languages

# In the form that a script of the admin expects.
TEXT_LANGUAGES = [
    {"code": each.code, "name": each.name, "bcp47": each.bcp47} for each in LANGUAGES
]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return `shell`: language, language switch, and the page's canonical addresses."""
    languages = {each.code: each for each in interface_languages()}
    language = languages[current_language()]
    origin = _origin(request)
    switch = [
        {
            "language": other,
            "url": _address("language-choose", language.code, other.code)
            + "?"
            + urlencode({"next": request.get_full_path()}),
            "is_active": other is language,
        }
        for other in languages.values()
    ]
    alternates = [
        {"bcp47": other.bcp47, "url": origin + in_language(request.path, other.code)}
        for other in languages.values()
        if origin
    ]
    return {
        "shell": {
            "language": language,
            "switch": switch,
            "text_languages": TEXT_LANGUAGES,
            "alternates": alternates,
            "neutral": origin and origin + without_language(request.path),
            "canonical": origin and origin + request.path,
            "sign_in": _leading_back("account_login", language.code, request),
            "sign_up": _leading_back("account_signup", language.code, request),
        }
    }


@lru_cache
def _address(name: str, _language: str, *args: str) -> str:
    """Return the address of a view in the active language, which is `language`."""
    return reverse(name, args=args)


def _leading_back(name: str, language: str, request: HttpRequest) -> str:
    """Return an address of the sign-in pages that returns to the present page."""
    url, here = _address(name, language), request.get_full_path()
    if here.startswith(_address("account-closed", language).removesuffix("closed/")):
        return url
    return f"{url}?{urlencode({'next': here})}"


def _origin(request: HttpRequest) -> str:
    """Return scheme and host; "" for a page without an address in each language."""
    if get_language_from_path(request.path) is None:
        return ""
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:  # an invalid host: its error page is being rendered
        return ""
