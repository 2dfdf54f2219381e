"""Catalogues of the interface: extract, update and compile messages.

Implemented with Babel, so that no machine needs the gettext tools.

Plural forms are Babel's: one for Chinese and, as the United Nations writes it, three
for Russian (1 документ, 2 документа, 5 документов). Django's own Russian catalogue
declares four, but its fourth is for fractions, which gettext never counts. The two may
differ: django.utils.translation keeps catalogues with different plural rules apart and
applies each one's own rule.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tokenize import TokenError
from typing import IO, Any, Final, TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as extract_with
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser, generate_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

UPSTREAM: Final = "portal/upstream_messages/"
SOURCES: Final = ("portal", "documents", "commentary", "templates")
TEMPLATE_SUFFIXES: Final = (".html", ".txt", ".xml")
KEYWORDS: Final[dict[str, Any]] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER: Final = r"""msgid ""
msgstr ""
"Language: {locale}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural_forms}\n"

"""

PERCENT: Final = r"%%|%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|%[dfirs]"

Key: TypeAlias = tuple[str, str, str]


class CatalogueError(Exception):
    """A catalogue, or a message in the source, is invalid."""


class _StrictCatalog(Catalog):
    """Catalogue that refuses a duplicate entry; Babel silently keeps the first."""

    def __setitem__(self, id: Any, message: Message) -> None:
        if self.get(id, message.context):
            raise CatalogueError(f"{label_of(message)}: entered twice")
        super().__setitem__(id, message)


# --- Languages and files


def locales() -> list[str]:
    """Return the locales that have a catalogue: those of the interface's languages."""
    return [to_locale(code) for code, _name in settings.LANGUAGES]


def wanted(source: Catalog, locale: str) -> dict[Key, Message]:
    """Return the messages that a locale's catalogue must have.

    The source language's has those of other packages only: ours are written in it.
    """
    found = messages_of(source)
    if locale != to_locale(settings.LANGUAGE_CODE):
        return found
    return {key: message for key, message in found.items() if is_upstream(message)}


def needs_catalogue(source: Catalog, locale: str) -> bool:
    is_source = locale == to_locale(settings.LANGUAGE_CODE)
    return not is_source or bool(wanted(source, locale))


def is_upstream(message: Message) -> bool:
    """Return whether a message is another package's, which the portal words itself."""
    return any(name.startswith(UPSTREAM) for name, _line in message.locations)


def po_path(locale: str) -> Path:
    return Path(settings.LOCALE_PATHS[0], locale, "LC_MESSAGES", "django.po")


def read_catalogue(path: Path, locale: str) -> Catalog:
    catalog = _StrictCatalog(locale=locale)
    try:
        with path.open(encoding="utf-8") as file:
            PoFileParser(catalog, ignore_obsolete=True, abort_invalid=True).parse(file)
    except (PoFileError, CatalogueError, ValueError) as error:
        raise CatalogueError(f"{locale}: {path.name}: {error}") from error
    return catalog


def _replace(path: Path, content: bytes, modified: int | None = None) -> None:
    """Write `path` atomically: a reader sees the old content or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    scratch.write_bytes(content)
    if modified is not None:
        os.utime(scratch, ns=(modified, modified))
    scratch.replace(path)


# --- Messages


def forms_of(value: Any) -> tuple[str, ...]:
    """Return a msgid or a translation as a tuple; of one string if it has no plural."""
    return (value,) if isinstance(value, str) else tuple(value or ("",))


def _key(message: Message) -> Key:
    singular, plural, *_more = (*forms_of(message.id), "")
    return message.context or "", singular, plural


def label_of(message: Message) -> str:
    context = f" (context {message.context!r})" if message.context else ""
    return f"{forms_of(message.id)[0]!r}{context}"


def messages_of(catalog: Catalog) -> dict[Key, Message]:
    """Return the catalogue's messages in a fixed order, without the header."""
    found = {_key(message): message for message in catalog if message.id}
    return dict(sorted(found.items()))


# --- Extraction


def extract() -> Catalog:
    """Return the messages of the portal's Python files and templates.

    Raises CatalogueError when a file cannot be parsed, or when one singular has two
    plurals: gettext looks up by the singular and could translate only one.
    """
    catalog = Catalog()
    for path in _source_files():
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for ids, comments, context in _extract_file(path):
            _require_same_plural(catalog.get(ids, context), ids, name)
            catalog.add(
                ids, locations=[(name, 0)], auto_comments=comments, context=context
            )
    return catalog


