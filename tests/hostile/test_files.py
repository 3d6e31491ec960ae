"""Files that are none, or that lead elsewhere: each ends at once, with one line that names it."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from house import Home, Ran

BOOK = "opsplan: 1\nid: mine\nname: M\nduties:\n  - {id: pack, name: Pack, when: every day}\n"
SHOP = "shops: {main: {playbooks: [mine, 1688-shop]}}\n"


def pipe(path: Path) -> None:
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.mkdir()


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def nowhere(path: Path) -> None:
    path.symlink_to(path.parent / "gone.yaml")


def itself(path: Path) -> None:
    path.symlink_to(path)


def unix_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def outside(path: Path) -> None:
    path.symlink_to("/etc/passwd")


KINDS: dict[str, Callable[[Path], None]] = {
    each.__name__: each for each in (pipe, folder, endless, nowhere, itself, unix_socket, outside)
}
COMMANDS = (
    ("today",),
    ("playbook", "check"),
    ("playbook", "covers"),
    ("doctor",),
)


def said(ran: Ran, path: Path) -> None:
    """One line that names the file, and no traceback."""
    assert "Traceback" not in ran.err
    assert "internal error" not in ran.err
    assert ran.code == 1
    assert str(path) in ran.out + ran.err


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("kind", KINDS)
def test_a_playbook_that_is_no_file(home: Home, kind: str, words: tuple[str, ...]) -> None:
    home.write("config.yaml", SHOP)
    path = home.folder / "playbooks" / "mine.yaml"
    path.parent.mkdir()
    KINDS[kind](path)
    ran = home.run(*words)
    assert "root:" not in ran.out + ran.err
    if words == ("playbook", "covers"):
        assert "Traceback" not in ran.err
        return
    said(ran, path)


@pytest.mark.parametrize("kind", KINDS)
def test_the_other_playbooks_are_still_there(home: Home, kind: str) -> None:
    home.write("config.yaml", SHOP)
    path = home.folder / "playbooks" / "mine.yaml"
    path.parent.mkdir()
    KINDS[kind](path)
    items = home.run("today", "--json").json["items"]
    assert "repost" in {item["duty"] for item in items}


@pytest.mark.parametrize("kind", KINDS)
def test_a_base_that_is_no_file(home: Home, kind: str) -> None:
    home.write("playbooks/mine.yaml", "opsplan: 1\nid: mine\nname: M\nextends: base\n")
    home.write("config.yaml", SHOP)
    KINDS[kind](home.folder / "playbooks" / "base.yaml")
    ran = home.run("playbook", "check", "mine")
    assert "Traceback" not in ran.err
    assert ran.code == 1
    assert "root:" not in ran.out + ran.err
    assert "mine.yaml:4" in ran.out or "base.yaml" in ran.out


@pytest.mark.parametrize(
    "base",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "~/.ssh/id_rsa",
        "file:///etc/passwd",
        "http://example.com/book.yaml",
        "..",
        "mine",
        "con",
        "\\\\host\\share",
        "*",
        "",
    ],
)
def test_extends_is_an_id_and_leads_nowhere_else(home: Home, base: str) -> None:
    home.write("playbooks/mine.yaml", f"opsplan: 1\nid: mine\nname: M\nextends: '{base}'\n")
    ran = home.run("playbook", "check", "mine")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.count("\n") == 1
    assert "mine.yaml:4:10: extends: " in ran.out
    assert "root:" not in ran.out


def test_a_circle_is_named(home: Home) -> None:
    for name, base in (("one", "two"), ("two", "three"), ("three", "one")):
        home.write(f"playbooks/{name}.yaml", f"opsplan: 1\nid: {name}\nname: M\nextends: {base}\n")
    ran = home.run("playbook", "check", "one")
    assert (ran.code, ran.err) == (1, "")
    assert "extends: " in ran.out


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "nowhere"])
@pytest.mark.parametrize("name", ["config.yaml", "secrets.env", "journal.db", "calendars"])
def test_other_files_of_the_home(home: Home, name: str, kind: str) -> None:
    if name != "config.yaml":
        home.write("config.yaml", SHOP.replace("mine, ", ""))
    path = home.folder / name
    KINDS[kind](path)
    for words in (("done", "1"), ("remind", "--notify")):
        ran = home.run(*words)
        assert "Traceback" not in ran.err
        assert "internal error" not in ran.err
        assert "root:" not in ran.out + ran.err
    if kind == "outside":
        assert Path("/etc/passwd").read_bytes().startswith(b"root:")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "pipe"])
def test_files_that_commands_are_given(home: Home, kind: str) -> None:
    """A pipe may be given: `opsplan import <(…)`."""
    path = home.folder / "given.csv"
    KINDS[kind](path)
    book = home.folder / "given.yaml"
    KINDS[kind](book)
    for words in (
        ("import", str(path), "--yes"),
        ("add", "inquiry-log", "--from", str(path)),
        ("playbook", "check", str(book)),
        ("expand", str(book), "--from", "2026-11-25", "--to", "2026-11-25"),
        ("calendar", "import", str(book), "--yes"),
        ("journal", "merge", str(path)),
        ("restore", str(path), "--yes"),
    ):
        ran = home.run(*words)
        assert "Traceback" not in ran.err
        assert "internal error" not in ran.err
        assert ran.code == 1, words
        assert "root:" not in ran.out + ran.err
