"""Delivery against servers that fail in each way: the outcome says what is known, and no more."""

import base64
import hashlib
import hmac
import importlib.util
import json
import logging
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
import traceback
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from opsplan.remind.deliver import deliver
from opsplan.remind.exchange import MAX_ANSWER, Answer, Posting, post
from opsplan.remind.outcome import Outcome, OutMessage
from opsplan.values.channel import Channel, Secret
from opsplan.values.channel_kinds import ChannelKind
from remind.servers import (
    Answering,
    Request,
    Server,
    drips,
    floods,
    free_port,
    hangs,
    hangs_in_body,
    resets,
    says,
    says_only,
    serving,
)

TOKEN = "tok3n-0f-the-r0b0t"
SECRET = "SEC-not-to-be-seen"
MESSAGE = OutMessage("主店 08:30", "重发产品信息", "", "main/1688-shop/repost@2026-11-25#1/team")
YES = {"errcode": 0, "errmsg": "ok", "code": 0}
NOW = 1_764_000_000.0


def channel(kind: ChannelKind, url: str, secret: str | None = SECRET) -> Channel:
    return Channel("team", kind, Secret(url), Secret(secret) if secret else None)


def sent_to(
    server: Server,
    kind: ChannelKind = "dingtalk",
    seconds: float = 5,
    message: OutMessage = MESSAGE,
) -> Outcome:
    url = server.url(f"/robot/{TOKEN}?access_token={TOKEN}")
    return deliver(channel(kind, url), message, seconds, clock=lambda: NOW)


def outcome_of(answer: Answering, kind: ChannelKind = "dingtalk", seconds: float = 5) -> Outcome:
    with serving(answer) as server:
        return sent_to(server, kind, seconds)


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


