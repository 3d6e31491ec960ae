"""remind and snooze: whole commands, and many processes at once."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from house import Home, Ran

DAY = "2026-11-25"
BOOK = """opsplan: 1
id: book
name: book
roles: [{id: ops, name: 运营}, {id: ads, name: 推广}]
duties:
  - {id: repost, name: {zh: 重发, en: Repost}, when: "每天 8:30、11:30、14:30、16:30", role: ops}
  - {id: ads, name: Ads, when: "每天 9:00", role: ads, lead: 10m}
  - {id: plain, name: Plain, when: 每天}
  - {id: weekly, name: Weekly, when: 每周两次}
registers:
  - id: tools
    name: Tools
    fields: [{id: tool, type: text, required: true}, {id: expires, type: date, required: true}]
    remind: {before: expires, days: [7, 1], say: "续费 {tool}"}
"""


@pytest.fixture
def shop(home: Home) -> Home:
    """A home with a small playbook, in which reminders have run once at 08:00."""
    home.write("playbooks/book.yaml", BOOK)
    home.write("config.yaml", "shops: {main: {playbooks: [book]}}")
    assert remind(home, "08:00") == Ran(0, "", "")
    return home


def remind(home: Home, time: str, *more: str, day: str = DAY, **environ: str) -> Ran:
    return home.run("remind", *more, now=f"{day}T{time}+08:00", **environ)


def test_each_is_said_once(shop: Home) -> None:
    assert remind(shop, "08:29") == Ran(0, "", "")
    assert remind(shop, "08:30").out == "08:30 Repost (1, A01#1)\n"
    assert remind(shop, "08:31") == Ran(0, "", "")
    assert remind(shop, "08:52").out == "09:00 Ads, 2 min late (2, A02)\n"


def test_late_ones_say_by_how_much_in_both_languages(shop: Home) -> None:
    assert remind(shop, "08:42", "--dry-run").out == "08:30 Repost, 12 min late (1, A01#1)\n"
    assert remind(shop, "08:42", "--lang", "zh").out == "08:30 重发，晚了 12 分钟（1、A01#1）\n"


def test_older_ones_are_one_line(shop: Home) -> None:
    assert remind(shop, "16:40").out.splitlines() == [
        "16:30 Repost, 10 min late (5, A01#4)",
        "… and 4 more passed while the machine slept:"
        " 08:30 Repost, 09:00 Ads, 11:30 Repost, 14:30 Repost",
    ]
    assert remind(shop, "16:41").out == ""


def test_yesterdays_are_named_with_their_day(shop: Home) -> None:
    ran = remind(shop, "08:00", "--catch-up", "10m", day="2026-11-26")
    assert ran.out.startswith("5 passed while the machine slept: 25 Nov 08:30 Repost, ")
    far = remind(shop, "08:00", day="2027-02-01")
    assert "nothing before 1 Jan 2027 was looked at" in far.out
    assert far.out.count("Repost") < 10


def test_a_dry_run_claims_nothing(shop: Home) -> None:
    before = (shop.folder / "journal.db").read_bytes()
    first = remind(shop, "08:30", "--dry-run", "--json")
    assert [item["state"] for item in first.json["items"]] == ["pending"]
    assert (shop.folder / "journal.db").read_bytes() == before
    assert remind(shop, "08:30").out != ""


def test_json_has_the_item_with_lateness_channel_and_state(shop: Home) -> None:
    listed = shop.run("today", "--json", now=f"{DAY}T11:35+08:00").json["items"]
    items = remind(shop, "11:35", "--json").json["items"]
    by_ref = {item["ref"]: item for item in listed}
    extra = [(i.pop("late_minutes"), i.pop("channel"), i.pop("state")) for i in items]
    assert items == [by_ref[item["ref"]] for item in items]
    assert extra == [
        (5, "stdout", "said"),
        (185, "stdout", "superseded"),
        (165, "stdout", "superseded"),
    ]
    assert remind(shop, "11:35", "--json").json == {"items": []}


def test_settled_ones_are_quiet(shop: Home) -> None:
    shop.run("done", "repost", now=f"{DAY}T08:10+08:00")
    shop.run("skip", "ads", "--why", "x", now=f"{DAY}T08:10+08:00")
    assert remind(shop, "09:00") == Ran(0, "", "")


def test_snooze_says_it_again_then_and_can_be_taken_back(shop: Home) -> None:
    assert remind(shop, "08:30").out != ""
    ran = shop.run("snooze", "repost", "30m", now=f"{DAY}T08:35+08:00")
    assert "snoozed until 09:05" in ran.out
    assert "snoozed until 09:05" in shop.run("today", now=f"{DAY}T09:00+08:00").out
    assert "snoozed" not in shop.run("today", now=f"{DAY}T09:06+08:00").out
    assert "Repost" not in remind(shop, "09:04").out
    assert remind(shop, "09:05").out == "08:30 Repost, 35 min late (1, A01#1)\n"
    assert remind(shop, "09:06").out == ""
    shop.run("snooze", "repost", "1h", now=f"{DAY}T09:10+08:00")
    assert shop.run("undo", "--json", now=f"{DAY}T09:11+08:00").json["kind"] == "snooze"
    assert remind(shop, "10:15").out == ""


def test_a_snooze_before_it_opens_puts_it_off(shop: Home) -> None:
    shop.run("snooze", "repost", "1h", now=f"{DAY}T08:10+08:00")
    assert remind(shop, "08:35").out == ""
    assert "Repost" in remind(shop, "09:11").out


def test_a_snooze_that_ends_before_it_opens_changes_nothing(shop: Home) -> None:
    shop.run("snooze", "repost", "5m", now=f"{DAY}T08:10+08:00")
    assert remind(shop, "08:20").out == ""
    assert remind(shop, "08:31").out == "08:30 Repost, 1 min late (1, A01#1)\n"
    assert remind(shop, "08:32").out == ""


def test_plain_work_can_be_snoozed_too(shop: Home) -> None:
    shop.run("snooze", "plain", "30m", now=f"{DAY}T08:00+08:00")
    assert "Plain" in remind(shop, "08:30").out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("snooze repost soon", 2, "'soon' is no span of time; such as 30m or 2h"),
        ("snooze repost 200h", 2, "a week"),
        ("snooze nothing 5m", 1, "there is no duty 'nothing'"),
        ("remind --catch-up x", 2, "'x' is no span of time for --catch-up"),
        ("remind --digest mornig", 2, "did you mean 'morning'?"),
        ("remind --format dingtak", 2, "did you mean 'dingtalk'?"),
        ("remind --role nobody", 1, "there is no role 'nobody'"),
        ("remind --notify", 1, "there are no channels in config.yaml"),
    ],
)
def test_mistakes(shop: Home, words: str, code: int, says: str) -> None:
    ran = shop.run(*words.split(), now=f"{DAY}T08:40+08:00")
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err


def test_a_done_one_is_not_snoozed(shop: Home) -> None:
    shop.run("done", "repost#1", now=f"{DAY}T08:40+08:00")
    ran = shop.run("snooze", "repost#1", "30m", now=f"{DAY}T08:41+08:00")
    assert ran.code == 0
    assert "already done" in ran.out


def test_quiet_hours(shop: Home) -> None:
    shop.write(
        "config.yaml",
        'defaults: {quiet: "08:15-11:00"}\nshops: {main: {playbooks: [book]}}',
    )
    assert remind(shop, "08:35") == Ran(0, "", "")
    assert (
        remind(shop, "11:00").out
        == "2 waited for the quiet hours to end: 08:30 Repost, 09:00 Ads\n"
    )
    assert remind(shop, "11:05").out == ""


def test_roles_are_reminded_apart(shop: Home) -> None:
    for role in ("ops", "推广"):
        assert remind(shop, "08:00", "--role", role).out == ""
    assert remind(shop, "09:00", "--role", "ops").out == "08:30 Repost, 30 min late (1, A01#1)\n"
    assert remind(shop, "09:00", "--role", "推广").out == "09:00 Ads, 10 min late (2, A02)\n"
    assert len(remind(shop, "09:00").out.splitlines()) == 2


def test_all_shops(shop: Home) -> None:
    config = "shops: {main: {name: 主店, playbooks: [book]}, two: {playbooks: [book]}}"
    shop.write("config.yaml", config)
    assert remind(shop, "08:00", "--all-shops").out == ""
    ran = remind(shop, "08:30", "--all-shops")
    assert ran.out == (
        "主店 · 08:30 Repost\n08:30 Repost (1, A01#1)\n\n"
        "two · 08:30 Repost\n08:30 Repost (1, A01#1)\n"
    )


def test_rows_are_said_on_their_days(shop: Home) -> None:
    words = ("add", "tools", "tool=直通车", "expires=2026-12-03")
    assert shop.run(*words, now=f"{DAY}T08:05+08:00").code == 0
    assert "直通车" not in remind(shop, "08:10").out
    assert "续费 直通车, by 3 Dec (" in remind(shop, "09:40", day="2026-11-26").out
    assert "直通车" not in remind(shop, "09:45", day="2026-11-26").out
    assert "直通车" in remind(shop, "08:10", day="2026-12-02").out


@pytest.mark.parametrize("form", ["text", "markdown", "dingtalk", "wecom", "feishu"])
def test_titles_are_data_in_every_format(shop: Home, form: str) -> None:
    title = r"[x](http://e) <@all> **b** \e[31m `c`"
    shop.write(
        "playbooks/book.yaml",
        f"opsplan: 1\nid: book\nname: b\nduties: [{{id: a, name: '{title}', when: '每天 8:30'}}]",
    )
    out = remind(shop, "08:30", "--format", form).out
    if form == "text":
        assert title in out
    else:
        assert not re.search(r"[\[\]()<>*`]", out)


def test_today_says_when_reminders_last_ran(shop: Home) -> None:
    assert "reminders" not in shop.run("today", now="2026-11-26T07:00+08:00").out
    late = shop.run("today", now="2026-11-26T10:00+08:00").out
    assert "reminders last ran 26 h ago" in late
    assert "reminders" not in shop.run("day", "+1", now="2026-11-26T10:00+08:00").out


def test_digests(shop: Home) -> None:
    shop.run("done", "repost#1", now=f"{DAY}T08:40+08:00")
    morning = remind(shop, "08:45", "--digest", "morning")
    assert morning.out.splitlines() == [
        "main · Today · 25 Nov Wed",
        "By the clock",
        "A02 09:00 Ads",
        "A01 11:30, 14:30, 16:30 Repost",
        "",
        "Without a clock time",
        "Any time: 1, This week: 1",
    ]
    evening = remind(shop, "18:00", "--digest", "evening", "--lang", "zh").out
    assert evening.splitlines()[0] == "main · 还没完成 · 11月25日 周三"
    assert "A01#4 16:30 重发" in evening
    week = remind(shop, "08:00", "--digest", "week").out.splitlines()
    assert week[:3] == [
        "main · Week of 23 Nov 2026 to 29 Nov",
        "On 5 days or more",
        "A01 Mon–Sun 08:30, 11:30, 14:30, 16:30 Repost",
    ]
    data = remind(shop, "08:45", "--digest", "morning", "--json").json
    assert data["from"] == data["to"] == DAY
    assert remind(shop, "08:45", "--digest", "morning").out == morning.out


def test_a_digest_goes_into_a_file(shop: Home) -> None:
    file = shop.folder / "week.md"
    ran = remind(shop, "08:00", "--digest", "week", "-o", str(file))
    assert (ran.code, ran.out) == (0, "")
    assert file.read_text(encoding="utf-8").startswith("#### main · Week of 23 Nov 2026")
    assert remind(shop, "08:00", "-o", str(file)).code == 2


def test_a_bad_span_in_files_has_its_place(shop: Home) -> None:
    shop.write("playbooks/book.yaml", BOOK.replace("lead: 10m", "lead: ten, nag: {evry: 5m}"))
    ran = remind(shop, "09:00")
    assert ran.code == 1
    assert "duties[1].lead: a span of 24h at most is expected, such as 10m" in ran.err
    assert "did you mean 'every'?" in ran.err


# Many processes.


def test_eight_at_once_say_it_once(shop: Home) -> None:
    environ = {
        **os.environ,
        "OPSPLAN_HOME": str(shop.folder),
        "OPSPLAN_NOW": f"{DAY}T16:40+08:00",
        "LANG": "en",
    }
    command = [sys.executable, "-m", "opsplan", "remind", "--json"]
    running = [
        subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(8)
    ]
    outputs = [process.communicate(timeout=120) for process in running]
    assert [process.returncode for process in running] == [0] * 8
    assert {err for _, err in outputs} == {b""}
    refs = Counter(item["ref"] for out, _ in outputs for item in json.loads(out)["items"])
    assert len(refs) == 5
    assert set(refs.values()) == {1}


@dataclass
class Receiver:
    """A webhook that counts what arrives, and answers or not as it is told."""

    url: str
    received: list[dict[str, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    status: int = 200
    kill: int | None = None


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            hook.received.append(json.loads(data))
            hook.keys.append(self.headers["Idempotency-Key"])
            if hook.kill:
                os.kill(hook.kill, signal.SIGKILL)
                return
            self.send_response(hook.status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hook = Receiver(f"http://127.0.0.1:{server.server_port}/hook-token-4711")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield hook
        server.shutdown()
        thread.join()


@pytest.fixture
def receiver(shop: Home) -> Iterator[Receiver]:
    """A receiver that the shop's config names, to which reminders have gone once at 08:00."""
    with receiving() as found:
        shop.write(
            "config.yaml",
            "shops: {main: {playbooks: [book]}}\n"
            f"channels: [{{id: team, kind: webhook, url: '{found.url}'}}]",
        )
        assert remind(shop, "08:00", "--notify") == Ran(0, "", "")
        yield found


