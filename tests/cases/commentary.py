"""Judges of detected references, of quotes placed again, and of comments rendered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit

from commentary.quotes.anchoring.matcher import Matcher, State
from commentary.quotes.anchoring.selectors import select
from commentary.references.detection import Outline, detect
from commentary.text.markdown import render
from documents.text.tokens import fold
from tests.commentary.references.detection.base import register

PART = "resolution"


def judge_detection(case: Mapping[str, Any]) -> str:
    """The targets found, each with its locator, must be exactly those expected."""
    text = case["input"]["text"]
    count = case["input"].get("own_operative_paragraphs", 0)
    own = frozenset(f"{PART}/op{number}" for number in range(1, count + 1))
    mentions = detect(
        text, case["language"], register(), Outline(own), place=f"{PART}/x"
    )
    found = [f"{each.target.key} {each.locator}".strip() for each in mentions]
    return "" if sorted(found) == sorted(case["expected"]) else f"found {found!r}"


def judge_quote(case: Mapping[str, Any]) -> str:
    """The quote must be placed at the words expected."""
    said, expected = case["input"], case["expected"]
    start = -1
    for _ in range(said.get("occurrence", 0) + 1):
        start = said["before"].index(said["quote"], start + 1)
    chosen = select(said["before"], start, start + len(said["quote"]))
    matcher = Matcher(said["before"], [said["after"]], language=case["language"])
    place = matcher.place(chosen)
    if place.state is State.DETACHED:
        return "not placed"
    exact, at = said["after"][place.start : place.end], place.start
    if _is_placed_right(exact, at, said["quote"], expected):
        return ""
    return f"placed at {at}: {exact!r}"


def _is_placed_right(
    exact: str, at: int, quote: str, expected: Mapping[str, Any]
) -> bool:
    if "start" in expected and at != expected["start"]:
        return False
    if "placed" in expected and exact != expected["placed"]:
        return False
    wanted = expected.get("placed_squeezed", quote if expected.get("any_place") else "")
    return not wanted or _squeezed(exact) == _squeezed(wanted)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", fold(text))


def judge_markdown(case: Mapping[str, Any]) -> str:
    """The HTML must have one of the pieces, none of others, these links and numbers."""
    html, expected = render(case["input"]), case["expected"]
    page = Page()
    page.feed(html)
    faults = [
        "any"
        if (any_of := expected.get("html_any")) and not _has(html, any_of)
        else "",
        "none" if _has(html, expected.get("html_none", ())) else "",
        _compare(page.links, expected.get("href"), _as_iri),
        _compare(page.numbers, expected.get("numbers"), str),
    ]
    return f"{'; '.join(filter(None, faults))} in {html!r}" if any(faults) else ""


def _has(html: str, pieces: Any) -> bool:
    return any(piece in html for piece in pieces)


def _compare(found: list[str], wanted: list[str] | None, form: Any) -> str:
    if wanted is None or [form(each) for each in found] == [form(w) for w in wanted]:
        return ""
    return f"found {found!r}"


def _as_iri(href: str) -> str:
    """Return an address as an IRI: unquoted, its host decoded."""
    parts = urlsplit(unquote(href))
    host = parts.netloc
    if host.isascii() and "xn--" in host:
        host = host.encode("ascii").decode("idna")
    return parts._replace(netloc=host).geturl()


class Page(HTMLParser):
    """The links of a comment, and the numbers a reader sees before its lines."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.numbers: list[str] = []
        self._next: list[int] = []
        self._begins = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.links.append(given.get("href") or "")
        elif tag == "ol":
            self._next.append(int(given.get("start") or 1))
        elif tag == "li" and self._next:
            number = int(given.get("value") or self._next[-1])
            self.numbers.append(str(number))
            self._next[-1] = number + 1
        self._begins = tag in {"p", "br"} or (self._begins and tag != "li")

    def handle_endtag(self, tag: str) -> None:
        if tag == "ol":
            self._next.pop()

    def handle_data(self, data: str) -> None:
        if self._begins and (number := re.match(r"\s*(\d+)[.)]", data)):
            self.numbers.append(number[1])
        self._begins = self._begins and not data.strip()
