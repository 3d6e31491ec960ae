"""channels list and test: one message, an honest outcome, and no secret on any stream."""

import os
import socket
from pathlib import Path

import pytest

from house import Home, Ran
from remind.servers import Answering, Request, Server, hangs, resets, says, serving

TOKEN = "t0k3n-0f-the-r0b0t"
SECRET = "s3cr3t-0f-the-r0b0t"
CONFIG = "channels: [{id: team, kind: dingtalk, url: env:DING_URL, secret: env:DING_SECRET}]\n"


def tried(home: Home, answer: Answering, *words: str, **environ: str) -> tuple[Ran, list[Request]]:
    with serving(answer) as server:
        url = server.url(f"/robot/send?access_token={TOKEN}")
        given = {"DING_URL": url, "DING_SECRET": SECRET, **environ}
        ran = home.run("channels", "test", "team", *words, **given)
    assert TOKEN not in ran.out + ran.err
    assert SECRET not in ran.out + ran.err
    assert "Traceback" not in ran.err
    return ran, server.requests


def test_sent(home: Home) -> None:
    home.write("config.yaml", CONFIG)
    ran, requests = tried(home, says(200, {"errcode": 0}))
    assert (ran.code, ran.out, ran.err) == (0, "team: sent\n", "")
    assert requests[0].json["text"]["content"] == (
        "opsplan: a test\nReminders for main arrive here."
    )


@pytest.mark.parametrize(
    ("answer", "state", "english", "chinese"),
    [
        (
            says(200, {"errcode": 310000, "errmsg": "keywords not in content"}),
            "failed",
            "team: not sent: the robot's safety settings refuse it: keyword, signature or address"
            " (code 310000: keywords not in content)\n",
            "team：未发出：被机器人的安全设置拦下：关键词、加签或 IP 地址不符"
            "（代码 310000：keywords not in content）\n",
        ),
        (
            resets,
            "unknown",
            "team: perhaps sent, perhaps not: the connection broke\n",
            "team：不能确定是否发出：连接中断了\n",
        ),
        (
            says(404, b""),
            "failed",
            "team: not sent: the server refuses it (404)\n",
            "team：未发出：服务器拒绝了（404）\n",
        ),
    ],
)
def test_an_outcome_that_is_no_yes(
    home: Home, answer: Answering, state: str, english: str, chinese: str
) -> None:
    home.write("config.yaml", CONFIG)
    assert tried(home, answer)[0] == Ran(1, english, "")
    assert tried(home, answer, "--lang", "zh")[0] == Ran(1, chinese, "")
    data = tried(home, answer, "--json")[0].json
    assert (data["channel"], data["state"], data["retry_after"]) == ("team", state, None)


def test_a_robot_that_repeats_everything_tells_no_secret(home: Home) -> None:
    home.write("config.yaml", CONFIG)

    def echo(server: Server, talk: socket.socket, request: Request) -> None:
        says(200, {"errcode": 1, "errmsg": f"{request.path}{SECRET}"})(server, talk, request)

    tried(home, echo)
    tried(home, echo, OPSPLAN_DEBUG="1")


def test_a_variable_that_is_missing_is_named(home: Home) -> None:
    home.write("config.yaml", CONFIG)
    ran = home.run("channels", "test", "team", DING_URL=f"https://x/{TOKEN}")
    assert ran.code == 1
    assert ran.err == (
        "opsplan: channel team, secret: the variable DING_SECRET is not set; "
        "export it, or write DING_SECRET=… into secrets.env\n"
    )


def test_secrets_of_a_file_for_cron(home: Home) -> None:
    home.write("config.yaml", CONFIG)
    with serving(says(200, {"errcode": 0})) as server:
        text = f"DING_URL={server.url(f'/{TOKEN}')}\nDING_SECRET='{SECRET}'\n"
        file = home.write("secrets.env", text)
        file.chmod(0o644)
        open_to_all = home.run("channels", "test", "team")
        file.chmod(0o600)
        ran = home.run("channels", "test", "team")
    assert (open_to_all.code, ran.code, ran.err) == (1, 0, "")
    assert "chmod 600" in open_to_all.err
    assert SECRET not in open_to_all.err


def test_the_environment_wins_over_the_file(home: Home) -> None:
    home.write("config.yaml", CONFIG)
    home.write("secrets.env", "DING_URL=https://nowhere.invalid/\n").chmod(0o600)
    assert tried(home, says(200, {"errcode": 0}))[0].code == 0


def test_a_channel_that_is_not_there(home: Home) -> None:
    home.write("config.yaml", CONFIG)
    ran = home.run("channels", "test", "taem")
    assert (ran.code, "did you mean 'team'?" in ran.err) == (1, True)


def test_list(home: Home) -> None:
    home.write("config.yaml", CONFIG.replace("}]", "}, {id: me, kind: desktop, shops: [main]}]"))
    ran = home.run("channels", "list", "--json", DING_URL="x")
    assert ran.json["items"] == [
        {"id": "team", "kind": "dingtalk", "shops": [], "ready": False},
        {"id": "me", "kind": "desktop", "shops": ["main"], "ready": True},
    ]
    shown = home.run("channels", "list").out.splitlines()
    assert shown[1].split() == ["me", "desktop", "main", "ready"]
    assert "DING_URL is not set" in shown[0]


def test_an_empty_list(home: Home) -> None:
    assert home.run("channels", "list").out == "config.yaml has no channels yet.\n"


def test_a_desktop_that_is_not_there(home: Home, tmp_path: Path) -> None:
    home.write("config.yaml", "channels: [{id: me, kind: desktop}]\n")
    ran = home.run("channels", "test", "me", PATH=str(tmp_path))
    assert (ran.code, "notify-send" in ran.out) == (1, os.name == "posix")


def test_apprise_says_nothing_of_its_own(home: Home) -> None:
    pytest.importorskip("apprise")
    with serving(hangs) as server:
        url = f"json://127.0.0.1:{server.port}/{TOKEN}?rto=0.3"
        home.write("config.yaml", f"channels: [{{id: a, kind: apprise, url: '{url}'}}]\n")
        ran = home.run("channels", "test", "a")
    assert ran == Ran(1, "a: perhaps sent, perhaps not: the connection broke\n", "")