def states(home: Home) -> list[str]:
    with closing(sqlite3.connect(home.folder / "journal.db")) as db:
        rows = db.execute("SELECT state FROM claims WHERE channel = 'team' ORDER BY seq")
        return [state for (state,) in rows]


def test_channels_are_told_once_and_apart_from_the_terminal(shop: Home, receiver: Receiver) -> None:
    assert remind(shop, "08:42", "--notify") == Ran(0, "", "")
    assert remind(shop, "08:43", "--notify") == Ran(0, "", "")
    assert [message["text"] for message in receiver.received] == [
        "08:30 Repost, 12 min late (1, A01#1)"
    ]
    assert receiver.received[0]["title"] == "main · 08:30 Repost"
    assert states(shop) == ["sent"]
    assert remind(shop, "08:44").out != ""


def test_what_could_not_be_sent_is_tried_again_with_growing_waits(
    shop: Home, receiver: Receiver
) -> None:
    receiver.status = 500
    failed = remind(shop, "08:30", "--notify", "--json")
    assert failed.code == 1
    assert [item["state"] for item in failed.json["items"]] == ["pending"]
    assert "team: the server refuses it (500)" in failed.err
    assert "4711" not in failed.err
    assert remind(shop, "08:30", "--notify").code == 0
    assert len(receiver.received) == 1
    assert remind(shop, "08:31", "--notify").code == 1
    assert remind(shop, "08:35", "--notify").code == 0
    receiver.status = 200
    assert remind(shop, "08:36", "--notify") == Ran(0, "", "")
    assert len(receiver.received) == 3
    assert states(shop) == ["sent"]


