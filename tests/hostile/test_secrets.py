"""Passwords and addresses that are secret: in no output, no file, no traceback, no crontab."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from house import Home

PASSWORD, TOKEN, SIGN, WHOLE = (
    "hunter2PASSWORD",
    "tokenTOKENtoken",
    "signSIGNsign",
    "wholeWHOLEwhole",
)
SECRETS = (PASSWORD, TOKEN, SIGN, WHOLE)
NOW = "2026-11-25T10:15+08:00"


class Broken(http.server.BaseHTTPRequestHandler):
    """Answers each request with an error that repeats what it was sent."""

    def do_POST(self) -> None:
        body = f"bad {self.path} {dict(self.headers)}".encode()
        self.send_response(500, f"no {self.path}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""


@contextmanager
def server() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Broken) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        try:
            yield made.server_port
        finally:
            made.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with server() as number:
        yield number


@pytest.fixture
def shop(home: Home, port: int) -> Home:
    """A home whose channels have secrets in the config, in secrets.env and in the environment."""
    home.write(
        "config.yaml",
        f"""channels:
  - {{id: plain, kind: webhook, url: "http://127.0.0.1:{port}/{TOKEN}?key={TOKEN}", secret: {SIGN}}}
  - {{id: kept, kind: webhook, url: "env:KEPT_URL", secret: "env:KEPT_SIGN"}}
  - {{id: gone, kind: webhook, url: "http://127.0.0.1:1/{TOKEN}"}}
  - {{id: other, kind: apprise, url: "json://user:{TOKEN}@127.0.0.1:1/{TOKEN}"}}
""",
    )
    lines = f"KEPT_URL=http://127.0.0.1:{port}/{WHOLE}\nKEPT_SIGN={SIGN}\n"
    home.write("secrets.env", lines).chmod(0o600)
    home.run("remind", "--notify", now="2026-11-25T08:00+08:00")
    return home


def files_of(home: Home) -> Iterator[Path]:
    own = {"config.yaml", "config.yaml.bak", "secrets.env"}
    yield from (p for p in home.folder.rglob("*") if p.is_file() and p.name not in own)


def leaks(home: Home, text: str) -> list[str]:
    """The secrets in a text and in any file of the home but those that hold them."""
    found = [secret for secret in SECRETS if secret in text]
    for path in files_of(home):
        data = path.read_bytes()
        found += [f"{secret} in {path.name}" for secret in SECRETS if secret.encode() in data]
    return found


COMMANDS = (
    *(
        ("remind", "--notify"),
        ("remind", "--notify", "--dry-run"),
        ("remind", "--notify", "--json"),
    ),
    *(("channels", "list"), ("channels", "list", "--json"), ("channels", "test", "plain")),
    *(("channels", "test", "kept"), ("channels", "test", "gone"), ("channels", "test", "other")),
    *(("doctor",), ("doctor", "--json"), ("doctor", "--fix"), ("cron", "show"), ("today",)),
    *(
        ("done", "1"),
        ("backup",),
        ("journal", "export"),
        ("shop", "list"),
        ("shop", "list", "--json"),
    ),
    *(("report", "day"), ("export", "-", "--from", "2026-11-25", "--to", "2026-11-25")),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_shows_a_channels_secret(shop: Home, words: tuple[str, ...]) -> None:
    ran = shop.run(*words, now=NOW, OPSPLAN_DEBUG="1")
    assert leaks(shop, ran.out + ran.err) == []


DATABASES = {
    "in the config": (f"database: postgresql://anna:{PASSWORD}@127.0.0.1:1/shop\n", {}),
    "in a query": (f"database: 'postgresql://127.0.0.1:1/shop?user=a&password={PASSWORD}'\n", {}),
    "as a variable": (
        "database: postgresql://anna@127.0.0.1:1/shop\n",
        {"OPSPLAN_DATABASE": PASSWORD},
    ),
    "as an address": ("", {"OPSPLAN_DATABASE": f"postgresql://anna:{PASSWORD}@127.0.0.1:1/shop"}),
    "named": (
        "database: postgresql://anna:env:DB_PASSWORD@127.0.0.1:1/shop\n",
        {"DB_PASSWORD": PASSWORD},
    ),
    "wholly named": ("database: env:DB\n", {"DB": f"postgresql://a:{PASSWORD}@127.0.0.1:1/x"}),
    "no address": (f"database: 'mysql://anna:{PASSWORD}@127.0.0.1/shop'\n", {}),
    "no port": (f"database: 'postgresql://anna:{PASSWORD}@127.0.0.1:port/shop'\n", {}),
    "no host": (f"database: 'postgresql://anna:{PASSWORD}@[::1/shop'\n", {}),
}


@pytest.mark.parametrize("place", DATABASES)
def test_no_command_shows_the_databases_password(home: Home, place: str) -> None:
    config, environ = DATABASES[place]
    home.write("config.yaml", f"me: anna\n{config}")
    for words in (("today",), ("done", "1"), ("doctor",)):
        ran = home.run(*words, now=NOW, OPSPLAN_DEBUG="1", **environ)
        assert ran.code != 0 or words == ("doctor",)
        assert leaks(home, ran.out + ran.err) == []


BROKEN = (
    f"channels: [{{id: a, kind: dingtalk, url: '{TOKEN} {TOKEN}'}}]\n",
    f"channels: [{{id: a, kind: dingtalk, url: 'ftp://{TOKEN}'}}]\n",
    f"channels: [{{id: a, kind: nokind, url: 'https://x/{TOKEN}', secret: {SIGN}}}]\n",
    f"channels: [{{id: a, kind: webhook, url: 'https://{TOKEN}@x/', secret: [{SIGN}]}}]\n",
    f"channels: [{{id: a, kind: webhook, url: {{x: {TOKEN}}}}}]\n",
    f"channels: [{{id: a, kind: webhook, ulr: 'https://x/{TOKEN}'}}]\n",
    f"channels: [{{id: a, kind: webhook, url: 'https://x/{TOKEN}\n",
    f"database: [{PASSWORD}]\n",
    f"database: {{url: {PASSWORD}}}\n",
    f"database: 'postgresql://a:{PASSWORD}\n",
)


@pytest.mark.parametrize("config", BROKEN)
def test_a_mistake_in_the_config_does_not_repeat_it(home: Home, config: str) -> None:
    home.write("config.yaml", config)
    for words in (("today",), ("doctor",), ("doctor", "--json")):
        ran = home.run(*words, now=NOW)
        assert ran.code == 1
        assert leaks(home, ran.out + ran.err) == []
