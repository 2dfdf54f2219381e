"""Which tests `make check` runs."""

from __future__ import annotations

import pytest

from tests.nearest import ALWAYS, ROOT, nearest_tests


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("documents/text/marks.py", "tests/documents/text/test_marks.py"),
        (
            "commentary/comments/comment_counts.py",
            "tests/commentary/comments/test_comment_counts.py",
        ),
        ("documents/text/kinds.py", "tests/documents/text"),
        ("portal/wsgi.py", "tests/portal"),
        ("templates/commentary/quotes/quote.html", "tests/commentary/quotes"),
        ("tests/portal/test_admin.py", "tests/portal/test_admin.py"),
    ],
)
def test_the_nearest(changed: str, expected: str) -> None:
    assert nearest_tests([changed]) == sorted([expected, ALWAYS])
    assert (ROOT / expected).exists()


@pytest.mark.parametrize("changed", ["README.md", "tests/factories.py", "Makefile"])
def test_nothing_is_near(changed: str) -> None:
    assert nearest_tests([changed]) == [ALWAYS]


def test_a_folder_holds_what_is_inside_it() -> None:
    changed = ["documents/text/kinds.py", "documents/text/marks.py"]
    assert nearest_tests(changed) == ["tests/documents/text", ALWAYS]
