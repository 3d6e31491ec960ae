"""Fixtures for what holds of a journal in whichever database."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from server import Server
from stores import Location, close_all

NUMBERS = count(1)


@pytest.fixture(params=["sqlite", "postgres"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Location]:
    """Where the journal of a test is; nothing is there yet."""
    if request.param == "sqlite":
        yield tmp_path / "home" / "journal.db"
        return
    server: Server = request.getfixturevalue("server")
    yield server.create(f"t{next(NUMBERS)}")
    close_all()
