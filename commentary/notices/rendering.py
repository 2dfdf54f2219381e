"""Rendering of notices in the active language: on the site, and in a mail."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.html import linebreaks, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from commentary.endpoints.endpoint import describe_reference
from commentary.models import Comment, CrossReference, Notice
from commentary.models.notice_kinds import Quotation, Scope
from commentary.text.mentions import spoken
from documents.languages import BY_CODE
from documents.models import Document, Withdrawal
from documents.presenters.labels import full_label
from documents.presenters.localized import LocalizedText, localized_field, short_title

# Nothing of what people type may begin another header, or turn a line around.
UNPRINTABLE: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028-\u202e\u2066-\u2069]+")

INNER_LINK: Final = re.compile(r'(<a href=")/(?!/)')


@dataclass(frozen=True, slots=True)
class RenderedNotice:
    """A notice in words."""

    notice: Notice
    sentence: str
    title: LocalizedText
    url: str
    origin: str = ""
    text: str = ""  # what was said; mentions as people read them
    markup: str = ""  # the same, as it was sanitised when it was written
    lang: str = ""  # of what was said, where it is known

    @property
    def html(self) -> SafeString:
        """What was said, as it is shown."""
        return absolute_url(self.markup, self.origin)

    @property
    def excerpt(self) -> str:
        """The beginning of what was said, on one line."""
        return one_line(html.unescape(strip_tags(self.html)))[:200]


def render_notice(notice: Notice, *, origin: str = "") -> RenderedNotice:
    """Return what a notice, read with `for_list`, says; no query.

    With an origin the addresses in it are whole, for those who read it elsewhere.
    """
    title = short_title(notice.document)
    url = origin + notice.get_absolute_url()
    sentence = one_line(_render_sentence(notice))
    return RenderedNotice(
        notice, sentence, title, url, origin, *_render_quotation(notice)
    )


def group_by_document(
    notices: Iterable[Notice], *, origin: str = ""
) -> list[tuple[LocalizedText, list[RenderedNotice]]]:
    """Return notices in words, those on a document together, in the order given."""
    groups: dict[Document, list[RenderedNotice]] = {}
    for notice in notices:
        groups.setdefault(notice.document, []).append(
            render_notice(notice, origin=origin)
        )
    return [(rows[0].title, rows) for rows in groups.values()]


def absolute_url(html: str, origin: str) -> SafeString:
    """Return sanitised HTML whose links within the portal are whole addresses."""
    # Written by nh3: no "<" in a text, every attribute in double quotes.
    return mark_safe(INNER_LINK.sub(rf"\g<1>{origin}/", html))  # noqa: S308


def author_name(said: Comment | CrossReference) -> str:
    """Return whom a comment or a cross-reference is by; never an address."""
    if said.author is None:
        return gettext("A former participant")
    return said.author.display_name or gettext("A participant")


def one_line(text: str) -> str:
    """Return a text as a header or a line can hold it."""
    return UNPRINTABLE.sub(" ", text).strip()


def _render_quotation(notice: Notice) -> tuple[str, str, str]:
    """Return what is quoted as plain text and as HTML, and in which language."""
    comment, reference = notice.comment, notice.reference
    match notice.rules.quotes:
        case Quotation.WORDS if comment is not None:
            lang = BY_CODE[comment.language].bcp47
            return spoken(comment.source).strip(), comment.html, lang
        case Quotation.WORDS if reference is not None:
            lang = BY_CODE[reference.language].bcp47 if reference.language else ""
            return spoken(reference.note).strip(), reference.html, lang
        case Quotation.REASON if notice.withdrawal is not None:
            return _quote_reason(notice.withdrawal, "reason")
        case Quotation.UNDOING if notice.withdrawal is not None:
            return _quote_reason(notice.withdrawal, "undone_reason")
        case Quotation.REASON if reference is not None:
            reason = _get_reason(notice, reference)
            return reason, _render_paragraphs(reason), ""
        case _:
            return "", "", ""


def _quote_reason(withdrawal: Withdrawal, field: str) -> tuple[str, str, str]:
    reason = localized_field(withdrawal, field)
    return reason.text, _render_paragraphs(reason.text), reason.lang


def _get_reason(notice: Notice, reference: CrossReference) -> str:
    """Return why it was decided so; "" when what is said there came later.

    Hiding a reference has a reason too, and is not told.
    """
    at = reference.decided_at
    return reference.reason if at and at <= notice.created_at else ""


def _render_paragraphs(text: str) -> str:
    return linebreaks(text, autoescape=True) if text else ""


def _render_sentence(notice: Notice) -> str:
    pattern = notice.rules.sentence
    if isinstance(pattern, Mapping):
        pattern = pattern[_find_case(notice)]
    return str(pattern) % _collect_names(notice)


def _find_case(notice: Notice) -> str:
    """Return what a sentence depends on that is a mapping."""
    if notice.withdrawal is not None:
        return notice.withdrawal.case
    if notice.rules.stops is Scope.SEARCHES:
        return "named" if notice.search else "unnamed"
    assert notice.reference is not None, "a constraint says so"  # noqa: S101
    return notice.reference.state


def _collect_names(notice: Notice) -> dict[str, str | int]:
    """Return what a sentence may name of what the notice is about."""
    comment, reference, edition = notice.comment, notice.reference, notice.edition
    if notice.withdrawal is not None:
        edition = notice.withdrawal.edition
    names: dict[str, str | int] = {}
    if comment is not None:
        place = full_label(comment.version.locator)
        names |= {"name": author_name(comment), "place": place}
    if reference is not None:
        described = describe_reference(reference)
        names |= {"name": author_name(reference), "reference": described}
    if edition is not None:
        names |= {"number": edition.number}
    if notice.search is not None:
        names |= {"search": notice.search.query}
    return names
