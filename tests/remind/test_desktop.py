"""Desktop notices: a program of the system is given texts, and no shell reads them."""

import stat
from pathlib import Path

import pytest

from opsplan.remind.desktop import notice_of, notify
from opsplan.remind.outcome import OutMessage

NASTY = OutMessage("--help $(touch x); `id` \"'", "<b>a</b> & $HOME\n%PATH%", "", "k")


def program(folder: Path, script: str, name: str = "notify-send") -> dict[str, str]:
    """An environment whose only program is this one."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{folder}"}


def test_the_texts_arrive_as_they_are(tmp_path: Path) -> None:
    script = f'for each; do printf "%s\\0" "$each"; done > {tmp_path}/said'
    outcome = notify(NASTY, 5, platform="linux", environ=program(tmp_path, script))
    assert outcome.state == "sent"
    assert (tmp_path / "said").read_text().split("\0")[:-1] == [
        "--app-name=opsplan",
        "--",
        NASTY.title,
        "&lt;b&gt;a&lt;/b&gt; &amp; $HOME\n%PATH%",
    ]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["notify-send", "said"]


def test_a_failure_is_told(tmp_path: Path) -> None:
    environ = program(tmp_path, 'echo "no bus" >&2; exit 3')
    outcome = notify(NASTY, 5, platform="linux", environ=environ)
    assert (outcome.state, outcome.retry_after) == ("failed", 0.0)
    assert str(outcome.reason) == "notify-send failed: no bus"


def test_one_that_hangs_is_unknown(tmp_path: Path) -> None:
    environ = program(tmp_path, "exec /bin/sleep 20")
    assert notify(NASTY, 0.3, platform="linux", environ=environ).state == "unknown"


@pytest.mark.parametrize(
    ("platform", "name"),
    [("linux", "notify-send"), ("darwin", "osascript"), ("win32", "powershell")],
)
def test_without_a_program_it_is_told_which(tmp_path: Path, platform: str, name: str) -> None:
    outcome = notify(NASTY, 5, platform=platform, environ={"PATH": str(tmp_path)})
    assert (outcome.state, outcome.retry_after) == ("failed", None)
    assert name in str(outcome.reason)


def test_a_title_with_nul_is_no_crash(tmp_path: Path) -> None:
    environ = program(tmp_path, "exit 0")
    message = OutMessage("a\0b", "c", "", "k")
    assert notify(message, 5, platform="linux", environ=environ).state == "failed"


def test_macos_gets_them_as_arguments_of_a_fixed_script() -> None:
    notice = notice_of("darwin", "osascript", NASTY)
    assert notice.command[-3:] == ("--", NASTY.title, NASTY.text)
    assert not any(NASTY.title in part for part in notice.command[:-2])


def test_windows_gets_them_in_the_environment_of_a_fixed_script() -> None:
    notice = notice_of("win32", "powershell", NASTY)
    assert notice.command == notice_of("win32", "powershell", OutMessage("", "", "", "")).command
    assert notice.environ == {"OPSPLAN_TITLE": NASTY.title, "OPSPLAN_TEXT": NASTY.text}
