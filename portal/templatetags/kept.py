"""Template tag for markup that is the same on every page in a language: made once."""

from __future__ import annotations

from typing import Final

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register: Final = template.Library()


class KeptNode(Node):
    """Markup that depends on the active language alone: it sees no variables."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        # Of this process, as the compiled template is.
        self._kept: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        if language not in self._kept:
            self._kept[language] = self.nodelist.render(context.new())
        return self._kept[language]


@register.tag
def kept(parser: Parser, _token: Token) -> KeptNode:
    """Keep the addresses and translations between `kept` and `endkept`.

    To look them up for each page takes a tenth of the time of one that nobody prepared.
    """
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist)
