"""doctor, backup, restore, journal export and merge, as a person uses them."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
from pathlib import Path

import pytest

from house import Home, Ran
from opsplan.cli import checkup
from opsplan.cli.checkup import file_system
from opsplan.cli.session import Options, Session
from opsplan.views.words import Words


def findings(ran: Ran) -> dict[str, list[tuple[str, str]]]:
    """State and sentence of each finding, by check."""
    found: dict[str, list[tuple[str, str]]] = {}
    for each in ran.json["items"]:
        found.setdefault(each["check"], []).append((each["state"], each["what"]))
    return found


def doctor(home: Home, *arguments: str, **options: str) -> Ran:
    """`doctor --json`, on a system whose crontab is empty."""
    fake = home.folder / "bin"
    fake.mkdir(exist_ok=True)
    crontab = fake / "crontab"
    crontab.write_text("#!/bin/sh\necho 'no crontab for me' >&2\nexit 1\n")
    crontab.chmod(0o755)
    path = f"{fake}{os.pathsep}{os.environ['PATH']}"
    return home.run("doctor", "--json", *arguments, PATH=path, **options)


class TestDoctor:
    def test_of_a_new_home_there_is_only_advice(self, home: Home) -> None:
        ran = doctor(home, now="2026-09-01T08:00+08:00")
        assert ran.code == 0
        found = findings(ran)
        assert found["config"][0][0] == "ok"
        assert found["calendars"] == [("ok", "CN: holidays of 2026 are official")]
        assert found["reminders"] == [("advice", "main: reminders have never run")]
        assert [each.name for each in home.folder.iterdir()] == ["bin"]

    def test_next_years_holidays(self, home: Home) -> None:
        (found,) = findings(doctor(home))["calendars"]
        assert found == ("advice", "holidays of 2027 are provisional")

    def test_when_reminders_last_ran(self, home: Home) -> None:
        assert home.run("remind").code == 0
        (state, said) = findings(doctor(home))["reminders"][0]
        assert (state, said) == ("ok", "main: reminders last ran less than an hour ago")
        late = doctor(home, now="2026-11-26T10:41+08:00")
        assert findings(late)["reminders"] == [("advice", "main: reminders last ran 26 h ago")]
        early = findings(doctor(home, now="2026-11-25T05:30+08:00"))["reminders"]
        assert early == [("advice", "main: reminders last ran 3 h after now")]

    def test_a_broken_config(self, home: Home) -> None:
        home.write("config.yaml", "lang: xx\n")
        ran = doctor(home)
        assert ran.code == 1
        assert findings(ran)["config"][0][0] == "broken"

    def test_a_broken_playbook_hides_no_other_check(self, home: Home) -> None:
        home.write("playbooks/mine.yaml", "opsplan: 1\nid: mine\nname: x\nduties: 3\n")
        ran = doctor(home)
        found = findings(ran)
        assert ran.code == 1
        assert found["playbooks"][0][0] == "broken"
        assert "mine.yaml:4:9" in found["playbooks"][0][1]
        assert found["calendars"]

    def test_a_playbook_that_was_emptied(self, home: Home) -> None:
        home.write("playbooks/mine.yaml", "opsplan: 1\nid: mine\nname: x\n")
        found = findings(doctor(home))["playbooks"]
        assert [state for state, _ in found] == ["advice", "ok"]

    @pytest.mark.parametrize(
        ("spoil", "said"),
        [
            ("UPDATE entries SET by = 'x'", "is damaged and left out"),
            ("PRAGMA user_version = 999", "was written by a newer opsplan"),
            ("PRAGMA application_id = 1", "is not a journal of opsplan"),
        ],
    )
    def test_a_spoiled_journal(self, home: Home, spoil: str, said: str) -> None:
        assert home.run("done", "repost#1").code == 0
        with sqlite3.connect(home.folder / "journal.db") as db:
            db.execute(spoil)
        db.close()
        ran = doctor(home)
        assert ran.code == 1
        assert any(said in what for _, what in findings(ran)["journal"])

    def test_fix_takes_a_damaged_entry_out_after_a_copy(self, home: Home) -> None:
        assert home.run("done", "repost#1").code == 0
        assert home.run("note", "repost#1", "x").code == 0
        assert home.run("note", "repost#1", "y").code == 0
        with sqlite3.connect(home.folder / "journal.db") as db:
            db.execute("UPDATE entries SET by = 'x' WHERE kind = 'note'")
        db.close()
        assert doctor(home).code == 1
        mended = doctor(home, "--fix")
        assert (mended.code, mended.err.count("mended: ")) == (0, 2)
        assert len(home.run("journal", "export").out.splitlines()) == 1
        (kept,) = (home.folder / "backups").glob("journal-before-mending*")
        with sqlite3.connect(kept) as db:
            assert db.execute("SELECT COUNT(*) FROM entries").fetchone() == (3,)
        db.close()

    def test_files_that_do_not_say_their_format_are_mended(self, home: Home) -> None:
        duties = "name: 我的\nduties:\n- {id: a, name: 看看, when: 每天}\n"
        book = home.write("playbooks/mine.yaml", f"# mine\nid: mine\n{duties}")
        home.write("config.yaml", "lang: en # for now\n")
        ran = doctor(home)
        assert ran.code == 1
        [broken] = [each for each in ran.json["items"] if each["state"] == "broken"]
        assert broken["what"].endswith("mine.yaml:2:1: the key 'opsplan' is missing")
        assert broken["fix"] == "opsplan: 1"
        ran = doctor(home, "--fix")
        assert ran.code == 0
        assert "mended: " in ran.err
        assert book.read_text("utf-8") == f"# mine\nopsplan: 1\nid: mine\n{duties}"
        assert book.with_name("mine.yaml.bak").read_text("utf-8") == f"# mine\nid: mine\n{duties}"
        config = home.folder / "config.yaml"
        assert config.read_text("utf-8") == "opsplan: 1\nlang: en # for now\n"
        assert "mended" not in doctor(home, "--fix").err

    def test_fix_closes_what_others_can_read(self, home: Home) -> None:
        config = home.write("config.yaml", "lang: en\n")
        config.chmod(0o644)
        assert findings(doctor(home))["permissions"][0][0] == "advice"
        ran = doctor(home, "--fix")
        assert findings(ran)["permissions"] == [
            ("ok", "config, journal and backups are yours alone")
        ]
        assert stat.S_IMODE(config.stat().st_mode) == 0o600

    def test_what_did_not_arrive(self, home: Home) -> None:
        url = "http://127.0.0.1:9/hook?token=SECRETSECRET"
        home.write("config.yaml", f'channels: [{{id: team, kind: webhook, url: "{url}"}}]\n')
        assert home.run("remind", "--notify", now="2026-11-25T08:20+08:00").code == 0
        assert home.run("remind", "--notify", now="2026-11-25T08:35+08:00").code == 1
        ran = doctor(home)
        assert ran.code == 0
        assert findings(ran)["deliveries"] == [("advice", "main: 1 reminder did not reach team")]
        assert "SECRETSECRET" not in ran.out + ran.err

    def test_in_chinese(self, home: Home) -> None:
        ran = home.run("doctor", "--lang", "zh")
        assert ran.code == 0
        assert "从未运行过提醒" in ran.out

    def test_names_no_secret(self, home: Home) -> None:
        secret = "https://oapi.dingtalk.com/robot/send?access_token=SECRETSECRET"
        home.write("config.yaml", f'channels: [{{id: team, kind: dingtalk, url: "{secret}"}}]\n')
        ran = doctor(home)
        assert "SECRETSECRET" not in ran.out + ran.err


class TestBackup:
    def test_and_restore(self, home: Home) -> None:
        assert home.run("done", "repost#1").code == 0
        made = home.run("backup", "--json")
        assert made.code == 0
        assert made.json["entries"] == 1
        copy = Path(made.json["file"])
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert home.run("done", "repost#2").code == 0
        asked = home.run("restore", str(copy))
        assert asked.code == 2
        assert "--yes" in asked.err
        assert len(home.run("journal", "export").out.splitlines()) == 2
        ran = home.run("restore", str(copy), "--yes", "--json")
        assert (ran.code, ran.json["entries"]) == (0, 1)
        assert len(home.run("journal", "export").out.splitlines()) == 1
        back = home.run("restore", ran.json["kept"], "--yes")
        assert back.code == 0
        assert len(home.run("journal", "export").out.splitlines()) == 2

    def test_restores_over_a_journal_that_is_garbage(self, home: Home) -> None:
        assert home.run("done", "repost#1").code == 0
        copy = home.run("backup", "--json").json["file"]
        (home.folder / "journal.db").write_bytes(b"this is no database at all " * 40)
        assert home.run("today").code == 1
        ran = home.run("restore", copy, "--yes", "--json")
        assert ran.code == 0
        assert Path(ran.json["kept"]).read_bytes().startswith(b"this is no database")
        assert home.run("today").code == 0

    def test_restores_over_an_empty_file(self, home: Home) -> None:
        assert home.run("done", "repost#1").code == 0
        copy = home.run("backup", "--json").json["file"]
        (home.folder / "journal.db").write_bytes(b"")
        assert home.run("restore", copy, "--yes").code == 0
        assert len(home.run("journal", "export").out.splitlines()) == 1

    def test_a_damaged_backup_is_refused(self, home: Home) -> None:
        assert home.run("done", "repost#1").code == 0
        copy = Path(home.run("backup", "--json").json["file"])
        with sqlite3.connect(copy) as db:
            db.execute("UPDATE entries SET by = 'x'")
        db.close()
        before = (home.folder / "journal.db").read_bytes()
        ran = home.run("restore", str(copy), "--yes")
        assert ran.code == 1
        assert (home.folder / "journal.db").read_bytes() == before

    def test_what_cannot_be_backed_up_or_restored(self, home: Home) -> None:
        assert home.run("backup").code == 1
        assert home.run("restore", "nowhere.db", "--yes").code == 1
        assert home.run("done", "repost#1").code == 0
        there = home.write("there.db", "x")
        assert home.run("backup", str(there)).code == 1
        assert there.read_text() == "x"
        assert home.run("backup", "no/such/folder/x.db").code == 1
        assert home.run("restore", str(there), "--yes").code == 1


class TestRowsOfTwoJournals:
    """Each counts its own rows: in the other's journal they are rows of their own."""

    def rows(self, home: Home) -> list[tuple[int, str, str]]:
        listed = home.run("rows", "inquiry-log", "--json").json["items"]
        return [(i["id"], i["fields"]["customer"], i["fields"].get("reply") or "") for i in listed]

    def add(self, home: Home, customer: str) -> None:
        assert home.run("add", "inquiry-log", f"customer={customer}", "question=x").code == 0

    def merge(self, home: Home, other: Home, new: int) -> None:
        ran = home.run("journal", "merge", str(other.folder / "journal.db"), "--json")
        [found] = ran.json["items"]
        assert (found["new"], found["conflicts"]) == (new, [])

    def test_do_not_become_one(self, tmp_path: Path) -> None:
        one, other = Home(tmp_path / "one"), Home(tmp_path / "other")
        for home in (one, other):
            home.folder.mkdir()
        self.add(one, "ServerCo")
        self.add(other, "LaptopCo")
        assert other.run("set", "inquiry-log", "1", "reply=yes").code == 0
        self.merge(one, other, 2)
        assert self.rows(one) == [(1, "ServerCo", ""), (2, "LaptopCo", "yes")]
        self.merge(one, other, 0)
        # What is written about a row later finds it, in both directions.
        assert other.run("set", "inquiry-log", "1", "reply=no").code == 0
        self.merge(one, other, 1)
        assert self.rows(one) == [(1, "ServerCo", ""), (2, "LaptopCo", "no")]
        assert one.run("set", "inquiry-log", "2", "reply=perhaps").code == 0
        self.add(one, "ThirdCo")
        self.merge(other, one, 3)
        assert self.rows(other) == [
            (1, "LaptopCo", "perhaps"),
            (3, "ThirdCo", ""),
            (4, "ServerCo", ""),
        ]
        self.merge(one, other, 0)
        self.merge(other, one, 0)

    def test_are_counted_in_a_dry_run(self, tmp_path: Path) -> None:
        one, other = Home(tmp_path / "one"), Home(tmp_path / "other")
        for home in (one, other):
            home.folder.mkdir()
            self.add(home, home.folder.name)
        self.merge(one, other, 1)
        path = str(other.folder / "journal.db")
        ran = one.run("journal", "merge", path, "--dry-run", "--json")
        assert ran.json["items"][0]["conflicts"] == []
        assert ran.json["items"][0]["known"] == 1


