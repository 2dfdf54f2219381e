"""Personal pages: without what is a person's own, and with the slots for that.

They are compressed once, and so is each piece that was ever laid in; what is new each
time, such as a token, is laid between as it is. So an answer costs no compressing, and
no length tells what secrets and the words of an address have in common, since they are
never compressed together (BREACH); the tokens of forms are masked anew in each answer,
too.
"""

from __future__ import annotations

import uuid
import zlib
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from struct import pack
from typing import Final, TypeAlias

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import translation

from documents.models.touches import Number
from documents.presenters.personal import (
    MARK,
    SUBMISSION,
    TOKEN,
    Own,
    PersonalSlots,
    Slot,
)
from portal.prepared.keeping import (
    GZIP_LEVEL,
    Key,
    Memory,
    choose_coding,
    headers_to_keep,
)
from portal.prepared.scopes import Scope
from portal.prepared.signed_in import Answer, Needs

MARKED: Final = MARK.encode()
MOST_FILLINGS: Final = 1_000  # of a slot; most have two or four, a menu one a person
MOST_KEPT: Final = 4  # of a stretch of a page
SMALLEST_PACKED: Final = 1_000  # bytes: less is answered as it is
# RFC 1952: deflated, no name, no time, of no system; RFC 1951: an empty last block.
GZIP_HEAD: Final = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
LAST_BLOCK: Final = b"\x03\0"
LONGEST_BLOCK: Final = 0xFFFF  # bytes that are stored as they are


@dataclass(frozen=True, slots=True)
class Filling:
    """What is laid into a slot; `packed` is empty where it is another each time."""

    plain: bytes
    packed: bytes = b""
    is_marked: bool = False

    def settle(self, token: bytes, submission: bytes) -> Filling:
        """Return the filling with what is new in this answer."""
        plain = self.plain.replace(TOKEN.encode(), token)
        return Filling(plain.replace(SUBMISSION.encode(), submission))


Fillings: TypeAlias = dict[tuple[Hashable, ...], Filling]
# By language, template and what is the same for everybody.
FILLINGS: Final = Memory[Key, Fillings](5_000)


@dataclass(frozen=True, slots=True)
class Piece:
    """A slot of a kept page, with what it was filled with, here and on other pages."""

    slot: Slot
    language: str
    fillings: Fillings

    size = 0  # of the page's own: the fillings are shared

    def fill(self, request: HttpRequest) -> Filling:
        """Return the piece for who asks, with the marks of what is new each time."""
        return self.filling_of(self.read(request))

    def read(self, request: HttpRequest) -> Own:
        return self.slot.read(request, self.slot.values)

    def filling_of(self, own: Own) -> Filling:
        asked = tuple(own.values())
        found = self.fillings.get(asked)
        if found is None:
            found = self._render(own)
            _remember(self.fillings, asked, found, most=MOST_FILLINGS)
        return found

    def _render(self, own: Own) -> Filling:
        with translation.override(self.language):
            plain = self.slot.render(own).encode()
        return Filling(plain, is_marked=True) if MARKED in plain else pack_up(plain)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a kept page: texts, and between them pieces that most share.

    It is compressed as a whole, for each few that have the same pieces.
    """

    texts: Sequence[bytes]
    pieces: Sequence[Piece]
    fillings: Fillings = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The most bytes that it may take, plain and compressed."""
        kept = MOST_KEPT if self.pieces else 1
        return 2 * kept * sum(map(len, self.texts))

    def fill(self, request: HttpRequest) -> Filling:
        """Return the stretch for who asks."""
        own = [piece.read(request) for piece in self.pieces]
        asked = tuple([tuple(each.values()) for each in own])
        found = self.fillings.get(asked)
        if found is None:
            pairs = zip(self.pieces, own, strict=True)
            filled = [piece.filling_of(each).plain for piece, each in pairs]
            found = pack_up(b"".join(_alternate(self.texts, filled)))
            _remember(self.fillings, asked, found, most=MOST_KEPT)
        return found


def _remember(
    fillings: Fillings, asked: tuple[Hashable, ...], found: Filling, *, most: int
) -> None:
    if len(fillings) >= most:
        fillings.clear()
    fillings[asked] = found


