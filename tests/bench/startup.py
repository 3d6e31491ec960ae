"""How long commands take to start: `PYTHONPATH=src:tests python tests/bench/startup.py`.

Whole processes, in turns with a bare Python, so that a noisy machine is noisy for all of them; the
medians and their ratios. Beside them the programs that people use instead, where they are
installed, with the same sixty duties. Then how it grows: with the duties of the shop, and with the
years of ticks behind it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

RUNS = 15
NOW = "2026-11-26T12:05+08:00"
"""A Thursday's noon: nothing opens before half past."""
SIZES = (10, 100, 1_000, 10_000)
YEARS = (0, 1, 3, 10)
A_DAY = 40
"""Ticks of a day behind the shop."""
COMMANDS = {
    "today": ("today",),
    "remind, nothing due": ("remind",),
    "remind, looking": ("remind", "--dry-run"),
    "week": ("week",),
    "done": ("done", "1"),
    "next": ("next", "repost"),
    "why": ("why", "1"),
    "report day": ("report", "day"),
    "review": ("review",),
    "stats": ("stats",),
    "month": ("month",),
    "scorecard": ("scorecard",),
    "playbook list": ("playbook", "list"),
    "playbook check": ("playbook", "check"),
    "doctor": ("doctor",),
    "when": ("when", "每月最后一个工作日"),
    "--help": ("--help",),
    "--version": ("--version",),
}
SIXTY = (
    *((f"Every day, no. {n + 1}", f"每天 {9 + n // 6}:{n % 6}0", "DAILY", "") for n in range(40)),
    *((f"Every Thursday, no. {n + 1}", "每周四", "WEEKLY", "Thu ") for n in range(10)),
    *((f"Every 26th, no. {n + 1}", "每月26号", "MONTHLY", "26 ") for n in range(10)),
)
"""What all programs have to list: title, phrase, frequency of RFC 5545, trigger of Remind."""