class TestJournal:
    def test_two_homes_become_one(self, tmp_path: Path) -> None:
        one, other = Home(tmp_path / "one"), Home(tmp_path / "other")
        for home in (one, other):
            home.folder.mkdir()
        assert one.run("done", "repost#1").code == 0
        assert other.run("skip", "repost#2", "--why", "平台维护").code == 0
        assert other.run("log", "inquiries=9").code == 0
        made = other.run("journal", "export", "x.jsonl")
        assert made.code == 0
        file = other.folder / "x.jsonl"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        ran = one.run("journal", "merge", str(file), "--json")
        assert ran.code == 0
        assert (ran.json["items"][0]["new"], ran.json["items"][0]["known"]) == (2, 0)
        statuses = {
            each["ref"]: each["status"] for each in one.run("today", "--json").json["items"]
        }
        assert statuses["1688-shop/repost@2026-11-25#1"] == "done"
        assert statuses["1688-shop/repost@2026-11-25#2"] == "skipped"
        assert "1688-shop/check-traffic@2026-11-25#1" in statuses
        assert other.run("journal", "merge", str(one.folder / "journal.db")).code == 0
        assert one.run("journal", "export").out == other.run("journal", "export").out

    def test_a_line_that_was_cut_off_is_named(self, home: Home) -> None:
        assert home.run("done", "repost#1-2").code in (0, 1, 2)
        assert home.run("done", "repost#1", "repost#2").code == 0
        text = home.run("journal", "export").out
        file = home.write("cut.jsonl", text[:-9])
        ran = home.run("journal", "merge", str(file))
        assert ran.code == 1
        assert f"cut.jsonl:{len(text.splitlines())}:1" in ran.err

    def test_another_file(self, home: Home) -> None:
        file = home.write("letter.txt", "Dear all,\nnothing.\n")
        ran = home.run("journal", "merge", str(file))
        assert ran.code == 1
        assert "is no export of a journal" in ran.err
        assert not (home.folder / "journal.db").exists()

    def test_one_shop_alone(self, home: Home) -> None:
        home.write("config.yaml", "shops:\n  a: {}\n  b: {}\n")
        assert home.run("done", "repost#1", "--shop", "a").code == 0
        assert home.run("done", "repost#1", "--shop", "b").code == 0
        lines = home.run("journal", "export", "--shop", "b").out.splitlines()
        assert [json.loads(line)["shop"] for line in lines] == ["b"]
        assert home.run("journal", "export", "--shop", "c").code == 1

    def test_undo_names_what_it_takes_back(self, home: Home) -> None:
        assert home.run("log", "inquiries=9").code == 0
        ran = home.run("undo")
        assert "Inquiries" in ran.out
        assert "inquiries 2026-11-24" in ran.out

    def test_undo_takes_back_ones_own(self, home: Home) -> None:
        home.write("config.yaml", "me: a\n")
        assert home.run("done", "repost#1").code == 0
        home.write("config.yaml", "me: b\n")
        ran = home.run("undo")
        assert ran.code == 1
        assert "the last entry is by a" in ran.err
        entry = json.loads(home.run("journal", "export").out)["id"]
        assert home.run("undo", entry).code == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can try this")
