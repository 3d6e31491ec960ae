"""The terminal app while its journal cannot be read for a moment."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest

from opsplan.journal import Journal, JournalError, open_journal
from opsplan.journal.database import Database
from opsplan.journal.postgres import PostgresStore
from opsplan.tui import Desk
from opsplan.values.text import Message, say
from server import Server
from tui_house import DAY, Clock, Play, desk_of, play

T = TypeVar("T")


class Store:
    """A journal's store that is away while it is told to be."""

    def __init__(self, path: Path) -> None:
        self._store = open_journal(path).store
        self.name = str(path)
        self.is_away = False

    def read(self, ask: Callable[[Database], T], without: T) -> T:
        self._look()
        return self._store.read(ask, without)

    def change(self, make: Callable[[Database], T]) -> T:
        self._look()
        return self._store.change(make)

    def faults(self) -> list[str] | None:
        self._look()
        return self._store.faults()

    def obstacle(self) -> Message | None:
        return None

    def stamp(self) -> object:
        self._look()
        return self._store.stamp()

    def close(self) -> None:
        self._store.close()

    def _look(self) -> None:
        if self.is_away:
            raise JournalError(say("cannot reach {path}: {error}", path="far", error="no"))


def away_desk(folder: Path, clock: Clock | None = None) -> tuple[Desk, Store]:
    """A desk whose journal may be away."""
    desk = desk_of(folder, *DAY, clock=clock)
    store = Store(folder / "journal.db")
    return Desk(desk.plan, Journal(store), "tester", clock or Clock()), store


def test_the_screen_stays_and_the_journal_comes_back(tmp_path: Path) -> None:
    clock = Clock()
    desk, store = away_desk(tmp_path, clock)

    async def flow(played: Play) -> None:
        before = played.text
        store.is_away = True
        await played.look()
        assert (played.text, played.said) == (before, "cannot reach far: no")
        clock.set("2026-11-25 08:41")
        await played.look()
        await played.press("space", "right", "u", "down")
        assert played.text.replace("08:41", "08:40") == before
        assert "cannot reach" in played.said
        assert "25 Nov" in played.head
        store.is_away = False
        await played.look()
        assert played.said == "the journal can be read again"
        await played.press("up", "space")
        assert "☑" in played.text

    play(desk, flow)


@pytest.mark.parametrize("key", ["d", "w", "m", "o", "f", "g", "c", "p"])
def test_every_view_may_be_opened_meanwhile(tmp_path: Path, key: str) -> None:
    desk, store = away_desk(tmp_path)

    async def flow(played: Play) -> None:
        store.is_away = True
        await played.press(key, "down", "right", "left", "space", "enter", "escape")
        await played.app.workers.wait_for_complete()
        await played.look()
        assert "cannot reach" in played.said
        store.is_away = False
        await played.look()
        await played.app.workers.wait_for_complete()
        await played.pilot.pause()
        assert played.said == "the journal can be read again"
        assert played.text

    play(desk, flow)


def test_a_file_that_is_gone_for_a_moment_is_no_empty_journal(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *DAY)

    async def flow(played: Play) -> None:
        await played.press("space")
        before = played.text
        hidden = (tmp_path / "journal.db").rename(tmp_path / "elsewhere.db")
        await played.look()
        await played.press("space")
        assert "is gone" in played.said
        assert played.text == before
        assert not (tmp_path / "journal.db").exists()
        hidden.rename(tmp_path / "journal.db")
        await played.look()
        assert (played.text, played.said) == (before, "the journal can be read again")

    play(desk, flow)


def test_a_server_that_is_away_for_a_moment(server: Server, tmp_path: Path) -> None:
    plan = desk_of(tmp_path, *DAY).plan
    journal = Journal(PostgresStore(server.create("tui")))
    clock = Clock()

    async def flow(played: Play) -> None:
        await played.press("space")
        before = played.text
        server.stop("immediate")
        try:
            await played.look()
            assert "cannot reach" in played.said
            assert played.text == before
        finally:
            server.start()
        await played.look()
        assert (played.text, played.said) == (before, "the journal can be read again")

    with closing(journal):
        play(Desk(plan, journal, "tester", clock), flow)