def test_what_was_done_meanwhile_is_not_sent_again(shop: Home, receiver: Receiver) -> None:
    receiver.status = 500
    remind(shop, "08:30", "--notify")
    shop.run("done", "repost#1", now=f"{DAY}T08:32+08:00")
    receiver.status = 200
    assert remind(shop, "08:40", "--notify") == Ran(0, "", "")
    assert len(receiver.received) == 1
    assert states(shop) == ["settled"]


def test_it_is_given_up_in_the_end(shop: Home, receiver: Receiver) -> None:
    receiver.status = 500
    start = datetime.fromisoformat(f"{DAY}T08:30+08:00")
    for minutes in range(0, 400, 20):
        now = start + timedelta(minutes=minutes)
        shop.run("remind", "--notify", now=now.isoformat())
    assert states(shop)[0] == "failed"


def test_a_digest_goes_out_once_a_day(shop: Home, receiver: Receiver) -> None:
    receiver.status = 500
    assert remind(shop, "08:00", "--notify", "--digest", "morning").code == 1
    receiver.status = 200
    assert remind(shop, "08:05", "--notify", "--digest", "morning") == Ran(0, "", "")
    assert len(receiver.received) == 1
    assert remind(shop, "08:10", "--notify") == Ran(0, "", "")
    assert [message["title"] for message in receiver.received] == ["main · Today · 25 Nov Wed"] * 2
    assert remind(shop, "08:15", "--notify") == Ran(0, "", "")
    later = remind(shop, "08:00", "--notify", "--digest", "morning", day="2026-11-26")
    assert (later, len(receiver.received)) == (Ran(0, "", ""), 3)
    remind(shop, "08:00", "--notify", "--digest", "week", day="2026-11-26")
    remind(shop, "08:00", "--notify", "--digest", "week", day="2026-11-27")
    assert len(receiver.received) == 4


