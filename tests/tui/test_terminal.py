"""The real command in a real terminal, and what it leaves behind."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from house import Home

NOW = "2026-11-25T08:40+08:00"
BOOK = """
opsplan: 1
id: mine
name: Mine
duties:
  - {id: figures, name: 看数据, when: 每天 8:00-10:00}
  - {id: repost, name: 重发产品, when: "每天 8:30、11:30", goal: 20 条}
  - {id: ads, name: "[red]调[/red]广告", when: 每天}
"""
CONFIG = "opsplan: 1\nlang: zh\nme: 小李\nshops: {main: {name: 主店, playbooks: [mine]}}\n"
PATIENCE = 30


class Terminal:
    """A terminal of tmux's, on a server of its own."""

    def __init__(self, folder: Path, command: str, size: tuple[int, int] = (120, 30)) -> None:
        self.socket = folder / "tmux.socket"
        columns, rows = map(str, size)
        self._tmux(
            *("-u", "-f", "/dev/null", "new-session", "-d", "-s", "test"),
            *("-x", columns, "-y", rows, command),
        )

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", str(self.socket), *arguments],
            capture_output=True,
            check=True,
            text=True,
            env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Press keys, as tmux calls them."""
        self._tmux("send-keys", "-t", "test", *keys)

    @property
    def screen(self) -> str:
        """What stands on the screen."""
        return self.capture()

    def capture(self, *options: str) -> str:
        """What stands on the screen; with its colours where `-e` asks for them."""
        return self._tmux("capture-pane", "-p", "-t", "test", *options)

    def wait(self, holds: Callable[[str], bool]) -> str:
        """The screen once it is as expected."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if holds(screen := self.screen):
                return screen
            time.sleep(0.05)
        raise AssertionError(self.screen)

    def close(self) -> None:
        """End the server."""
        self._tmux("kill-server")


@pytest.fixture
def shop(home: Home) -> Home:
    """A home with a small playbook."""
    home.write("playbooks/mine.yaml", BOOK)
    home.write("config.yaml", CONFIG)
    return home


RUN = "-m opsplan tui"
FAILING = """-c '
import opsplan.tui.day
def day_lines(*_): raise RuntimeError("boom")
opsplan.tui.day.day_lines = day_lines
from opsplan.__main__ import entry
entry()' tui"""