def test_root_is_refused_in_another_users_home(home: Home) -> None:
    assert home.run("done", "repost#1").code == 0
    os.chown(home.folder, 65534, 65534)
    for command in (["done", "repost#2"], ["init", "--yes"], ["remind"]):
        ran = home.run(*command)
        assert ran.code == 1, command
        assert "sudo -u" in ran.err
    assert home.run("today").code == 0
    assert all(each.stat().st_uid == 0 for each in home.folder.iterdir())


def test_a_link_that_somebody_planted_is_not_followed(home: Home, tmp_path: Path) -> None:
    """RELIABILITY S13: the names of files that are about to be made lead nowhere else."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    assert home.run("done", "repost#1").code == 0
    backups = home.folder / "backups"
    backups.mkdir(exist_ok=True)
    planted = backups / "journal-20261126T084000.db"
    planted.symlink_to(victim)
    now = "2026-11-26T08:40+08:00"
    assert home.run("backup", now=now).code == 0
    (backups / "journal-2026-11-26.db").symlink_to(victim)
    assert home.run("done", "repost#1", now=now).code == 0
    assert victim.read_text() == "mine"


MOUNTS = (
    "/dev/sda1 / ext4 rw 0 0\n"
    "tmpfs /tmp tmpfs rw 0 0\n"
    "server:/team /mnt/team\\040share nfs4 rw 0 0\n"
    "//nas/home /mnt/nas cifs rw 0 0\n"
)


class TestFoldersThatAreNoPlaceForADatabase:
    """RELIABILITY F16: a share on a network, or a folder that another program synchronises."""

    @pytest.mark.parametrize(
        ("folder", "kind"),
        [
            ("/home/anna/opsplan", "ext4"),
            ("/tmp/x", "tmpfs"),
            ("/mnt/team share/opsplan", "nfs4"),
            ("/mnt/nas", "cifs"),
            ("/mnt/nasty", "ext4"),
        ],
    )
    def test_what_a_folder_is_mounted_as(self, folder: str, kind: str) -> None:
        assert file_system(Path(folder), MOUNTS) == kind

    def test_this_machine_tells_what_its_own_tools_tell(self, tmp_path: Path) -> None:
        if shutil.which("findmnt") is None or not Path("/proc/mounts").exists():
            pytest.skip("findmnt is not installed")
        command = ["findmnt", "-no", "FSTYPE", "-T", str(tmp_path)]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        mounts = Path("/proc/mounts").read_text(encoding="utf-8")
        assert file_system(tmp_path.resolve(), mounts) == told.stdout.split()[-1]

    @pytest.mark.parametrize("linked", [False, True])
    def test_a_share_is_advised_against(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: bool
    ) -> None:
        share = tmp_path / "team share"
        share.mkdir()
        home = tmp_path / "home"
        if linked:
            home.symlink_to(share)
        place = str(share.resolve()).replace(" ", "\\040")
        monkeypatch.setattr(checkup, "_mounts", lambda: f"{MOUNTS}server:/x {place} nfs rw 0 0\n")
        folder = home if linked else share
        found = checkup.checkup(Session(Options(lang="en"), {"OPSPLAN_HOME": str(folder)}))
        [advice] = [each for each in found if each.check == "folder"]
        assert advice.state == "advice"
        assert "on a network (nfs)" in Words("en").message(advice.what)

    @pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Company", "坚果云", "百度网盘同步"])
    def test_a_synchronised_folder_is_advised_against(self, tmp_path: Path, name: str) -> None:
        home = Home(tmp_path / name)
        home.folder.mkdir()
        [(state, what)] = findings(doctor(home))["folder"]
        assert (state, "is synchronised by another program" in what) == ("advice", True)

    def test_an_ordinary_one_is_not(self, home: Home) -> None:
        assert "folder" not in findings(doctor(home))


def test_a_file_that_is_no_backup_is_not_to_be_replaced_by_one(home: Home, tmp_path: Path) -> None:
    assert home.run("done", "1").code == 0
    other = tmp_path / "other.txt"
    other.write_text("no database\n" * 100)
    ran = home.run("restore", str(other), "--yes")
    assert ran.code == 1
    assert "nothing was changed; choose another backup" in ran.err
    gone = home.run("restore", "nofile.db", "--yes")
    assert gone.err == "opsplan: there is no file nofile.db\n"