def test_a_broken_channel_holds_up_no_other(shop: Home, receiver: Receiver) -> None:
    shop.write(
        "config.yaml",
        "shops: {main: {playbooks: [book]}}\n"
        "channels:\n"
        "  - {id: first, kind: webhook, url: 'http://127.0.0.1:9/never'}\n"
        "  - {id: second, kind: dingtalk, url: 'env:NOT_THERE'}\n"
        f"  - {{id: team, kind: webhook, url: '{receiver.url}'}}",
    )
    assert remind(shop, "08:20", "--notify").code == 0
    ran = remind(shop, "08:30", "--notify")
    assert ran.code == 1
    assert len(receiver.received) == 1
    assert "first: " in ran.err
    assert "the variable NOT_THERE is not set" in ran.err


def killed_run(home: Home, receiver: Receiver, time: str) -> None:
    """A run that is killed by SIGKILL when its message has just arrived."""
    environ = {
        **os.environ,
        "OPSPLAN_HOME": str(home.folder),
        "OPSPLAN_NOW": f"{DAY}T{time}+08:00",
        "LANG": "en",
    }
    starter = (
        "import os, sys, runpy\nprint(os.getpid(), flush=True)\nsys.stdin.readline()\n"
        "sys.argv = ['opsplan', 'remind', '--notify']\nrunpy.run_module('opsplan')\n"
    )
    starter = starter.replace("run_module('opsplan')", "run_module('opsplan', run_name='__main__')")
    with subprocess.Popen(
        [sys.executable, "-c", starter],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin and process.stdout
        receiver.kill = int(process.stdout.readline())
        process.stdin.write(b"\n")
        process.stdin.close()
        assert process.wait(timeout=60) == -signal.SIGKILL
    receiver.kill = None


def test_after_a_kill_a_webhook_is_told_again_under_the_same_key(
    shop: Home, receiver: Receiver
) -> None:
    killed_run(shop, receiver, "08:30")
    assert states(shop) == ["sending"]
    assert remind(shop, "08:30", "--notify") == Ran(0, "", "")
    assert remind(shop, "08:35", "--notify") == Ran(0, "", "")
    assert len(receiver.received) == 2
    assert len(set(receiver.keys)) == 1
    assert states(shop) == ["sent"]


def test_after_a_kill_a_robot_is_not_told_again_but_we_are(shop: Home, receiver: Receiver) -> None:
    config = (shop.folder / "config.yaml").read_text(encoding="utf-8")
    shop.write("config.yaml", config.replace("kind: webhook", "kind: dingtalk"))
    killed_run(shop, receiver, "08:30")
    ran = remind(shop, "08:35", "--notify")
    assert (ran.code, ran.out) == (0, "")
    assert "1 on team may not have been said, an earlier run was stopped: Repost" in ran.err
    assert remind(shop, "08:40", "--notify") == Ran(0, "", "")
    assert len(receiver.received) == 1
    assert states(shop) == ["unknown"]


def test_what_a_closed_pipe_has_swallowed_is_told(shop: Home) -> None:
    """The reader of standard output is gone: whether anybody has read it is not known."""
    environ = {**os.environ, "OPSPLAN_HOME": str(shop.folder), "LANG": "en"}
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "opsplan", "remind"],
        env={**environ, "OPSPLAN_NOW": f"{DAY}T08:30+08:00"},
        stdout=writer,
        check=False,
    )
    os.close(writer)
    assert done.returncode == 0
    ran = remind(shop, "08:35")
    assert ran.out == ""
    assert "1 on stdout may not have been said" in ran.err
    assert remind(shop, "08:40") == Ran(0, "", "")


