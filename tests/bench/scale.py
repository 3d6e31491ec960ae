"""What many shops and years cost: `PYTHONPATH=src:tests python tests/bench/scale.py [--shops N]`.

So many shops (1,000 unless said otherwise) with 60 duties each, ticked for three years, in SQLite
and, where its programs are there, in PostgreSQL. The commands are run as a user runs them; beside
each stands what the same command costs on an empty journal.
"""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg

from opsplan.journal import EntryIds, open_journal
from opsplan.journal.postgres import PostgresStore
from opsplan.journal.queries import COLUMNS, row_of
from opsplan.journal.schema import checksum
from opsplan.journal.store import Journal
from opsplan.values.journal import Entry
from opsplan.values.occurrence import Identity
from server import running_server, server_programs

DUTIES = 60
TODAY = date(2026, 11, 26)
NOW = f"{TODAY}T09:05+08:00"
EVERY = (1, 1, 1, 1, 7, 7, 7, 30, 30, 14)
"""After how many days the duties come, ten by ten."""
PHRASES = {1: "每天", 7: "每周四", 14: "每14天 从2020-01-02起", 30: "每月26号"}
COLUMNS_WRITTEN = (*COLUMNS, "moment", "checksum")


def playbook() -> str:
    """A playbook of 60 duties."""
    duties = "\n".join(
        f"  - {{id: d{number}, name: 第{number}件事, when: {PHRASES[EVERY[number % 10]]}}}"
        for number in range(DUTIES)
    )
    return f"opsplan: 1\nid: bench\nname: bench\nduties:\n{duties}\n"


def config(shops: int) -> str:
    """A config of so many shops, each in one line."""
    listed = "\n".join(f"  s{number}: {{group: all}}" for number in range(shops))
    return f"me: boss\nshop: s0\ngroups: {{all: {{playbooks: [bench]}}}}\nshops:\n{listed}\n"


def rows(shop: int, days: int) -> Iterator[tuple[object, ...]]:
    """The ticks of a shop in the last so many days."""
    ids = EntryIds()
    for back in range(days, 0, -1):
        day = TODAY - timedelta(days=back)
        for number in range(DUTIES):
            if back % EVERY[number % 10]:
                continue
            at = datetime(day.year, day.month, day.day, 1, number, tzinfo=UTC)
            entry_id = ids.make(at + timedelta(milliseconds=shop))
            identity = Identity("bench", f"d{number}", day, 1)
            row = row_of(Entry(entry_id, at, at, "boss", f"s{shop}", "done", identity))
            yield (*row, int(at.timestamp()), checksum(row))


def fill_sqlite(path: Path, shops: int, days: int) -> int:
    """A journal of all shops in a file; returns how many entries."""
    open_journal(path).write(lambda _: None)
    with closing(sqlite3.connect(path)) as db:
        indexes = db.execute("SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE INDEX%'")
        made = indexes.fetchall()
        for name, _ in made:
            db.execute(f"DROP INDEX {name}")
        places = ", ".join("?" * len(COLUMNS_WRITTEN))
        sql = f"INSERT INTO entries ({', '.join(COLUMNS_WRITTEN)}) VALUES ({places})"
        db.execute("PRAGMA synchronous = OFF")
        for shop in range(shops):
            db.executemany(sql, rows(shop, days))
            db.commit()
        for _, statement in made:
            if " entries " in statement:
                db.execute(statement)
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return int(db.execute("SELECT COUNT(*) FROM entries").fetchone()[0])


def fill_postgres(url: str, shops: int, days: int) -> int:
    """The same on a server."""
    with closing(Journal(PostgresStore(url))) as journal:
        journal.write(lambda _: None)
    with psycopg.connect(url, options="-c search_path=opsplan", autocommit=True) as connection:
        copy = f"COPY entries ({', '.join(COLUMNS_WRITTEN)}) FROM STDIN"
        for shop in range(shops):
            with connection.cursor().copy(copy.encode()) as target:
                for row in rows(shop, days):
                    target.write_row(row)
        connection.execute(b"ANALYZE")
        found = connection.execute(b"SELECT COUNT(*) FROM entries").fetchone()
        return int(found[0]) if found else 0


