"""Keeping: prepared pages in this process, compressed once, bounded in bytes."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Final, Generic, Protocol, TypeAlias, TypeVar

import brotli
from cachetools import LRUCache
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from documents.models.touches import Number
from portal.prepared.scopes import Scope

Key: TypeAlias = tuple[Hashable, ...]
# Type parameters would be new syntax: we run on Python 3.11.
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
# A page is read often and made once: 140 kB take brotli 3 ms here, and 240 ms at most.
BROTLI_QUALITY: Final = 5
GZIP_LEVEL: Final = 6
# What the page at an address depends on, beside the address.
VARY: Final = ("Accept-Encoding", "Accept-Language", "Cookie", "HX-Request")
PLAIN: Final = ""
CODINGS: Final = ("br", "gzip")  # the best first
PATIENCE: Final = 3.0  # seconds for which a page is waited for that another makes
MAKERS: Final = 64  # more than there are threads: seldom do two pages share a lock


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


def headers_to_keep(response: HttpResponse) -> dict[str, str]:
    """Return the headers of a response that go with its page, whoever is answered."""
    patch_vary_headers(response, VARY)
    return {
        name: value
        for name, value in response.headers.items()
        if name not in ("Content-Length", "ETag")
    }


def make_kept(scope: Scope, number: Number, response: HttpResponse) -> KeptPage:
    """Return the page of a response, to be answered while the number is the same."""
    body = response.content
    # Stored anywhere, asked about each time: the answer is 304 while nothing changed.
    response.headers["Cache-Control"] = "no-cache"
    headers = headers_to_keep(response)
    # The addresses in it of static files have hashes: another build is other bytes.
    digest = sha256(repr(sorted(headers.items())).encode() + body).hexdigest()[:32]
    bodies = {
        PLAIN: body,
        "gzip": gzip.compress(body, GZIP_LEVEL, mtime=0),
        "br": brotli.compress(body, quality=BROTLI_QUALITY),
    }
    return KeptPage(scope, number, digest, headers, bodies)


def choose_coding(accepted: str, known: Sequence[str] = CODINGS) -> str:
    """Return the first known coding that an Accept-Encoding offers; "" for none."""
    refused = (";q=0", ";q=0.0", ";q=0.00", ";q=0.000")
    offered = {
        each.split(";")[0]
        for each in accepted.lower().replace(" ", "").split(",")
        if not each.endswith(refused)
    }
    return next((coding for coding in known if coding in offered), PLAIN)


class Kept(Protocol):
    """What is kept: it has a size in bytes, and the number it is true under."""

    @property
    def scope(self) -> Scope: ...

    @property
    def number(self) -> Number: ...

    @property
    def size(self) -> int: ...


class Memory(Generic[K, V]):
    """What this process keeps: the least recently asked for goes first."""

    def __init__(
        self, most: int, size_of: Callable[[V], int] = lambda _value: 1
    ) -> None:
        self._values: LRUCache[K, V] = LRUCache(most, size_of)
        # Without a lock the cache's own books go wrong between two threads.
        self._lock = Lock()

    def find(self, key: K) -> V | None:
        with self._lock:
            return self._values.get(key)

    def keep(self, key: K, value: V) -> None:
        """Keep a value; one that is larger than all the room is not kept."""
        with self._lock:
            if self._values.getsizeof(value) <= self._values.maxsize:
                self._values[key] = value

    def __len__(self) -> int:
        return len(self._values)

    def clear(self) -> None:
        with self._lock:
            self._values.clear()


class KeptPages(Memory[Key, Kept]):
    """Pages, bounded by their sizes in bytes."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(most_bytes, lambda page: page.size)
        self._makers = [Lock() for _each in range(MAKERS)]

    @contextmanager
    def making(self, key: Key) -> Iterator[bool]:
        """Let one thread at a time make a page; yield whether it had to wait.

        Then another thread has probably made it: many ask at once for what has changed.
        Who waited for PATIENCE makes it, too.
        """
        maker = self._makers[hash(key) % MAKERS]
        is_free = maker.acquire(blocking=False)
        is_held = is_free or maker.acquire(timeout=PATIENCE)
        try:
            yield not is_free
        finally:
            if is_held:
                maker.release()


PAGES: Final = KeptPages(settings.PREPARED_PAGES_BYTES)
