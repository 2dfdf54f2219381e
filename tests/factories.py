"""Documents and people made for tests: plain functions, one way to say each thing."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from django.contrib.auth.models import Permission

from documents.importing import ParsedText, Unit
from documents.management.commands.load_documents import TEXTS
from documents.models import (
    Clause,
    ClauseVersion,
    Document,
    Edition,
    PendingImport,
    Withdrawal,
)
from documents.models.versions import TEXTS as TEXT_COLUMNS
from documents.services import (
    SourceFile,
    begin_import,
    import_text,
    keep_file,
    load_document,
    publish_edition,
    withdraw,
)
from documents.text.kinds import Kind
from portal.people.models import User
from portal.people.roles import Role, give_role
from tests.base import LETTER

WORDS = {
    "zh-hans": "注意到第{}点，",
    "ru": "отмечая пункт {},",
    "en": "Noting point {},",
}
TITLES = {"zh-hans": "声明", "ru": "Заявление", "en": "Statement"}


def make_units(language: str, *, paragraphs: int = 3) -> list[Unit]:
    """A statement: a title, preambular paragraphs, and one operative paragraph."""
    words = WORDS[language]
    return [
        Unit("statement", Kind.TITLE, "", 0, TITLES[language]),
        *(
            Unit("statement", Kind.PREAMBULAR, "", 0, words.format(count + 1))
            for count in range(paragraphs)
        ),
        Unit("statement", Kind.OPERATIVE, "1.", 0, words.format("X")),
    ]


def make_file(seed: str, *, kept: bool = False) -> SourceFile:
    """A file with these letters; `kept`: its bytes are stored, too."""
    if kept:
        keep_file(seed.encode())
    return SourceFile(name=f"{seed}.txt", sha256=sha256(seed.encode()).hexdigest())


def make_draft(
    slug: str = "memo",
    *,
    languages: Sequence[str] = ("zh-hans", "ru", "en"),
    paragraphs: int = 3,
    kept: bool = False,
) -> Edition:
    document, _created = Document.objects.get_or_create(slug=slug)
    for language in languages:
        units = make_units(language, paragraphs=paragraphs)
        seed = f"{slug}-{language}-{paragraphs}-{document.editions.count()}"
        file = make_file(seed, kept=kept)
        result = import_text(document, language=language, file=file, units=units)
    return result.edition


def make_numbered_units(language: str, *, paragraphs: int) -> list[Unit]:
    """A statement: a title and numbered paragraphs, the second with (a) and (b)."""
    [title, *_others, last] = make_units(language)
    dot = "．" if language == "zh-hans" else "."
    units = [title]
    for number in range(1, paragraphs + 1):
        words = WORDS[language].format(number) * 2
        units.append(replace(last, number=f"{number}{dot}", text=words))
        if number == 2:
            units += [
                Unit("statement", Kind.SUBPARAGRAPH, f"({letter})", 1, words + letter)
                for letter in "ab"
            ]
    return units


def make_numbered_draft(slug: str = "rules", *, paragraphs: int = 4) -> Edition:
    """A first draft with numbered paragraphs in every language."""
    document = Document.objects.create(slug=slug)
    for language in WORDS:
        units = make_numbered_units(language, paragraphs=paragraphs)
        file = make_file(f"{slug}-{language}")
        result = import_text(document, language=language, file=file, units=units)
    return result.edition


def make_edition(slug: str = "memo", **details: object) -> Edition:
    draft = make_draft(slug, **details)  # type: ignore[arg-type] # passed on as given
    return publish_edition(draft, user=None)


def make_long_edition(slug: str = "long", *, clauses: int = 1000) -> Edition:
    """An edition of so many paragraphs, three to five lines of the letter each.

    Written by the hundred: importing as many would take minutes.
    """
    words = list(current_edition().versions.of_kinds(Kind.PREAMBULAR))
    edition = make_draft(slug, paragraphs=1)
    part = edition.document.parts.get()
    numbers = range(2, clauses + 1)
    born = Clause.objects.bulk_create(
        Clause(document=edition.document, part=part, key=f"statement-pre{number}")
        for number in numbers
    )
    last = edition.versions.order_by("-position")[0]
    ClauseVersion.objects.bulk_create(
        _make_version(edition, clause, last.position + number, words)
        for number, clause in zip(numbers, born, strict=True)
    )
    return publish_edition(edition, user=None)


def _make_version(
    edition: Edition, clause: Clause, position: int, words: Sequence[ClauseVersion]
) -> ClauseVersion:
    said = words[position % len(words)]
    columns = {name: getattr(said, name) for name in TEXT_COLUMNS}
    locator = f"statement/{clause.key.removeprefix('statement-')}"
    return ClauseVersion(
        edition=edition,
        clause=clause,
        position=position,
        kind=Kind.PREAMBULAR,
        locator=locator,
        **columns,
    )


def read_edition(pk: int) -> Edition:
    """An edition that a module made once, as it is stored now."""
    return Edition.objects.select_related("document").get(pk=pk)


def load_first_edition(folder: Path) -> Edition:
    """The letter as first delivered, in one edition; its files go to `folder`."""
    copy = shutil.copytree(TEXTS / LETTER, folder / LETTER)
    (copy / "editions.toml").write_text("[[editions]]\n", "utf-8")
    [edition] = load_document(copy)
    return edition


def current_edition(slug: str = LETTER) -> Edition:
    """The latest published edition of a document, by default of the letter."""
    return Edition.objects.published().filter(document__slug=slug).latest_first()[0]


def make_person(name: str, *permissions: str) -> User:
    """A person who signs in as name@example.org and has these permissions."""
    user = User.objects.create_user(f"{name}@example.org", "correct horse")
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return user


def make_member(role: Role, name: str = "") -> User:
    """A person with one of the roles, by default called after it."""
    user = User.objects.create_user(f"{name or role}@example.org", "correct horse")
    give_role(user, role)
    return user


REASON = {"zh-hans": "误发。", "ru": "Опубликовано по ошибке.", "en": "By mistake."}


def make_withdrawal(
    target: Document | Edition,
    *,
    kind: str = "withdrawn",
    text_readable: bool = False,
    successor: Document | None = None,
    user: User | None = None,
) -> Withdrawal:
    """A document or an edition withdrawn, or superseded, for REASON."""
    return withdraw(
        target,
        kind=kind,
        reason=REASON,
        text_readable=text_readable,
        successor=successor,
        user=user,
    )


def make_import(
    user: User, *, slug: str = "memo", language: str = "en"
) -> PendingImport:
    """An import in hand of a person who may import."""
    units = make_units(language)
    received = "\n\n".join(unit.text for unit in units)
    return begin_import(
        slug=slug,
        language=language,
        standing="unofficial",
        file=make_file(f"{slug}-{language}"),
        parsed=ParsedText(language, tuple(units), received=received),
        user=user,
    )
