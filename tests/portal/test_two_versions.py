"""The code before runs on the schema after: an upgrade replaces one process at a time.

The code before is that of the commit before the last one that changed a migration.
"""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.dumps import address_of
from tests.databases import ensure_template, scratch_database
from tests.processes import run_python

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = "*/migrations/0*.py"
# Said by the code before; what it stores is what its forms store.
PROBE = """
import re, uuid
import django
django.setup()
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment

setup_test_environment()
settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"] = {"BACKEND": plain}
call_command("load_documents", verbosity=0)
LETTER = "/en/documents/letter-2006-09-08/"
CLAUSE = LETTER + "clauses/statement-op1/"
anna = Client()
sent = {"email": "anna@example.org", "password1": "four pale horses 8",
        "display_name": "Anna"}
assert anna.post("/accounts/signup/", sent).status_code == 302
[code] = re.findall("^    ([A-Z0-9-]+)$", str(mail.outbox[-1].body), re.MULTILINE)
assert anna.post("/accounts/confirm-email/", {"code": code}).status_code == 302
said = {"kind": "comment", "language": "en", "source": "Said by the code before",
        "submission": str(uuid.uuid4()), "edition": "2"}
answer = anna.post(CLAUSE + "commentary/", said)
assert answer.status_code == 302, answer.content.decode()
assert "Said by the code before" in Client().get(CLAUSE).content.decode()
assert Client().get(LETTER).status_code == 200
print("stored")
"""


def git(*arguments: str) -> bytes:
    done = subprocess.run(  # noqa: S603
        ["git", *arguments],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip(f"git {arguments[0]}: {done.stderr.decode().strip()}")
    return done.stdout


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A folder with the code before the last change of a migration."""
    last = git("log", "-1", "--format=%H", "--", MIGRATIONS).decode().strip()
    archive = git("archive", "--format=zip", f"{last}^")
    folder = tmp_path / "before"
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        files.extractall(folder)
    return folder


@pytest.fixture
def database() -> Iterator[str]:
    """The address of a database with the schema of this commit."""
    with scratch_database("after", template=ensure_template()) as name:
        yield address_of(name)


def test_people_sign_up_and_post_while_the_schema_is_ahead(
    before: Path, database: str
) -> None:
    assert run_python(before, database, "-c", PROBE).endswith("stored\n")
