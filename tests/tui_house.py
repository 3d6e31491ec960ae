"""Helpers for tests of the terminal app: a desk on a temporary journal, and an app played on it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Static

from house import book_of, moment
from opsplan.journal import open_journal
from opsplan.planning.plan import make_plan
from opsplan.tui import Desk, OpsplanApp, make_app
from opsplan.tui.bars import Bar, Head
from opsplan.values.playbook import Shop
from opsplan.values.text import Language, Text
from opsplan.views.words import Words

NOW = "2026-11-25 08:40"
DAY = (
    "{id: figures, name: {zh: 看数据, en: Read figures}, when: 每天 8:00-10:00, role: ops}",
    "{id: repost, name: {zh: 重发, en: Repost}, when: '每天 8:30、11:30', takes: 20m, role: ops,"
    " goal: 20 条, steps: [Open the list, Repost the oldest]}",
    "{id: ads, name: {zh: 调广告, en: Tune ads}, when: 每天, role: ads}",
    "{id: report, name: {zh: 周报, en: Weekly report}, when: 每周一次}",
    "{id: licence, name: {zh: 办执照, en: Get the licence}, when: once}",
)
"""A small morning: a window, two slots with a goal, a plain day, a floating duty, a set-up step."""


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, now: str = NOW) -> None:
        self.now = moment(now)

    def __call__(self) -> datetime:
        """The moment."""
        return self.now

    def set(self, now: str) -> None:
        """Move it."""
        self.now = moment(now)


def desk_of(
    folder: Path, *duties: str, clock: Clock | None = None, more: str = "", shop: str = "main"
) -> Desk:
    """A desk whose shop runs a playbook of these duties, with its journal in `folder`."""
    plan = make_plan(
        Shop(shop, Text(), launch=moment("2026-11-16 00:00").date()), [book_of(*duties, more=more)]
    )
    return Desk(plan, open_journal(folder / "journal.db"), "tester", clock or Clock())


class Play:
    """An app that is being played: press keys, read what it shows."""

    def __init__(self, app: OpsplanApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, and let the app draw."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type a text and enter."""
        await self.press(*(_NAMES.get(character, character) for character in text), "enter")

    async def look(self) -> None:
        """What the app does every second."""
        self.app.look()
        await self.pilot.pause()

    @property
    def lines(self) -> list[str]:
        """The list, line by line, blanks at the ends left out."""
        return [line.strip() for line in self.app.view.rows.plain]

    @property
    def text(self) -> str:
        """The list."""
        return "\n".join(self.lines)

    @property
    def row(self) -> str:
        """The line under the cursor."""
        at = self.app.view.rows.cursor
        return "" if at is None else self.lines[at]

    @property
    def pane(self) -> str:
        """The details, on one line."""
        return " ".join(self.pane_lines)

    @property
    def pane_lines(self) -> list[str]:
        """The details, line by line."""
        text = str(self.app.view.query_one(".pane-text", Static).content)
        return [line.strip() for line in text.splitlines()]

    @property
    def head(self) -> str:
        """The two lines at the top."""
        return self.app.query_one(Head).render().plain

    @property
    def said(self) -> str:
        """The line at the foot."""
        return str(self.app.query_one("#said", Static).content).strip()

    @property
    def keys(self) -> str:
        """The key bar."""
        return self.app.query_one("#keys", Bar).render().plain

    @property
    def dialog(self) -> str:
        """The texts of the dialog on top."""
        return "\n".join(str(static.content) for static in self.app.screen.query(Static))


_NAMES = {" ": "space", ".": "full_stop", "-": "minus", ":": "colon", "[": "left_square_bracket"}


def play(
    desk: Desk,
    flow: Callable[[Play], Awaitable[None]],
    *,
    lang: Language = "en",
    size: tuple[int, int] = (120, 40),
    others: dict[str, Desk] | None = None,
    open_desk: Callable[[str], Desk] | None = None,
) -> None:
    """Open the app on a desk and play `flow` on it; `others` are the desks of other shops, unless
    `open_desk` opens them."""
    desks = {desk.plan.shop.id: desk, **(others or {})}

    async def run() -> None:
        names = {shop: each.plan.shop.name for shop, each in desks.items()}
        app = make_app(desk, Words(lang), names, open_desk or desks.__getitem__)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await flow(Play(app, pilot))

    asyncio.run(run())
