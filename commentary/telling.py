"""What a notice says, in the active language: on the site, and in a mail."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from commentary.mentions import spoken
from commentary.models import Comment, Notice
from documents.labels import full_label
from documents.languages import BY_CODE, Language
from documents.models import Document
from documents.wording import Wording, best_wording

Kind = Notice.Kind
# Nothing of what people type may begin another header, or turn a line around.
UNPRINTABLE: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028-\u202e\u2066-\u2069]+")

INNER_LINK: Final = re.compile(r'(<a href=")/(?!/)')


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words."""

    notice: Notice
    sentence: str
    title: Wording
    url: str
    origin: str = ""
    comment: Comment | None = None
    language: Language | None = None

    @property
    def text(self) -> str:
        """What was said, as plain text; mentions as people read them."""
        return spoken(self.comment.source).strip() if self.comment else ""

    @property
    def html(self) -> SafeString:
        """What was said, as it was sanitised when it was written."""
        html = self.comment.html if self.comment else ""
        return absolute(html, self.origin)

    @property
    def excerpt(self) -> str:
        """The beginning of what was said, on one line."""
        return one_line(html.unescape(strip_tags(self.html)))[:200]


def told(notice: Notice, *, origin: str = "") -> Told:
    """Return what a notice, read with `for_list`, says; no query.

    With an origin the addresses in it are whole, for those who read it elsewhere.
    """
    title = best_wording(notice.document, "title")
    url = origin + notice.get_absolute_url()
    comment = notice.comment
    if comment is None:
        return Told(notice, _of_edition(notice), title, url, origin)
    names = {"name": author_name(comment), "place": full_label(comment.version.locator)}
    sentence = one_line(_of_comment(notice) % names)
    language = BY_CODE[comment.language]
    return Told(notice, sentence, title, url, origin, comment, language)


def by_document(
    notices: Iterable[Notice], *, origin: str = ""
) -> list[tuple[Wording, list[Told]]]:
    """Return notices in words, those on a document together, in the order given."""
    groups: dict[Document, list[Told]] = {}
    for notice in notices:
        groups.setdefault(notice.document, []).append(told(notice, origin=origin))
    return [(rows[0].title, rows) for rows in groups.values()]


def absolute(html: str, origin: str) -> SafeString:
    """Return sanitised HTML whose links within the portal are whole addresses."""
    # Written by nh3: no "<" in a text, every attribute in double quotes.
    return mark_safe(INNER_LINK.sub(rf"\g<1>{origin}/", html))  # noqa: S308


def author_name(comment: Comment) -> str:
    """Return whom a comment is by; never an address."""
    if comment.author is None:
        return gettext("A former participant")
    return comment.author.display_name or gettext("A participant")


def one_line(text: str) -> str:
    """Return a text as a header or a line can hold it."""
    return UNPRINTABLE.sub(" ", text).strip()


def _of_comment(notice: Notice) -> str:
    match notice.kind:
        case Kind.REPLY:
            return gettext("%(name)s replied to you on %(place)s")
        case Kind.MENTION:
            return gettext("%(name)s mentioned you on %(place)s")
        case _:
            return gettext("%(name)s commented on %(place)s")


def _of_edition(notice: Notice) -> str:
    number = notice.edition.number if notice.edition else 0
    if notice.kind == Kind.QUOTE:
        pattern = gettext("Edition %(number)s changes words that you quoted")
    else:
        pattern = gettext("Edition %(number)s is published")
    return pattern % {"number": number}
