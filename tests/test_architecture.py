"""Who may import whom, and what may not be named."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent


def test_imports_go_one_way() -> None:
    assert (
        lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0
    )


@pytest.mark.parametrize(
    "package", ["documents/importing", "commentary/references/detection"]
)
def test_what_reads_texts_knows_no_database(package: str) -> None:
    for module in (ROOT / package).rglob("*.py"):
        assert "django.db" not in module.read_text("utf-8"), module


def test_documents_name_no_other_application() -> None:
    for template in (ROOT / "templates" / "documents").rglob("*.html"):
        assert "commentary" not in template.read_text("utf-8"), template


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("folder", ["templates", "portal/static/portal/css"])
def test_nothing_comes_from_another_host(folder: str) -> None:
    for file in (ROOT / folder).rglob("*.*"):
        text = file.read_text("utf-8")
        assert "//cdn" not in text
        assert 'src="http' not in text
        assert "url(http" not in text
