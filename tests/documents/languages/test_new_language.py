"""A fourth text language: one file, `makemigrations`, and French is read on a page.

It happens in a copy of the checkout, with a database of its own.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from portal.dumps import address_of
from tests.databases import scratch_database
from tests.processes import run_python

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
FRENCH = Path(__file__).parent / "french"
LEFT_OUT = shutil.ignore_patterns(".*", "var", "tests", "__pycache__")
TITLE = "Déclaration sur la zone exempte d'armes nucléaires"
# In one process: each start of Django is a second or two.
READ = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from commentary.references.detection import Outline, Register, detect
from documents.models import ClauseVersion, Edition
from documents.services import publish_edition

call_command("migrate", verbosity=0)
call_command("import_document", sys.argv[1], language="fr", document="zone",
             stdout=sys.stderr)
publish_edition(Edition.objects.get(), user=None)
settings.ALLOWED_HOSTS = ["testserver"]
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"] = {"BACKEND": plain}
asked = ["/en/documents/zone/", "/en/documents/zone/?texts=fr", "/fr/documents/zone/",
         "/language/fr/", "/accounts/signup/"]
pages = {path: Client().get(path) for path in asked}
preamble = ClauseVersion.objects.get(locator="statement/pre1").text_fr
print(json.dumps({
    "status": {path: page.status_code for path, page in pages.items()},
    "html": {path: page.text for path, page in pages.items()},
    "kinds": list(ClauseVersion.objects.for_reading().values_list("kind", flat=True)),
    "mentions": [preamble[each.start:each.end]
                 for each in detect(preamble, "fr", Register(), Outline())],
}))
"""


class Texts(HTMLParser):
    """What a page says in French, and in which languages it can be had."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.french: list[str] = []
        self.alternates: set[str] = set()
        self._depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.alternates.update(filter(None, [given.get("hreflang")]))
        if self._depth or (tag == "div" and given.get("lang") == "fr"):
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        self._depth = max(self._depth - 1, 0)

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.french.append(data)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout with one more file."""
    copy = tmp_path / "checkout"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    shutil.copy(FRENCH / "fr.py.txt", copy / "documents" / "languages" / "fr.py")
    return copy


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty database, dropped in the end."""
    with scratch_database("french") as name:
        yield address_of(name)


def test_french_is_one_file_and_a_migration(checkout: Path, database: str) -> None:
    made = run_python(
        checkout, database, "manage.py", "makemigrations", "--name", "french"
    )
    files = [line.strip() for line in made.splitlines() if "_french.py" in line]
    assert sorted(file.partition("/")[0] for file in files) == [
        "commentary",
        "documents",
        "portal",
    ]
    answer: dict[str, Any] = json.loads(
        run_python(checkout, database, "-c", READ, str(FRENCH / "declaration.txt"))
    )

    assert answer["status"] == {
        "/en/documents/zone/": 200,
        "/en/documents/zone/?texts=fr": 200,
        "/fr/documents/zone/": 404,
        "/language/fr/": 404,
        "/accounts/signup/": 200,
    }
    assert answer["kinds"].count("preambular") == 2
    assert answer["kinds"].count("subparagraph") == 2
    assert answer["mentions"] == ["résolution 53/77 A"]
    page = Texts(answer["html"]["/en/documents/zone/"])
    assert TITLE in "".join(page.french)
    assert page.alternates <= {"zh-Hans", "ru", "en", "x-default"}
    assert "No Chinese text yet." in answer["html"]["/en/documents/zone/"]
    assert "No French text yet." not in answer["html"]["/en/documents/zone/"]
    alone = answer["html"]["/en/documents/zone/?texts=fr"]
    assert TITLE in "".join(Texts(alone).french)
    assert "No Chinese text yet." not in alone
    # A button may say "Français" for a column; the interface is not offered in it.
    assert "Français" not in answer["html"]["/accounts/signup/"]