class TestOutcomes:
    @pytest.mark.parametrize("kind", ["dingtalk", "wecom", "feishu", "webhook"])
    def test_a_yes_is_sent(self, kind: ChannelKind) -> None:
        assert outcome_of(says(200, YES), kind).state == "sent"

    def test_nobody_listens(self) -> None:
        outcome = deliver(channel("webhook", f"http://127.0.0.1:{free_port()}/{TOKEN}"), MESSAGE, 5)
        assert (outcome.state, outcome.retry_after) == ("failed", 0.0)
        assert str(outcome.reason) == "the connection was refused"

    def test_a_host_that_is_not_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def not_found(*_: object, **__: object) -> list[object]:
            raise socket.gaierror(-2, f"Name or service not known {TOKEN}")

        monkeypatch.setattr(socket, "getaddrinfo", not_found)
        outcome = deliver(channel("webhook", "https://nowhere.invalid/x"), MESSAGE, 5)
        assert (outcome.state, outcome.retry_after) == ("failed", 0.0)
        assert str(outcome.reason) == "the host was not found"

    def test_a_name_that_takes_for_ever_is_not_sent_later(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found = socket.getaddrinfo
        with serving(says(200, YES)) as server:

            def slow(*args: Any, **kwargs: Any) -> Any:
                server.closing.wait(0.5)
                return found(*args, **kwargs)

            monkeypatch.setattr(socket, "getaddrinfo", slow)
            outcome = sent_to(server, seconds=0.1)
            server.closing.wait(1.0)
            assert server.requests == []
        assert (outcome.state, outcome.retry_after) == ("failed", 0.0)

    @pytest.mark.parametrize(
        "answer", [hangs, hangs_in_body, resets, drips(b"HTTP/1.1 200 OK\r\nX: "), drips(b"")]
    )
    def test_what_breaks_after_sending_is_unknown(self, answer: Answering) -> None:
        outcome = outcome_of(answer, seconds=0.5)
        assert (outcome.state, outcome.retry_after) == ("unknown", None)

    @pytest.mark.parametrize(
        "answer",
        [
            says(200, b"<html>welcome</html>"),
            says(200, b""),
            says(200, {"hello": 1}),
            says(200, {"errcode": True}),
            says(200, [0]),
            says(200, b"[" * 60_000),
            says(204, b""),
            floods,
            drips(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"),
            says(200, b"\xff\xfe"),
        ],
    )
    def test_a_robot_that_does_not_say_yes_is_unknown(self, answer: Answering) -> None:
        outcome = outcome_of(answer, seconds=0.5)
        assert (outcome.state, outcome.retry_after) == ("unknown", None)

    @pytest.mark.parametrize(
        "answer", [says(204, b""), floods, hangs_in_body, drips(b"HTTP/1.1 202 OK\r\n\r\n")]
    )
    def test_a_webhook_has_taken_it_once_it_says_2xx(self, answer: Answering) -> None:
        assert outcome_of(answer, "webhook").state == "sent"

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 413])
    def test_4xx_is_for_good(self, status: int) -> None:
        outcome = outcome_of(says(status, b"no"), "webhook")
        assert (outcome.state, outcome.retry_after) == ("failed", None)
        assert str(status) in str(outcome.reason)

    @pytest.mark.parametrize("status", [500, 502, 503, 504, 429, 408])
    @pytest.mark.parametrize("kind", ["webhook", "feishu"])
    def test_5xx_and_429_may_be_tried_again(self, status: int, kind: ChannelKind) -> None:
        outcome = outcome_of(says(status, b"<html>"), kind)
        assert (outcome.state, outcome.retry_after) == ("failed", 0.0)

    @pytest.mark.parametrize(
        ("asked", "seconds"),
        [
            ("7", 7.0),
            ("0", 0.0),
            ("99999999999999999999", 86400.0),
            (format_datetime(datetime.fromtimestamp(NOW + 90, UTC)), 90.0),
            (format_datetime(datetime.fromtimestamp(NOW - 90, UTC), usegmt=True), 0.0),
            ("Wed, 21 Oct 2099 07:28:00 GMT", 86400.0),
            ("soon", 0.0),
            ("-5", 0.0),
            ("", 0.0),
        ],
    )
    @pytest.mark.parametrize("status", [429, 503])
    def test_retry_after_is_respected(self, status: int, asked: str, seconds: float) -> None:
        outcome = outcome_of(says(status, b"", Retry_After=asked), "webhook")
        assert (outcome.state, outcome.retry_after) == ("failed", seconds)

    @pytest.mark.parametrize(
        ("kind", "data", "retry", "said"),
        [
            (
                "dingtalk",
                {"errcode": 310000, "errmsg": "keywords not in content"},
                None,
                "keywords",
            ),
            ("dingtalk", {"errcode": 130101, "errmsg": "send too fast"}, 600, "too many"),
            ("dingtalk", {"errcode": -1, "errmsg": "system busy"}, 60, "busy"),
            ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, None, "no robot"),
            ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, 60, "too many"),
            ("feishu", {"code": 19021, "msg": "sign match fail"}, None, "clock"),
            ("feishu", {"code": 9499, "msg": "too many request"}, 60, "too many"),
            ("feishu", {"code": 9499, "msg": "Bad Request"}, None, "Bad Request"),
            ("feishu", {"StatusCode": 19024, "StatusMessage": "Key Words Not Found"}, None, "Key"),
        ],
    )
    @pytest.mark.parametrize("status", [200, 400])
    def test_a_robots_no_is_told_with_its_reason(
        self, kind: ChannelKind, data: object, retry: float | None, said: str, status: int
    ) -> None:
        outcome = outcome_of(says(status, data), kind)
        assert (outcome.state, outcome.retry_after) == ("failed", retry)
        assert said in str(outcome.reason)

    def test_the_longer_wait_holds(self) -> None:
        answer = says(429, {"errcode": 45009, "errmsg": "freq"}, Retry_After="100")
        assert outcome_of(answer, "wecom").retry_after == 100

    def test_the_connection_is_over_with_the_deadline(self) -> None:
        gone = threading.Event()

        def drips_on(server: Server, talk: socket.socket, request: Request) -> None:
            try:
                drips(b"HTTP/1.1 200 OK\r\nX: ")(server, talk, request)
            except OSError:
                gone.set()

        with serving(drips_on) as server:
            assert sent_to(server, seconds=0.2).state == "unknown"
            assert gone.wait(20)

    def test_no_more_is_read_than_an_answer_may_have(self) -> None:
        with serving(floods) as server:
            found = post(Posting(server.url(), b"", {}), time.monotonic() + 20)
        assert isinstance(found, Answer)
        assert len(found.body) == MAX_ANSWER

    @pytest.mark.parametrize("kind", ["dingtalk", "wecom", "feishu"])
    def test_a_yes_that_is_cut_anywhere_is_unknown(self, kind: ChannelKind) -> None:
        body = json.dumps(YES).encode()
        whole = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        for length in range(len(whole)):
            outcome = outcome_of(says_only(whole[:length]), kind)
            assert outcome.state == "unknown", whole[:length]

    def test_not_http(self) -> None:
        outcome = outcome_of(says_only(b"220 smtp.example.org ready\r\n"))
        assert (outcome.state, str(outcome.reason)) == ("unknown", "the answer is not HTTP")


