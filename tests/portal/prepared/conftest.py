"""A memo to be prepared: each test has its own, which other connections may see."""

from __future__ import annotations

import pytest

from documents.models import ClauseVersion, Edition
from tests.commentary.factories import version_of
from tests.factories import make_edition


@pytest.fixture
def edition() -> Edition:
    return make_edition()


@pytest.fixture
def version(edition: Edition) -> ClauseVersion:
    return version_of(edition, "statement-pre1")
