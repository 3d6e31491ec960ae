"""Fixtures for all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from house import Home
from server import Server, running_server, server_programs

settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A temporary home for the real command."""
    return Home(tmp_path)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes what the program prints now into the golden files."""
    parser.addoption("--update-golden", action="store_true", default=False)


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server for all tests, each of which has a database of its own."""
    if server_programs() is None:
        pytest.skip("PostgreSQL's server is not installed (Debian: postgresql)")
    with running_server() as running:
        yield running
