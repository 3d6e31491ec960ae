"""How long commands take to start: `PYTHONPATH=src:tests python tests/bench/startup.py`.

Whole processes, in turns with a bare Python, so that a noisy machine is noisy for all of them; the
medians and their ratios. `cold` is the first run after a file has changed. Beside them the programs
that people use instead, where they are installed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

RUNS = 15
NOW = "2026-11-26T09:05+08:00"
SIZES = (10, 100, 1_000)
COMMANDS = {
    "today": ("today",),
    "remind": ("remind", "--dry-run"),
    "week": ("week",),
    "done": ("done", "1"),
    "next": ("next", "repost"),
    "report day": ("report", "day"),
    "--help": ("--help",),
    "--version": ("--version",),
}
PEERS = ("task", "remind", "todo", "khal")


def took(command: list[str], environ: dict[str, str]) -> float:
    """The seconds of one run."""
    began = time.perf_counter()
    subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def environ_of(home: Path) -> dict[str, str]:
    """The variables of a run."""
    path = ":".join(each for each in sys.path if each)
    known = {"OPSPLAN_HOME": str(home), "OPSPLAN_NOW": NOW, "LANG": "C.UTF-8", "PYTHONPATH": path}
    return {"PATH": os.environ["PATH"], **known}


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


def playbook(size: int) -> str:
    """A playbook of so many duties."""
    duties = "\n".join(
        f"  - {{id: d{number}, name: 第{number}件事, when: 每天}}" for number in range(size)
    )
    return f"opsplan: 1\nid: bench\nname: bench\nduties:\n{duties}\n"


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        environ = environ_of(home)
        (home / "config.yaml").write_text("me: boss\n", encoding="utf-8")
        time.sleep(1.1)
        commands = {"python": [sys.executable, "-c", "pass"]}
        commands |= {label: opsplan(*words) for label, words in COMMANDS.items()}
        commands |= {peer: [peer] for peer in PEERS if shutil.which(peer)}
        times = in_turns(commands, environ)
        bare = times["python"]
        for label, each in times.items():
            print(f"{label:<12} {each * 1000:>7.0f} ms  x{each / bare:.1f}")
        shutil.rmtree(home / "cache", ignore_errors=True)
        cold = took(opsplan("today"), environ)
        print(f"{'today, cold':<12} {cold * 1000:>7.0f} ms  x{cold / bare:.1f}")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            home = Path(name)
            (home / "playbooks").mkdir()
            (home / "playbooks" / "bench.yaml").write_text(playbook(size), encoding="utf-8")
            (home / "config.yaml").write_text("shops: {main: {playbooks: [bench]}}\n")
            time.sleep(1.1)
            environ = environ_of(home)
            first = took(opsplan("today", "--json"), environ)
            again = median(took(opsplan("today", "--json"), environ) for _ in range(5))
            print(f"{size:>6} duties  first {first:.2f} s, then {again:.2f} s")


if __name__ == "__main__":
    main()
