"""A published edition, and the people around it."""

from __future__ import annotations

import pytest

from documents.models import ClauseVersion, Edition
from portal.people.models import User
from tests.commentary.factories import make_commentator, version_of
from tests.factories import make_edition, read_edition

KEY = "statement-pre1"


@pytest.fixture(scope="module")
def kept_edition(module_transaction: None) -> int:
    return make_edition().pk


@pytest.fixture
def edition(kept_edition: int, db: None) -> Edition:
    return read_edition(kept_edition)


@pytest.fixture
def version(edition: Edition) -> ClauseVersion:
    return version_of(edition, KEY)


@pytest.fixture
def carol() -> User:
    """Carol comments."""
    return make_commentator("carol")


@pytest.fixture
def rita() -> User:
    """Rita replies."""
    return make_commentator("rita")


@pytest.fixture
def mona() -> User:
    """Mona moderates."""
    return make_commentator("mona", "commentary.moderate_comment")
