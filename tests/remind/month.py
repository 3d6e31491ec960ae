"""A shop's reminders over simulated weeks: sleeps, kills, overlaps, clocks that are put forward and
back. `python tests/remind/month.py` prints what became of every slot.
"""

import random
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from house import book_of, moment
from opsplan.cli.sending import Parcel, send_all
from opsplan.cli.session import Options, Session
from opsplan.cli.shop_reminders import RemindWish, ShopReminders
from opsplan.journal import open_journal
from opsplan.planning.expand import expand
from opsplan.planning.plan import Plan, make_plan
from opsplan.remind.due import SAID_KINDS
from opsplan.remind.outcome import SENT, Outcome, OutMessage
from opsplan.values.channel import Channel, Secret
from opsplan.values.channel_kinds import ChannelKind
from opsplan.values.classes import dataclass, field, replace
from opsplan.values.config import Config
from opsplan.values.occurrence import Identity, Occurrence
from opsplan.values.playbook import Shop
from opsplan.values.text import say
from opsplan.values.window import closed_window

STEP = timedelta(minutes=5)
MEMORY = Path("/dev/shm")
"""Thousands of commits wait for no disk there."""
DUTIES = (
    "{id: repost, name: Repost, when: '每天 8:30、11:30、14:30、16:30'}",
    "{id: stock, name: Stock, when: '每天 10:00-11:00', lead: 10m}",
    "{id: night, name: Night, when: '每天 23:50'}",
    "{id: weekly, name: Weekly, when: '每周一、四 9:00'}",
    "{id: monthly, name: Monthly, when: '每月1、15号 9:00'}",
    "{id: block, name: Block, when: 每个工作日上午}",
    "{id: plain, name: Plain, when: 每天}",
    "{id: float, name: Float, when: 每周两次}",
)
BLOCKS = "blocks: [{id: morning, name: {zh: 上午, en: Morning}, at: '08:00-12:00'}]"


class Killed(BaseException):
    """The run dies here, as by SIGKILL: nothing that it would do afterwards is done."""


@dataclass
class World:
    """The shop, its folder, the people who see what is said, and what they have seen."""

    folder: Path
    plan: Plan
    chance: random.Random
    kind: ChannelKind | None = None
    said: Counter[Identity] = field(default_factory=Counter)
    passed: Counter[Identity] = field(default_factory=Counter)
    ticked: set[Identity] = field(default_factory=set)
    touched_by_kill: set[Identity] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    runs: int = 0
    lock: Any = field(default_factory=threading.RLock)

    def session(self, now: datetime) -> Session:
        """The session of one run of the command."""
        session = Session(Options(), {"OPSPLAN_HOME": str(self.folder), "LANG": "en"})
        channels = () if self.kind is None else (self._channel(self.kind),)
        shop = self.plan.shop
        known = {"main": shop}
        session.__dict__["_config"] = (Config(shops=known, channels=channels), ())
        session.__dict__["plan"] = self.plan
        session.__dict__["now"] = now
        return session

    def run(self, now: datetime, end: str = "well") -> None:
        """One run; `end` is how it ends: well, or killed `before` or `after` it has spoken."""
        self.runs += 1
        session = self.session(now)
        ours = ShopReminders(session, RemindWish(timedelta(hours=2)))
        if self.kind is None:
            self._print(session, ours, end)
        else:
            self._send(session, ours, end)

    def tick(self, now: datetime, occurrence: Occurrence) -> None:
        """Somebody ticks it off."""
        journal = open_journal(self.folder / "journal.db")
        identity = occurrence.identity
        journal.write(lambda writing: writing.add(now, "me", "main", "done", identity))
        self.ticked.add(identity)

    def _print(self, session: Session, ours: ShopReminders, end: str) -> None:
        printed = ours.printed()
        if printed is None:
            return
        rows = [(_identity(row["ref"]), row["state"]) for row in printed[1]]
        if end != "well":
            self.touched_by_kill |= {identity for identity, _ in rows}
        if end == "before":
            return
        self._hear(rows)
        if end == "well":
            for follow in session.when_printed:
                follow()

    def _send(self, session: Session, ours: ShopReminders, end: str) -> None:
        channel = session.config.channels[0]
        parcels = ours.parcels(channel, None)
        try:
            for parcel in parcels:
                self._send_one(session, parcel, end)
        except Killed:
            pass

    def _send_one(self, session: Session, parcel: Parcel, end: str) -> None:
        passed = {call.identity for call in (parcel.due.passed if parcel.due else ())}
        rows = [
            (claim.identity, "superseded" if claim.identity in passed else "said")
            for claim in parcel.claims
        ]

        def server(_: Channel, message: OutMessage, seconds: float) -> Outcome:
            assert seconds > 0
            if end != "well":
                self.touched_by_kill.update(identity for identity, _ in rows)
            if end == "before":
                raise Killed
            if end == "fails":
                return Outcome("failed", 0.0, say("refused"))
            with self.lock:
                is_known = message.key in self.keys
                self.keys.add(message.key)
            if not (is_known and self.kind == "webhook"):
                self._hear(rows)
            if end == "after":
                raise Killed
            if end == "unanswered":
                return Outcome("unknown", None, say("no answer"))
            return SENT

        with self.lock, patch("opsplan.remind.deliver.deliver", server):
            send_all(session, [parcel])

    def _hear(self, rows: list[tuple[Identity, str]]) -> None:
        with self.lock:
            for identity, state in rows:
                (self.passed if state == "superseded" else self.said)[identity] += 1

    @staticmethod
    def _channel(kind: ChannelKind) -> Channel:
        return Channel("team", kind, Secret("https://localhost/x"))