@dataclass(frozen=True)
class Cost:
    """Seconds and megabytes of a command."""

    seconds: float
    memory: int


def cost(home: Path, environ: dict[str, str], *words: str, runs: int = 3) -> Cost:
    """What the command costs at its best of several runs."""
    env = {"PATH": "/usr/bin:/bin", "OPSPLAN_HOME": str(home), "OPSPLAN_NOW": NOW, "LANG": "zh"}
    env |= {"PYTHONPATH": ":".join(sys.path[:3]), "PYTHONUTF8": "1", **environ}
    command = ["/usr/bin/time", "-f", "%M", sys.executable, "-m", "opsplan", *words]
    best = Cost(float("inf"), 0)
    for _ in range(runs):
        began = time.perf_counter()
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
        took = time.perf_counter() - began
        best = min(best, Cost(took, int(done.stderr.split()[-1]) // 1024), key=lambda c: c.seconds)
    return best


def table(title: str, homes: dict[str, tuple[Path, dict[str, str]]], shops: int) -> None:
    """Each command on each journal, by seconds, megabytes, and the ratio to the first."""
    middle = f"s{shops // 2}"
    commands = {
        "today": ("--shop", middle, "today", "--json"),
        "done": ("--shop", middle, "done", "1"),
        "month": ("--shop", middle, "month", "2026-10-01", "--json"),
        "report month": ("--shop", middle, "report", "month", "2026-10-01", "--json"),
        "remind": ("--shop", middle, "remind", "--dry-run"),
        "today --all-shops": ("today", "--all-shops", "--json"),
    }
    print(f"\n{title}")
    for name, words in commands.items():
        first: Cost | None = None
        cells: list[str] = []
        for place, (home, environ) in homes.items():
            found = cost(home, environ, *words, runs=1 if "all" in name else 5)
            first = first or found
            ratio = found.seconds / first.seconds
            cells.append(f"{place} {found.seconds:.2f} s {found.memory} MB x{ratio:.2f}")
        print(f"{name:<20}" + "   ".join(cells), flush=True)


def home_of(folder: Path, shops: int) -> Path:
    """A home with the playbook and the config."""
    (folder / "playbooks").mkdir(parents=True)
    (folder / "playbooks" / "bench.yaml").write_text(playbook(), encoding="utf-8")
    (folder / "config.yaml").write_text(config(shops), encoding="utf-8")
    return folder


def main() -> None:
    """Fill the journals and print the table."""
    wanted = arguments()
    with tempfile.TemporaryDirectory(dir=wanted.dir) as name:
        folder = Path(name)
        empty, full = home_of(folder / "empty", wanted.shops), home_of(folder / "f", wanted.shops)
        began = time.perf_counter()
        count = fill_sqlite(full / "journal.db", wanted.shops, wanted.days)
        size = (full / "journal.db").stat().st_size / 1e9
        took = time.perf_counter() - began
        print(f"{wanted.shops:,} shops, {count:,} entries: SQLite {size:.1f} GB in {took:.0f} s")
        homes = {"empty": (empty, {}), "SQLite": (full, dict[str, str]())}
        if server_programs() is None or wanted.no_server:
            table("best of 5, whole process", homes, wanted.shops)
            return
        with running_server() as server:
            began = time.perf_counter()
            fill_postgres(server.url(), wanted.shops, wanted.days)
            print(f"PostgreSQL in {time.perf_counter() - began:.0f} s")
            shared = {"OPSPLAN_DATABASE": server.url()}
            homes["PostgreSQL, empty"] = (empty, {"OPSPLAN_DATABASE": server.create("empty")})
            homes["PostgreSQL"] = (home_of(folder / "p", wanted.shops), shared)
            table("best of 5, whole process", homes, wanted.shops)
        shutil.rmtree(full)


def arguments() -> Namespace:
    """How many shops and days, and where the files may lie."""
    parser = ArgumentParser()
    parser.add_argument("--shops", type=int, default=1_000)
    parser.add_argument("--days", type=int, default=1_095)
    parser.add_argument("--dir", type=Path, default=None)
    parser.add_argument("--no-server", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