@dataclass(frozen=True, slots=True)
class PersonalPage:
    """A page for all who have the same rights, and what it needs to know of each."""

    scope: Scope
    number: Number
    rights: int
    needs: Needs
    headers: Mapping[str, str]
    parts: Sequence[Piece | Stretch]

    @property
    def size(self) -> int:
        """The most bytes that it may take, but for pieces shared with other pages."""
        return sum(part.size for part in self.parts)

    def is_true(self, answer: Answer) -> bool:
        """Whether nothing it shows, and nobody's rights, changed since it was made."""
        return self.number == answer.number and self.rights == answer.rights

    def write(self, request: HttpRequest, response: HttpResponse) -> None:
        """Put the page, with its pieces filled in for who asks, into a response."""
        filled = self._fill(request)
        body = b"".join([each.plain for each in filled])
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
        if len(body) >= SMALLEST_PACKED and choose_coding(accepted, ("gzip",)):
            blocks = [each.packed or _store(each.plain) for each in filled]
            body = join_gzip(blocks, body)
            response.headers["Content-Encoding"] = "gzip"
        response.content = body
        response.headers["Content-Length"] = str(len(body))

    def _fill(self, request: HttpRequest) -> list[Filling]:
        filled = [part.fill(request) for part in self.parts]
        marked = [place for place, each in enumerate(filled) if each.is_marked]
        if marked:
            token, submission = get_token(request).encode(), str(uuid.uuid4()).encode()
            for place in marked:
                filled[place] = filled[place].settle(token, submission)
        return filled


def cut(
    response: HttpResponse, slots: PersonalSlots, scope: Scope, answer: Answer
) -> PersonalPage:
    """Return the page of a response, cut at its marks."""
    texts = response.content.split(MARKED)
    left = [slots[int(number)] for number in texts[1::2]]
    places = frozenset(each.values["place"] for each in left if "place" in each.values)
    pieces = [_build_piece(slot, response) for slot in left]
    return PersonalPage(
        scope=scope,
        number=answer.number,
        rights=answer.rights,
        needs=Needs(places, slots.visited),
        headers=headers_to_keep(response),
        parts=list(_divide(texts[::2], pieces)),
    )


def _divide(
    texts: Sequence[bytes], pieces: Sequence[Piece]
) -> Iterator[Piece | Stretch]:
    """Yield the parts of a page: the pieces of each person, the stretches between."""
    begun, inside = [texts[0]], list[Piece]()
    for piece, text in zip(pieces, texts[1:], strict=True):
        if piece.slot.is_common:
            inside.append(piece)
            begun.append(text)
            continue
        yield Stretch(begun, inside)
        yield piece
        begun, inside = [text], []
    yield Stretch(begun, inside)


def _build_piece(slot: Slot, response: HttpResponse) -> Piece:
    language = response.headers["Content-Language"]
    key = (language, slot.template, *slot.values.items())
    fillings = FILLINGS.find(key)
    if fillings is None:
        fillings = {}
        FILLINGS.keep(key, fillings)
    return Piece(slot, language, fillings)


def pack_up(plain: bytes) -> Filling:
    """Return what is the same in many answers, compressed once."""
    return Filling(plain, _deflate(plain) if plain else b"")


def join_gzip(blocks: Iterable[bytes], plain: bytes) -> bytes:
    """Return the gzip of what these whole blocks hold, one after the other."""
    end = pack("<II", zlib.crc32(plain), len(plain) & 0xFFFFFFFF)
    return b"".join((GZIP_HEAD, *blocks, LAST_BLOCK, end))


def _alternate(texts: Sequence[bytes], own: Sequence[bytes]) -> Iterable[bytes]:
    yield texts[0]
    for piece, text in zip(own, texts[1:], strict=True):
        yield piece
        yield text


def _deflate(text: bytes) -> bytes:
    """Return whole blocks that can be followed by any others, and refer to none."""
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)


def _store(piece: bytes) -> bytes:
    """Return blocks that hold a piece as it is."""
    starts = range(0, len(piece), LONGEST_BLOCK)
    blocks = (piece[start : start + LONGEST_BLOCK] for start in starts)
    return b"".join(
        b"\0" + pack("<HH", len(block), len(block) ^ 0xFFFF) + block for block in blocks
    )
