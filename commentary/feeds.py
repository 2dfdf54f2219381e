"""Feeds: comments and editions as Atom entries (RFC 4287), and the answer with them.

The id of an entry is a tag URI (RFC 4151) made of the portal's host and the object,
without a language; it never changes. Unpublished objects are in no feed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import get_language, pgettext

from commentary.models import Comment
from commentary.notices.rendering import absolute_url, author_name, one_line
from documents.languages import BY_CODE
from documents.models import Edition
from documents.presenters.citation import edition_name
from documents.presenters.labels import full_label
from documents.presenters.localized import interface_language, localized_field

MOST_ENTRIES: Final = 50
SINCE: Final = "2026"  # the year that dates the host's name in tag URIs; RFC 4151
# Characters that XML cannot contain, not even escaped.
NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NEVER: Final = datetime(2026, 1, 1, tzinfo=UTC)
ATOM: Final = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a feed, comments and editions, the latest first."""

    comments: Sequence[Comment]
    editions: Sequence[Edition] = ()

    @property
    def updated(self) -> datetime:
        """The time of the latest change of an entry."""
        moments = [comment.edited_at or comment.created_at for comment in self.comments]
        moments += [each.published_at or NEVER for each in self.editions]
        return max(moments, default=NEVER)

    @property
    def etag(self) -> str:
        """The ETag, which changes with the entries and with the language."""
        said = [
            (comment.pk, comment.revision, author_name(comment))
            for comment in self.comments
        ]
        published = [edition.pk for edition in self.editions]
        mark = repr((get_language(), said, published)).encode()
        return f'"{sha256(mark).hexdigest()[:32]}"'


class Feed(Atom1Feed):
    """Django's Atom feed with full content, each entry in its own language."""

    def root_attributes(self) -> dict[str, str]:
        # The base of relative addresses in the contents.
        return {**super().root_attributes(), "xml:base": settings.PORTAL_ORIGIN}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        attributes = {"type": "html", "xml:lang": item["lang"]}
        handler.addQuickElement("content", item["html"], attributes)


def render_feed(
    entries: Entries, *, title: str, page: str, address: str, name: str
) -> str:
    """Return the XML of a feed; `page` is the page it belongs to, `name` its tag.

    `page` and `address` are paths.
    """
    language = interface_language()
    feed = Feed(
        title=clean(title),
        link=settings.PORTAL_ORIGIN + page,
        description=None,
        feed_url=settings.PORTAL_ORIGIN + address,
        feed_guid=tag(name),
        language=language.bcp47,
    )
    feed.feed["updateddate"] = entries.updated
    items = [*map(_of_comment, entries.comments), *map(_of_edition, entries.editions)]
    for item in sorted(items, key=lambda item: item["pubdate"], reverse=True):
        feed.add_item(description=None, **item)  # type: ignore[arg-type] # no summary
    return feed.writeString("utf-8")


def tag(name: str) -> str:
    """Return the tag URI (RFC 4151) of an object, which never changes."""
    return f"tag:{urlsplit(settings.PORTAL_ORIGIN).hostname},{SINCE}:{name}"


def clean(text: str) -> str:
    """Return a text without the characters that XML cannot contain."""
    return NOT_XML.sub("\ufffd", text)


def _of_comment(comment: Comment) -> dict[str, Any]:
    # Translators: the title of a comment in a feed: name: statement, preambular para. 7
    pattern = pgettext("entry of a feed", "%(name)s: %(place)s")
    place = full_label(comment.version.locator)
    title = pattern % {"name": author_name(comment), "place": place}
    said = absolute_url(comment.html, settings.PORTAL_ORIGIN)
    return {
        "title": clean(one_line(title)),
        "link": settings.PORTAL_ORIGIN + comment.get_absolute_url(),
        "unique_id": tag(f"comment/{comment.pk}"),
        "pubdate": comment.created_at,
        "updateddate": comment.edited_at or comment.created_at,
        "author_name": clean(one_line(author_name(comment))),
        "categories": [comment.kind],
        "html": clean(_quoted(comment) + said),
        "lang": BY_CODE[comment.language].bcp47,
    }


def _quoted(comment: Comment) -> str:
    if comment.quote is None:
        return ""
    language = BY_CODE[comment.quote.language].bcp47
    words = escape(comment.quote.exact)
    return f'<blockquote lang="{language}">{words}</blockquote>'


def _of_edition(edition: Edition) -> dict[str, Any]:
    note = localized_field(edition, "note")
    language = interface_language()
    name = edition_name(edition)
    return {
        "title": clean(name[:1].upper() + name[1:]),
        "link": settings.PORTAL_ORIGIN + edition.get_absolute_url(),
        "unique_id": tag(f"edition/{edition.published_slug}/{edition.number}"),
        "pubdate": edition.published_at,
        "updateddate": edition.published_at,
        "author_name": "Clausebook",
        "html": f"<p>{escape(clean(note.text))}</p>" if note.text else "",
        "lang": note.lang or language.bcp47,
    }


def answer_feed(
    request: HttpRequest,
    entries: Entries,
    *,
    title: str,
    page: str,
    name: str,
    query: str = "",
) -> HttpResponse:
    """Return the feed, or 304 when the reader's copy is current.

    `query` is what its address has besides the path.
    """
    updated = int(entries.updated.timestamp())
    response = get_conditional_response(
        request, etag=entries.etag, last_modified=updated
    )
    if response is None:
        address = f"{request.path}?{query}" if query else request.path
        xml = render_feed(entries, title=title, page=page, address=address, name=name)
        response = HttpResponse(xml, content_type=ATOM)
    response["ETag"] = entries.etag
    response["Last-Modified"] = http_date(updated)
    patch_vary_headers(response, ("Cookie",))  # the feed of a draft is not public
    return response