def _source_files() -> Iterator[Path]:
    for source in SOURCES:
        for path in sorted(Path(settings.BASE_DIR, source).rglob("*")):
            if path.suffix == ".py" or _is_template(path):
                yield path


def _is_template(path: Path) -> bool:
    """Return whether an .html or .txt file is a template, not a text to import."""
    folders = path.relative_to(settings.BASE_DIR).parts[:-1]
    return path.suffix in TEMPLATE_SUFFIXES and "templates" in folders


def _extract_file(path: Path) -> Iterator[tuple[Any, list[str], str | None]]:
    method: Any = extract_python if path.suffix == ".py" else extract_template
    with path.open("rb") as file:
        try:
            for _line, ids, comments, context in extract_with(
                method, file, KEYWORDS, ["Translators:"]
            ):
                yield ids, comments, context
        except (SyntaxError, TokenError) as error:
            raise CatalogueError(f"{path}: {error}") from error


def extract_template(
    fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Extract messages from a Django template, as Babel's extraction methods do."""
    text = fileobj.read().decode()
    source = templatize(text.replace("\r\n", "\n").replace("\r", "\n"))
    # The parentheses keep the template's indentation from being parsed as Python's.
    python = BytesIO(f"({source}\n)".encode())
    found: Any = extract_python(python, keywords, comment_tags, options)
    for line, function, ids, comments in found:
        # Of these, only templatize's _("...") is copied from the template as it is
        # written; Django looks it up with its per cent signs doubled.
        yield line, function, _double_percent(ids) if function == "_" else ids, comments


def _double_percent(ids: Any) -> Any:
    return ids.replace("%", "%%") if isinstance(ids, str) else ids


def _require_same_plural(known: Message | None, ids: Any, name: str) -> None:
    if not known or not known.pluralizable or isinstance(ids, str):
        return
    if forms_of(known.id) != forms_of(ids):
        raise CatalogueError(f"{name}: {label_of(known)}: two different plurals")


# --- Update


def update() -> list[Path]:
    """Update the .po files from the source and return those that changed.

    A translation is kept as long as its context, msgid and plural are the same; there
    is no fuzzy matching, and messages that are no longer in the source are dropped.
    """
    source = extract()
    changed = []
    for locale in locales():
        path = po_path(locale)
        if not needs_catalogue(source, locale):
            continue
        before = (
            read_catalogue(path, locale) if path.exists() else Catalog(locale=locale)
        )
        content = _render(_merge(source, before, locale)).encode()
        if not path.exists() or path.read_bytes() != content:
            _replace(path, content)
            changed.append(path)
    return changed


def _merge(source: Catalog, before: Catalog, locale: str) -> Catalog:
    merged = Catalog(locale=locale)
    translated = messages_of(before)
    for key, message in wanted(source, locale).items():
        merged[message.id] = _translated(message, translated.get(key))
    return merged


def _translated(message: Message, before: Message | None) -> Message:
    result = message.clone()
    # Babel takes "100% sure" for a format, because of its "% s".
    if not any(re.search(PERCENT, form) for form in forms_of(message.id)):
        result.flags.discard("python-format")
    if before:
        result.string = before.string
        result.user_comments = before.user_comments
        result.flags |= before.flags & {"fuzzy"}
    return result


def _render(catalog: Catalog) -> str:
    """Return the .po file's text, without dates, line numbers or wrapping.

    It changes only when a message does.
    """
    header = HEADER.format(locale=catalog.locale, plural_forms=catalog.plural_forms)
    lines = generate_po(catalog, omit_header=True, include_lineno=False, width=0)
    return (header + "".join(lines)).rstrip("\n") + "\n"


# --- Compile


def compile_all() -> list[Path]:
    """Compile the .po files that changed since the last compilation.

    Return the .mo files written. Cheap enough for every start: a .mo file has the
    modification time of its .po file, so an unchanged one is not opened.
    """
    pairs = ((po_path(locale), locale) for locale in locales())
    compiled = (_compile(po, locale) for po, locale in pairs if po.exists())
    return [mo for mo in compiled if mo]


def _compile(po: Path, locale: str) -> Path | None:
    mo = po.with_suffix(".mo")
    modified = po.stat().st_mtime_ns
    if mo.exists() and mo.stat().st_mtime_ns == modified:
        return None
    catalog = read_catalogue(po, locale)
    for message in messages_of(catalog).values():
        # Babel would fill an empty plural form with English.
        if not all(forms_of(message.string)):
            catalog.delete(message.id, message.context)
    content = BytesIO()
    write_mo(content, catalog)
    _replace(mo, content.getvalue(), modified)
    return mo
