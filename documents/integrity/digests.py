"""Digests: how a published edition can be proved.

A text's digest is the SHA-256 of its characters in UTF-8, as stored, and one line feed.
An edition's manifest states when it was published, its languages and parts and, in
order, every clause with the digest of each of its texts, and which clauses were split
or merged from which; the edition's digest is the SHA-256 of the manifest in UTF-8. The
manifest contains the digest of the edition before it, so that editions form a chain. It
names the document as addresses did when the edition was published, whatever they say
since.
A manifest has a form: that of the first one had no metadata, and editions that were
published with it keep it. The second states what described the document at that time.
Its lines have the format of sha256sum (GNU coreutils): with the texts in files of these
names, `sha256sum --check` verifies them and ignores the lines that begin with "#".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from hashlib import sha256

from documents.integrity.metadata import NONE, lines_of_metadata, read_metadata_of
from documents.integrity.printed import original_of
from documents.languages import LANGUAGES, Language
from documents.models import ClauseVersion, Edition, LanguageVersion, Part

FORMAT = "clausebook manifest"
# The form of the manifests of editions published from now on.
FORM = 2


def digest(text: str) -> str:
    """Return the SHA-256 of a text and one line feed, in hexadecimal."""
    return sha256(f"{text}\n".encode()).hexdigest()


def file_name(key: str, language: Language) -> str:
    """Return the name of a clause's text file, for downloads and the manifest."""
    return f"{key}.{language.code}.txt"


def manifest(edition: Edition) -> str:
    """Return the manifest of an edition whose texts have been digested; three queries.

    A draft's manifest has the first form: it is not known yet what will be stated.

    Uses the stored digest of each text; a text without one is not listed.
    """
    versions = list(edition.versions.for_reading())
    lines = [
        f"# {FORMAT} {edition.manifest_form}",
        f"# document {edition.published_slug or edition.document.slug}",
        f"# edition {edition.number}",
        *_lines_of_correction(edition),
        f"# published {_moment(edition)}",
        f"# previous {edition.previous_digest or NONE}",
        *lines_about_document(edition),
        *lines_of_languages(edition.languages.order_by("language")),
        *_lines_of_parts(edition, versions),
    ]
    for version in versions:
        lines += lines_of(version)
    lines += _lines_of_derivations(edition)
    return "".join(f"{line}\n" for line in lines)


def _lines_of_correction(edition: Edition) -> list[str]:
    """Return the line that only a corrigendum has."""
    if edition.corrects is None:
        return []
    return [f"# corrigendum {edition.corrigendum} to edition {edition.corrects.number}"]


def _moment(edition: Edition) -> str:
    if edition.published_at is None:
        return NONE
    return edition.published_at.astimezone(UTC).isoformat()


def lines_of_languages(rows: Iterable[LanguageVersion]) -> list[str]:
    """Return the manifest's lines about the languages of an edition."""
    return [
        f"# language {row.language} {row.standing}"
        f" {'confirmed' if row.confirmed else 'unconfirmed'}"
        for row in rows
    ]


def lines_about_document(edition: Edition) -> list[str]:
    """Return the manifest's lines about the metadata; none in the first form."""
    return [] if edition.metadata is None else lines_of_metadata(edition.metadata)


def seal_metadata(edition: Edition) -> None:
    """Give an edition the present form of manifest, with the metadata of now."""
    edition.manifest_form = FORM
    edition.metadata = read_metadata_of(edition.document)


def _lines_of_parts(edition: Edition, versions: Sequence[ClauseVersion]) -> list[str]:
    parts = dict.fromkeys(version.clause.part for version in versions)
    return [
        f"# part {part.key} {part.kind} original"
        f" {_original(edition, part, versions) or NONE}"
        for part in parts
    ]


def _original(edition: Edition, part: Part, versions: Sequence[ClauseVersion]) -> str:
    """Return a part's original language: the first form has the part's own."""
    if edition.metadata is None:
        return part.original_language
    return original_of(part, versions)


def _lines_of_derivations(edition: Edition) -> list[str]:
    pairs = edition.derivations.values_list("clause__key", "origin__key")
    return [f"# derived {key} from {origin}" for key, origin in sorted(pairs)]


def lines_of(version: ClauseVersion) -> list[str]:
    """Return the manifest's lines about a clause."""
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
    """Return the digest of an edition, from its manifest."""
    return sha256(text.encode()).hexdigest()
