"""The schedulers that can be installed into, and those for which a text is only printed."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Literal, Protocol

from opsplan.cli.output import PRIVATE, write_whole
from opsplan.remind.crontab import (
    block_of,
    cron_lines,
    read_table,
    with_block,
    without_block,
    write_table,
)
from opsplan.remind.timers import HEADERS, TextFile, systemd_units
from opsplan.remind.waking import Waking
from opsplan.values.classes import dataclass
from opsplan.values.problem import OpsplanError, reason_of
from opsplan.values.text import Message, say

State = Literal["installed", "differs", "absent", "unknown"]


class Scheduler(Protocol):
    """Something that can run opsplan at its times. What fails raises OpsplanError."""

    @property
    def name(self) -> str:
        """Its name in JSON."""

    def text(self, waking: Waking) -> str:
        """What would be installed."""

    def installed(self) -> str:
        """What of ours is installed; empty where nothing is."""

    def state(self, waking: Waking) -> State:
        """Whether just this is installed."""

    def install(self, waking: Waking) -> Path | None:
        """Install it; where the old state is kept, if it had to be."""

    def remove(self) -> Path | None:
        """Take away all of ours; where the old state is kept, if it had to be."""


@dataclass(frozen=True, slots=True)
class Crontab:
    """The user's crontab."""

    environ: Mapping[str, str]
    backups: Path
    now: datetime
    name: str = "crontab"

    def text(self, waking: Waking) -> str:
        """The lines of the block."""
        return with_block(b"", cron_lines(waking), waking.language).decode("utf-8", "replace")

    def installed(self) -> str:
        """The block that stands in the table."""
        return block_of(read_table(self.environ)).decode("utf-8", "replace")

    def state(self, waking: Waking) -> State:
        """Whether the table has just this block."""
        table = read_table(self.environ)
        if not block_of(table):
            return "absent"
        return (
            "installed"
            if with_block(table, cron_lines(waking), waking.language) == table
            else "differs"
        )

    def install(self, waking: Waking) -> Path | None:
        """Put the block into the table."""
        table = read_table(self.environ)
        return self._replace(table, with_block(table, cron_lines(waking), waking.language))

    def remove(self) -> Path | None:
        """Take the block out of the table."""
        table = read_table(self.environ)
        return self._replace(table, without_block(table))

    def _replace(self, table: bytes, wanted: bytes) -> Path | None:
        kept = _kept(self.backups, table, self.now) if table else None
        write_table(wanted, self.environ)
        return kept


@dataclass(frozen=True, slots=True)
class Systemd:
    """Timers of the user's own systemd."""

    environ: Mapping[str, str]
    folder: Path
    name: str = "systemd"

    def text(self, waking: Waking) -> str:
        """The unit files, one after the other."""
        return "".join(f"# {self.folder / f.name}\n{f.text}\n" for f in systemd_units(waking))

    def installed(self) -> str:
        """The unit files of ours that are there."""
        return "".join(f"# {path}\n{_content(path)}\n" for path in self._ours())

    def state(self, waking: Waking) -> State:
        """Whether just these files are there, and their timers enabled."""
        wanted = {file.name: file.text for file in systemd_units(waking)}
        there = {path.name: _content(path) for path in self._ours()}
        if not there:
            return "absent"
        is_enabled = there == wanted and self._systemctl("is-enabled", *_timers(wanted)) is None
        return "installed" if is_enabled else "differs"

    def install(self, waking: Waking) -> Path | None:
        """Write the files and start their timers."""
        units = systemd_units(waking)
        self._refuse_foreign(units)
        wanted = [unit.name for unit in units]
        unwanted = [path for path in self._ours() if path.name not in wanted]
        if unwanted:
            self._systemctl("disable", "--now", *_timers([path.name for path in unwanted]))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for path in unwanted:
                path.unlink()
            for unit in units:
                write_whole(self.folder / unit.name, os.fsencode(unit.text))
        except OSError as error:
            raise _unusable(self.folder, error) from None
        timers = _timers(wanted)
        enable = ("enable", "--now", *timers)
        fault = self._systemctl("daemon-reload") or self._systemctl(*enable)
        if fault is not None:
            what = say("the timers are written, but not started: {fault}", fault=fault)
            command = f"systemctl --user daemon-reload && systemctl --user {' '.join(enable)}"
            raise OpsplanError(what, say("run: {command}", command=command))
        return None

    def remove(self) -> Path | None:
        """Stop the timers and delete the files."""
        ours = self._ours()
        fault = self._systemctl("disable", "--now", *_timers([path.name for path in ours]))
        try:
            for path in ours:
                path.unlink()
        except OSError as error:
            raise _unusable(self.folder, error) from None
        fault = fault or self._systemctl("daemon-reload")
        if fault is not None:
            what = say("the timers are deleted, but systemd does not answer: {fault}", fault=fault)
            command = "systemctl --user daemon-reload"
            raise OpsplanError(what, say("run: {command}", command=command))
        return None

    def _ours(self) -> list[Path]:
        try:
            found = sorted(self.folder.glob("opsplan-*.*"))
            return [path for path in found if _content(path).startswith(tuple(HEADERS.values()))]
        except OSError as error:
            raise _unusable(self.folder, error) from None

    def _refuse_foreign(self, units: list[TextFile]) -> None:
        for unit in units:
            path = self.folder / unit.name
            if os.path.lexists(path) and path not in self._ours():
                what = say("{path} is there and not from opsplan", path=path)
                raise OpsplanError(what, say("move it away"))

    def _systemctl(self, *arguments: str) -> str | None:
        """None where it worked, else what went wrong."""
        program = shutil.which("systemctl", path=self.environ.get("PATH"))
        if program is None:
            return "systemctl: not found"
        command = [program, "--user", *arguments]
        try:
            done = subprocess.run(
                command, capture_output=True, check=False, timeout=30, env=dict(self.environ)
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"systemctl: {type(error).__name__}"
        if done.returncode == 0:
            return None
        said = done.stderr.decode("utf-8", "replace").strip()
        return said.partition("\n")[0] or f"systemctl: exit {done.returncode}"


@dataclass(frozen=True, slots=True)
class Printed:
    """A scheduler of another system: what it wants is printed, and people do the rest."""

    name: str
    print_text: Callable[[Waking], str]
    advice: Message

    def text(self, waking: Waking) -> str:
        """What it wants."""
        return self.print_text(waking)

    def installed(self) -> str:
        """Nothing that could be seen from here."""
        return ""

    def state(self, waking: Waking) -> State:
        """Nobody knows."""
        return "unknown"

    def install(self, waking: Waking) -> Path | None:
        """OpsplanError: this is for people."""
        raise OpsplanError(self.advice)

    def remove(self) -> Path | None:
        """OpsplanError: this is for people."""
        raise OpsplanError(self.advice)


def _timers(names: Mapping[str, str] | list[str]) -> list[str]:
    return [name for name in names if name.endswith(".timer")]


def _content(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _kept(folder: Path, table: bytes, now: datetime) -> Path:
    """The table as a file of its own, readable by its owner alone; on the disk before we go on."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    names = (f"crontab-{stamp}{f'-{number}' if number else ''}.txt" for number in count())
    path = next(folder / name for name in names if not os.path.lexists(folder / name))
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _unusable(folder, error) from None
    write_whole(path, table, PRIVATE)
    return path


def _unusable(path: Path, error: OSError) -> OpsplanError:
    reason = reason_of(error)
    return OpsplanError(say("cannot use {path}: {reason}", path=path, reason=reason))
