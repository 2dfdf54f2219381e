"""Markdown of comments, rendered to sanitised HTML.

CommonMark without raw HTML, images, headings and indented code, and with
strikethrough. Some rules differ from it. Emphasis may begin and end beside Chinese
characters and punctuation (CommonMark requires a blank there). A bare http(s) address
becomes a link, with the letters of any alphabet; Chinese, which no blank sets off, ends
it, except as a piece of its path. The items of a list keep the numbers typed. A line
break is kept. Each block has the direction of its text. A mention
(commentary/text/mentions.py) becomes a link to the person.

The output is sanitised by an allow-list as well: safety does not rest on the parser
alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from html import unescape
from typing import Any, Final

import nh3
from django.utils.html import strip_tags
from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from commentary.text import mentions
from documents.text.tokens import HAN

TAGS: Final = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "ul",
}
BLOCKS: Final = ("p", "li", "blockquote")
ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "ol": {"start"},
    "p": {"dir"},
    "li": {"dir", "value"},
    "blockquote": {"dir"},
}
SCHEMES: Final = {"http", "https", "mailto"}
REL: Final = "noopener noreferrer"
# For links of new authors, so that search engines do not reward spam.
REL_UNKNOWN: Final = "noopener noreferrer nofollow ugc"

CJK: Final = re.compile(rf"[{HAN}\U00020000-\U0003ffff\u3000-\u303f\uff00-\uffef]")
SCHEME: Final = re.compile(r"https?\Z", re.IGNORECASE)
# Of an address: signs of ASCII, and letters with their accents but not Chinese ones.
ASCII_OF_URL: Final = r"A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%"
LETTER_OF_URL: Final = rf"(?![{HAN}\u3000-\u30ff\uac00-\ud7af\uff00-\uffef])[^\W_]"
REST_OF_URL: Final = re.compile(
    rf"://(?:[{ASCII_OF_URL}]|{LETTER_OF_URL}|[\u0300-\u036f])+"
)
# A piece of a path may be Chinese: as in "/wiki/…", not directly behind the host.
HAN_PIECE: Final = re.compile(rf"[{HAN}]+[{ASCII_OF_URL}{HAN}]*")
PATH: Final = re.compile(r"://[^/?#]+/[^?#]*[^/?#]/")
SENTENCE_END: Final = ".,;:!?'\"*_"
NESTING: Final = 20  # nesting of quotes and lists; deeper levels are rendered as text
# Without a language prefix: stored HTML is shown in every interface language.
PERSON: Final = "/people/%s/"


def render(
    source: str, *, trusted: bool = True, people: Mapping[int, str] | None = None
) -> str:
    """Return a comment's HTML; links of authors not `trusted` get "nofollow ugc".

    `people` maps the id of each mentioned person to the name shown in the link.
    """
    html = _PARSER.render(source, {"people": people or {}})
    rel = REL if trusted else REL_UNKNOWN
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=rel
    )


def plain_text(html: str) -> str:
    """Return the words of a comment's HTML, with single blanks between them."""
    return " ".join(unescape(strip_tags(html)).split())


def mentioned_in(source: str) -> list[int]:
    """Return the ids of the people a text mentions, each once; code is ignored."""
    env: dict[str, Any] = {"people": {}, "mentioned": []}
    _PARSER.parse(source, env)
    return list(dict.fromkeys(env["mentioned"]))


class _State(StateInline):
    """Inline state that lets emphasis begin and end beside Chinese."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        found = super().scanDelims(start, canSplitWord)
        before = self.src[start - 1 : start]
        after = self.src[start + found.length : start + found.length + 1]
        # CommonMark's rule for punctuation presupposes blanks between words.
        if not (CJK.match(before) or CJK.match(after)):
            return found
        can_open = bool(after) and not after.isspace()
        can_close = bool(before) and not before.isspace()
        return Scanned(can_open, can_close, found.length)


class _Inline(ParserInline):
    def parse(
        self,
        src: str,
        md: MarkdownIt,
        env: MutableMapping[str, Any],
        tokens: list[Token],
    ) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _bare_address(state: StateInline, silent: bool) -> bool:
    """Inline rule at a colon: make a bare http(s) address a link."""
    if state.src[state.pos] != ":":
        return False  # cheap test first: this runs at every character
    scheme = SCHEME.search(state.pending)
    rest = REST_OF_URL.match(state.src, state.pos)
    if state.linkLevel > 0 or scheme is None or rest is None:
        return False
    said = rest.group()
    if PATH.fullmatch(said) and (han := HAN_PIECE.match(state.src, rest.end())):
        said += han.group()
    ending = _without_end_of_sentence(said)
    url = scheme.group() + ending
    if len(ending) <= len("://") or not state.md.validateLink(url):
        return False
    if not silent:
        state.pending = state.pending[: scheme.start()]
        _push_link(state, url)
    state.pos += len(ending)
    return True


def _without_end_of_sentence(url: str) -> str:
    url = url.rstrip(SENTENCE_END)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(SENTENCE_END)
    return url


def _push_link(state: StateInline, url: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": state.md.normalizeLink(url)}
    state.push("text", "", 0).content = url
    state.push("link_close", "a", -1)


def _set_direction(state: StateCore) -> None:
    """Core rule: give each block the direction of its text."""
    for token in state.tokens:
        if token.nesting == 1 and token.tag in BLOCKS:
            token.attrSet("dir", "auto")


def _keep_numbers(state: StateCore) -> None:
    """Core rule: show the number typed before each item of an ordered list."""
    expected: list[int | None] = []
    for token in state.tokens:
        if token.type == "ordered_list_open":
            expected.append(int(token.attrGet("start") or 1))
        elif token.type == "bullet_list_open":
            expected.append(None)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            expected.pop()
        elif token.type == "list_item_open" and (next_one := expected[-1]) is not None:
            typed = int(token.info or next_one)
            if typed != next_one:
                token.attrSet("value", str(typed))
            expected[-1] = typed + 1


def _mention(state: StateInline, silent: bool) -> bool:
    """Inline rule at an @: make a stored mention a link, or else the bare name."""
    found = mentions.TOKEN.match(state.src, state.pos)
    if found is None or state.linkLevel > 0:
        return False
    if not silent:
        person = int(found[2])
        state.env.setdefault("mentioned", []).append(person)
        name = state.env.get("people", {}).get(person)
        if name:
            opening = state.push("link_open", "a", 1)
            opening.attrs = {"href": PERSON % person}
        state.push("text", "", 0).content = f"@{name or found[1]}"
        if name:
            state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "breaks": True, "maxNesting": NESTING}
    )
    inline = _Inline()
    inline.ruler.before("newline", "bare_address", _bare_address)
    inline.ruler.before("newline", "mention", _mention)
    parser.inline = inline
    parser.disable(["image", "heading", "lheading", "html_inline", "html_block", "hr"])
    parser.disable(["reference", "code"])
    parser.enable("strikethrough")
    parser.core.ruler.push("direction", _set_direction)
    parser.core.ruler.push("numbers", _keep_numbers)
    return parser


_PARSER: Final = _parser()