def took(command: list[str], environ: dict[str, str]) -> float:
    """The seconds of one run."""
    began = time.perf_counter()
    subprocess.run(
        command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - began


def environ_of(home: Path) -> dict[str, str]:
    """The variables of a run."""
    path = ":".join(each for each in sys.path if each)
    known = {"OPSPLAN_HOME": str(home), "OPSPLAN_NOW": NOW, "LANG": "C.UTF-8", "PYTHONPATH": path}
    return {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_CONFIG_HOME": str(home), **known}


def in_turns(commands: dict[str, list[str]], environ: dict[str, str]) -> dict[str, float]:
    """The median of each, one run of each after the other."""
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            found[name].append(took(command, environ))
    return {name: median(times) for name, times in found.items()}


def opsplan(*words: str) -> list[str]:
    """The command line of opsplan."""
    return [sys.executable, "-m", "opsplan", *words]


def settle() -> None:
    """Wait until no file counts as just written."""
    time.sleep(1.1)


def taskwarrior(home: Path) -> list[str]:
    """The sixty as tasks that are due today; its `next` reads no recurrence."""
    (home / ".taskrc").write_text(f"data.location={home}/task\nconfirmation=no\n", "utf-8")
    tasks = [{"description": title, "due": "20261126T120000Z"} for title, *_ in SIXTY]
    command = ["task", "rc.verbose=nothing", f"rc:{home}/.taskrc"]
    subprocess.run(
        [*command, "import", "-"],
        input=json.dumps(tasks),
        text=True,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return [*command, "limit:none", "next"]


def remind(home: Path) -> list[str]:
    """The sixty as recurring reminders."""
    lines = (f"REM {trigger}MSG {title}\n" for title, _, _, trigger in SIXTY)
    (home / "things.rem").write_text("".join(lines), "utf-8")
    return ["remind", str(home / "things.rem"), "26", "Nov", "2026"]


def _calendar(home: Path, kind: str, when: str) -> Path:
    folder = home / kind / "things"
    folder.mkdir(parents=True)
    for number, (title, _, frequency, _) in enumerate(SIXTY):
        rule = f"RRULE:FREQ={frequency}\r\n" if kind == "VEVENT" else ""
        text = (
            f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:{kind}\r\nUID:{number}\r\n"
            f"DTSTAMP:20261126T000000Z\r\n{when}\r\nSUMMARY:{title}\r\n"
            f"{rule}END:{kind}\r\nEND:VCALENDAR\r\n"
        )
        (folder / f"{number}.ics").write_text(text, "utf-8")
    return folder


def todoman(home: Path) -> list[str]:
    """The sixty as to-dos that are due today; it expands no rules."""
    folder = _calendar(home, "VTODO", "DUE:20261126T120000Z")
    (home / "todoman").mkdir()
    (home / "todoman" / "config.py").write_text(f'path = "{folder.parent}/*"\n', "utf-8")
    return ["todo", "list"]


def khal(home: Path) -> list[str]:
    """The sixty as recurring events."""
    folder = _calendar(home, "VEVENT", "DTSTART:20261126T120000Z\r\nDTEND:20261126T130000Z")
    (home / "khal").mkdir()
    config = f"[calendars]\n[[things]]\npath = {folder}\n[locale]\ndateformat = %Y-%m-%d\n"
    config += "longdateformat = %Y-%m-%d\ntimeformat = %H:%M\n"
    config += "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    (home / "khal" / "config").write_text(config, "utf-8")
    return ["khal", "list", "2026-11-26", "1d"]


PEERS: dict[str, Callable[[Path], list[str]]] = {
    "task": taskwarrior,
    "remind": remind,
    "todo": todoman,
    "khal": khal,
}


def playbook(size: int) -> str:
    """A playbook of so many duties."""
    return _playbook((f"第{number}件事", "每天") for number in range(size))


def _playbook(duties: Iterable[tuple[str, str]]) -> str:
    """The playbook of titles with their phrases."""
    lines = "".join(
        f'  - {{id: d{number}, name: "{title}", when: {when}}}\n'
        for number, (title, when) in enumerate(duties)
    )
    return f"opsplan: 1\nid: bench\nname: bench\nduties:\n{lines}"


def small_shop(home: Path, text: str) -> None:
    """A home with that playbook."""
    (home / "playbooks").mkdir()
    (home / "playbooks" / "bench.yaml").write_text(text, encoding="utf-8")
    (home / "config.yaml").write_text("shops: {main: {playbooks: [bench]}}\n")
    settle()


def sixty(home: Path, environ: dict[str, str]) -> None:
    """The table of other programs, each with the same sixty duties."""
    small_shop(home, _playbook((title, when) for title, when, *_ in SIXTY))
    lines = {"python": [sys.executable, "-c", "pass"], "opsplan": opsplan("today")}
    lines |= {name: make(home) for name, make in PEERS.items() if shutil.which(name)}
    for _ in range(2):
        took(lines["opsplan"], environ)
    times = in_turns(lines, environ)
    for label, each in times.items():
        print(f"{label:<20} {each * 1000:>7.0f} ms  x{each / times['python']:.1f}")


def commands(home: Path, environ: dict[str, str]) -> None:
    """The table of commands beside a bare Python."""
    (home / "config.yaml").write_text("me: boss\n", encoding="utf-8")
    settle()
    lines = {"python": [sys.executable, "-c", "pass"]}
    lines |= {label: opsplan(*words) for label, words in COMMANDS.items()}
    for _ in range(3):
        took(lines["remind, nothing due"], environ)
        settle()
    # A tick would wake `remind` up for a second: it is measured by itself.
    done = {label: lines[label] for label in ("python", "done")}
    times = in_turns({k: v for k, v in lines.items() if k != "done"}, environ)
    bare = times["python"]
    ticks = in_turns(done, environ)
    times["done"] = ticks["done"] / ticks["python"] * bare
    for label, each in times.items():
        print(f"{label:<20} {each * 1000:>7.0f} ms  x{each / bare:.1f}")
    shutil.rmtree(home / "cache", ignore_errors=True)
    cold = took(lines["today"], environ)
    print(f"{'today, cold':<20} {cold * 1000:>7.0f} ms  x{cold / bare:.1f}")


def duties(home: Path, environ: dict[str, str], size: int) -> None:
    """A line of the table of duties."""
    small_shop(home, playbook(size))
    first = took(opsplan("today", "--json"), environ)
    again = median(took(opsplan("today", "--json"), environ) for _ in range(5))
    settle()
    rest = median(took(opsplan("remind", "--dry-run"), environ) for _ in range(5))
    print(f"{size:>6} duties  first {first:.2f} s, then {again:.2f} s; remind {rest:.2f} s")


def ticked(home: Path, environ: dict[str, str], years: int) -> None:
    """A line of the table of years."""
    small_shop(home, playbook(A_DAY))
    last = date(2026, 11, 25)
    with (home / "ticks.jsonl").open("w", encoding="utf-8") as stream:
        for days in range(years * 365):
            day = last - timedelta(days=days)
            for number in range(A_DAY):
                entry = {
                    "id": f"01{days:016d}{number:08d}",
                    "at": f"{day}T09:00+08:00",
                    "by": "boss",
                    "shop": "main",
                    "kind": "done",
                    "ref": f"bench/d{number}@{day}#1",
                }
                stream.write(json.dumps(entry) + "\n")
    if years:
        took(opsplan("journal", "merge", str(home / "ticks.jsonl")), environ)
    for name in ("today", "remind", "remind", "remind"):
        settle()
        took(opsplan(name), environ)
    times = in_turns(
        {name: opsplan(name) for name in ("today", "remind")}
        | {"python": [sys.executable, "-c", "pass"]},
        environ,
    )
    entries, bare = years * 365 * A_DAY, times["python"]
    today, reminded = times["today"] / bare, times["remind"] / bare
    print(f"{years:>3} years, {entries:>7} ticks  today x{today:.1f}  remind x{reminded:.1f}")


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        commands(Path(name), environ_of(Path(name)))
    with tempfile.TemporaryDirectory() as name:
        sixty(Path(name), environ_of(Path(name)))
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            duties(Path(name), environ_of(Path(name)), size)
    for years in YEARS:
        with tempfile.TemporaryDirectory() as name:
            ticked(Path(name), environ_of(Path(name)), years)


if __name__ == "__main__":
    main()