def _identity(ref: str) -> Identity:
    name, _, rest = ref.partition("@")
    day, _, slot = rest.partition("#")
    book, _, duty = name.partition("/")
    return Identity(book, duty, datetime.fromisoformat(day).date(), int(slot))


def world(folder: Path, seed: int, kind: ChannelKind | None = None) -> World:
    """A new shop in that folder."""
    plan = make_plan(Shop("main", playbooks=("book",)), [book_of(*DUTIES, more=BLOCKS)])
    return World(folder, plan, random.Random(seed), kind)


@dataclass(frozen=True)
class Story:
    """What happens in the simulated time, besides runs every five minutes."""

    days: int = 30
    sleeps: float = 0.0
    kills: float = 0.0
    failures: float = 0.0
    unanswered: float = 0.0
    overlaps: float = 0.0
    ticks: float = 0.0
    steps: tuple[tuple[float, timedelta], ...] = ()


def live(shop: World, story: Story, start: datetime) -> tuple[datetime, datetime]:
    """Let the time pass; returns the first and the last moment that the shop's clock showed as
    true time went on (steps of the clock that were taken back left out)."""
    count = int(timedelta(days=story.days) / STEP)
    steps = {int(share * count): step for share, step in story.steps}
    offset = timedelta()
    true = start
    asleep_until = start
    expected = sorted(_slots(shop.plan, start, start + timedelta(days=story.days)), key=_opens)
    waiting = [each for each in expected if shop.chance.random() < story.ticks]
    shop.run(true)
    for number in range(1, count):
        true += STEP
        offset += steps.get(number, timedelta())
        now = true + offset
        while waiting and _opens(waiting[0]) - timedelta(minutes=30) <= now:
            shop.tick(min(now, _opens(waiting[0])), waiting.pop(0))
        if shop.chance.random() < story.sleeps:
            asleep_until = true + STEP * shop.chance.choice((3, 30, 90, 200))
        if true < asleep_until:
            continue
        if shop.chance.random() < story.overlaps:
            _at_once(8, partial(shop.run, now))
            continue
        shop.run(now, _end(shop.chance, story))
    shop.run(true + offset)
    return start, true + offset


