"""A home that may not be entered, read or written: one clear line, and nothing is lost."""

import os
import shutil
from collections.abc import Iterator

import pytest

from house import Home

CAPABILITIES = "-dac_override,-dac_read_search,-fowner"
BOUND: tuple[str, ...] = ()
"""What runs a command for which permissions count, though the tests may be run by root."""
if os.name == "posix" and os.geteuid() == 0:
    BOUND = ("setpriv", f"--bounding-set={CAPABILITIES}", "--inh-caps=-all")

pytestmark = pytest.mark.skipif(
    os.name == "nt" or (bool(BOUND) and shutil.which("setpriv") is None),
    reason="permissions are POSIX's, and root needs setpriv to feel them",
)


@pytest.fixture
def closed(home: Home) -> Iterator[Home]:
    """A home with a tick in it; the tests may close it as they like."""
    home.write("config.yaml", "me: boss\n")
    home.write("playbooks/mine.yaml", "opsplan: 1\nid: mine\nname: M\nduties: []\n")
    assert home.run("done", "1").code == 0
    yield home
    for path in (home.folder, *home.folder.iterdir()):
        path.chmod(0o700 if path.is_dir() else 0o600)


EVERY = (
    *("today", "done 1", "doctor", "playbook list", "week", "remind", "log inquiries=3"),
    *("backup", "journal export", "init --yes", "report day", "phase list", "shop list"),
)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("words", EVERY)
def test_a_home_that_may_not_be_entered_is_named(closed: Home, words: str, lang: str) -> None:
    closed.folder.chmod(0)
    ran = closed.run(*words.split(), "--lang", lang, under=BOUND)
    said = "".join((ran.out + ran.err).split())  # lines fold, and in Chinese anywhere
    assert ran.code in (1, 2)
    assert str(closed.folder) in said
    assert ("没有权限" if lang == "zh" else "Permissiondenied") in said
    assert "internalerror" not in said
    assert "内部错误" not in said


@pytest.mark.parametrize("words", ["--help", "remind --help", "when 每天"])
def test_what_needs_no_home_goes_on(closed: Home, words: str) -> None:
    closed.folder.chmod(0)
    ran = closed.run(*words.split(), under=BOUND)
    assert "internal error" not in ran.err
    assert ran.out if "--help" in words else ran.err


@pytest.mark.parametrize("words", ["backup", "done 2", "undo", "log inquiries=3", "note 2 x"])
def test_a_home_that_may_not_be_written_is_told(closed: Home, words: str) -> None:
    before = (closed.folder / "journal.db").read_bytes()
    for path in (closed.folder, closed.folder / "journal.db"):
        path.chmod(0o500 if path.is_dir() else 0o400)
    shutil.rmtree(closed.folder / "backups", ignore_errors=True)
    ran = closed.run(*words.split(), under=BOUND)
    assert ran.code == 1
    assert "internal error" not in ran.err
    assert str(closed.folder) in ran.err
    assert (closed.folder / "journal.db").read_bytes() == before


def test_doctor_tells_that_nothing_can_be_written(closed: Home) -> None:
    closed.folder.chmod(0o500)
    ran = closed.run("doctor", under=BOUND)
    assert ran.code == 1
    assert f"{closed.folder} cannot be written" in ran.out


def test_playbooks_that_may_not_be_read_are_told(closed: Home) -> None:
    folder = closed.folder / "playbooks"
    folder.chmod(0)
    for words in ("today", "playbook check", "playbook list", "doctor"):
        ran = closed.run(*words.split(), under=BOUND)
        assert f"{folder}: " in ran.out + ran.err, words
        assert ran.code == 1
    folder.chmod(0o700)


def test_a_journal_that_is_a_folder(closed: Home) -> None:
    journal = closed.folder / "journal.db"
    journal.unlink()
    journal.mkdir()
    for words in ("today", "done 1"):
        ran = closed.run(*words.split())
        assert f"{journal} is not a file" in ran.err
        assert ran.code == 1
    assert " ".join(closed.run("doctor").out.split()).count("is not a file") == 1


def test_doctor_tells_each_fault_once(closed: Home) -> None:
    closed.write("playbooks/mine.yaml", "opsplan: 1\nid: mine\nname: M\nnonsense: 1\n")
    closed.write("config.yaml", "shops: {main: {playbooks: [mine]}}\n")
    assert closed.run("doctor").out.count("nonsense") == 1
