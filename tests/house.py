"""Helpers for tests: playbooks from text, plans and checklists without a disk, whole commands."""

import importlib.util
import json
import os
import subprocess
import sys
import termios
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from opsplan.planning.checklist import draft, join
from opsplan.planning.expand import expand
from opsplan.planning.plan import Plan, make_plan
from opsplan.playbook.reader import read_playbook
from opsplan.values.checklist import Checklist, Item
from opsplan.values.journal import Entry, EntryKind, Facts
from opsplan.values.occurrence import Occurrence
from opsplan.values.playbook import Playbook, Shop
from opsplan.values.window import Window, closed_window, day_window

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "playbooks"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(text: str, zone: str = "Asia/Shanghai") -> datetime:
    """`2026-11-25 08:40` as an aware moment."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def day(text: str) -> date:
    """An ISO date."""
    return date.fromisoformat(text)


def book_of(*duties: str, more: str = "", book: str = "book") -> Playbook:
    """A playbook of duties in YAML flow or block style, such as `{id: a, name: A, when: 每天}`."""
    listed = "\n".join(f"  - {duty}" for duty in duties)
    text = f"opsplan: 1\nid: {book}\nname: {book}\n{more}\nduties:\n{listed}\n"
    found, problems = read_playbook(text.encode(), f"{book}.yaml")
    assert found is not None, [str(problem.what) for problem in problems]
    return found


def plan_of(*duties: str, shop: Shop | None = None, more: str = "") -> Plan:
    """The plan of a shop that runs a playbook of these duties."""
    return make_plan(shop or Shop("main"), [book_of(*duties, more=more)])


def occurrences(plan: Plan, first: str, last: str) -> list[Occurrence]:
    """The stateless expansion between two days, both in."""
    return expand(plan, closed_window(day(first), day(last)))


def refs(found: Iterable[Occurrence]) -> list[str]:
    """`duty@date#slot` of each, without the playbook."""
    return [each.ref.partition("/")[2] for each in found]


class Ledger:
    """A journal in memory: `ledger.add("done", occurrence, "2026-11-25 09:00")`."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, kind: EntryKind, occurrence: Occurrence, when: str, **values: Any) -> Entry:
        """An entry written at `when` (and, without `at`, about that moment)."""
        written = moment(when)
        at = values.pop("at", written)
        entry = Entry(
            f"E{len(self.entries):05}",
            written,
            at,
            "tester",
            "main",
            kind,
            occurrence.identity,
            **values,
        )
        self.entries.append(entry)
        return entry

    def facts(self) -> Facts:
        """As the journal on disk would tell them."""
        newest: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries:
            key = f"{entry.identity.playbook}/{entry.identity.duty}"
            newest[key] = (*newest.get(key, ()), entry)
        return Facts(min((entry.at for entry in self.entries), default=None), newest)


def checklist(
    plan: Plan, now: str, ledger: Ledger | None = None, window: Window | None = None
) -> Checklist:
    """The checklist of `window` (today without) as it stands at `now`."""
    known = ledger or Ledger()
    at = moment(now)
    drafted = draft(plan, window or day_window(at.date()), at, known.facts())
    return join(drafted, known.entries, at)


def item(found: Checklist, ref: str) -> Item:
    """The one item whose `duty@date#slot` or duty id is `ref`."""
    matching = [
        each
        for each in (*found.items, *found.setup)
        if ref in (each.occurrence.planned.duty.id, each.occurrence.ref.partition("/")[2])
    ]
    assert len(matching) == 1, (ref, [each.occurrence.ref for each in found.items])
    return matching[0]


@dataclass(frozen=True)
class Ran:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


def _typed(command: list[str], env: dict[str, str], folder: Path, answers: bytes) -> Ran:
    """Run a command whose standard input and error are a terminal on which `answers` are typed."""
    outer, inner = os.openpty()
    mode = termios.tcgetattr(inner)
    mode[3] &= ~termios.ECHO
    termios.tcsetattr(inner, termios.TCSANOW, mode)
    child = subprocess.Popen(
        command, env=env, cwd=folder, stdin=inner, stdout=subprocess.PIPE, stderr=inner
    )
    os.close(inner)
    os.write(outer, answers)
    shown = b""
    with suppress(OSError):  # the terminal is gone when the command has ended
        while part := os.read(outer, 65536):
            shown += part
    os.close(outer)
    out, _ = child.communicate(timeout=120)
    return Ran(child.returncode, out.decode(), shown.decode().replace("\r\n", "\n"))


def needs(library: str) -> pytest.MarkDecorator:
    """Left out where an extra is not installed, as for a user without it."""
    is_missing = importlib.util.find_spec(library) is None
    return pytest.mark.skipif(is_missing, reason=f"{library} is not installed")


class Home:
    """A temporary home in which the real command runs, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str | bytes) -> Path:
        """A file of the home, such as `config.yaml` or `playbooks/mine.yaml`."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def run(
        self,
        *arguments: str,
        now: str = "2026-11-25T08:40+08:00",
        answers: str | None = None,
        under: Sequence[str] = (),
        **environ: str,
    ) -> Ran:
        """Run `opsplan` with these arguments at that time; English unless `LANG` says otherwise.

        With `answers` (lines) it runs on a terminal on which these are typed; `\x04` ends them.
        `under` is a program that runs it, such as strace, with its arguments.
        """
        clean = {
            k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "OPSPLAN"))
        }
        env = {
            **clean,
            "LANG": "en_US.UTF-8",
            "PYTHONUTF8": "1",
            "COLUMNS": "100",
            "OPSPLAN_HOME": str(self.folder),
            "OPSPLAN_NOW": now,
            "PYTHONWARNINGS": "error",
            **environ,
        }
        command = [*under, sys.executable, "-m", "opsplan", *arguments]
        if answers is not None:
            return _typed(command, env, self.folder, answers.encode())
        done = subprocess.run(
            command, env=env, capture_output=True, check=False, cwd=self.folder, timeout=120
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


_LOADED = """
import sys
from opsplan.cli.main import main
code = main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


def modules_after(home: Home, *words: str) -> set[str]:
    """What a command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, *words],
        env={"OPSPLAN_HOME": str(home.folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())
