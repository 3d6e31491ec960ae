"""cron show, install, remove: whole commands, with a crontab of our own on the path."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from house import Home, Ran

GOOD = """#!/bin/sh
case "$1" in
  -l) if [ -e "$TABLE" ]; then cat "$TABLE"; else echo "no crontab for me" >&2; exit 1; fi ;;
  -r) rm "$TABLE" ;;
  -) cat > "$TABLE" ;;
esac
"""
OTHERS = b"MAILTO=x@example.org\r\n# caf\xe9\n0 1 * * * backup 50\\% >/dev/null"


class Machine:
    """A home, a user with a crontab, and a path with these programs alone."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder / "home")
        self.home.folder.mkdir()
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.table = folder / "table"
        self.user = folder / "user"
        self.program("crontab", GOOD)

    def program(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(script)
        path.chmod(0o755)

    def run(self, *words: str, **environ: str) -> Ran:
        places = {"PATH": f"{self.bin}:/usr/bin:/bin", "TABLE": str(self.table)}
        homes = {"HOME": str(self.user), "XDG_CONFIG_HOME": ""}
        return self.home.run(*words, **{**places, **homes, **environ})

    @property
    def backups(self) -> list[Path]:
        folder = self.home.folder / "backups"
        return sorted(folder.iterdir()) if folder.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


class TestCrontab:
    def test_there_and_back(self, machine: Machine) -> None:
        machine.table.write_bytes(OTHERS)
        assert machine.run("cron", "show", "--json").json["state"] == "absent"
        assert machine.table.read_bytes() == OTHERS
        ran = machine.run("cron", "install", "--json")
        assert (ran.code, ran.json["changed"]) == (0, True)
        installed = machine.table.read_bytes()
        assert installed.startswith(OTHERS + b"\n# >>> opsplan")
        assert f"OPSPLAN_HOME={machine.home.folder}".encode() in installed
        assert [path.read_bytes() for path in machine.backups] == [OTHERS]
        assert ran.json["backup"] == str(machine.backups[0])
        assert stat.S_IMODE(machine.backups[0].stat().st_mode) == 0o600
        assert machine.run("cron", "show", "--json").json["state"] == "installed"
        assert machine.run("cron", "remove").code == 0
        assert machine.table.read_bytes() == OTHERS

    def test_the_comments_are_in_the_language_of_the_reminders(self, machine: Machine) -> None:
        machine.home.write("config.yaml", "lang: zh\n")
        assert machine.run("cron", "install", "--morning", "7:45").code == 0
        table = machine.table.read_text(encoding="utf-8")
        assert "# >>> opsplan: 由 opsplan cron install 写入" in table
        assert "# 汇总：早上 07:45、傍晚 18:00、每周一 07:55（" in table
        shown = machine.run("cron", "show", "--json").json
        assert shown["state"] == "installed"
        assert shown["text"] in table
        assert machine.run("cron", "remove").code == 0
        assert not machine.table.exists()

    def test_twice_changes_nothing(self, machine: Machine) -> None:
        machine.run("cron", "install")
        before = machine.table.read_bytes()
        ran = machine.run("cron", "install")
        assert (ran.code, ran.out) == (0, "Nothing to change: this is installed.\n")
        assert (machine.table.read_bytes(), machine.backups) == (before, [])

    def test_times_are_kept_until_others_are_wanted(self, machine: Machine) -> None:
        machine.run("cron", "install", "--morning", "7:45", "--evening", "off", "--week", "06:30")
        assert b"# digests: morning 07:45, week 06:30 (Asia/Shanghai)" in machine.table.read_bytes()
        assert machine.run("cron", "show", "--json").json["state"] == "installed"
        ran = machine.run("cron", "show", "--evening", "18:00", "--json").json
        assert ran["state"] == "differs"
        assert "morning 07:45, evening 18:00, week 06:30" in ran["text"]
        machine.run("cron", "install", "--morning", "off")
        assert b"# digests: week 06:30 (" in machine.table.read_bytes()
        assert len(machine.backups) == 1

    def test_removing_what_is_not_there(self, machine: Machine) -> None:
        ran = machine.run("cron", "remove", "--json")
        assert (ran.code, ran.json["changed"]) == (0, False)
        assert not machine.table.exists()

    def test_the_language_is_the_readers_not_the_questions(self, machine: Machine) -> None:
        machine.run("cron", "install", "--lang", "zh", LANG="en_US.UTF-8")
        assert b" LANG=en_US.UTF-8 " in machine.table.read_bytes()
        machine.home.write("config.yaml", "lang: zh\n")
        assert b" LANG=zh_CN.UTF-8 " in machine.run("cron", "show").out.encode()

    @pytest.mark.parametrize(
        ("script", "said"),
        [
            ('#!/bin/sh\necho "You are not allowed to use this" >&2\nexit 1\n', "not allowed"),
            ("#!/bin/sh\nexit 4\n", "exit 4"),
            ("not a program", "crontab"),
        ],
    )
    def test_what_cannot_be_read_is_never_replaced(
        self, machine: Machine, script: str, said: str
    ) -> None:
        machine.table.write_bytes(OTHERS)
        machine.program("crontab", script)
        for command in ("install", "remove"):
            ran = machine.run("cron", command)
            assert (ran.code, ran.out) == (1, "")
            assert said in ran.err
            assert "Traceback" not in ran.err
        assert machine.table.read_bytes() == OTHERS

    def test_what_cannot_be_written_stays(self, machine: Machine) -> None:
        machine.table.write_bytes(OTHERS)
        refuse = 'if [ "$1" = - ]; then echo "no space left" >&2; exit 1; fi\n'
        machine.program("crontab", GOOD.replace("#!/bin/sh\n", f"#!/bin/sh\n{refuse}"))
        ran = machine.run("cron", "install")
        assert (ran.code, ran.out) == (1, "")
        assert "no space left" in ran.err
        assert machine.table.read_bytes() == OTHERS

    def test_a_broken_block_is_refused(self, machine: Machine) -> None:
        machine.table.write_bytes(b"# >>> opsplan\n0 1 * * * x\n")
        for command in ("install", "remove"):
            ran = machine.run("cron", command)
            assert ran.code == 1
            assert "crontab -e" in ran.err
        assert machine.run("cron", "show", "--json").json["state"] == "unknown"

    def test_without_cron(self, machine: Machine) -> None:
        (machine.bin / "crontab").unlink()
        ran = machine.run("cron", "install", PATH=str(machine.bin))
        assert (ran.code, ran.out) == (1, "")
        assert "install cron, or use --systemd" in ran.err
        shown = machine.run("cron", "show", PATH=str(machine.bin))
        assert (shown.code, "remind --notify" in shown.out) == (0, True)
        assert "there is no program crontab here" in shown.err

    def test_a_backup_that_cannot_be_kept_changes_nothing(self, machine: Machine) -> None:
        machine.table.write_bytes(OTHERS)
        machine.home.write("backups", "a file")
        ran = machine.run("cron", "install")
        assert (ran.code, "backups" in ran.err) == (1, True)
        assert machine.table.read_bytes() == OTHERS

    @pytest.mark.parametrize("time", ["25:00", "8:00, 9:00"])
    def test_a_time_that_is_none(self, machine: Machine, time: str) -> None:
        ran = machine.run("cron", "install", "--morning", time)
        assert ran.code == 2
        assert "08:30, or off" in ran.err
        assert not machine.table.exists()

    def test_no_secret_is_in_the_table(self, machine: Machine) -> None:
        machine.home.write(
            "config.yaml",
            "channels: [{id: a, kind: dingtalk, url: env:DING_URL, secret: s3cr3t-text}]\n",
        )
        ran = machine.run("cron", "install", DING_URL="https://x/t0k3n-text")
        assert "the variable DING_URL is not set; only secrets.env reaches" in ran.err
        everything = f"{ran} {machine.table.read_bytes()!r}"
        assert "s3cr3t-text" not in everything
        assert "t0k3n-text" not in everything

    def test_the_installed_line_runs_in_crons_own_environment(self, machine: Machine) -> None:
        """With nothing but HOME, as cron does; `today` in place of `remind`, to see something."""
        machine.run("cron", "install")
        line = machine.table.read_text().splitlines()[2]
        command = line.removeprefix("*/5 * * * * ").replace("remind --notify >/dev/null", "today")
        shell = ["/bin/sh", "-c", command.replace("\\%", "%")]
        environ = {"HOME": str(machine.user)}
        if "-m opsplan" in command or "PYTHONPATH" in os.environ:
            environ["PYTHONPATH"] = os.environ.get("PYTHONPATH", "")
        done = subprocess.run(shell, env=environ, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "1688" in done.stdout.decode() or "Repost listings" in done.stdout.decode()


SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$TABLE.log"
case "$2" in is-enabled) test -e "$TABLE.on" ;; enable) touch "$TABLE.on" ;; esac
"""


class TestSystemd:
    def test_there_and_back(self, machine: Machine) -> None:
        machine.program("systemctl", SYSTEMCTL)
        folder = machine.user / ".config/systemd/user"
        ran = machine.run("cron", "install", "--systemd", "--evening", "off", "--json")
        assert ran.json == {"scheduler": "systemd", "changed": True, "backup": None}
        names = sorted(path.name for path in folder.iterdir())
        assert names == [
            f"opsplan-{name}.{kind}"
            for name in ("morning", "remind", "week")
            for kind in ("service", "timer")
        ]
        log = Path(f"{machine.table}.log")
        assert log.read_text().splitlines() == [
            "--user daemon-reload",
            "--user enable --now opsplan-remind.timer opsplan-morning.timer opsplan-week.timer",
        ]
        assert "Nothing to change" in machine.run("cron", "install", "--systemd").out
        assert machine.run("cron", "show", "--systemd", "--json").json["state"] == "installed"
        machine.run("cron", "install", "--systemd", "--morning", "off")
        assert not (folder / "opsplan-morning.timer").exists()
        assert "--user disable --now opsplan-morning.timer" in log.read_text().splitlines()
        assert machine.run("cron", "remove", "--systemd").code == 0
        assert list(folder.iterdir()) == []

    def test_without_systemctl_it_says_what_to_do(self, machine: Machine) -> None:
        ran = machine.run("cron", "install", "--systemd", PATH=str(machine.bin))
        assert ran.code == 1
        assert "systemctl --user enable --now opsplan-remind.timer" in ran.err
        shown = machine.run("cron", "show", "--systemd", "--json", PATH=str(machine.bin))
        assert shown.json["state"] == "differs"

    def test_files_of_others_are_left_alone(self, machine: Machine) -> None:
        machine.program("systemctl", SYSTEMCTL)
        path = machine.home.write("../user/.config/systemd/user/opsplan-week.timer", "[Timer]\n")
        ran = machine.run("cron", "install", "--systemd")
        assert (ran.code, "not from opsplan" in ran.err) == (1, True)
        assert [each.name for each in path.parent.iterdir()] == ["opsplan-week.timer"]
        assert "Nothing of opsplan's" in machine.run("cron", "remove", "--systemd").out
        assert path.read_text() == "[Timer]\n"
