"""Glossary: the portal's words, with what each means, for the help page.

The equivalents in the other languages are those of the catalogues, so the glossary says
what the pages say.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.interface import InterfaceLanguage, current_language, interface_languages


class Term(NamedTuple):
    """A word of the portal and its meaning, both translated when shown."""

    name: str | Promise
    meaning: str | Promise


class Entry(NamedTuple):
    """A term in the reader's language, with its equivalents in the others."""

    name: str
    meaning: str
    equivalents: list[tuple[InterfaceLanguage, str]]


TERMS: Final = (
    Term(
        _("clause"),
        _(
            "The smallest part of a document that has an address: a paragraph, a"
            " heading or an item of a list."
        ),
    ),
    Term(
        _("edition"),
        _(
            "The text of a document in all its languages at one time, numbered and"
            " never altered."
        ),
    ),
    Term(_("draft"), _("An edition that is being prepared; only editors can see it.")),
    Term(
        _("language version"),
        _("One language of an edition, with its standing and its source."),
    ),
    Term(_("standing"), _("What authority the text of a language has.")),
    Term(
        _("key"),
        _(
            "The name of a clause in addresses; it never changes, whatever the number"
            " or the wording."
        ),
    ),
    Term(_("locator"), _("The place of a clause in its document, as it is cited.")),
    Term(
        pgettext_lazy("of a document", "part"),
        _("A letter, an annex or a statement within a document."),
    ),
    Term(
        _("digest"),
        _(
            "A number computed from the text; if one letter changes, so does"
            " the digest."
        ),
    ),
    Term(
        _("instrument"),
        _("A treaty, resolution, declaration or other work that clauses refer to."),
    ),
    Term(
        _("cross-reference"),
        _(
            "A link between a clause and another clause or an instrument, with a"
            " relation."
        ),
    ),
    Term(
        _("comment"),
        _("What a participant writes about a clause or a cross-reference."),
    ),
    Term(
        _("quote"),
        _(
            "Words of a clause to which a comment is attached; a new edition finds them"
            " again or asks the author."
        ),
    ),
    Term(
        _("translation discrepancy"),
        _("A kind of comment: the translation says something else than the original."),
    ),
    Term(_("watch"), _("A request to be notified of news about one thing.")),
    Term(_("notice"), _("A message in the portal about an event that concerns you.")),
    Term(
        _("appeal"),
        _("A request that another moderator review a decision about you."),
    ),
    Term(
        _("symbol"), _("The number under which the United Nations issued a document.")
    ),
)


def read_glossary() -> list[Entry]:
    """Return the terms in the reader's language, in its alphabetical order."""
    entries = [
        Entry(str(term.name), str(term.meaning), _equivalents(term)) for term in TERMS
    ]
    return sorted(entries, key=lambda entry: entry.name.casefold())


def _equivalents(term: Term) -> list[tuple[InterfaceLanguage, str]]:
    found = []
    for language in interface_languages():
        if language.code != current_language():
            with translation.override(language.code):
                found.append((language, str(term.name)))
    return found
