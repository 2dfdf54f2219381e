"""Fixtures of the portal's tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.portal.catalogue_project import Project


@pytest.fixture
def project(tmp_path: Path, settings: Settings) -> Project:
    return Project(tmp_path, settings)