@pytest.mark.skipif(shutil.which("faketime") is None, reason="libfaketime is not installed")
def test_the_real_clock_put_back_and_forward(shop: Home) -> None:
    """T5 and T6 on the machine's own clock, without OPSPLAN_NOW."""

    def at(time: str) -> str:
        environ = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "OPSPLAN"))}
        environ |= {"OPSPLAN_HOME": str(shop.folder), "LANG": "en", "TZ": "Asia/Shanghai"}
        command = ["faketime", time, sys.executable, "-m", "opsplan", "remind"]
        done = subprocess.run(command, env=environ, capture_output=True, check=False, timeout=120)
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode()

    assert at("2026-11-25 08:31:00").startswith("08:30 Repost, 1 min late")
    assert at("2026-11-25 06:31:00") == ""
    assert at("2026-11-23 08:31:00") == ""
    assert at("2026-11-25 08:32:00") == ""
    assert "passed while the machine slept" in at("2029-11-25 08:40:00")
    assert at("2026-11-25 08:50:00").startswith("09:00 Ads")
    assert at("2026-11-25 11:30:00").startswith("11:30 Repost")
    assert at("2026-11-25 11:30:00") == ""


def test_an_environment_as_crons(shop: Home, tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "OPSPLAN_HOME": str(shop.folder)}
    environ["OPSPLAN_NOW"] = f"{DAY}T08:30+08:00"
    command = [sys.executable, "-m", "opsplan", "remind"]
    if "PYTHONPATH" in os.environ:
        environ["PYTHONPATH"] = os.environ["PYTHONPATH"]
    done = subprocess.run(command, env=environ, capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "08:30 Repost (1, A01#1)\n"


def test_after_midnight_it_names_yesterdays_occurrence_so_that_it_is_what_gets_ticked(
    home: Home,
) -> None:
    book = "opsplan: 1\nid: p\nname: P\nduties:\n"
    book += "  - {id: x, name: X, when: 'every day at 09:00, 23:30'}\n"
    home.write("playbooks/p.yaml", book)
    home.write("config.yaml", "shops: {main: {playbooks: [p]}}\n")
    home.run("remind", now="2026-11-25T22:00+08:00")
    night = "2026-11-26T00:10+08:00"
    said = home.run("remind", now=night).out
    assert said == "23:30 X, 40 min late (A01@2026-11-25#2)\n"
    ticked = home.run("done", said[said.index("(") + 1 : -2], "--json", now=night).json["items"]
    assert [each["ref"] for each in ticked] == ["p/x@2026-11-25#2"]


def test_a_chinese_digest_counts_with_full_width_colons(home: Home) -> None:
    home.write("config.yaml", "")
    for kind in ("morning", "evening"):
        said = home.run("remind", "--digest", kind, "--lang", "zh").out
        assert "：" in said
        assert ": " not in said


def test_the_evening_tells_last_night_from_tonight(home: Home) -> None:
    book = (
        "opsplan: 1\nid: n\nname: N\nduties: [{id: night, name: Night, when: 每天 23:00-02:00}]\n"
    )
    home.write("playbooks/n.yaml", book)
    home.write("config.yaml", "shops: {main: {playbooks: [n], launch: 2026-11-01}}\n")
    ran = home.run("remind", "--digest", "evening", now="2026-11-25T20:00+08:00")
    shown = ran.out.splitlines()
    nights = [line for line in shown if "Night" in line]
    assert sorted(line.split(" 23:00")[0] for line in nights) == ["A01", "A01 24 Nov"]
