"""Who may import whom, and what may not be named."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
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


def _queries_events(node: ast.AST) -> bool:
    """Tell whether a piece of code names an event table or a column that it adds."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return bool(re.fullmatch(r"(\w+\.)?\w+[Ee]vent|-?pgh_\w+", node.value))
    if isinstance(node, ast.keyword):
        return (node.arg or "").startswith("pgh_")
    if isinstance(node, ast.JoinedStr):
        return "event" in ast.unparse(node)
    return isinstance(node, ast.Name) and bool(re.fullmatch(r"\w+Event", node.id))


def _names_events(module: Path) -> bool:
    tree = ast.parse(module.read_text("utf-8"))
    # A model that is recorded gives its event table a name.
    named = {
        keyword.value
        for keyword in ast.walk(tree)
        if isinstance(keyword, ast.keyword) and keyword.arg == "model_name"
    }
    return any(_queries_events(node) for node in ast.walk(tree) if node not in named)


@pytest.mark.parametrize("application", ["documents", "commentary", "portal"])
def test_event_tables_are_read_by_audit_alone(application: str) -> None:
    found = {
        str(module.relative_to(ROOT))
        for module in (ROOT / application).rglob("*.py")
        if "migrations" not in module.parts and _names_events(module)
    }
    assert found <= {f"{application}/audit.py"}


def _compares_raw_state(node: ast.AST) -> bool:
    """Tell whether a piece of code asks for a state by a string of its own."""
    if not isinstance(node, ast.keyword) or not re.fullmatch(
        r"(\w+__)?state(__in)?", node.arg or ""
    ):
        return False
    return any(isinstance(each, ast.Constant) for each in ast.walk(node.value))


def _without_meta(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a module but for Meta, where a model's own names are not."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.ClassDef) and node.name == "Meta"):
            yield node
            yield from _without_meta(node)


@pytest.mark.parametrize("application", ["documents", "commentary"])
def test_states_are_asked_for_by_name(application: str) -> None:
    for module in (ROOT / application).rglob("*.py"):
        if "migrations" in module.parts:
            continue
        tree = ast.parse(module.read_text("utf-8"))
        raw = filter(_compares_raw_state, _without_meta(tree))
        assert not [ast.unparse(node) for node in raw], module


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
