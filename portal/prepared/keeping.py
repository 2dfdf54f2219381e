"""Keeping: prepared pages in this process, compressed once, bounded in bytes."""

from __future__ import annotations

import gzip
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Final, Protocol, TypeAlias

import brotli
from cachetools import LRUCache
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from documents.models.touches import Number
from portal.prepared.scopes import Scope

Key: TypeAlias = tuple[Hashable, ...]
# A page is read often and made once: 140 kB take brotli 3 ms here, and 240 ms at most.
BROTLI_QUALITY: Final = 5
GZIP_LEVEL: Final = 6
# What the page at an address depends on, beside the address.
VARY: Final = ("Accept-Encoding", "Accept-Language", "Cookie", "HX-Request")
PLAIN: Final = ""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it is answered, by content coding, and the number it is true under."""

    scope: Scope
    number: Number
    digest: str
    headers: Mapping[str, str]
    bodies: Mapping[str, bytes]

    @property
    def size(self) -> int:
        """The size in bytes, of all codings."""
        return sum(map(len, self.bodies.values()))

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the page in the best coding that is accepted, or 304."""
        coding = choose_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        response = HttpResponse(self.bodies[coding], headers=dict(self.headers))
        response.headers["Content-Length"] = str(len(self.bodies[coding]))
        if coding:
            response.headers["Content-Encoding"] = coding
        etag = f'"{self.digest}-{coding}"' if coding else f'"{self.digest}"'
        response.headers["ETag"] = etag
        answer = get_conditional_response(request, etag=etag, response=response)
        return answer if isinstance(answer, HttpResponse) else response


def make_kept(scope: Scope, number: Number, response: HttpResponse) -> KeptPage:
    """Return the page of a response, to be answered while the number is the same."""
    body = response.content
    patch_vary_headers(response, VARY)
    # Stored anywhere, asked about each time: the answer is 304 while nothing changed.
    response.headers["Cache-Control"] = "no-cache"
    headers = {
        name: value
        for name, value in response.headers.items()
        if name not in ("Content-Length", "ETag")
    }
    # The addresses in it of static files have hashes: another build is other bytes.
    digest = sha256(repr(sorted(headers.items())).encode() + body).hexdigest()[:32]
    bodies = {
        PLAIN: body,
        "gzip": gzip.compress(body, GZIP_LEVEL, mtime=0),
        "br": brotli.compress(body, quality=BROTLI_QUALITY),
    }
    return KeptPage(scope, number, digest, headers, bodies)


def choose_coding(accepted: str) -> str:
    """Return the content coding for an Accept-Encoding: "br", "gzip" or "" for none."""
    refused = (";q=0", ";q=0.0", ";q=0.00", ";q=0.000")
    offered = {
        each.split(";")[0]
        for each in accepted.lower().replace(" ", "").split(",")
        if not each.endswith(refused)
    }
    return next((coding for coding in ("br", "gzip") if coding in offered), PLAIN)


class Kept(Protocol):
    """What is kept: it has a size in bytes, and the number it is true under."""

    @property
    def scope(self) -> Scope: ...

    @property
    def number(self) -> Number: ...

    @property
    def size(self) -> int: ...


class KeptPages:
    """The pages kept in this process: the least recently asked for go first."""

    def __init__(self, most_bytes: int) -> None:
        self._pages: LRUCache[Key, Kept] = LRUCache(most_bytes, lambda p: p.size)
        # Without a lock the cache's own books go wrong between two threads.
        self._lock = Lock()

    def find(self, key: Key) -> Kept | None:
        with self._lock:
            return self._pages.get(key)

    def keep(self, key: Key, page: Kept) -> None:
        """Keep a page; one that is larger than all the room is not kept."""
        with self._lock:
            if page.size <= self._pages.maxsize:
                self._pages[key] = page

    def __len__(self) -> int:
        return len(self._pages)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


PAGES: Final = KeptPages(settings.PREPARED_PAGES_BYTES)
