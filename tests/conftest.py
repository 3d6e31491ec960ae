"""Fixtures for all tests."""

from pathlib import Path

import pytest
from hypothesis import settings

from house import Home

settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A temporary home for the real command."""
    return Home(tmp_path)
