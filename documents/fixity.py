"""How a published edition can be proved: what is digested, and how.

A text's digest is the SHA-256 of its characters in UTF-8, as stored, and one line
feed. An edition's manifest lists its languages and, in order, every clause with the
digest of each of its texts; the edition's digest is the SHA-256 of the manifest in
UTF-8. The manifest names the digest of the edition before it, so that editions form
a chain. Its lines are those of sha256sum (GNU coreutils): whoever has the texts in
files of these names checks them with `sha256sum --check`, which passes over the lines
that begin with "#".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from documents.languages import LANGUAGES, Language
from documents.models import ClauseVersion, Edition, LanguageVersion

FORMAT = "clausebook manifest 1"
NONE = "none"


def digest(text: str) -> str:
    """Return the SHA-256 of a text and one line feed, in hexadecimal."""
    return sha256(f"{text}\n".encode()).hexdigest()


def file_name(key: str, language: Language) -> str:
    """Return the name under which a clause's text is downloaded and listed."""
    return f"{key}.{language.code}.txt"


def manifest(
    edition: Edition,
    *,
    languages: Iterable[LanguageVersion],
    versions: Sequence[ClauseVersion],
) -> str:
    """Return the manifest of an edition, whose clauses are given in their order.

    Reads the stored digest of each text; a text without one is not listed.
    """
    lines = [
        f"# {FORMAT}",
        f"# document {edition.document.slug}",
        f"# edition {edition.number}",
        f"# previous {edition.previous_digest or NONE}",
    ]
    lines += [
        f"# language {row.language} {row.standing}"
        f" {'confirmed' if row.confirmed else 'unconfirmed'}"
        for row in sorted(languages, key=lambda row: row.language)
    ]
    for version in versions:
        lines += _lines_of(version)
    return "".join(f"{line}\n" for line in lines)


def _lines_of(version: ClauseVersion) -> list[str]:
    lines = [
        f"# clause {version.position} {version.locator}"
        f" {version.kind} depth {version.depth}"
    ]
    for language in LANGUAGES:
        stored = version.in_language("digest", language.code)
        if not stored:
            continue
        if number := version.in_language("number", language.code):
            lines.append(f"# number {language.code} {number}")
        lines.append(f"{stored}  {file_name(version.clause.key, language)}")
    return lines


def edition_digest(text: str) -> str:
    """Return the digest of an edition with this manifest."""
    return sha256(text.encode()).hexdigest()