def _end(chance: random.Random, story: Story) -> str:
    lot = chance.random()
    for end, share in (
        ("before", story.kills / 2),
        ("after", story.kills / 2),
        ("fails", story.failures),
        ("unanswered", story.unanswered),
    ):
        if lot < share:
            return end
        lot -= share
    return "well"


def _at_once(count: int, run: Callable[[], None]) -> None:
    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            run()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


def _opens(occurrence: Occurrence) -> datetime:
    lead = occurrence.planned.duty.lead or 0
    return occurrence.opens.astimezone(UTC) - timedelta(minutes=lead)


def _slots(plan: Plan, start: datetime, end: datetime) -> Iterator[Occurrence]:
    window = closed_window(start.date(), (end + timedelta(days=1)).date())
    for each in expand(plan, window):
        is_said = each.mark.kind in SAID_KINDS and each.is_clocked
        if is_said and start < _opens(each) <= end:
            yield each


def account(shop: World, start: datetime, end: datetime) -> Counter[str]:
    """What became of each slot between two moments: exactly one word each."""
    found: Counter[str] = Counter()
    for each in _slots(shop.plan, start, end):
        identity = each.identity
        said, passed = shop.said[identity], shop.passed[identity]
        if said + passed > 1:
            found["twice"] += 1
        elif said:
            found["said" if shop.kind is None else "sent"] += 1
        elif passed:
            found["superseded by digest"] += 1
        elif identity in shop.ticked:
            found["settled"] += 1
        elif identity in shop.touched_by_kill:
            found["unknown, told on stderr"] += 1
        else:
            found["lost"] += 1
    return found


START = moment("2026-11-01 00:02").astimezone(UTC)
STEPS = (
    (0.1, timedelta(hours=-2)),
    (0.2, timedelta(hours=2)),
    (0.3, timedelta(days=-2)),
    (0.45, timedelta(days=2)),
    (0.55, timedelta(days=1095)),
    (0.59, timedelta(days=-1095)),
    (0.7, timedelta(hours=3)),
    (0.704, timedelta(hours=-3)),
)
"""When the clock is put forward or back, as shares of the whole time; in the end it is right."""
STORIES: dict[str, tuple[ChannelKind | None, Story]] = {
    "quiet weeks": (None, Story()),
    "sleeps and ticks": (None, Story(sleeps=0.01, ticks=0.2)),
    "8 at once": (None, Story(overlaps=0.03, ticks=0.1)),
    "kills": (None, Story(kills=0.2)),
    "clock steps": (None, Story(steps=STEPS, ticks=0.1)),
    "everything, printed": (
        None,
        Story(sleeps=0.01, ticks=0.1, overlaps=0.01, kills=0.1, steps=STEPS),
    ),
    "everything, robot": (
        "dingtalk",
        Story(sleeps=0.01, ticks=0.1, kills=0.05, failures=0.2, unanswered=0.05, steps=STEPS),
    ),
    "everything, webhook": (
        "webhook",
        Story(sleeps=0.01, ticks=0.1, kills=0.05, failures=0.2, unanswered=0.05, steps=STEPS),
    ),
}
COLUMNS = (
    "said",
    "sent",
    "superseded by digest",
    "settled",
    "unknown, told on stderr",
    "twice",
    "lost",
)


def tell(name: str, seed: int, days: int) -> tuple[int, Counter[str]]:
    """Run a story; how many runs there were, and what became of the slots."""
    kind, story = STORIES[name]
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        shop = world(Path(folder), seed, kind)
        first, last = live(shop, replace(story, days=days), START)
        return shop.runs, account(shop, first, last)


def main() -> None:
    """Print the table."""
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    print("| story | runs | slots |", " | ".join(COLUMNS), "|")
    print("|---" * (len(COLUMNS) + 3) + "|")
    for name in STORIES:
        runs, found = tell(name, 1, days)
        cells = [str(found[column]) for column in COLUMNS]
        print(f"| {name} | {runs} | {sum(found.values())} |", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    main()