class TestRedirects:
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_none_is_followed_to_another_host(self, status: int) -> None:
        with serving(says(200, YES)) as other:
            outcome = outcome_of(says(status, b"", Location=other.url()))
            assert other.requests == []
        assert (outcome.state, outcome.retry_after) == ("failed", None)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    @pytest.mark.parametrize("place", ["/hook", "", "//", "https://[", "http://127.0.0.1/ü"])
    def test_none_is_followed_to_http(self, status: int, place: str) -> None:
        with serving(says(status, b"", Location=place)) as server:
            outcome = sent_to(server)
            assert len(server.requests) == 1
        assert (outcome.state, outcome.retry_after) == ("failed", None)

    @pytest.mark.parametrize(("status", "requests"), [(307, 2), (308, 2), (301, 1), (303, 1)])
    def test_the_same_request_goes_elsewhere_on_the_same_https_host(
        self, status: int, requests: int, tls: ssl.SSLContext
    ) -> None:
        def answer(server: Server, talk: socket.socket, request: Request) -> None:
            first = request.path == "/hook"
            chosen = says(status, b"", Location="/other") if first else says(200, YES)
            chosen(server, talk, request)

        with serving(answer, tls) as server:
            outcome = deliver(channel("webhook", server.url()), MESSAGE, 5)
            assert len(server.requests) == requests
            assert {request.body for request in server.requests} == {server.requests[0].body}
        assert outcome.state == ("sent" if requests == 2 else "failed")

    def test_a_loop_ends(self, tls: ssl.SSLContext) -> None:
        with serving(says(307, b"", Location="/hook"), tls) as server:
            outcome = deliver(channel("webhook", server.url()), MESSAGE, 5)
            assert len(server.requests) == 4
        assert (outcome.state, outcome.retry_after) == ("failed", None)

    def test_none_leads_from_https_to_another_port(self, tls: ssl.SSLContext) -> None:
        with serving(says(200, YES), tls) as other:
            with serving(says(307, b"", Location=other.url()), tls) as server:
                outcome = deliver(channel("webhook", server.url()), MESSAGE, 5)
            assert other.requests == []
        assert outcome.state == "failed"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that only we trust, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "made.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "36500"]
    command += ["-subj", "/CN=opsplan test", "-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-keyout", str(key), "-out", str(made)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not here")
    return made, key


@pytest.fixture
def tls(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's side of TLS that this process trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


class TestTls:
    def test_a_trusted_server_gets_it(self, tls: ssl.SSLContext) -> None:
        with serving(says(200, YES), tls) as server:
            assert sent_to(server).state == "sent"
            assert len(server.requests) == 1

    def test_a_certificate_that_nobody_knows(
        self, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("SSL_CERT_FILE")
        with serving(says(200, YES), tls) as server:
            outcome = sent_to(server)
            assert server.requests == []
        assert (outcome.state, outcome.retry_after) == ("failed", 0.0)
        assert str(outcome.reason) == "the server's certificate is not trusted"

    def test_a_server_without_tls(self) -> None:
        with serving(says(200, YES)) as server:
            url = server.url().replace("http:", "https:")
            outcome = deliver(channel("webhook", url), MESSAGE, 1)
        assert (outcome.state, outcome.retry_after) == ("failed", 0.0)

    def test_a_handshake_that_never_ends(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            url = f"https://127.0.0.1:{listener.getsockname()[1]}/{TOKEN}"
            outcome = deliver(channel("webhook", url), MESSAGE, 0.3)
        assert (outcome.state, outcome.retry_after) == ("failed", 0.0)


class TestProxies:
    def test_loopback_has_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
        assert outcome_of(says(200, YES)).state == "sent"

    def test_others_go_through_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with serving(says(200, YES)) as proxy:
            monkeypatch.setenv("http_proxy", proxy.url(""))
            outcome = deliver(channel("webhook", f"http://hooks.invalid/{TOKEN}"), MESSAGE, 5)
            assert [request.path for request in proxy.requests] == [f"http://hooks.invalid/{TOKEN}"]
        assert outcome.state == "sent"

    def test_a_proxy_that_refuses_has_sent_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with serving(says(407, b"")) as proxy:
            monkeypatch.setenv("https_proxy", proxy.url(""))
            outcome = deliver(channel("webhook", f"https://hooks.invalid/{TOKEN}"), MESSAGE, 5)
        assert (outcome.state, outcome.retry_after) == ("failed", 0.0)
        assert str(outcome.reason) == "the proxy refused it"


class TestSignatures:
    def test_dingtalk_as_the_real_server_checks_it(self) -> None:
        with serving(says(200, YES)) as server:
            sent_to(server)
            query = server.requests[0].query
        signed = hmac.new(
            SECRET.encode(), (query["timestamp"] + "\n" + SECRET).encode(), digestmod=hashlib.sha256
        )
        assert base64.b64decode(query["sign"], validate=True) == signed.digest()
        assert query["timestamp"] == "1764000000000"
        assert query["access_token"] == TOKEN

    def test_feishu_as_the_real_server_checks_it(self) -> None:
        with serving(says(200, YES)) as server:
            sent_to(server, "feishu")
            body = server.requests[0].json
        key = f"{body['timestamp']}\n{SECRET}".encode()
        assert base64.b64decode(body["sign"]) == hmac.new(key, digestmod=hashlib.sha256).digest()
        assert body["timestamp"] == "1764000000"

    def test_a_webhook_signs_its_body_and_says_what_it_repeats(self) -> None:
        with serving(says(200, YES)) as server:
            sent_to(server, "webhook")
            sent_to(server, "webhook")
            first, second = server.requests
        digest = hmac.new(SECRET.encode(), first.body, hashlib.sha256).hexdigest()
        assert first.headers["x-opsplan-signature"] == f"sha256={digest}"
        assert first.headers["idempotency-key"] == MESSAGE.key == second.headers["idempotency-key"]
        assert first.json == {
            "title": MESSAGE.title,
            "text": MESSAGE.text,
            "markdown": "",
            "key": MESSAGE.key,
        }

    def test_without_a_secret_nothing_is_signed(self) -> None:
        with serving(says(200, YES)) as server:
            for kind in ("dingtalk", "feishu", "webhook"):
                deliver(channel(kind, server.url("/x?a=1"), None), MESSAGE, 5)
            ding, feishu, hook = server.requests
        assert ding.query == {"a": "1"}
        assert "sign" not in feishu.json
        assert "x-opsplan-signature" not in hook.headers


class TestApprise:
    """Through the real library, to its own JSON service on this machine."""

    def outcome(self, answer: Answering, seconds: float = 6) -> Outcome:
        pytest.importorskip("apprise")
        with serving(answer) as server:
            url = f"json://127.0.0.1:{server.port}/{TOKEN}?rto=0.5&cto=0.5"
            return deliver(Channel("a", "apprise", Secret(url)), MESSAGE, seconds)

    def test_sent(self) -> None:
        assert self.outcome(says(200, {})).state == "sent"

    def test_refused(self) -> None:
        outcome = self.outcome(says(500, {}))
        assert (outcome.state, outcome.retry_after) == ("failed", 0.0)

    @pytest.mark.parametrize("answer", [hangs, resets])
    def test_what_breaks_after_sending_is_unknown(self, answer: Answering) -> None:
        assert self.outcome(answer).state == "unknown"

    def test_a_drip_ends_at_the_deadline(self) -> None:
        assert self.outcome(drips(b"HTTP/1.1 200 OK\r\n\r\n"), 0.6).state == "unknown"

    def test_nobody_listens(self) -> None:
        pytest.importorskip("apprise")
        url = f"json://127.0.0.1:{free_port()}/{TOKEN}"
        outcome = deliver(Channel("a", "apprise", Secret(url)), MESSAGE, 6)
        assert (outcome.state, outcome.retry_after) == ("failed", 0.0)

    def test_no_such_service(self) -> None:
        pytest.importorskip("apprise")
        outcome = deliver(Channel("a", "apprise", Secret(f"nosuch://{TOKEN}")), MESSAGE, 6)
        assert (outcome.state, outcome.retry_after) == ("failed", None)

    def test_without_the_library(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "apprise", None)
        outcome = deliver(Channel("a", "apprise", Secret(f"json://x/{TOKEN}")), MESSAGE, 6)
        assert (outcome.state, outcome.retry_after) == ("failed", None)
        assert "pip install 'opsplan[notify]'" in str(outcome.reason)


class TestSecrets:
    """RELIABILITY S11: neither url nor secret reaches anything that people or logs see."""

    def echo(self, server: Server, talk: socket.socket, request: Request) -> None:
        data = {"errcode": 1, "errmsg": f"{request.path} {SECRET} {request.body.decode()}" * 9}
        says(200, data)(server, talk, request)

    def test_nothing_is_seen_anywhere(
        self, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
    ) -> None:
        caplog.set_level(logging.DEBUG)
        answers = [self.echo, hangs, resets, floods, says(302, b"", Location=f"/{TOKEN}")]
        answers += [says(500, TOKEN.encode()), says(200, {"errcode": 5, "errmsg": TOKEN})]
        seen: list[str] = []
        for answer in answers:
            for kind in ("dingtalk", "feishu", "wecom", "webhook"):
                outcome = outcome_of(answer, kind, 0.3)
                seen += [repr(outcome), str(outcome.reason)]
        if importlib.util.find_spec("apprise"):
            for answer in (says(200, {}), says(500, {}), hangs):
                with serving(answer) as server:
                    url = f"json://127.0.0.1:{server.port}/{TOKEN}?rto=0.3"
                    outcome = deliver(Channel("a", "apprise", Secret(url)), MESSAGE, 3)
                seen += [repr(outcome), str(outcome.reason)]
        hidden = channel("dingtalk", f"http://127.0.0.1:1/{TOKEN}")
        seen += [repr(hidden), str(hidden.url), f"{hidden.secret}"]
        captured = capfd.readouterr()
        everything = "\n".join([*seen, caplog.text, captured.out, captured.err])
        assert TOKEN not in everything
        assert SECRET not in everything

    @pytest.mark.parametrize("url", [f"http://127.0.0.1:1 /{TOKEN}", f"ftp://{TOKEN}/", TOKEN])
    def test_an_address_that_cannot_be_used_is_not_told(
        self, url: str, capfd: pytest.CaptureFixture[str]
    ) -> None:
        outcome = deliver(channel("webhook", url), MESSAGE, 2)
        assert (outcome.state, TOKEN in repr(outcome)) == ("failed", False)
        assert TOKEN not in capfd.readouterr().err

    def test_a_traceback_does_not_tell(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise RuntimeError("broken")

        monkeypatch.setattr("opsplan.remind.deliver.post", fail)
        try:
            deliver(channel("dingtalk", f"https://x.invalid/{TOKEN}"), MESSAGE, 1)
        except RuntimeError as error:
            stack = traceback.TracebackException.from_exception(error, capture_locals=True)
            # The request that is being built holds the address; its own repr must not.
            text = "".join(stack.format())
        assert SECRET not in text
        assert TOKEN not in text
