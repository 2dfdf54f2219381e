"""Checks of the catalogues: what is missing, what is broken, and the house's style.

The rules of style are those of `portal/locale/STYLE.md` that a machine can hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final, TypeAlias

import allauth
import django
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale

from portal.catalogues import (
    PERCENT,
    CatalogueError,
    extract,
    forms_of,
    is_upstream,
    label_of,
    locales,
    messages_of,
    needs_catalogue,
    po_path,
    read_catalogue,
    wanted,
)

Rule: TypeAlias = Callable[[Sequence[str], str], bool]

# Names that are the same in every language of the interface.
NAMES: Final = frozenset({"Clausebook", "English"})
# Messages without a context that several applications use in one and the same sense.
# A message comes here when its uses were compared in each language, else it gets
# contexts: "report" was a document of the Secretary-General and a complaint.
SHARED: Final = frozenset(
    {
        ":",
        "Cancel",
        "Close",
        "Commentary",
        "Clause",
        "Document",
        "Edition",
        "Instruments",
        "Kind",
        "Language",
        "Leave this field empty",
        "Next page",
        "No",
        "Page %(number)s of %(count)s",
        "Pages",
        "Preview",
        "Previous page",
        "Reason",
        "Save",
        "Text",
        "What you watch",
        "Yes",
        "a former participant",
        "clause",
        "clause text",
        "document",
        "edition",
        "kind",
        "language",
        "last seen",
        "locator",
        "page %(number)s of %(count)s",
        "person",
        "position",
        "reason",
        "revision",
        "state",
        "submission",
        "suspended until",
        "text",
        "title",
        "withdrawal",
        "%(count)s clause",
        "A participant",
        "Not published yet",
        "Nothing has been published yet.",
        "What changed",
        "Citing",
        "Cross-references",
        "Following",
        "Glossary",
        "Help",
        "Markdown in ten lines",
        "Quoting and commenting",
        "Reading",
        "What the standing of a text means",
        "Who does what",
        "Part",
    }
)

# Ours without a context that are messages of Django or allauth too, compared in each
# language: our translation is shown in their place as well.
SHARED_UPSTREAM: Final = frozenset(
    {
        "Added:",
        "Administration",
        "Cancel",
        "Changed:",
        "Close",
        "Continue",
        "Deleted:",
        "Edit",
        "Enter a number.",
        "Filter",
        "History",
        "Home",
        "Key",
        "My actions",
        "No",
        "Note",
        "Page not found",
        "Permissions",
        "Recent actions",
        "Recovery codes",
        "Save",
        "Show all",
        "Sign in with a passkey",
        "Text",
        "Yes",
        "Your password has been changed.",
        "Your password has been set.",
        "display name",
        "key",
        "name",
        "title",
        "verified",
    }
)
# These quote the words of pages, so that they say what the pages say.
QUOTING: Final = frozenset({"portal/glossary.py", "templates/help.html"})

# A lone "%" and "%%" count as placeholders too: writing one for the other breaks "%".
PLACEHOLDER: Final = re.compile(PERCENT + r"|%|\{[^{}]*\}")
TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
LATIN: Final = re.compile(r"[a-zA-Z]")
ARTICLE: Final = re.compile(r"第[IVXLC]+")
HAN: Final = r"[\u3400-\u4dbf\u4e00-\u9fff]"
TOUCHING: Final = re.compile(rf"{HAN}[A-Za-z]|[A-Za-z]{HAN}")


def problems() -> Iterator[str]:
    """Yield one line for each fault that prevents publication of the catalogues."""
    source = extract()
    yield from _collisions(source)
    yield from _gone_upstream(source)
    yield from _taken_from_upstream(source)
    yield from _source_problems(source)
    for locale in locales():
        for problem in _locale_problems(source, locale):
            yield f"{locale}: {problem}"


# --- The messages of the source


def _collisions(source: Catalog) -> Iterator[str]:
    """Yield messages that several applications use and nobody has compared.

    One message has one translation: in two senses it is wrong in one of them.
    """
    for message in messages_of(source).values():
        names = {name for name, _line in message.locations} - QUOTING
        users = {_application_of(name) for name in names}
        is_known = forms_of(message.id)[0] in SHARED
        if len(users) > 1 and not message.context and not is_known:
            yield (
                f"{label_of(message)}: used by {' and '.join(sorted(users))}; give it"
                " a context (pgettext), or add it to SHARED if the sense is the same"
            )


def _application_of(name: str) -> str:
    """Return the application of a source file: "commentary" for its templates too."""
    parts = Path(name).parts
    known = [part for part in parts if part in ("documents", "commentary")]
    return known[0] if known else "portal"


def _gone_upstream(source: Catalog) -> Iterator[str]:
    """Yield messages worded for a package that does not have them any more."""
    for message in messages_of(source).values():
        if is_upstream(message) and forms_of(message.id)[0] not in _upstream_ids():
            yield f"{label_of(message)}: no message of Django or allauth"


def _taken_from_upstream(source: Catalog) -> Iterator[str]:
    """Yield our messages whose translation replaces that of another package unseen."""
    for message in messages_of(source).values():
        ours = not message.context and not is_upstream(message)
        if ours and forms_of(message.id)[0] in _upstream_ids() - SHARED_UPSTREAM:
            yield (
                f"{label_of(message)}: a message of Django or allauth too; give it a"
                " context (pgettext), or add it to SHARED_UPSTREAM"
            )


@cache
def _upstream_ids() -> frozenset[str]:
    """Return what Django and allauth say without a context.

    Their English catalogues name all of it.
    """
    return frozenset(
        forms_of(message.id)[0]
        for package in (django, allauth)
        for path in Path(str(package.__file__)).parent.rglob("locale/en/**/django.po")
        for message in read_po(BytesIO(path.read_bytes()))
        if not message.context
    )


def _source_problems(source: Catalog) -> Iterator[str]:
    """Yield faults of the style of our own messages, as they stand in the source."""
    rules = HOUSE_RULES.get(to_locale(settings.LANGUAGE_CODE), {})
    for message in messages_of(source).values():
        if is_upstream(message):
            continue
        for text in forms_of(message.id):
            for problem in _broken_rules(rules, (text,), text):
                yield f"{label_of(message)}: {problem}"


# --- A catalogue


def _locale_problems(source: Catalog, locale: str) -> Iterator[str]:
    path = po_path(locale)
    if not needs_catalogue(source, locale):
        return
    if not path.exists():
        yield "no catalogue"
        return
    required = wanted(source, locale)
    try:
        catalog = read_catalogue(path, locale)
    except CatalogueError as error:
        yield str(error).removeprefix(f"{locale}: ")
        return
    expected = Catalog(locale=locale).plural_forms
    if catalog.plural_forms != expected:
        yield f"plural forms are {catalog.plural_forms!r}, not {expected!r}"
    present = messages_of(catalog)
    for key in required.keys() - present.keys():
        yield f"{label_of(required[key])}: missing"
    for key, message in present.items():
        if key not in required:
            yield f"{label_of(message)}: not in the source"
        for problem in _message_problems(message, locale):
            yield f"{label_of(message)}: {problem}"


def _message_problems(message: Message, locale: str) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    rules = RULES | HOUSE_RULES.get(locale, {})
    if locale != to_locale(settings.LANGUAGE_CODE):
        rules |= {"left in English": _left_in_english}
    for text in forms_of(message.string):
        if text.strip():
            yield from _broken_rules(rules, forms_of(message.id), text)
        else:
            yield "empty translation"


def _broken_rules(
    rules: Mapping[str, Rule], ids: Sequence[str], text: str
) -> Iterator[str]:
    for problem, broken in rules.items():
        if broken(ids, text):
            yield f"{problem} in {text!r}"


# --- Rules for every language


def _placeholders_differ(ids: Sequence[str], text: str) -> bool:
    """Return whether a form's placeholders differ from those of the plural.

    The English singular may omit the number; no other form may, because the Russian
    "one" also covers 21, and Chinese has only one form.
    """
    singular, plural = ({*PLACEHOLDER.findall(form)} for form in (ids[0], ids[-1]))
    return not plural <= {*PLACEHOLDER.findall(text)} <= singular | plural


def _tags_differ(ids: Sequence[str], text: str) -> bool:
    wanted_tags = [Counter(TAG.findall(form)) for form in ids]
    return Counter(TAG.findall(text)) not in wanted_tags


def _edges_differ(ids: Sequence[str], text: str) -> bool:
    return _edges(text) not in [_edges(form) for form in ids]


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _left_in_english(ids: Sequence[str], text: str) -> bool:
    words = PLACEHOLDER.sub("", TAG.sub("", text))
    return text in ids and text not in NAMES and bool(LATIN.search(words))


RULES: Final[dict[str, Rule]] = {
    "placeholders differ": _placeholders_differ,
    "tags differ": _tags_differ,
    "leading or trailing space differs": _edges_differ,
}


# --- Rules of style, by locale


def _has(pattern: str) -> Rule:
    """Return the rule that a pattern is nowhere in the text, tags apart."""
    found = re.compile(pattern)
    return lambda ids, text: bool(found.search(TAG.sub("", text)))


def _says(word: str) -> Rule:
    """Return the rule that a word is not used, in any case of letters."""
    found = re.compile(rf"(?i)(?<![-\w])(?:{word})\b")
    return lambda ids, text: bool(found.search(PLACEHOLDER.sub("", text)))


def _instead_of(words: Mapping[str, str]) -> dict[str, Rule]:
    """Return the rules against words for which the house has another one."""
    return {
        f"“{right}” is the house's word": _says(wrong) for wrong, right in words.items()
    }


def _joins_scripts(ids: Sequence[str], text: str) -> bool:
    """Return whether Chinese and Latin letters touch; 第VII条 is in order."""
    words = ARTICLE.sub("", PLACEHOLDER.sub("0", TAG.sub("", text)))
    return bool(TOUCHING.search(words))


# A hyphen between blanks, where a dash belongs; not between figures, in code, or at the
# head of a Markdown item.
BEFORE_DASH: Final = r"(?<=[^\W\d_]|[)»”》）}])"
AFTER_DASH: Final = r"(?=[^\W\d_]|[%{(«“《（])"
HYPHEN: Final = _has(rf"{BEFORE_DASH} - {AFTER_DASH}")
DOTS: Final = _has(r"\.\.\.")
HOUSE_RULES: Final[dict[str, dict[str, Rule]]] = {
    "en": {
        "hyphen for dash": HYPHEN,
        "three full stops for “…”": DOTS,
        **_instead_of(
            {
                "emails?|mails?|mailed": "e-mail",
                "meanwhile": "in the meantime",
                "somebody": "someone",
                "told of": "notified of",
            }
        ),
    },
    "ru": {
        "ё": _has(r"[ёЁ]"),
        "hyphen for dash": HYPHEN,
        "short dash for “—”": _has(r" – "),
        "three full stops for “…”": DOTS,
        "“лапки” for «ёлочки»": _has(r'[“”„]|"(?=[А-я])|(?<=[А-я])"'),
        "a date or «г.» that can break": _has(r"\d{4} (?:г\.|года?\b)|\d г\."),
    },
    "zh_Hans": {
        # After a Chinese character or bracket; allowed after Latin and digits.
        "half-width punctuation": _has(rf"(?:{HAN}|[》」』】）”])\s*[,;:?!]|{HAN}\."),
        "blank beside full-width punctuation": _has(
            r"[，。：；？！、] | [，。：；？！、]"
        ),
        "blank between Chinese and figures": _has(rf"{HAN} \d|\d {HAN}"),
        "straight quotation marks": _has(rf'"(?={HAN})|(?<={HAN})"'),
        # Of a label that ends with a placeholder or a Latin word.
        "ASCII colon": _has(rf"(?:\)s|\}}):(?=\s|$)|[A-Za-z0-9]:\s*(?={HAN}|$)"),
        "half-width brackets": _has(rf"\((?={HAN})|(?<={HAN})\)"),
        "hyphen for dash": HYPHEN,
        "short dash for “——”": _has(rf"{HAN}\s*–|–\s*{HAN}"),
        "three full stops for “……”": DOTS,
        "no blank between Chinese and Latin": _joins_scripts,
    },
}