@pytest.fixture
def opened(shop: Home) -> Iterator[Callable[[str], Terminal]]:
    """Runs Python with arguments in a terminal, with that home; a shell follows it."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    environ = {
        "OPSPLAN_HOME": str(shop.folder),
        "OPSPLAN_NOW": NOW,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONUTF8": "1",
        "TERM": "tmux-256color",
    }
    told = " ".join(f"{name}='{value}'" for name, value in environ.items())
    terminals: list[Terminal] = []

    def run(arguments: str) -> Terminal:
        command = f"env {told} {sys.executable} {arguments}; echo left with $?; stty -a; cat"
        terminals.append(Terminal(shop.folder, command))
        return terminals[-1]

    yield run
    for each in terminals:
        each.close()


@pytest.fixture
def terminal(opened: Callable[[str], Terminal]) -> Terminal:
    """`opsplan tui` in a terminal."""
    return opened(RUN)


def test_a_tick_in_a_terminal_is_in_the_journal(shop: Home, terminal: Terminal) -> None:
    screen = terminal.wait(lambda screen: "看数据" in screen and "退出" in screen)
    assert screen.splitlines()[0].startswith(" 主店  2026年11月25日 周三")
    assert "[red]调[/red]广告" in screen
    terminal.press("Space")
    terminal.wait(lambda screen: "☑ 看数据 08:00  完成" in screen)
    terminal.press("1", "2", "Enter")
    terminal.wait(lambda screen: "12/20" in screen)
    terminal.press("q")
    terminal.wait(lambda screen: "left with 0" in screen)
    lines = shop.run("journal", "export").out.splitlines()
    entries = [json.loads(line) for line in lines]
    assert [(each["kind"], each["ref"], each.get("count")) for each in entries] == [
        ("done", "mine/figures@2026-11-25#1", None),
        ("progress", "mine/repost@2026-11-25#1", 12),
    ]
    assert {each["by"] for each in entries} == {"小李"}


def test_plain_has_ascii_boxes_and_no_colour(shop: Home, opened: Callable[[str], Terminal]) -> None:
    terminal = opened(f"{RUN} --plain")
    screen = terminal.wait(lambda screen: "看数据" in screen and "退出" in screen)
    assert "[ ] 08:00" in screen
    assert "☐" not in screen
    terminal.press("Space")
    terminal.wait(lambda screen: "[x] 看数据 08:00  完成" in screen)
    coloured = terminal.capture("-e")
    greys = re.findall(r"\x1b\[[0-9;]*?[34]8;2;(\d+);(\d+);(\d+)", coloured)
    assert all(red == green == blue for red, green, blue in greys)


def test_what_another_process_writes_appears(shop: Home, terminal: Terminal) -> None:
    terminal.wait(lambda screen: "看数据" in screen and "退出" in screen)
    assert shop.run("done", "ads", now=NOW).code == 0
    screen = terminal.wait(lambda screen: "☑" in screen)
    assert "08:40 小李" in screen


def test_sigterm_gives_the_terminal_back(shop: Home, terminal: Terminal) -> None:
    terminal.wait(lambda screen: "看数据" in screen and "退出" in screen)
    os.kill(_process(shop), signal.SIGTERM)
    screen = terminal.wait(lambda screen: "left with" in screen and "icanon" in screen)
    assert "left with 143" in screen
    assert "看数据" not in screen
    assert " icanon" in screen
    assert " echo " in screen


def test_killed_it_leaves_a_whole_journal_and_holds_nobody_up(
    shop: Home, terminal: Terminal
) -> None:
    """RELIABILITY F4: what was ticked is there, and the next command writes at once."""
    terminal.wait(lambda screen: "看数据" in screen and "退出" in screen)
    terminal.press("Space")
    terminal.wait(lambda screen: "☑ 看数据 08:00  完成" in screen)
    os.kill(_process(shop), signal.SIGKILL)
    terminal.wait(lambda screen: "left with 137" in screen)
    assert shop.run("done", "ads", now=NOW).code == 0
    lines = shop.run("journal", "export").out.splitlines()
    assert [json.loads(line)["ref"].partition("@")[0] for line in lines] == [
        "mine/figures",
        "mine/ads",
    ]
    with closing(sqlite3.connect(shop.folder / "journal.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_error_of_ours_gives_the_terminal_back(opened: Callable[[str], Terminal]) -> None:
    screen = opened(FAILING).wait(lambda screen: "left with" in screen and "icanon" in screen)
    assert "left with 1" in screen
    assert "RuntimeError: boom" in screen
    assert "Traceback" not in screen
    assert " icanon" in screen
    assert " echo " in screen


def test_a_damaged_journal_is_one_line(shop: Home, opened: Callable[[str], Terminal]) -> None:
    shop.write("journal.db", "this is no database at all" * 100)
    screen = opened(RUN).wait(lambda screen: "left with" in screen)
    assert "left with 1" in screen
    assert "journal.db" in screen
    assert "Traceback" not in screen


def test_a_terminal_of_forty_columns_is_enough(shop: Home, terminal: Terminal) -> None:
    terminal.wait(lambda screen: "看数据" in screen and "退出" in screen)
    terminal._tmux("resize-window", "-t", "test", "-x", "40", "-y", "20")
    screen = terminal.wait(lambda screen: "? 帮助" in screen and "A01" not in screen)
    assert any(line.startswith(" ☐ 08:00  看数据") for line in screen.splitlines())


def test_without_a_terminal_it_says_so(shop: Home) -> None:
    ran = shop.run("tui")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "opsplan: opsplan tui 要在终端里运行；请用 opsplan today\n"


def test_without_textual_it_says_what_to_install(shop: Home) -> None:
    shop.write("blocked/sitecustomize.py", "import sys\nsys.modules['textual'] = None\n")
    ran = shop.run(
        "tui", "--lang", "en", PYTHONPATH=os.pathsep.join([str(shop.folder / "blocked"), *sys.path])
    )
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "opsplan: the terminal app needs textual, which is not installed;"
        " pip install 'opsplan[tui]'\n"
    )


def _process(home: Home) -> int:
    """The process that runs the app of that home."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes().split(b"\0")
            environ = (entry / "environ").read_bytes()
        except OSError:
            continue
        is_app = b"python" in command[0] and b"tui" in command
        if is_app and str(home.folder).encode() in environ:
            return int(entry.name)
    raise AssertionError("the app does not run")
